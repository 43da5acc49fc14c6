import io
import json
import tarfile
from importlib import resources

import networkx
import pyoxigraph as ox
import pytest

from kg.errors import ExportError, QueryError
from kg.export import ROW_FORMATS, export
from kg.export_rows import ALL, Selection, edges
from kg.store import Store
from tests.builders import make_claim, make_contribution, make_document, told


@pytest.fixture
def store() -> Store:
    store = Store.in_memory("https://example.org/kg/")
    document = make_document("PMID:7", 'A "<b>" & C\tsay.', pmid="7")
    denied = make_claim("HGNC:8760 activates CL:0000084", document, negated=True)
    store.add(make_contribution(document, denied))
    store.add(told("b", "HGNC:18628 inhibits CL:0000084", "litkg:drug.bexmarilimab targets HGNC:18628"))
    return store


def exported(store: Store, form: str, selection: Selection = ALL, rdf: str = "1.1") -> bytes:
    out = io.BytesIO()
    export(store, out, form, selection=selection, rdf=rdf)
    return out.getvalue()


def members(data: bytes) -> dict[str, str]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {m.name: archive.extractfile(m).read().decode() for m in archive}  # type: ignore[union-attr]


def test_kgx_tables_and_lines_say_the_same(store: Store) -> None:
    tables, lines = members(exported(store, "kgx")), members(exported(store, "kgx-jsonl"))
    for part in ("nodes", "edges"):
        head, *rows = (line.split("\t") for line in tables[f"litkg_{part}.tsv"].splitlines())
        records = [json.loads(line) for line in lines[f"litkg_{part}.jsonl"].splitlines()]
        assert [row[head.index("id")] for row in rows] == [record["id"] for record in records]
        assert {len(row) for row in rows} == {len(head)}


def test_kgx_uses_classes_predicates_and_slots_of_biolink(store: Store) -> None:
    import yaml

    text = resources.files("biolink_model").joinpath("schema/biolink_model.yaml").read_text(encoding="utf-8")
    model = yaml.load(text, Loader=yaml.CSafeLoader)
    slots = {name.replace(" ", "_") for name in model["slots"]}
    classes = {f"biolink:{name.title().replace(' ', '')}" for name in model["classes"]}
    lines = members(exported(store, "kgx-jsonl"))
    nodes = [json.loads(line) for line in lines["litkg_nodes.jsonl"].splitlines()]
    found = [json.loads(line) for line in lines["litkg_edges.jsonl"].splitlines()]
    assert {c for record in nodes + found for c in record["category"]} <= classes
    assert {edge["predicate"].removeprefix("biolink:") for edge in found} <= slots
    own = {"relation", "belief", "evidence_count", "hedged"}
    assert {key for record in nodes + found for key in record} - own <= slots
    assert {end for edge in found for end in (edge["subject"], edge["object"])} == {n["id"] for n in nodes}
    assert ["PMID:7"] in [edge["publications"] for edge in found]


def test_biolink_model_accepts_nodes_and_edges(store: Store) -> None:
    """By the classes that the Biolink Model is published as; ours, and qualifiers, KGX allows besides."""
    from biolink_model.datamodel import pydanticmodel_v2 as biolink

    lines = members(exported(store, "kgx-jsonl"))
    directions = set(biolink.DirectionQualifierEnum)
    for line in lines["litkg_nodes.jsonl"].splitlines():
        node = json.loads(line)
        getattr(biolink, node["category"][0].removeprefix("biolink:"))(**node)
    edges = [json.loads(line) for line in lines["litkg_edges.jsonl"].splitlines()]
    for edge in edges:
        besides = {"relation", "belief", "hedged", "object_aspect_qualifier", "object_direction_qualifier"}
        biolink.Association(**{name: value for name, value in edge.items() if name not in besides})
    assert {
        edge["object_direction_qualifier"] for edge in edges if "object_direction_qualifier" in edge
    } <= directions
    with pytest.raises(ValueError, match="agent_type"):
        biolink.Association(**{**edges[0], "agent_type": "a person"})


