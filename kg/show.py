"""How do statements read on a terminal?"""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from kg.vocabulary import RELATIONS, aspect_of

if TYPE_CHECKING:
    from kg.graph import AssembledStatement
    from kg.model import Evidence
    from kg.store import Store


def show_statements(store: Store) -> None:
    """Print every statement of a store with its belief and the sentences that say it."""
    from kg.graph import Graph

    graph = Graph(store)
    labels: dict[str, str] = {}
    for found in graph.statements(limit=None):
        statement = found.statement
        for curie in (statement.subject, statement.object):
            if curie not in labels:
                labels[curie] = graph.entity(curie).label
        click.echo(
            f"\n{click.style(sentence_of(found, labels), bold=True)}"
            f"\n  {statement.subject} → {statement.object}, belief {found.belief:.2f}"
        )
        for evidence in graph.evidence(found):
            click.echo(quoted(evidence))


def sentence_of(found: AssembledStatement, labels: dict[str, str]) -> str:
    """The statement as a short sentence, with what is denied or only supposed marked."""
    statement = found.statement
    verb = phrase(statement.relation, statement.aspect)
    words = f"{labels[statement.subject]} {verb} {labels[statement.object]}"
    marks = [mark for mark, on in (("denied", statement.negated), ("supposed", found.hedged)) if on]
    return f"{words} ({', '.join(marks)})" if marks else words


def phrase(relation: str, aspect: str | None) -> str:
    """The relation as it reads before its object, with the aspect where it says more than the relation does.

    >>> phrase("inhibits", "activity"), phrase("inhibits", "proliferation")
    ('inhibits', 'inhibits proliferation of')
    >>> phrase("decreases_amount_of", "secretion"), phrase("biomarker_for", "resistance")
    ('decreases secretion of', 'biomarker for resistance to')
    """
    label = RELATIONS[relation].label
    if aspect is None or aspect == aspect_of(relation, None):
        return label
    towards = "to" if aspect in ("resistance", "response", "sensitivity") else "of"
    return f"{label.removesuffix(' amount of')} {aspect} {towards}"


def quoted(evidence: Evidence) -> str:
    """The evidence's sentence, wrapped and indented for the terminal."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    text = " ".join(evidence.sentence_text.split())
    return textwrap.fill(f"“{text}”", width=width, initial_indent="  ", subsequent_indent="  ")
