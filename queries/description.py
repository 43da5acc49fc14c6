"""How does the endpoint describe itself? VoID, example queries as SHACL executables, a service description.

https://www.w3.org/TR/void/, https://www.w3.org/TR/sparql11-service-description/,
https://www.w3.org/TR/shacl-af/; editors look for examples as in doi:10.1093/gigascience/giaf045.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.identifiers import DEFAULT_BASE
from kg.terms import DCTERMS, LABEL, RDFS, SCHEMA, TYPE, XSD, Namespace, Terms
from queries.library import QueryTemplate
from queries.results import Statistics

VOID = Namespace("http://rdfs.org/ns/void#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULT_FORMATS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N-Triples N-Quads TriG JSON-LD RDF_XML"
).split()


def description_quads(
    terms: Terms, templates: Iterable[QueryTemplate], statistics: Statistics, predicates: Mapping[str, int]
) -> list[Quad]:
    """VoID, prefixes and example queries, in the vocabulary graph, where queries without GRAPH find them.

    :param predicates: how many triples of the assembly have each predicate
    """
    triples = [*_void(terms, statistics, predicates), *_prefixes(terms)]
    triples += [triple for template in templates for triple in _example(terms, template)]
    return [Quad(t.subject, t.predicate, t.object, terms.vocabulary) for t in triples]


def service_description(terms: Terms, endpoint: str, *, writable: bool) -> list[Triple]:
    """What the endpoint at this address offers.

    :param writable: whether holders of a token may update
    """
    service, dataset = BlankNode(), NamedNode(terms.identifiers.base + "dataset")
    default = BlankNode()
    found = [
        Triple(service, TYPE, SD["Service"]),
        Triple(service, SD["endpoint"], NamedNode(endpoint)),
        Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"]),
        Triple(service, SD["defaultDataset"], dataset),
        Triple(dataset, TYPE, SD["Dataset"]),
        Triple(dataset, TYPE, VOID["Dataset"]),
        Triple(dataset, VOID["sparqlEndpoint"], NamedNode(endpoint)),
        Triple(dataset, SD["defaultGraph"], default),
        Triple(default, TYPE, SD["Graph"]),
        Triple(default, RDFS["comment"], Literal("assembly, entities and vocabulary, each triple once")),
    ]
    if writable:
        found.append(Triple(service, SD["supportedLanguage"], SD["SPARQL11Update"]))
    found += [Triple(service, SD["resultFormat"], FORMATS[name]) for name in _RESULT_FORMATS]
    for graph in sorted(terms.derived, key=str):
        node = BlankNode()
        found += [
            Triple(dataset, SD["namedGraph"], node),
            Triple(node, TYPE, SD["NamedGraph"]),
            Triple(node, SD["name"], graph),
        ]
    return found


def dataset_description(terms: Terms, statistics: Statistics, predicates: Mapping[str, int]) -> list[Triple]:
    """The dataset in VoID."""
    return list(_void(terms, statistics, predicates))


def _void(terms: Terms, statistics: Statistics, predicates: Mapping[str, int]) -> Iterator[Triple]:
    dataset = NamedNode(terms.identifiers.base + "dataset")
    yield Triple(dataset, TYPE, VOID["Dataset"])
    yield Triple(dataset, DCTERMS["title"], Literal("litkg: what articles claim"))
    counts = {
        "triples": statistics.quads,
        "entities": statistics.entities,
        "documents": statistics.documents,
    }
    yield from (Triple(dataset, VOID[name], Literal(number)) for name, number in counts.items())
    yield Triple(dataset, VOID["uriSpace"], Literal(terms.identifiers.base))
    for count in statistics.categories:
        if count.name:
            yield from _partition(dataset, "class", terms.entity(count.name), "entities", count.count)
    association = NamedNode(f"{dataset.value}/class/Association")
    yield Triple(dataset, VOID["classPartition"], association)
    yield Triple(association, VOID["class"], terms.entity("biolink:Association"))
    yield Triple(association, VOID["entities"], Literal(statistics.statements))
    for predicate, number in sorted(predicates.items()):
        direct = predicate.startswith(terms.identifiers.base + "relation/")
        owner = dataset if direct else association
        yield from _partition(owner, "property", NamedNode(predicate), "triples", number)


def _partition(owner: NamedNode, kind: str, thing: NamedNode, counted: str, number: int) -> Iterator[Triple]:
    node = NamedNode(f"{owner.value}/{kind}/{thing.value.rpartition('/')[2].rpartition('#')[2]}")
    yield Triple(owner, VOID[f"{kind}Partition"], node)
    yield Triple(node, VOID[kind], thing)
    yield Triple(node, VOID[counted], Literal(number))


def _prefixes(terms: Terms) -> Iterator[Triple]:
    node = NamedNode(terms.identifiers.base + "query/prefixes")
    for prefix, start in sorted(terms.identifiers.prefixes.items()):
        declared = NamedNode(f"{node.value}/{prefix}")
        yield Triple(node, SH["declare"], declared)
        yield Triple(declared, SH["prefix"], Literal(prefix))
        yield Triple(declared, SH["namespace"], Literal(start, datatype=XSD["anyURI"]))


def _example(terms: Terms, template: QueryTemplate) -> Iterator[Triple]:
    base = terms.identifiers.base
    node = NamedNode(f"{base}query/{template.name}")
    yield Triple(node, TYPE, SH["SPARQLExecutable"])
    yield Triple(node, TYPE, SH["SPARQLSelectExecutable"])
    yield Triple(node, LABEL, Literal(template.summary))
    yield Triple(node, RDFS["comment"], Literal(template.summary))
    yield Triple(node, DCTERMS["description"], Literal(template.description))
    yield Triple(node, SH["prefixes"], NamedNode(base + "query/prefixes"))
    yield Triple(node, SH["select"], Literal(template.text.replace(f"<{DEFAULT_BASE}", f"<{base}")))
    yield Triple(node, SCHEMA["keywords"], Literal("litkg"))
