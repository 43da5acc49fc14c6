"""How likely does a sentence say what is stated? Fits the weights of `ingest.weigh` on statements that were judged.

    python -m ingest.relate.pairs.train.calibrate --said FILE --strict FILE --verdicts FILE --articles FILE…
        [--readings FILE] [--checks FILE] [--corpora FILE…] [--classifier DIR] [--out FILE]

A file of verdicts holds a line for each statement: document, start and end of both names, the statement (subject,
relation, aspect, object, negated, hedged), 1 or 0 for right or wrong, and why; the articles' text is not in it. The
articles are read again, and what is still stated of the same names is fitted; pairs of --readings, which the
classifier has learnt, are left out. --said is what strict readers judged taking names as the text means them; --strict
what they judged names and all, where a wrong name (why: s, b) leaves open what the sentence says, and so in --verdicts,
by readers who were less strict. How much oftener all but strict readers call a statement right is a weight of its own,
which scores leave out. --checks are readings that the classifier has not learnt: what is stated of a pair is right if
it says what the reader said. --corpora are annotated parts that it has not learnt; all that is stated of the texts of
one counts as much as `_SHARE` statements that were judged. Prints how far scores are from shares on --strict, names and
all, each document scored by weights that were fitted without its fold.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ingest.extract import Extractor
from ingest.linking.ranker import Floats
from ingest.linking.train.crosswise import crosswise, print_tenths, verdict_lines
from ingest.mention import Recognised
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.network import HEARD, PACKAGED, PairNetwork
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.train.corpus import Annotated, records
from ingest.relate.pairs.train.examples import Label
from ingest.relate.pairs.train.labels import claimed
from ingest.relate.pairs.train.readings import Places, documents, readings, unsound
from ingest.relate.relator import CLASSIFIER, Relation
from ingest.weigh import FEATURES, Context, Weights, heard
from kg.model import Document, Span

#: groups and relations with fewer examples have no weight of their own
_ENOUGH = 25
#: relations of rules with fewer examples keep the rules' own trust
_SEEN = 20
#: how freely weights may leave 0; chosen crosswise
_FREEDOM = 0.03
#: as how many statements that were judged a corpus counts
_SHARE = 1000
#: as how many others a statement counts that a strict reader judged
_STRICT = 4
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
_FOR = frozenset({"claim", "anything", "trust", "chance", "link", "agreed", "elsewhere"})
_AGAINST = frozenset({"doubtful", "methods", "unknown", "unnamed", "acronyms", "apart", "length"})
COLUMNS = (
    "document,source,start,end,other_start,other_end,subject,relation,aspect,object,negated,hedged,right,why"
).split(",")

#: why a statement is wrong that may yet be said: its names
_OF_NAMES = frozenset("sb")

#: where a statement stands and what it says, in the order of the columns
Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, what its score is made of, and what a reader thinks of it."""

    document: str
    source: str
    values: tuple[float, ...]
    groups: str
    relation: str
    said: bool | None
    """Whether the sentence says so, None where the verdict leaves it open."""
    right: bool
    """Whether statement and names are right, as far as the reader judged both."""
    trust: float
    """How far the names are trusted, 0-1."""
    ruled: str = ""
    """The relation, if a rule found it."""
    weight: float = 1.0
    strict: bool = False
    """Whether the reader was a strict one."""


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
    names, relations, context = _stated(document, extractor)
    for relation in relations:
        subject, object_ = names[relation.subject].span, names[relation.object].span
        places = frozenset((subject, object_))
        if (label := labels.get(places)) is not None and (document.id, places) not in wrong:
            right = _is_borne_out(label, relation, subject.start < object_.start)
            yield _row(document, "labels", context, relation, right)


def _is_borne_out(label: Label, relation: Relation, acts_first: bool) -> bool:
    return bears_out(label, relation.relation, acts_first, relation.negated, relation.hedged)


def _stated(
    document: Document, extractor: Extractor
) -> tuple[Sequence[Recognised], Sequence[Relation], Context]:
    """The names of a document, all that is stated of them, and what the document tells of their pairs."""
    names, sentences, relations = extractor.read(document)
    stated = [relation for relation in relations if not relation.void]
    return names, stated, Context(relations, names, sentences, document)


