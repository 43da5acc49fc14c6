"""Sentences with their names in brackets, "[IL-6|Gene] rose.", and what the rules say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.language import Language
from ingest.relate.mask import Masked, Named, mask
from ingest.relate.relator import relate
from ingest.relate.tree import Parse, read_tree
from kg.vocabulary import Category

_NAME = re.compile(r"\[([^|\]]+)\|([A-Za-z]+)\]")


@dataclass(frozen=True, slots=True)
class Read:
    """A parsed sentence with its names."""

    text: str
    names: list[Named]
    masked: Masked
    parse: Parse

    def claims(self) -> set[str]:
        """What the rules find, as "subject | relation | object | aspect | negated | hedged"."""
        found = set()
        for r in relate(self.parse, self.masked, 0, self.names):
            subject, object_ = (
                self.text[self.names[side].start : self.names[side].end] for side in (r.subject, r.object)
            )
            marks = ["negated"] * r.negated + ["hedged"] * r.hedged
            found.add(" | ".join(filter(None, [subject, r.relation, object_, r.aspect or "", *marks])))
        return found


def read_all(marked: Sequence[str], language: Language) -> list[Read]:
    """The sentences, parsed together."""
    plain = [unmarked(one) for one in marked]
    masks = [mask(text, names) for text, names in plain]
    parses = map(read_tree, language.parse(masked.text for masked in masks))
    return [Read(*one, masked, parse) for one, masked, parse in zip(plain, masks, parses, strict=True)]


def cases(path: Path) -> list[tuple[str, frozenset[str]]]:
    """The sentences of a file of claims, each with its claims as `Read.claims` writes them."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    lines = [[line for line in block.splitlines() if not line.startswith("#")] for block in blocks]
    return [(block[0], frozenset(_claim(line) for line in block[1:])) for block in lines if block]


def _claim(line: str) -> str:
    return " | ".join(part.strip() for part in line.split("|") if part.strip())


def unmarked(marked: str) -> tuple[str, list[Named]]:
    text, names, at = "", [], 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        surface, category = match.groups()
        end = len(text) + len(surface)
        head = surface.split()[-1]
        names.append(
            Named(len(names), len(text), end, Category(f"biolink:{category}"), surface.lower(), head=head)
        )
        text += surface
        at = match.end()
    return text + marked[at:], names
