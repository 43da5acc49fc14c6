"""Make the table of entities that readers of real sentences refused for a name.

    python -m ingest.linking.train.refusals --readings FILE --articles FILE... [--keep FILE] --out FILE

Readers say of a pair of names that one of the two is no name of what it was taken for, not which one; it is put
down to the one that is refused more often elsewhere (see `shares`). Names that are labels of their entity are left
out: it is the place that was wrong there, not the name. The articles are read again, since readings hold places and
no text, and names are linked without regard to what is known of them already: readers judged what a name was linked to
before. Links that litkg no longer makes are not in the table; the rows of an earlier one, --keep, stay.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ingest.extract import Extractor
from ingest.language import find_abbreviations
from ingest.lexicon.key import key
from ingest.linking.linker import Linker
from ingest.linking.meanings import Meanings
from ingest.linking.names import filed
from ingest.linking.resolve import PACKAGED, USAGE
from ingest.linking.reviewed import Reviewed
from ingest.linking.usage import Key, Usage
from ingest.mention import KIND_OF, Recognised, is_own
from ingest.relate.pairs.train.readings import documents, readings, unsound

T = TypeVar("T", bound=Hashable)
Link = tuple[Key, str]
#: document, what the two names of a pair are linked to, and whether one of them is wrong
Judged = tuple[str, Link, Link, bool]

#: how many pairs, and what share of those judged, must be put down to a link, and how many if all are of one document
_WRONG, _SHARE, _OF_ONE = 2.5, 0.7, 3.5
#: documents whose annotators made a link, from which on it is left to them
_CONVENTION = 3
#: what is known of a link that nobody has judged: so many pairs with such a share refused
_PRIOR, _USUAL = 2.0, 0.06
_ROUNDS = 30


def shares(pairs: Sequence[tuple[T, T, bool]]) -> dict[T, tuple[float, int]]:
    """Of each thing how many of its pairs are put down to it as wrong, and how many it has.

    ``pairs`` are two things and whether one of them, nobody says which, is wrong. A wrong pair is shared out by how
    often the two are wrong, which is reckoned from the shares again, in some rounds (expectation maximisation).

    >>> found = shares([("Tax", "IL2", True), ("Tax", "FOS", True), ("Tax", "JUN", True), ("IL2", "FOS", False)])
    >>> round(found["Tax"][0], 1), round(found["IL2"][0], 1)
    (2.7, 0.1)
    """
    judged: Counter[T] = Counter()
    for one, other, _ in pairs:
        judged.update((one, other))
    rate = dict.fromkeys(judged, 0.5)
    for _ in range(_ROUNDS):
        wrong = dict.fromkeys(judged, 0.0)
        for one, other, refused in pairs:
            if refused:
                part = rate[one] / (rate[one] + rate[other])
                wrong[one] += part
                wrong[other] += 1 - part
        rate = {it: (wrong[it] + _PRIOR * _USUAL) / (judged[it] + _PRIOR) for it in judged}
    return {it: (wrong[it], judged[it]) for it in judged}


def refused(pairs: Sequence[Judged], usage: Usage) -> Iterator[tuple[Link, float, int]]:
    """The links that readers refused, in order, with the pairs put down to them and those judged.

    Not those that annotators of several documents made, too: who is right is a matter of convention there.
    """
    documents: defaultdict[Link, set[str]] = defaultdict(set)
    for document, one, other, wrong in pairs:
        if wrong:
            documents[one].add(document)
            documents[other].add(document)
    for link, (put_down, judged) in sorted(shares([pair[1:] for pair in pairs]).items()):
        enough = _WRONG if len(documents[link]) > 1 else _OF_ONE
        (kind, name), entity = link
        if sum(use.documents for use in usage.of(kind, name) if use.entity == entity) >= _CONVENTION:
            continue
        if entity and put_down >= max(enough, _SHARE * judged):
            yield link, put_down, judged


def links_of(text: str, names: Iterable[Recognised]) -> dict[tuple[int, int], Link]:
    """What is linked to what, by place; of a label and of what is not linked the entity is empty."""
    meanings = Meanings(text, find_abbreviations(text))
    found = {}
    for name in names:
        best = name.best
        kind = KIND_OF[best.entity.category]
        surface = name.span.of(text)
        looked_up = key(filed(surface, kind, meanings)[1])
        label = key(best.entity.label).replace(" ", "")
        own = is_own(best.entity.id) or label in (looked_up.replace(" ", ""), key(surface).replace(" ", ""))
        entity = "" if own else best.entity.id
        found[name.span.start, name.span.end] = ((kind, looked_up), entity)
    return found


def judged_pairs(path: Path, articles: Sequence[Path], extractor: Extractor) -> Iterator[Judged]:
    """The pairs that readers judged, as the extractor links their names."""
    told, wrong = readings(path), unsound(path)
    for document in documents(articles, told):
        names, _ = extractor.names(document)
        links = links_of(document.text, names)
        for places in told[document.id]:
            pair = [links[at] for one in places if (at := (one.start, one.end)) in links]
            if len(pair) == 2:
                yield document.id, pair[0], pair[1], (document.id, places) in wrong


def written(
    found: Iterable[tuple[Link, float, int]], labels: Mapping[str, str], kept: Iterable[str] = ()
) -> Iterator[str]:
    """The lines of the table, those of an earlier one among them that are about other links."""
    yield "# Entities that readers of real sentences refused for a name; made by ingest.linking.train.refusals."
    yield "# Kind of name, its key, entity; label, pairs put down to it as wrong, pairs judged."
    rows = {tuple(line.split("\t")[:3]): line for line in kept if line and not line.startswith("#")}
    for ((kind, name), entity), wrong, judged in found:
        note = f"{labels.get(entity, '')}, {wrong:.1f} of {judged}"
        rows[kind.value, name, entity] = "\t".join((kind.value, name, entity, note))
    yield from (rows[link] for link in sorted(rows))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--readings", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--keep", type=Path, help="an earlier table, whose rows stay")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    extractor = Extractor.load()
    extractor.recogniser.linker = Linker(extractor.recogniser.linker.lexicon, Reviewed())
    judged = list(judged_pairs(asked.readings, asked.articles, extractor))
    read = {document for document, *_ in judged}
    print(f"{len(judged)} pairs of {len(read)} documents, {sum(wrong for *_, wrong in judged)} called wrong")
    found = list(refused(judged, Usage.read(PACKAGED / USAGE)))
    lexicon = extractor.recogniser.linker.lexicon
    terms = {entity: lexicon.find(entity) for (_, entity), _, _ in found}
    labels = {entity: term.label for entity, term in terms.items() if term}
    kept = asked.keep.read_text(encoding="utf-8").splitlines() if asked.keep else ()
    asked.out.write_text("\n".join(written(found, labels, kept)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