def _row(
    document: Document, source: str, context: Context, relation: Relation, right: bool, is_open: bool = False
) -> Judged:
    values, groups, trust = context.features(relation), context.groups(relation), context.trust(relation)
    ruled = "" if relation.kind == CLASSIFIER else relation.relation
    said = None if is_open else right
    return Judged(document.id, source, values, groups, heard(relation), said, right, trust, ruled)


def annotated(path: Path, extractor: Extractor) -> list[Judged]:
    """What is stated of things of a corpus whose kinds it relates, right if annotators say the same, or say it vaguely.

    What is denied, by the statement or by annotators, is left out.
    """
    annotated_ = [(str(record["id"]), Annotated(record)) for record in records(path)]
    related = {kinds for _, corpus in annotated_ for kinds in corpus.related()}
    rows: list[Judged] = []
    for name, corpus in annotated_:
        rows += _annotated(Document(name, corpus.text), corpus, related, path.name, extractor)
    return [replace(row, weight=_SHARE / len(rows)) for row in rows]


def _annotated(
    document: Document, corpus: Annotated, related: Set[frozenset[str]], source: str, extractor: Extractor
) -> Iterator[Judged]:
    names, relations, context = _stated(document, extractor)
    for relation in relations:
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
        yield _row(document, source, context, relation, right)


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
    strict: bool = False,
    whole: bool = True,
) -> Iterator[Judged]:
    """The judged statements that are still made, but for pairs that the classifier has learnt.

    Not ``whole``: names were taken as the text means them, whatever they were linked to.
    """
    verdicts_ = verdicts(path)
    for document in documents(articles, verdicts_):
        known = learnt.get(document.id, frozenset())
        given = verdicts_[document.id]
        for row in _judged(document, given, known, extractor, whole):
            yield replace(row, strict=strict)


def _judged(
    document: Document,
    given: Mapping[Said, tuple[str, bool, str]],
    learnt: Set[Places],
    extractor: Extractor,
    whole: bool = True,
) -> Iterator[Judged]:
    names, relations, context = _stated(document, extractor)
    key = tuple if whole else _without_links
    verdicts_ = {key(one): verdict for one, verdict in given.items()}
    for relation in relations:
        places = frozenset((names[relation.subject].span, names[relation.object].span))
        if places not in learnt and (verdict := verdicts_.get(key(said(relation, names)))) is not None:
            source, right, why = verdict
            is_open = whole and not right and why in _OF_NAMES
            yield _row(document, source, context, relation, right, is_open)


def _without_links(one: Said) -> Said:
    """A statement without the entities that its names were linked to."""
    return (*one[:4], one[5], one[6], one[8], one[9])


def fit(rows: Sequence[Judged]) -> Weights:
    """The weights of a logistic regression, held back alike whatever the spread of their features."""
    rows = [row for row in rows if row.said is not None]
    groups, relations = _frequent(rows, "groups"), _frequent(rows, "relation")
    matrix, right = _matrix(rows, groups, relations), np.array([float(bool(row.said)) for row in rows])
    counts = np.array([row.weight * (_STRICT if row.strict else 1) for row in rows])
    spread = matrix.std(axis=0)
    spread[spread == 0] = 1
    even = matrix / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = even @ weights[1:] + weights[0]
        wrong = counts * (1 / (1 + np.exp(-logits)) - right)
        total = (counts * (np.logaddexp(0, -logits) * right + np.logaddexp(0, logits) * (1 - right))).sum()
        slope = np.concatenate([[_FREEDOM * wrong.sum()], _FREEDOM * (even.T @ wrong) + weights[1:]])
        return float(_FREEDOM * total + weights[1:] @ weights[1:] / 2), slope

    named = [*FEATURES, *groups, *relations, "by others"]
    limits = [(None, None), *((0 if n in _FOR else None, 0 if n in _AGAINST else None) for n in named)]
    solved = minimize(loss, np.zeros(len(named) + 1), jac=True, method="L-BFGS-B", bounds=limits).x
    found = [round(float(value), 4) for value in solved[1:] / spread]
    at = len(FEATURES)
    return Weights(
        round(float(solved[0]), 4),
        tuple(found[:at]),
        dict(zip(groups, found[at:], strict=False)),
        dict(zip(relations, found[at + len(groups) : -1], strict=True)),
        frozenset(r for r, number in Counter(map(_ruled, rows)).items() if r and number >= _SEEN),
    )


