"""How likely does a sentence say what is stated? Grows the trees of `ingest.weigh` on statements that were judged.

    python -m ingest.relate.pairs.train.calibrate --said FILE --names FILE --articles FILE… [--readings FILE…]
        [--corpora FILE…] [--out FILE]

--said holds a line for each statement: document, start and end of both names, the statement (subject, relation, aspect,
object, negated, hedged), 1 or 0 for what its sentence says and does not say of what its words mean, and why; --names
are names that strict readers judged, the same among them. The articles' text is in neither: they are read again, and
what is still stated is learnt, but for pairs of --readings, which the classifier has learnt. Sentences that hold a
judged statement are learnt once more as if they stood alone. --corpora are annotated parts that the classifier has not
learnt; by a column of their own the trees can tell them apart: chances are those of strict readers. How far a
document's names are trusted, trees say that have learnt nothing of it. Prints how far chances and scores are from
shares, each document's by trees that were grown without its fold.
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

from ingest.extract import Extractor
from ingest.linking.ranker import Floats, Trees, chances
from ingest.linking.train import trust as names_
from ingest.linking.train.crosswise import crosswise, print_tenths, verdict_lines
from ingest.linking.train.trees import grown
from ingest.linking.trust import trust
from ingest.mention import Recognised
from ingest.relate.pairs.meaning import CLAIM_OF
from ingest.relate.pairs.opinion import Claimed
from ingest.relate.pairs.train.corpus import Annotated, records
from ingest.relate.pairs.train.labels import claimed
from ingest.relate.pairs.train.readings import Places, documents, readings
from ingest.relate.relator import Relation
from ingest.weigh import FEATURES, PACKAGED, Context, Trusted
from kg.model import Document, Span

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
_CLAIMS = frozenset(Claimed) - {Claimed.NOTHING}
#: whoever says so bears out whatever is said of the two
_VAGUE = frozenset({Claimed.GOES_WITH, Claimed.CHANGES})
#: a column of features that tells who judged, and as many verdicts of strict readers a corpus counts as
_ANNOTATOR, _CORPUS = "by annotators", 500
#: what can only speak for a statement, and what only against it
_FOR = frozenset("claim anything side trust chance link names agreed elsewhere".split())
_AGAINST = frozenset("better denied supposed methods unknown unnamed acronyms".split())
COLUMNS = (
    "document,source,start,end,other_start,other_end,subject,relation,aspect,object,negated,hedged,right,why"
).split(",")

#: where a statement stands and what it says: start and end of both names, relation, aspect, negated, hedged
Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement, what its score is made of, and what a reader thinks of it."""

    document: str
    source: str
    relation: str
    values: tuple[float, ...]
    said: bool
    """Whether the sentence says so of what its words mean."""
    whole: bool | None
    """Whether names and all are right, None where nobody judged the names as they are linked now."""
    trust: float
    """By how much doubts of its names lower the chance that it is right, 0-1."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads articles, and how far it trusts names of which readers judged some; else as in use."""

    extractor: Extractor
    names: names_.Unlearnt | None = None

    def trusted(self, document: str) -> Trusted:
        """The trust in names of this document."""
        return self.names.of(document) if self.names else trust


def verdicts(path: Path) -> dict[str, dict[Said, tuple[str, bool, str]]]:
    """The source and verdict of each statement of each document, and why.

    :raises ValueError: naming the line, if it is not as described above
    """
    found: dict[str, dict[Said, tuple[str, bool, str]]] = defaultdict(dict)
    for row in verdict_lines(path, COLUMNS):
        found[row[0]][*row[2:6], *row[7:9], *row[10:12]] = row[1], row[12] == "1", row[13]
    return dict(found)


def said(relation: Relation, names: Sequence[Recognised], offset: int = 0) -> Said:
    """Where a relation stands and what it says, as verdicts have it; ``offset`` is that of the text in its article."""
    subject, object_ = names[relation.subject], names[relation.object]
    return (
        *(str(place + offset) for name in (subject, object_) for place in (name.span.start, name.span.end)),
        relation.relation,
        relation.aspect or "",
        str(int(relation.negated)),
        str(int(relation.hedged)),
    )


def judged(
    path: Path,
    articles: Sequence[Path],
    reader: Reader,
    learnt: Mapping[str, Set[Places]],
    names: Mapping[str, Mapping[names_.Linked, bool]],
) -> Iterator[Judged]:
    """The judged statements that are still made, but for pairs that the classifier has learnt."""
    verdicts_ = verdicts(path)
    for document in documents(articles, verdicts_):
        known, of_names = learnt.get(document.id, frozenset()), names.get(document.id, {})
        yield from of_document(document, verdicts_[document.id], known, reader, of_names)


