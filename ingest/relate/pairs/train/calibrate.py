"""How likely does a sentence say what is stated? Grows the trees of `ingest.weigh` on statements that were judged.

    python -m ingest.relate.pairs.train.calibrate --said FILE --strict FILE --verdicts FILE --articles FILE…
        [--readings FILE] [--checks FILE] [--corpora FILE…] [--out FILE]

A file of verdicts holds a line for each statement: document, start and end of both names, the statement (subject,
relation, aspect, object, negated, hedged), 1 or 0 for right or wrong, and why; the articles' text is not in it. The
articles are read again, and what is still stated of the same names is learnt; pairs of --readings, which the
classifier has learnt, are left out. --said is what strict readers judged taking names as the text means them; --strict
what they judged names and all, where a wrong name (why: s, b) leaves open what the sentence says, and so in --verdicts,
by readers who were less strict. --checks are readings that the classifier has not learnt: what is stated of a pair is
right if it says what the reader said. --corpora are annotated parts that it has not learnt. All but strict readers
count less, and by a column of their own the trees can tell them apart: chances are those of strict readers. Prints how
far chances and scores are from shares, each document's by trees that were grown without its fold.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.extract import Extractor
from ingest.linking.ranker import Floats, Trees, chances
from ingest.linking.train.crosswise import crosswise, print_tenths, verdict_lines
from ingest.linking.train.trees import grown
from ingest.mention import Recognised
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.train.corpus import Annotated, records
from ingest.relate.pairs.train.examples import Label
from ingest.relate.pairs.train.labels import claimed
from ingest.relate.pairs.train.readings import Places, documents, readings, unsound
from ingest.relate.relator import Relation
from ingest.weigh import FEATURES, PACKAGED, Context
from kg.model import Document, Span

#: what a verdict of others counts beside one of a strict reader, and as many of these a corpus
_OTHERS, _CORPUS = 0.25, 250
#: claims that vaguer relations keep to, and the claims of relations that have none of their own
_WITHIN: Mapping[str, frozenset[Claimed]] = {
    "associated_with": frozenset({Claimed.GOES_WITH, Claimed.CHANGES, Claimed.RAISES, Claimed.LOWERS}),
    "affects": frozenset({Claimed.CHANGES, Claimed.RAISES, Claimed.LOWERS}),
    "tested_for": frozenset({Claimed.TESTED, Claimed.LOWERS}),
    "biomarker_for": frozenset({Claimed.GOES_WITH}),
    "confers_resistance_to": frozenset({Claimed.LOWERS}),
    "confers_sensitivity_to": frozenset({Claimed.RAISES}),
    **dict.fromkeys(("form_of", "variant_of", "part_of"), frozenset({Claimed.KIND_OF, Claimed.HOLDS})),
}
_MUTUAL = frozenset({"associated_with", "binds"})
#: what can only speak for a statement, and what only against it
_FOR = frozenset("claim anything trust chance link names agreed elsewhere".split())
_AGAINST = frozenset("better denied supposed methods unknown unnamed acronyms".split())
COLUMNS = (
    "document,source,start,end,other_start,other_end,subject,relation,aspect,object,negated,hedged,right,why"
).split(",")

#: why a statement is wrong that may yet be said: its names
_OF_NAMES = frozenset("sb")

#: columns of features that tell who judged
_OTHER, _ANNOTATOR = "by others", "by annotators"
#: where a statement stands and what it says, in the order of the columns
Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, what its score is made of, and what a reader thinks of it."""

    document: str
    source: str
    relation: str
    values: tuple[float, ...]
    said: bool | None
    """Whether the sentence says so, None where the verdict leaves it open."""
    right: bool
    """Whether statement and names are right, as far as the reader judged both."""
    trust: float
    """How far the names are trusted, 0-1."""
    weight: float = 1.0


def verdicts(path: Path) -> dict[str, dict[Said, tuple[str, bool, str]]]:
    """The source and verdict of each statement of each document, and why.

    :raises ValueError: naming the line, if it is not as described above
    """
    found: dict[str, dict[Said, tuple[str, bool, str]]] = defaultdict(dict)
    for row in verdict_lines(path, COLUMNS):
        found[row[0]][tuple(row[2:12])] = row[1], row[12] == "1", row[13]
    return dict(found)


def said(relation: Relation, names: Sequence[Recognised]) -> Said:
    """Where a relation stands and what it says, as verdicts have it."""
    subject, object_ = names[relation.subject], names[relation.object]
    return (
        *(str(place) for name in (subject, object_) for place in (name.span.start, name.span.end)),
        subject.best.entity.id,
        relation.relation,
        relation.aspect or "",
        object_.best.entity.id,
        str(int(relation.negated)),
        str(int(relation.hedged)),
    )


