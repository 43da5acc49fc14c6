"""Make the table of what short forms usually stand for.

    python -m ingest.linking.train.short_forms --articles FILE... --out FILE [--lexicon DIR] [--without FILE...]

Articles define their short forms ("acute myeloid leukemia (AML)"). A short form whose definitions mostly agree, among
those that the lexicon lists as things of one kind, stands for the same where a text does not define it. Documents of
the files of --without are left out, so that something can be measured on them. Only counts of short and long forms are
written, nothing else of any text.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.linking.meanings import stems
from ingest.linking.usual import Usual, written
from ingest.mention import KIND_OF, Kind
from ingest.relate.pairs.train.readings import documents
from kg.model import Document

#: documents that must define a short form so, of those that define it as a thing of the kind, and of all
_AGREEING, _SHARE, _OF_ALL = 4, 0.8, 0.75
#: how much of the shorter of two long forms the other must have to be the same in other words
_SAME = 0.6

Defined = dict[str, dict[str, set[str]]]


def definitions(articles: Iterable[Document]) -> Defined:
    """The long forms of each short form, and the documents that define it so."""
    found: Defined = defaultdict(lambda: defaultdict(set))
    for document in articles:
        text = document.text
        for one in find_abbreviations(text):
            found[text[slice(*one.short)]][" ".join(text[slice(*one.long)].split())].add(document.id)
    return found


@dataclass(slots=True)
class Group:
    """A long form, its other wordings and the documents that define a short form so."""

    held: set[str]
    documents: set[Any]
    wordings: Counter[str]

    @property
    def long(self) -> str:
        """The commonest wording."""
        return min(self.wordings, key=lambda w: (-self.wordings[w], w))

    def add(self, other: Group) -> None:
        """Count another group to this one."""
        self.documents |= other.documents
        self.wordings += other.wordings


def grouped(longs: Mapping[str, set[Any]]) -> list[Group]:
    """The long forms with the documents that define a short form so, the same in other words taken together."""
    groups: list[Group] = []
    for long, defining in sorted(longs.items(), key=lambda one: (-len(one[1]), one[0])):
        found = Group(stems(long), set(defining), Counter({long: len(defining)}))
        for group in groups:
            if len(group.held & found.held) >= _SAME * max(1, min(len(group.held), len(found.held))):
                group.add(found)
                break
        else:
            groups.append(found)
    return groups


def senses(longs: Mapping[str, set[str]]) -> list[tuple[str, int]]:
    """Long forms with the documents that define the short form so, the same in other words taken together.

    The commonest first, each in its commonest wording.

    >>> found = {"acute myeloid leukemia": {"1", "2"}, "Acute Myeloid Leukaemia": {"3"}, "angiomyolipoma": {"4"}}
    >>> senses(found)
    [('acute myeloid leukemia', 3), ('angiomyolipoma', 1)]
    """
    ranked = ((group.long, len(group.documents)) for group in grouped(longs))
    return sorted(ranked, key=lambda one: (-one[1], one[0]))


def agreed(defined: Defined, lexicon: Lexicon) -> Iterator[tuple[Kind, str, str, int, int]]:
    """Kind, short form, long form, documents that agree and documents with a thing of the kind, in order."""
    for short, longs in sorted(defined.items()):
        found = senses(longs)
        total = sum(count for _, count in found)
        by_kind: defaultdict[Kind, list[tuple[str, int]]] = defaultdict(list)
        for long, count in found:
            listed = lexicon.lookup(long, 1)
            kind = KIND_OF.get(listed[0].category) if listed else None
            if kind is not None:
                by_kind[kind].append((long, count))
        for kind, held in sorted(by_kind.items(), key=lambda one: one[0].value):
            (long, count), of = held[0], sum(number for _, number in held)
            if count >= max(_AGREEING, _SHARE * of, _OF_ALL * total):
                yield kind, short, long, count, of


def options(description: str) -> argparse.ArgumentParser:
    """The options of a program that makes a table from articles; it is described by the first line."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lexicon", type=Path, help="another lexicon than the packaged one")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table."""
    asked = options(__doc__ or "").parse_args(arguments)
    left_out = {document.id for document in documents(asked.without)}
    kept = (one for one in documents(asked.articles) if one.id not in left_out)
    rows = list(agreed(definitions(kept), Lexicon.open(asked.lexicon)))
    asked.out.write_text("\n".join(written(rows)) + "\n", encoding="utf-8")
    print(f"{len(rows)} short forms, {len(Usual.read(asked.out))} read back")


if __name__ == "__main__":
    main()
