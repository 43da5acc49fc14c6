"""How do entities, statements and evidence look in a notebook? A few lines of HTML; what articles say is text in it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from kg.graph import AssembledStatement, Graph
    from kg.model import Entity, Evidence, Statement

_MOST = 12


def entity_html(entity: Entity) -> str:
    """An entity with its names."""
    kind = entity.category.partition(":")[2]
    return _table(
        f"{entity.label} <{entity.id}>",
        (
            ("category", kind),
            ("synonyms", _some(entity.synonyms)),
            ("same as", _some(entity.xrefs)),
            ("is a", _some(entity.ancestors)),
        ),
    )


def statement_html(statement: Statement, about: Iterable[tuple[str, str]] = ()) -> str:
    """A statement in words, and what is known of it."""
    aspect = f" ({statement.aspect})" if statement.aspect else ""
    denied = "denied: " if statement.negated else ""
    verb = RELATIONS[statement.relation].label
    return _table(f"{denied}{statement.subject} {verb} {statement.object}{aspect}", about)


def assembled_html(found: AssembledStatement) -> str:
    """A statement with what all its evidence says of it."""
    return statement_html(
        found.statement,
        (
            ("belief", f"{found.belief:.2f}"),
            ("evidence", f"{found.evidence_count} sentences of {found.document_count} documents"),
            ("hedged", "yes: all of it only supposes" if found.hedged else ""),
            ("contradicted by", _some(found.contradicts)),
        ),
    )


def evidence_html(evidence: Evidence) -> str:
    """A sentence with subject, cue and object marked, and where it stands."""
    start, text = evidence.sentence.start, evidence.sentence_text
    spans = {(s.start - start, s.end - start) for s in (evidence.subject, evidence.cue, evidence.object)}
    marked, at = "", 0
    for begin, end in sorted(spans):
        if at <= begin < end <= len(text):
            marked += f"{escape(text[at:begin])}<mark>{escape(text[begin:end])}</mark>"
            at = end
    where = f"{evidence.document}, {evidence.section}, score {evidence.score:.2f}"
    hedged = ", supposed" if evidence.hedged else ""
    return f"<blockquote>{marked}{escape(text[at:])}<br><small>{escape(where)}{hedged}</small></blockquote>"


def graph_html(graph: Graph) -> str:
    """How much a graph holds."""
    stats = graph.store.stats()
    counts = {
        name: f"{getattr(stats, name):,}"
        for name in ("documents", "statements", "evidence", "entities", "quads")
    }
    return _table("litkg graph", counts.items())


def _table(head: str, rows: Iterable[tuple[str, str]]) -> str:
    body = "".join(f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in rows if text)
    return f"<table><caption>{escape(head)}</caption>{body}</table>"


def _some(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return ", ".join(found[:_MOST]) + more
