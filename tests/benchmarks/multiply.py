"""A large graph from a real one: ``python tests/benchmarks/multiply.py FROM TO [documents] [mentions]``

Takes the documents of a store that make statements, again and again under other identifiers, until there are so many
(10,000). In each copy every entity but the forty commonest is another one of its category, so that hubs grow
with the graph and other statements spread out; most long words are written otherwise, so that the copies are not
taken for one source; of its mentions a document keeps the first few (8). The rest is as it was read. Documents
are written at once and what follows from them is derived by `Store.rebuild`, as `litkg rebuild` does.
"""

from __future__ import annotations

import codecs
import random
import re
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.model import Claim, Contribution, Entity
from kg.rdf import contribution_quads
from kg.store import Store

HUBS = 40
_LONG_WORD = re.compile(r"[a-z]{6,}")


def multiply(source: Store, target: Store, documents: int, mentions: int) -> None:
    """Fill an empty store with copies of the documents of another one."""
    real = [source.contribution(d.id) for d in source.documents() if d.statements]
    known = {entity.id: entity for one in real for entity in one.entities}
    quads = (
        quad
        for number, one in zip(range(documents), copies(real, known, mentions), strict=False)
        for quad in contribution_quads(one, target.identifiers)
    )
    target.oxigraph.bulk_extend(quads)


def copies(real: list[Contribution], known: Mapping[str, Entity], mentions: int) -> Iterator[Contribution]:
    """The documents, and copy after copy of them without end."""
    said = Counter(
        c for one in real for claim in one.claims for c in (claim.statement.subject, claim.statement.object)
    )
    hubs = {curie for curie, _ in said.most_common(HUBS)}
    number = 0
    while True:
        other = exchanged([e for e in known.values() if e.id in said and e.id not in hubs], number)
        for one in real:
            yield copied(replace(one, mentions=one.mentions[:mentions]), other, known, number)
        number += 1


def exchanged(entities: Iterable[Entity], number: int) -> dict[str, str]:
    """Another entity of its category for each, the same one in copy 0."""
    groups: dict[str, list[str]] = defaultdict(list)
    for entity in entities:
        groups[entity.category].append(entity.id)
    other: dict[str, str] = {}
    for group in groups.values():
        shuffled = list(group)
        if number:
            random.Random(number).shuffle(shuffled)
        other |= dict(zip(group, shuffled, strict=True))
    return other


def copied(
    one: Contribution, other: Mapping[str, str], known: Mapping[str, Entity], number: int
) -> Contribution:
    """A document under another identifier, about other entities, in somewhat other words."""
    if not number:
        return one
    text = _LONG_WORD.sub(lambda m: _otherwise(m[0], number), one.document.text)
    identifier = f"PMID:{number}{zlib.crc32(one.document.id.encode()):010}"
    document = replace(
        one.document, id=identifier, pmid=identifier[5:], doi="", pmcid="", url="", text=text, reports=()
    )
    mentions = [replace(m, text=m.span.of(text), entity=other.get(m.entity, m.entity)) for m in one.mentions]
    claims = [_claim(claim, other, document.id, text) for claim in one.claims]
    named = {m.entity for m in mentions} | {
        e for c in claims for e in (c.statement.subject, c.statement.object)
    }
    named |= {e for claim in claims for e in claim.evidence.context}
    named |= {above for curie in named for above in known[curie].ancestors if above in known}
    return Contribution(
        document, tuple(known[c] for c in sorted(named)), tuple(mentions), tuple(claims), one.activity
    )


def _claim(claim: Claim, other: Mapping[str, str], document: str, text: str) -> Claim:
    told, evidence = claim.statement, claim.evidence
    return Claim(
        replace(
            told, subject=other.get(told.subject, told.subject), object=other.get(told.object, told.object)
        ),
        replace(
            evidence,
            document=document,
            sentence_text=evidence.sentence.of(text),
            context=tuple(other.get(c, c) for c in evidence.context),
        ),
    )


def _otherwise(word: str, number: int) -> str:
    return codecs.encode(word, "rot13") if zlib.crc32(f"{word}{number}".encode()) % 8 else word


if __name__ == "__main__":
    began = time.process_time()
    with Store.open(sys.argv[1], read_only=True) as source, Store.open(Path(sys.argv[2])) as target:
        multiply(source, target, *(int(given) for given in [*sys.argv[3:], "10000", "8"][:2]))
        print(f"written after {time.process_time() - began:.0f} s of processor time", flush=True)
        target.rebuild()
        print(f"{target.stats()}, {time.process_time() - began:.0f} s of processor time")
