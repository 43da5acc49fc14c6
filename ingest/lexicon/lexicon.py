"""Which names stand in this text, and what is known of the terms that they may mean?

The lexicon is compiled ahead (``ingest.lexicon.build``): a trie of keys and a trie of identifiers, mapped
into memory, arrays of packed postings, and blocks of compressed term records read on demand. Nothing is
loaded on opening but the header.
"""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import marisa_trie  # type: ignore[import-not-found]
import zstandard

from ingest.lexicon.casing import casing, fit
from ingest.lexicon.key import key
from ingest.lexicon.posting import FLAG, Posting, unpack
from ingest.lexicon.scan import Scan
from ingest.lexicon.score import prior, shared
from ingest.lexicon.term import Match, NameStatus, Sense, Term
from ingest.lexicon.variants import variants
from kg.errors import LexiconError, UnknownEntityError
from kg.vocabulary import Category

FORMAT = 1
PACKAGED = Path(__file__).parent / "data"

_CAP, _CASE, _SHUT = 1, 2, 3
_VARIANT_FIT = 0.8


class Lexicon:
    """Names and terms; safe to share between threads, not between processes that were forked."""

    def __init__(self, folder: Path) -> None:
        self._header = _read_header(folder)
        self._names = _trie(folder / "names.marisa")
        self._identifiers = _trie(folder / "identifiers.marisa")
        self._xrefs = _trie(folder / "xrefs.marisa")
        self._postings = _numbers(folder / "postings.bin")
        self._xref_terms = _numbers(folder / "xrefs.bin")
        self._categories = (folder / "categories.bin").read_bytes()
        self._blocks = _mapped(folder / "terms.bin")
        self._block_size: int = self._header["block"]
        self._category_of = [Category(value) for value in self._header["categories"]]
        self._status_of = [NameStatus(value) for value in self._header["statuses"]]
        self._patterns: list[str] = self._header["patterns"]
        self._keys = len(self._names)
        self._block = lru_cache(maxsize=24)(self._read_block)
        self._admitted = lru_cache(maxsize=1 << 16)(self._senses_in_text)
        self._term = lru_cache(maxsize=1 << 14)(self._read_term)

    @classmethod
    def open(cls, folder: Path | None = None) -> Self:
        """The packaged lexicon, or the one compiled into ``folder``; raises LexiconError if damaged."""
        return cls(folder or PACKAGED)

    def __len__(self) -> int:
        return len(self._identifiers)

    # -------------------------------------------------------------------------------- names in text

    def match(self, text: str) -> Iterator[Match]:
        """Every listed name in the text that may be matched there, overlapping ones included.

        Names begin and end at token boundaries; offsets are half-open code points of ``text``. In order of
        start, then the longer first.
        """
        scan = Scan(text)
        for first, start in enumerate(scan.begins):
            found = list(self._names.iter_prefixes_with_ids(scan.rest(start)))
            for matched, number in reversed(found):
                span = scan.span(first, start + len(matched))
                if span and (senses := self._admitted(number, text[slice(*span)])):
                    yield Match(*span, senses)

    def lookup(self, name: str, limit: int = 10) -> tuple[Sense, ...]:
        """What a name may mean, best first, however it is capitalised; variants if it is not listed."""
        for form, trust in [(key(name), 1.0), *((form, _VARIANT_FIT) for form in variants(name))]:
            if (number := self._names.get(f"{form} ")) is not None:
                return self._senses(list(self._postings_of(number)), name, trust)[:limit]
        return ()

    def _senses_in_text(self, number: int, surface: str) -> tuple[Sense, ...]:
        postings = [one for one in self._postings_of(number) if self._admits(one, surface)]
        return self._senses(postings, surface, 1.0) if postings else ()

    def _admits(self, posting: Posting, surface: str) -> bool:
        if posting.gate == _CASE:
            return self._patterns[posting.casing] in ("?", casing(surface))
        return posting.gate == 0 or (posting.gate == _CAP and not (surface.islower() and surface.isalpha()))

    def _senses(self, postings: list[Posting], surface: str, trust: float) -> tuple[Sense, ...]:
        pattern = casing(surface)
        known = [(self._status_of[p.status], self._category_of[self._categories[p.term]]) for p in postings]
        priors = [
            prior(status, category, trust * fit(self._patterns[posting.casing], pattern, len(surface)))
            for posting, (status, category) in zip(postings, known, strict=True)
        ]
        senses = [
            Sense(
                self._identifiers.restore_key(posting.term), category, status, round(score, 4), surface, self
            )
            for posting, (status, category), score in zip(postings, known, shared(priors), strict=True)
        ]
        return tuple(sorted(senses, key=lambda sense: (-sense.score, sense.term_id)))

    def _postings_of(self, number: int) -> Iterator[Posting]:
        head = self._postings[number]
        if not head & FLAG:
            yield unpack(head)
            return
        place = self._keys + (head ^ FLAG)
        while True:
            packed = self._postings[place]
            yield unpack(packed & ~FLAG)
            if packed & FLAG:
                return
            place += 1

    # ------------------------------------------------------------------------------- terms by identifier

    def find(self, identifier: str) -> Term | None:
        """The term of an identifier or of an equivalent one (NCBIGene:23166), None if there is none."""
        number = self._number(identifier)
        return None if number is None else self._term(number)

    def get(self, identifier: str) -> Term:
        """The term of an identifier or of an equivalent one; raises UnknownEntityError."""
        term = self.find(identifier)
        if term is None:
            raise UnknownEntityError(f"the lexicon has no term {identifier}: look it up by name")
        return term

    def ancestors(self, identifier: str) -> tuple[str, ...]:
        """The superclasses of a term, nearest first, itself not among them; raises UnknownEntityError."""
        level = self.get(identifier).parents
        seen: dict[str, None] = {}
        while level:
            seen |= dict.fromkeys(level)
            level = tuple(above for one in level for above in self.get(one).parents if above not in seen)
        seen.pop(self.get(identifier).id, None)
        return tuple(seen)

    def orthologs(self, identifier: str) -> tuple[str, ...]:
        """The one-to-one orthologous genes of the other two of human, mouse and rat, in this order.

        Empty for what is no gene or has none; raises UnknownEntityError.
        """
        term = self.get(identifier)
        near = {other for other in term.orthologs if self.find(other)}
        further = {other for one in near for other in self.get(one).orthologs if self.find(other)}
        return tuple(sorted((near | further) - {term.id}))

    def _number(self, identifier: str) -> int | None:
        number: int | None = self._identifiers.get(identifier)
        if number is None and (xref := self._xrefs.get(identifier)) is not None:
            return int(self._xref_terms[xref])
        return number

    def _read_term(self, number: int) -> Term:
        line = self._block(number // self._block_size)[number % self._block_size]
        label, xrefs, parents, synonyms, *orthologs = line.split("\t")
        return Term(
            id=self._identifiers.restore_key(number),
            label=label,
            category=self._category_of[self._categories[number]],
            xrefs=_split(xrefs),
            parents=_split(parents),
            synonyms=_split(synonyms),
            orthologs=_split(orthologs[0]) if orthologs else (),
        )

    def _read_block(self, block: int) -> list[str]:
        count = -(-len(self._identifiers) // self._block_size)
        offsets = memoryview(self._blocks)[: 4 * (count + 1)].cast("I")
        base = len(offsets) * 4
        packed = self._blocks[base + offsets[block] : base + offsets[block + 1]]
        try:
            return zstandard.ZstdDecompressor().decompress(packed).decode().split("\n")
        except (zstandard.ZstdError, UnicodeDecodeError) as error:
            raise LexiconError(f"terms.bin, block {block}: {error}; install litkg again") from error


def _split(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


# ------------------------------------------------------------------------------------------- opening


def _read_header(folder: Path) -> dict[str, Any]:
    path = folder / "lexicon.json"
    try:
        header: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path}: no readable lexicon ({error}); install litkg again") from error
    if (header.get("format"), header.get("byteorder")) != (FORMAT, sys.byteorder):
        raise LexiconError(f"{path}: made for another version or machine; compile it again")
    for name, size in header["sizes"].items():
        file = folder / name
        if not file.is_file() or file.stat().st_size != size:
            raise LexiconError(f"{file}: missing or not {size} bytes long; install litkg again")
    return header


def _trie(path: Path) -> marisa_trie.Trie:
    try:
        return marisa_trie.Trie().mmap(str(path))
    except RuntimeError as error:
        raise LexiconError(f"{path}: damaged ({error}); install litkg again") from error


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _numbers(path: Path) -> memoryview[int]:
    return memoryview(_mapped(path)).cast("I")
