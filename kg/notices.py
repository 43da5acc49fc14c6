"""How does what was published about an article reach the documents of it that a store holds?"""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kg.model import Contribution, Notice
from kg.store import Store
from kg.terms import DCTERMS, text


def note(store: Store, notice: Notice) -> list[str]:
    """Write a notice into every document of an article; the identifiers of those that did not hold it yet.

    :raises StoreError: if the store is read-only or cannot be written
    """
    noted = []
    for document_id in _of_article(store, notice.article):
        held = store.contribution(document_id)
        if notice.says not in held.document.notices:
            told = replace(held.document, notices=(*held.document.notices, notice.says))
            store.add(replace(held, document=told), fingerprint=store.fingerprint(document_id))
            noted.append(document_id)
    return noted


def keeping_notices(store: Store, contribution: Contribution) -> Contribution:
    """The same with the notices that the store holds of the document: an old copy must not undo a retraction."""
    document, own = contribution.document, store.terms.own
    named = store.data.quads_for_pattern(None, DCTERMS["identifier"], text(document.id), None)
    held = {
        told.object.value  # type: ignore[union-attr]
        for quad in named
        for told in store.data.quads_for_pattern(quad.subject, own["notice"], None, quad.graph_name)
    }
    if held.issubset(document.notices):
        return contribution
    notices = (*document.notices, *sorted(held.difference(document.notices)))
    return replace(contribution, document=replace(document, notices=notices))


def _of_article(store: Store, article: str) -> list[str]:
    """The identifiers of the documents that are this article, which goes by a CURIE."""
    scheme, _, local = article.partition(":")
    own, identifier = store.terms.own, DCTERMS["identifier"]
    named = {"PMID": own["pmid"], "DOI": own["doi"], "PMC": own["pmcid"]}.get(scheme)
    quads = [*store.data.quads_for_pattern(None, identifier, text(article), None)]
    if named is not None:
        quads += store.data.quads_for_pattern(None, named, text(local), None)
    graphs = {q.subject for q in quads if isinstance(q.subject, NamedNode) and q.subject == q.graph_name}
    found = (
        q.object for graph in graphs for q in store.data.quads_for_pattern(graph, identifier, None, graph)
    )
    return sorted(value.value for value in found if isinstance(value, Literal))