def _ruled(row: Judged) -> str:
    """The relation that a rule found and a reader judged."""
    return row.ruled if row.weight == 1 else ""


def _frequent(rows: Sequence[Judged], field: str) -> list[str]:
    counts: dict[str, float] = defaultdict(float)
    for row in rows:
        counts[getattr(row, field)] += row.weight
    return sorted(word for word, number in counts.items() if word and number >= _ENOUGH)


def _matrix(rows: Sequence[Judged], groups: Sequence[str], relations: Sequence[str]) -> NDArray[np.float64]:
    return np.array(
        [
            [
                *row.values,
                *(row.groups == one for one in groups),
                *(row.relation == one for one in relations),
                not row.strict,
            ]
            for row in rows
        ],
        dtype=np.float64,
    )


def scored(weights: Weights, rows: Sequence[Judged]) -> Floats:
    """The scores of these statements, names and all."""
    return np.array([weights.score(row.values, row.groups, row.relation) * row.trust for row in rows])


def report(rows: Sequence[Judged], scores: Floats) -> None:
    """Print a line for each tenth of scores, the mean distance, and shares by threshold, source and relation."""
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
    by_relation: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_relation[row.relation].append(place)
    for relation, places in sorted(by_relation.items(), key=lambda item: -len(item[1])):
        high = [place for place in places if scores[place] >= 0.6]
        print(
            f"{relation:24s} {len(places):6d} right {right[places].mean():.3f} scored {scores[places].mean():.3f}; "
            f"from 0.6: {len(high)} right {right[high].mean() if high else float('nan'):.3f}"
        )


def _share(rows: Sequence[Judged], chosen: NDArray[np.bool_], source: str) -> str:
    here = [row.right for row, one in zip(rows, chosen, strict=True) if one and row.source == source]
    return f"{sum(here) / len(here):.3f} of {len(here)}" if here else "none"


def main() -> None:
    """Fit, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.calibrate")
    parser.add_argument("--said", type=Path, required=True)
    parser.add_argument("--strict", type=Path, required=True)
    parser.add_argument("--verdicts", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--checks", type=Path)
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--classifier", type=Path, default=PACKAGED)
    parser.add_argument("--out", type=Path, default=PACKAGED / "calibration.json")
    options = parser.parse_args()
    extractor = Extractor.load()
    extractor.pairs = PairNetwork(extractor.recogniser.network.vectors, options.classifier, HEARD)
    learnt = (
        {name: set(labels) for name, labels in readings(options.readings).items()} if options.readings else {}
    )
    rows = list(judged(options.strict, options.articles, extractor, learnt, strict=True))
    of_strict = len(rows)
    rows += judged(options.said, options.articles, extractor, {}, strict=True, whole=False)
    rows += judged(options.verdicts, options.articles, extractor, learnt)
    if options.checks:
        rows += checked(options.checks, options.articles, extractor)
    of_readers = len(rows)
    for path in options.corpora:
        rows += annotated(path, extractor)
    right = sum(row.right for row in rows[:of_strict])
    print(f"{of_readers} statements, {of_strict} by strict readers, {right} of these right")
    scores = crosswise(rows, lambda known: partial(scored, fit(known)))
    report(rows[:of_strict], scores[:of_strict])
    weights = fit(rows)
    written: dict[str, Any] = {
        "bias": weights.bias,
        "features": dict(zip(FEATURES, weights.features, strict=True)),
        "groups": weights.groups,
        "relations": weights.relations,
        "judged": sorted(weights.judged),
    }
    options.out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
