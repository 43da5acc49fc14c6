"""Which names stand in this text, and what is known of the terms that they may mean?

The lexicon is compiled ahead (``ingest.lexicon.build``): a trie of keys and a trie of identifiers, mapped
into memory, arrays of packed postings, and blocks of compressed term records read on demand. Nothing is
loaded on opening but the header.
"""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Self

import marisa_trie  # type: ignore[import-not-found]

from ingest.lexicon.blocks import Block
from ingest.lexicon.casing import casing, fit
from ingest.lexicon.key import key
from ingest.lexicon.overlay import Overlay, shortest_first
from ingest.lexicon.own import OwnTerm, location, read_terms
from ingest.lexicon.posting import FLAG, Posting, unpack
from ingest.lexicon.scan import Scan
from ingest.lexicon.score import prior, shared
from ingest.lexicon.term import Match, NameStatus, Sense, Term
from ingest.lexicon.variants import variants
from kg.errors import LexiconError, UnknownEntityError
from kg.vocabulary import Category

FORMAT = 2
PACKAGED = Path(__file__).parent / "data"

_CAP, _CASE, _SHUT = 1, 2, 3
_VARIANT_FIT = 0.8


class Lexicon:
    """Names and terms; safe to share between threads, not between processes that were forked."""

    def __init__(self, folder: Path, own: Sequence[OwnTerm] = ()) -> None:
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
        self._block = lru_cache(maxsize=128)(self._read_block)
        self._admitted = lru_cache(maxsize=1 << 16)(self._senses_in_text)
        self._packaged = lru_cache(maxsize=1 << 14)(self._find_packaged)
        self._own = Overlay(own, self._packaged) if own else None

    @classmethod
    def open(cls, folder: Path | None = None, own: Path | None = None) -> Self:
        """The packaged lexicon, or the one compiled into ``folder``, with the user's terms laid over it.

        ``own`` is the table of the user's terms, `ingest.lexicon.own.location()` if not given; it need not
        exist. Raises LexiconError if either is damaged.
        """
        table = own or location()
        return cls(folder or PACKAGED, read_terms(table) if table.is_file() else ())

    @classmethod
    def packaged(cls) -> Self:
        """The packaged lexicon without the user's terms."""
        return cls(PACKAGED)

    def __len__(self) -> int:
        return len(self._identifiers)

    # -------------------------------------------------------------------------------- names in text

    def match(self, text: str) -> Iterator[Match]:
        """Every listed name in the text that may be matched there, overlapping ones included.

        Names begin and end at token boundaries; offsets are half-open code points of ``text``. In order of
        start, then the longer first.
        """
        scan, own = Scan(text), self._own
        for first, start in enumerate(scan.begins):
            rest = scan.rest(start)
            found = list(self._names.iter_prefixes_with_ids(rest))
            if own and (names := own.prefixes(rest)):
                found = shortest_first(found, names)
            for matched, number in reversed(found):
                if (span := scan.span(first, start + len(matched))) is None:
                    continue
                surface = text[span[0] : span[1]]
                senses = own.senses(matched, surface, self, in_text=True) if own else ()
                if senses or (number >= 0 and (senses := self._admitted(number, surface))):
                    yield Match(*span, senses)

    def lookup(self, name: str, limit: int = 10) -> tuple[Sense, ...]:
        """What a name may mean, best first, however it is capitalised; variants if it is not listed.

        What it means to the user comes before all else.
        """
        for form, trust in chain([(key(name), 1.0)], ((form, _VARIANT_FIT) for form in variants(name))):
            own = self._own.senses(f"{form} ", name, self, in_text=False) if self._own else ()
            number = self._names.get(f"{form} ")
            listed = self._senses(list(self._postings_of(number)), name, trust) if number is not None else ()
            if own or listed:
                meant = {sense.term_id for sense in own}
                return (*own, *(sense for sense in listed if sense.term_id not in meant))[:limit]
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
        if self._own is None:
            return self._packaged(identifier)
        if own := self._own.find(identifier):
            return own
        packaged = self._packaged(identifier)
        return packaged and (self._own.find(packaged.id) or packaged)

    def _find_packaged(self, identifier: str) -> Term | None:
        number = self._number(identifier)
        return None if number is None else self._read_term(number)

    def get(self, identifier: str) -> Term:
        """The term of an identifier or of an equivalent one; raises UnknownEntityError."""
        term = self.find(identifier)
        if term is None:
            raise UnknownEntityError(f"the lexicon has no term {identifier}: look it up by name")
        return term

    def ancestors(self, identifier: str) -> tuple[str, ...]:
        """The superclasses of a term, nearest first, itself not among them; raises UnknownEntityError."""
        own = self.get(identifier)
        level, seen = own.parents, dict[str, None]()
        while level:
            seen |= dict.fromkeys(level)
            known = (term for one in level if (term := self.find(one)))
            level = tuple(above for term in known for above in term.parents if above not in seen)
        seen.pop(own.id, None)
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
        block, row = divmod(number, self._block_size)
        label, xrefs, parents, synonyms, orthologs = self._block(block).record(row)
        return Term(
            id=self._identifiers.restore_key(number),
            label=label,
            category=self._category_of[self._categories[number]],
            xrefs=_split(xrefs),
            parents=_split(parents),
            synonyms=_split(synonyms),
            orthologs=_split(orthologs),
        )

    def _read_block(self, block: int) -> Block:
        count = -(-len(self._identifiers) // self._block_size)
        offsets = memoryview(self._blocks)[: 4 * (count + 1)].cast("I")
        base = len(offsets) * 4
        return Block.read(self._blocks[base + offsets[block] : base + offsets[block + 1]], block)


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