def of_document(
    document: Document,
    given: Mapping[Said, tuple[str, bool, str]],
    learnt: Set[Places],
    reader: Reader,
    names: Mapping[names_.Linked, bool],
) -> Iterator[Judged]:
    """Those of a document, and then of each sentence that holds some, as if it stood alone."""
    sentences: set[Span] = set()
    for sentence, row in _of_text(document, 0, 1.0, given, learnt, reader, names):
        sentences.add(sentence)
        yield row
    for sentence in sorted(sentences, key=lambda one: one.start):
        alone = Document(document.id, sentence.of(document.text))
        yield from (
            row for _, row in _of_text(alone, sentence.start, names_.ALONE, given, learnt, reader, names)
        )


def _of_text(
    document: Document,
    offset: int,
    weight: float,
    given: Mapping[Said, tuple[str, bool, str]],
    learnt: Set[Places],
    reader: Reader,
    of_names: Mapping[names_.Linked, bool],
) -> Iterator[tuple[Span, Judged]]:
    """The sentence and row of each judged statement; ``offset`` is that of the text in its article."""
    for relation, values, trusted, names in _stated(document, reader):
        sides = names[relation.subject], names[relation.object]
        places = frozenset(Span(name.span.start + offset, name.span.end + offset) for name in sides)
        if places in learnt or (verdict := given.get(said(relation, names, offset))) is None:
            continue
        source, right, _ = verdict
        linked = [of_names.get(names_.linked(name, offset)) for name in sides]
        whole = None if None in linked else right and all(linked)
        row = Judged(document.id, source, relation.relation, values, right, whole, trusted, weight)
        yield relation.sentence, row


def _stated(
    document: Document, reader: Reader, who: str = ""
) -> Iterator[tuple[Relation, tuple[float, ...], float, Sequence[Recognised]]]:
    """What is stated of a document, with its features and what trust in its names makes of it, and all names.

    ``who`` judges is the name of a column of features, empty for a strict reader.
    """
    names, sentences, relations = reader.extractor.read(document)
    stated = [relation for relation in relations if not relation.void]
    context = Context(stated, names, sentences, document, reader.trusted(document.id))
    rows = context.features(stated)
    if who:
        rows[:, FEATURES.index(who)] = 1
    for relation, values in zip(stated, rows.tolist(), strict=True):
        yield relation, tuple(values), context.trust(relation), names


def annotated(path: Path, reader: Reader) -> list[Judged]:
    """What is stated of things of a corpus whose kinds it relates, right if annotators say the same, or say it vaguely.

    What is denied, by the statement or by annotators, is left out.
    """
    annotated_ = [(str(record["id"]), Annotated(record)) for record in records(path)]
    related = {kinds for _, corpus in annotated_ for kinds in corpus.related()}
    rows: list[Judged] = []
    for name, corpus in annotated_:
        rows += _annotated(Document(name, corpus.text), corpus, related, path.name, reader)
    return [replace(row, weight=_CORPUS / len(rows)) for row in rows]


def _annotated(
    document: Document, corpus: Annotated, related: Set[frozenset[str]], source: str, reader: Reader
) -> Iterator[Judged]:
    for relation, values, trusted, names in _stated(document, reader, _ANNOTATOR):
        keys = [_nearest(corpus, names[name].span) for name in (relation.subject, relation.object)]
        things = [corpus.things.get(key) for key in keys]
        kinds = frozenset(corpus.entities[key]["type"] for key in keys if key is not None)
        if None in keys or relation.negated or things[0] == things[1] or kinds not in related:
            continue
        told = corpus.told.get(frozenset(things), [])
        if told and all(one.get("negated") for _, one in told):
            continue
        claims = {claimed(one) for _, one in told if not one.get("negated")}
        right = bool(claims & (_VAGUE | _borne_out_by(relation.relation)))
        yield Judged(document.id, source, relation.relation, values, right, None, trusted)


def _borne_out_by(relation: str) -> frozenset[Claimed]:
    """The claims of which any is what a relation says, or more exactly so.

    >>> Claimed.LOWERS in _borne_out_by("affects"), Claimed.LOWERS in _borne_out_by("activates")
    (True, False)
    """
    own = CLAIM_OF.get(relation)
    return _WITHIN.get(relation) or (frozenset({own}) if own else _CLAIMS)


