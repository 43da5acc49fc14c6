import io

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import ExportError, UnknownDocumentError
from kg.export import FORMATS, export
from kg.store import Store
from tests.builders import make_claim, make_contribution, make_document, make_mention, told

OXIGRAPH = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {"nquads": "nquads", "trig": "trig", "turtle": "turtle", "jsonld": "json-ld"}


@pytest.fixture
def store() -> Store:
    store = Store.in_memory()
    document = make_document(
        "DOI:10.1/x", 'Clever-1 "inhibits"\n\tT cells \\u0041 𝒳 é.', doi="10.1/x", title="é"
    )
    claim = make_claim("HGNC:18628 inhibits CL:0000084", document)
    mention = make_mention(document, "Clever-1", "HGNC:18628")
    store.add(make_contribution(document, claim, mentions=(mention,)))
    store.add(told("b", "HGNC:18628 inhibits CL:0000084", "litkg:drug.bexmarilimab targets HGNC:18628"))
    return store


def exported(store: Store, form: str, document: str | None = None) -> bytes:
    out = io.BytesIO()
    export(store, out, form, document)
    return out.getvalue()


@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_quads_read_back_equal(store: Store, form: str) -> None:
    read = set(ox.parse(exported(store, form), format=OXIGRAPH[form]))
    assert read == set(store.oxigraph)


def test_turtle_is_the_union_each_triple_once(store: Store) -> None:
    read = list(ox.parse(exported(store, "turtle"), format=ox.RdfFormat.TURTLE))
    assert {quad.triple for quad in read} == {quad.triple for quad in store.oxigraph}
    assert len(read) == len(set(read))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers use what rdflib deprecates
@pytest.mark.parametrize("form", FORMATS)
def test_rdflib_reads_every_form(store: Store, form: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=exported(store, form), format=RDFLIB[form])
    assert len(set(dataset.triples((None, None, None)))) == len({quad.triple for quad in store.oxigraph})


@pytest.mark.parametrize("form", FORMATS)
def test_one_document_is_its_graph(store: Store, form: str) -> None:
    read = {quad.triple for quad in ox.parse(exported(store, form, "b"), format=OXIGRAPH[form])}
    assert read == {quad.triple for quad in store.document_graph("b")}


def test_nquads_are_equal_for_equal_stores(store: Store) -> None:
    other = Store.in_memory()
    for document in reversed(list(store.documents())):
        other.add(store.contribution(document.id))
    assert exported(other, "nquads") == exported(store, "nquads")


def test_store_can_be_read_back_from_one_documents_turtle(store: Store) -> None:
    read = rdflib.Graph().parse(data=exported(store, "turtle", "b"), format="turtle")
    lines = "".join(f"{quad.triple} .\n" for quad in store.document_graph("b"))
    assert isomorphic(read, rdflib.Graph().parse(data=lines, format="nt"))


def test_unknown_form_or_document_is_an_error(store: Store) -> None:
    with pytest.raises(ExportError, match="nquads, trig, turtle, jsonld"):
        exported(store, "excel")
    with pytest.raises(UnknownDocumentError):
        exported(store, "turtle", "nowhere")


def test_full_disk_is_an_export_error(store: Store) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="No space left"):
        export(store, Full(), "nquads")  # type: ignore[arg-type]