def bears_out(label: Label, relation: str, acts_first: bool, negated: bool, hedged: bool) -> bool:
    """Whether a statement says what a reader said of its two names; ``acts_first``: its subject stands first.

    >>> bears_out(Label(Claimed.LOWERS, True, False, False), "inhibits", True, False, False)
    True
    """
    if label.claim is Claimed.NOTHING:
        return False
    own = CLAIM_OF.get(relation)
    within = _WITHIN.get(relation) or (frozenset({own}) if own else frozenset(Claimed))
    turned = relation not in _MUTUAL and label.forward is not None and label.forward != acts_first
    denied = label.negated is not None and label.negated != negated
    return label.claim in within and not turned and not denied and (hedged or not label.hedged)


def checked(path: Path, articles: Sequence[Path], extractor: Extractor) -> Iterator[Judged]:
    """What is stated of pairs that a reader labelled."""
    told, wrong = readings(path), unsound(path)
    for document in documents(articles, told):
        yield from _checked(document, told.pop(document.id), wrong, extractor)


def _checked(
    document: Document, labels: Mapping[Places, Label], wrong: Set[tuple[str, Places]], extractor: Extractor
) -> Iterator[Judged]:
    for relation, row, names in _stated(document, extractor, _OTHER):
        subject, object_ = names[relation.subject].span, names[relation.object].span
        places = frozenset((subject, object_))
        if (label := labels.get(places)) is not None and (document.id, places) not in wrong:
            right = _is_borne_out(label, relation, subject.start < object_.start)
            yield replace(row, source="labels", said=right, right=right)


def _is_borne_out(label: Label, relation: Relation, acts_first: bool) -> bool:
    return bears_out(label, relation.relation, acts_first, relation.negated, relation.hedged)


def _stated(
    document: Document, extractor: Extractor, who: str = ""
) -> Iterator[tuple[Relation, Judged, Sequence[Recognised]]]:
    """All that is stated of a document, with a row without verdict for each, and its names.

    ``who`` judges is the name of a column of features, empty for a strict reader.
    """
    names, sentences, relations = extractor.read(document)
    stated = [relation for relation in relations if not relation.void]
    context = Context(stated, names, sentences, document)
    rows = context.features(stated)
    if who:
        rows[:, FEATURES.index(who)] = 1
    weight = _OTHERS if who == _OTHER else 1.0
    for relation, values in zip(stated, rows.tolist(), strict=True):
        trust = context.trust(relation)
        row = Judged(document.id, "", relation.relation, tuple(values), None, False, trust, weight)
        yield relation, row, names


def annotated(path: Path, extractor: Extractor) -> list[Judged]:
    """What is stated of things of a corpus whose kinds it relates, right if annotators say the same, or say it vaguely.

    What is denied, by the statement or by annotators, is left out.
    """
    annotated_ = [(str(record["id"]), Annotated(record)) for record in records(path)]
    related = {kinds for _, corpus in annotated_ for kinds in corpus.related()}
    rows: list[Judged] = []
    for name, corpus in annotated_:
        rows += _annotated(Document(name, corpus.text), corpus, related, path.name, extractor)
    return [replace(row, weight=_CORPUS / len(rows)) for row in rows]


def _annotated(
    document: Document, corpus: Annotated, related: Set[frozenset[str]], source: str, extractor: Extractor
) -> Iterator[Judged]:
    for relation, row, names in _stated(document, extractor, _ANNOTATOR):
        keys = [_nearest(corpus, names[name].span) for name in (relation.subject, relation.object)]
        things = [corpus.things.get(key) for key in keys]
        kinds = frozenset(corpus.entities[key]["type"] for key in keys if key is not None)
        if None in keys or relation.negated or things[0] == things[1] or kinds not in related:
            continue
        told = corpus.told.get(frozenset(things), [])
        if told and all(one.get("negated") for _, one in told):
            continue
        claims = {claimed(one) for _, one in told if not one.get("negated")}
        right = bool(claims & {Claimed.GOES_WITH, Claimed.CHANGES}) or any(
            _is_borne_out(Label(claim), relation, True) for claim in claims
        )
        yield replace(row, source=source, said=right, right=right)


def _nearest(corpus: Annotated, span: Span) -> Any:
    """The annotated mention that overlaps the span most, None if none does."""
    shared = {
        key: min(e["end"], span.end) - max(e["start"], span.start)
        for key, e in corpus.entities.items()
        if e["start"] < span.end and span.start < e["end"]
    }
    return max(shared, key=shared.__getitem__, default=None)


def judged(
    path: Path,
    articles: Sequence[Path],
    extractor: Extractor,
    learnt: Mapping[str, Set[Places]],
    who: str = "",
    whole: bool = True,
) -> Iterator[Judged]:
    """The judged statements that are still made, but for pairs that the classifier has learnt.

    Not ``whole``: names were taken as the text means them, whatever they were linked to.
    """
    verdicts_ = verdicts(path)
    for document in documents(articles, verdicts_):
        known = learnt.get(document.id, frozenset())
        yield from _judged(document, verdicts_[document.id], known, extractor, who, whole)