def _nearest(corpus: Annotated, span: Span) -> Any:
    """The annotated mention that overlaps the span most, None if none does."""
    shared = {
        key: min(e["end"], span.end) - max(e["start"], span.start)
        for key, e in corpus.entities.items()
        if e["start"] < span.end and span.start < e["end"]
    }
    return max(shared, key=shared.__getitem__, default=None)


def grow(rows: Sequence[Judged]) -> Trees:
    """The trees for what these verdicts say of their sentences."""
    values = np.array([row.values for row in rows])
    right = np.array([row.said for row in rows], dtype=np.float64)
    weights = np.array([row.weight for row in rows])
    ways = [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in FEATURES]
    return grown(values, right, 400, 0.04, depth=6, least=20, held_back=10.0, weights=weights, ways=ways)


def scored(trees: Trees, rows: Sequence[Judged]) -> Floats:
    """How likely it is that these are said, 0-1, whatever their names."""
    return chances(trees.log_odds(np.array([row.values for row in rows])))


def report(rows: Sequence[Judged], said_: Floats) -> None:
    """Print how far the chances that these are said are from shares, in all and by relation."""
    from sklearn.metrics import roc_auc_score

    right = np.array([row.said for row in rows])
    print_tenths("said", said_, right.tolist())
    print(f"what is said has a better chance in {roc_auc_score(right, said_):.3f} of pairs")
    by_relation: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_relation[row.relation].append(place)
    for relation, places in sorted(by_relation.items(), key=lambda item: -len(item[1])):
        share, mean = right[places].mean(), said_[places].mean()
        print(f"{relation:28s} {len(places):6d} said {share:.3f} chance {mean:.3f}")


def report_whole(rows: Sequence[Judged], scores: Floats) -> None:
    """Print a line for each tenth of scores, the mean distance, and shares by threshold and source."""
    from sklearn.metrics import roc_auc_score

    right = np.array([bool(row.whole) for row in rows])
    print_tenths("score", scores, right.tolist())
    print(f"what is right scores higher in {roc_auc_score(right, scores):.3f} of pairs")
    sources = sorted({row.source for row in rows})
    for threshold in np.arange(0.4, 0.9, 0.05):
        chosen = scores >= threshold
        parts = [f"{source} {_share(rows, chosen.tolist(), source)}" for source in sources]
        found = right[chosen].sum() / max(1, right.sum())
        print(
            f"from {threshold:.2f}: {right[chosen].mean():.3f} of {chosen.sum()} right, {found:.2f} of the right "
            f"ones; {', '.join(parts)}"
        )


def _share(rows: Sequence[Judged], chosen: Sequence[bool], source: str) -> str:
    here = [bool(row.whole) for row, one in zip(rows, chosen, strict=True) if one and row.source == source]
    return f"{sum(here) / len(here):.3f} of {len(here)}" if here else "none"


def main() -> None:
    """Grow, report and write."""
    parser = argparse.ArgumentParser(prog="python -m ingest.relate.pairs.train.calibrate")
    parser.add_argument("--said", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path, nargs="*", default=[])
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=PACKAGED)
    options = parser.parse_args()
    extractor = Extractor.load()
    reader = Reader(extractor, names_.Unlearnt(options.names, options.articles, extractor))
    learnt: dict[str, set[Places]] = defaultdict(set)
    for path in options.readings:
        for name, labels in readings(path).items():
            learnt[name] |= set(labels)
    of_names = names_.verdicts(options.names)
    rows = list(judged(options.said, options.articles, reader, learnt, of_names))
    corpora = [row for path in options.corpora for row in annotated(path, reader)]
    finish(rows, corpora, options.out)


def finish(rows: Sequence[Judged], corpora: Sequence[Judged], out: Path) -> None:
    """Report what is made of the readers' rows, grow on all and write."""
    chances_ = crosswise(rows, lambda known: partial(scored, grow([*known, *corpora])))
    for what, alone in (("in their articles", False), ("in their sentences alone", True)):
        here = [place for place, row in enumerate(rows) if (row.weight == names_.ALONE) == alone]
        print(f"{len(here)} statements {what}")
        report([rows[place] for place in here], chances_[here])
        both = [place for place in here if rows[place].whole is not None]
        scores = chances_[both] * np.array([rows[place].trust for place in both])
        print(f"{len(both)} of these names and all")
        report_whole([rows[place] for place in both], scores)
    arrays: dict[str, Any] = grow([*rows, *corpora]).arrays("trees")
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
