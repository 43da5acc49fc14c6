"""How are merged records written as files that open in milliseconds?"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import marisa_trie  # type: ignore[import-not-found]
import zstandard

from ingest.lexicon.build.policy import Gate, gate
from ingest.lexicon.build.record import RANK, Record
from ingest.lexicon.build.record import remembered_key as key
from ingest.lexicon.build.rodents import SPECIES
from ingest.lexicon.casing import ANY, casing
from ingest.lexicon.posting import CASING_BITS, FLAG, Posting, pack
from ingest.lexicon.term import NameStatus
from kg.errors import LexiconError
from kg.vocabulary import Category

FORMAT = 2
BLOCK = 4096
LONGEST_KEY = 50
MOST_SYNONYMS = 3
LONGEST_SYNONYM = 32


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    key: str
    status: NameStatus
    term: int
    category: Category


def write(terms: list[Record], reviewed: set[tuple[str, str]], folder: Path) -> dict[str, object]:
    """Write the data files and give statistics; ``reviewed`` are (identifier, name) of the project's own."""
    folder.mkdir(parents=True, exist_ok=True)
    identifiers = marisa_trie.Trie(term.id for term in terms)
    if len(identifiers) != len(terms):
        raise LexiconError("the sources give two terms of one identifier")
    ordered = sorted(terms, key=lambda term: identifiers.key_id(term.id))
    names = list(_names(ordered))
    patterns = [*_common_patterns(names), ANY]
    by_key = _postings(names, ordered, reviewed, patterns)
    identifiers.save(str(folder / "identifiers.marisa"))
    (folder / "categories.bin").write_bytes(bytes(list(Category).index(term.category) for term in ordered))
    _write_names(by_key, folder)
    _write_xrefs(ordered, folder)
    _write_terms(ordered, folder)
    _write_header(folder, patterns, len(ordered), len(by_key))
    return _statistics(ordered, names, by_key)


# ------------------------------------------------------------------------------------------- names


def _names(terms: list[Record]) -> Iterator[_Name]:
    for number, term in enumerate(terms):
        for text, status in term.names.items():
            yield from _name(text, status, number, term.category)


def _name(text: str, status: NameStatus, number: int, category: Category) -> Iterator[_Name]:
    found = key(text)
    if not found or len(found) > LONGEST_KEY:
        return
    yield _Name(text, found, status, number, category)
    if category in (Category.GENE, Category.GENE_FAMILY) and (short := greek_initial(found)):
        yield _Name(short.upper(), short, NameStatus.GENERATED, number, category)


_GREEK_END = re.compile(r"([a-z]{2,5})((?: \d+)?) (alpha|beta|gamma|delta|kappa)((?: \d+)?)")


def greek_initial(found: str) -> str | None:
    """The key of a symbol whose Greek letter is written by its Latin initial.

    >>> greek_initial("tnf alpha"), greek_initial("il 1 beta"), greek_initial("alpha")
    ('tnfa', 'il 1 b', None)
    """
    match = _GREEK_END.fullmatch(found)
    if not match:
        return None
    stem, before, letter, after = match.groups()
    return f"{stem}{before} {letter[0]}" if before else f"{stem}{letter[0]}{after}"


def _common_patterns(names: Iterable[_Name]) -> list[str]:
    counted = Counter(casing(name.text) for name in names)
    return [pattern for pattern, _ in counted.most_common((1 << CASING_BITS) - 1)]


def _postings(
    names: list[_Name], terms: list[Record], reviewed: set[tuple[str, str]], patterns: list[str]
) -> dict[str, list[Posting]]:
    sharing = _sharing(names, terms)
    code = {pattern: number for number, pattern in enumerate(patterns)}
    best: dict[tuple[str, int], Posting] = {}
    for name in names:
        own = (terms[name.term].id, name.text) in reviewed
        shared, of_rodents = sharing[name.key]
        if terms[name.term].id.startswith(SPECIES) and shared + of_rodents > _CROWD and not own:
            continue  # it would only crowd out what others mean by it
        way = gate(name.text, name.key, name.status, name.category, shared or of_rodents, own)
        if way is Gate.SHUT and (shared >= 8 or len(name.key) < 2):
            continue
        posting = Posting(way, RANK[name.status], code.get(casing(name.text), code[ANY]), name.term)
        place = name.key, name.term
        best[place] = _better(best[place], posting) if place in best else posting
    by_key: dict[str, list[Posting]] = defaultdict(list)
    for (found, _), posting in sorted(best.items()):
        by_key[found].append(posting)
    return by_key


_CROWD = 5


def _sharing(names: list[_Name], terms: list[Record]) -> dict[str, tuple[int, int]]:
    """How many terms have each key: those that are no genes of mouse or rat, and those that are."""
    found: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for name in names:
        found[name.key][terms[name.term].id.startswith(SPECIES)].add(name.term)
    return {key: (len(others), len(rodents)) for key, (others, rodents) in found.items()}