def _judged(
    document: Document,
    given: Mapping[Said, tuple[str, bool, str]],
    learnt: Set[Places],
    extractor: Extractor,
    who: str = "",
    whole: bool = True,
) -> Iterator[Judged]:
    key = tuple if whole else _without_links
    verdicts_ = {key(one): verdict for one, verdict in given.items()}
    for relation, row, names in _stated(document, extractor, who):
        places = frozenset((names[relation.subject].span, names[relation.object].span))
        if places not in learnt and (verdict := verdicts_.get(key(said(relation, names)))) is not None:
            source, right, why = verdict
            told = None if whole and not right and why in _OF_NAMES else right
            yield replace(row, source=source, said=told, right=right)


def _without_links(one: Said) -> Said:
    """A statement without the entities that its names were linked to."""
    return (*one[:4], one[5], one[6], one[8], one[9])


def grow(rows: Sequence[Judged]) -> Trees:
    """The trees for what these verdicts say of their sentences."""
    told = [row for row in rows if row.said is not None]
    values = np.array([row.values for row in told])
    right = np.array([bool(row.said) for row in told], dtype=np.float64)
    weights = np.array([row.weight for row in told])
    ways = [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in FEATURES]
    return grown(values, right, 240, 0.04, depth=6, least=20, held_back=10.0, weights=weights, ways=ways)


def scored(trees: Trees, rows: Sequence[Judged]) -> Floats:
    """How likely it is that these are said, 0-1, whatever their names."""
    return chances(trees.log_odds(np.array([row.values for row in rows])))


def report(rows: Sequence[Judged], said_: Floats) -> None:
    """Print how far the chances that these are said are from shares, in all and by relation."""
    from sklearn.metrics import roc_auc_score

    told = np.array([row.said is not None for row in rows])
    right = np.array([bool(row.said) for row in rows])
    print_tenths("said", said_[told], right[told].tolist())
    print(f"what is said has a better chance in {roc_auc_score(right[told], said_[told]):.3f} of pairs")
    by_relation: dict[str, list[int]] = defaultdict(list)
    for place in np.flatnonzero(told).tolist():
        by_relation[rows[place].relation].append(place)
    for relation, places in sorted(by_relation.items(), key=lambda item: -len(item[1])):
        share, mean = right[places].mean(), said_[places].mean()
        print(f"{relation:28s} {len(places):6d} said {share:.3f} chance {mean:.3f}")


def report_whole(rows: Sequence[Judged], scores: Floats) -> None:
    """Print a line for each tenth of scores, the mean distance, and shares by threshold and source."""
    right = np.array([row.right for row in rows])
    print_tenths("score", scores, right.tolist())
    sources = sorted({row.source for row in rows})
    for threshold in np.arange(0.4, 0.85, 0.05):
        chosen = scores >= threshold
        parts = [f"{source} {_share(rows, chosen, source)}" for source in sources]
        found = right[chosen].sum() / max(1, right.sum())
        print(
            f"from {threshold:.2f}: {right[chosen].mean():.3f} right, {found:.2f} of the right ones; "
            + ", ".join(parts)
        )


def _share(rows: Sequence[Judged], chosen: NDArray[np.bool_], source: str) -> str:
    here = [row.right for row, one in zip(rows, chosen, strict=True) if one and row.source == source]
    return f"{sum(here) / len(here):.3f} of {len(here)}" if here else "none"


def main() -> None:
    """Grow, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.calibrate")
    parser.add_argument("--said", type=Path, required=True)
    parser.add_argument("--strict", type=Path, required=True)
    parser.add_argument("--verdicts", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--checks", type=Path)
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    extractor = Extractor.load()
    learnt = (
        {name: set(labels) for name, labels in readings(options.readings).items()} if options.readings else {}
    )
    whole = list(judged(options.strict, options.articles, extractor, learnt))
    rows = [*whole, *judged(options.said, options.articles, extractor, {}, whole=False)]
    strict = len(rows)
    rows += judged(options.verdicts, options.articles, extractor, learnt, _OTHER)
    if options.checks:
        rows += checked(options.checks, options.articles, extractor)
    for path in options.corpora:
        rows += annotated(path, extractor)
    finish(rows, strict, len(whole), options.out)


def finish(rows: Sequence[Judged], strict: int, whole: int, out: Path) -> None:
    """Report, grow and write; the first rows are those of ``strict`` readers, the first of these are ``whole``."""
    print(f"{len(rows)} statements, {strict} by strict readers, {whole} of these names and all")
    said_ = crosswise(rows, lambda known: partial(scored, grow(known)))
    report(rows[:strict], said_[:strict])
    trusted = np.array([row.trust for row in rows[:whole]])
    report_whole(rows[:whole], said_[:whole] * trusted)
    arrays: dict[str, Any] = grow(rows).arrays("trees")
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