def test_networkx_reads_graphml(store: Store) -> None:
    graph = networkx.read_graphml(io.BytesIO(exported(store, "graphml")), force_multigraph=True)
    data = graph.get_edge_data("HGNC:8760", "CL:0000084")
    assert [edge["negated"] for edge in data.values()] == [True]
    assert graph.nodes["HGNC:18628"]["label"] == "STAB1"
    assert graph.number_of_edges() == 3


def test_ndex2_reads_cx2(store: Store) -> None:
    from ndex2.cx2 import RawCX2NetworkFactory

    network = RawCX2NetworkFactory().get_cx2network(json.loads(exported(store, "cx2")))
    verbs = {edge["v"]["interaction"] for edge in network.get_edges().values()}
    assert verbs == {"activates", "inhibits", "targets"}
    assert "STAB1" in {node["v"]["name"] for node in network.get_nodes().values()}


def test_sif_marks_what_is_denied(store: Store) -> None:
    rows = {tuple(line.split("\t")) for line in exported(store, "sif").decode().splitlines()}
    assert ("HGNC:8760", "not_activates", "CL:0000084") in rows
    assert ("HGNC:18628", "inhibits", "CL:0000084") in rows


def test_polars_reads_parquet(store: Store) -> None:
    polars = pytest.importorskip("polars")
    table = polars.read_parquet(io.BytesIO(exported(store, "parquet")))
    assert set(table["hash"]) == {edge.hash for edge in edges(store)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # nanopub and rdflib use what rdflib deprecates
def test_nanopub_accepts_nanopublications(store: Store) -> None:
    import rdflib

    nanopub = pytest.importorskip("nanopub")
    quads = list(ox.parse(exported(store, "nanopubs"), format=ox.RdfFormat.TRIG))
    heads = {q.graph_name for q in quads if q.predicate.value.endswith("hasAssertion")}
    assert len(heads) == 3
    for head in heads:
        start = head.value.removesuffix("head")
        mine = [q for q in quads if q.graph_name.value.startswith(start)]
        dataset = rdflib.Dataset()
        dataset.parse(data=ox.serialize(mine, format=ox.RdfFormat.N_QUADS), format="nquads")
        assert nanopub.Nanopub(rdf=dataset).is_valid


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle"])
def test_rdf_12_reifies_each_statement(store: Store, form: str) -> None:
    format = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE}[form]
    read = ox.parse(exported(store, form, rdf="1.2"), format=format)
    reified = {q.subject.value: q.object for q in read if q.predicate.value.endswith("#reifies")}
    assert {iri.rpartition("/")[2] for iri in reified} == {edge.hash for edge in edges(store)}
    assert all(isinstance(triple, ox.Triple) for triple in reified.values())


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(relation="inhibits"), 1),
        (Selection(category="biolink:Drug"), 1),
        (Selection(negated=True), 1),
        (Selection(hedged=True), 0),
        (Selection(min_belief=0.99), 0),
    ],
    ids=["relation", "category", "negated", "hedged", "belief"],
)
def test_selection_limits_what_is_written(store: Store, selection: Selection, count: int) -> None:
    assert len(exported(store, "sif", selection).splitlines()) == count


def test_unknown_relation_is_refused() -> None:
    with pytest.raises(QueryError, match="unknown: 'eats'"):
        Selection(relation="eats")


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_rows_do_not_take_a_document(store: Store, form: str) -> None:
    with pytest.raises(ExportError, match="take a document"):
        export(store, io.BytesIO(), form, "b")


def test_networkx_takes_the_same_conditions(store: Store) -> None:
    from kg.graph import Graph

    graph = Graph(store).to_networkx(relation="inhibits")
    assert list(graph.edges()) == [("HGNC:18628", "CL:0000084")]
    assert graph.nodes["HGNC:18628"] == {"label": "STAB1", "category": "biolink:Gene"}