def _better(one: Posting, other: Posting) -> Posting:
    """The best status of two names of one term and key, with the wider gate; a shut name adds nothing."""
    if Gate.SHUT in (one.gate, other.gate):
        return min(one, other)
    status, casing_code, _ = min((one.status, one.casing, 0), (other.status, other.casing, 1))
    return Posting(min(one.gate, other.gate), status, casing_code, one.term)


def _write_names(by_key: dict[str, list[Posting]], folder: Path) -> None:
    trie = marisa_trie.Trie((f"{found} " for found in by_key), order=marisa_trie.LABEL_ORDER)
    heads, overflow = array("I", bytes(4 * len(trie))), array("I")
    for found, postings in by_key.items():
        number = trie.key_id(f"{found} ")
        if len(postings) == 1:
            heads[number] = pack(postings[0])
            continue
        heads[number] = FLAG | len(overflow)
        overflow.extend(pack(posting) for posting in sorted(postings))
        overflow[-1] |= FLAG
    trie.save(str(folder / "names.marisa"))
    (folder / "postings.bin").write_bytes((heads + overflow).tobytes())


# ------------------------------------------------------------------------------------------- terms


def _write_xrefs(terms: list[Record], folder: Path) -> None:
    own = {term.id for term in terms}
    home: dict[str, int] = {}
    for equivalent in (True, False):
        for number, term in enumerate(terms):
            for xref in sorted(term.same if equivalent else term.xrefs):
                if xref not in own:
                    home.setdefault(xref, number)
    trie = marisa_trie.Trie(home)
    numbers = array("I", bytes(4 * len(trie)))
    for xref, number in home.items():
        numbers[trie.key_id(xref)] = number
    trie.save(str(folder / "xrefs.marisa"))
    (folder / "xrefs.bin").write_bytes(numbers.tobytes())


def _write_terms(terms: list[Record], folder: Path) -> None:
    rows = [_fields(term) for term in terms]
    texts = [_columns(rows[start : start + BLOCK]).encode() for start in range(0, len(rows), BLOCK)]
    packer = zstandard.ZstdCompressor(level=22)
    blocks = [packer.compress(text) for text in texts]
    offsets = array("I", [0])
    for block in blocks:
        offsets.append(offsets[-1] + len(block))
    (folder / "terms.bin").write_bytes(offsets.tobytes() + b"".join(blocks))


def _columns(rows: list[tuple[str, ...]]) -> str:
    """A block's fields column by column, which packs better than row by row."""
    return "\0".join("\n".join(column) for column in zip(*rows, strict=True))


def _fields(term: Record) -> tuple[str, ...]:
    several = (sorted(term.xrefs), sorted(term.parents), display_names(term), sorted(term.orthologs))
    fields = (term.label, *("|".join(values) for values in several))
    return tuple(re.sub(r"[\0\n]", " ", field) for field in fields)


def display_names(term: Record) -> list[str]:
    """A selection of a term's names, the better known status first, no two of one key."""
    chosen = {key(term.label): term.label}
    for name, status in sorted(term.names.items(), key=lambda item: (RANK[item[1]], len(item[0]), item[0])):
        if status is not NameStatus.BROAD and "|" not in name and len(name) <= LONGEST_SYNONYM:
            chosen.setdefault(key(name), name)
    return list(chosen.values())[1 : 1 + MOST_SYNONYMS]


def _write_header(folder: Path, patterns: list[str], terms: int, keys: int) -> None:
    header = {
        "format": FORMAT,
        "byteorder": sys.byteorder,
        "terms": terms,
        "keys": keys,
        "block": BLOCK,
        "categories": list(Category),
        "statuses": list(NameStatus),
        "patterns": patterns,
        "sizes": {
            path.name: path.stat().st_size for path in sorted(folder.glob("*.*")) if _is_compiled(path)
        },
    }
    (folder / "lexicon.json").write_text(json.dumps(header, indent=1), encoding="utf-8")


def _is_compiled(path: Path) -> bool:
    return path.suffix in (".marisa", ".bin")


_TAXON = {"HGNC": "human", "MGI": "mouse", "RGD": "rat"}


def _statistics(
    terms: list[Record], names: list[_Name], by_key: dict[str, list[Posting]]
) -> dict[str, object]:
    spaces = Counter(xref.partition(":")[0] for term in terms for xref in term.xrefs)
    gates = Counter(Gate(posting.gate).name for postings in by_key.values() for posting in postings)
    return {
        "terms": len(terms),
        "names": len(names),
        "keys": len(by_key),
        "ambiguous_keys": sum(len(postings) > 1 for postings in by_key.values()),
        "terms_by_category": dict(Counter(term.category for term in terms).most_common()),
        "names_by_category": dict(Counter(name.category for name in names).most_common()),
        "names_by_status": dict(Counter(name.status for name in names).most_common()),
        "genes_by_species": dict(
            Counter(_TAXON[p] for t in terms if (p := t.id.partition(":")[0]) in _TAXON)
        ),
        "terms_by_namespace": dict(Counter(term.id.partition(":")[0] for term in terms).most_common()),
        "xrefs_by_namespace": dict(spaces.most_common()),
        "postings_by_gate": dict(gates),
    }
