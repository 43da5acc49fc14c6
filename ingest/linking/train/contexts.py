"""Make the table of what short forms of several meanings stand for beside which words.

    python -m ingest.linking.train.contexts --articles FILE... --out FILE [--lexicon DIR] [--without FILE...] [--check]

An article that defines a short form ("antigen-presenting cell (APC)") is an example of its meaning, with the
definition hidden; so, at half the weight, is one that has the long form alone. Of each meaning the words are kept that
tell it best from what articles mostly speak of. Texts of the files of --without are left out, so that something can be
measured on them. Only words and their weights are written, no sentence of any text.

With --check each fifth of the examples is told by a table made of the others, and `FITTED` is fitted anew over that;
the share decided and the share right of these are printed by threshold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from random import Random

import numpy as np
from scipy.optimize import minimize

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon
from ingest.linking.contexts import (
    HEAD,
    PIECE,
    Contexts,
    Sense,
    around,
    beside,
    evidence,
    plain,
    spelling,
    words,
    write,
)
from ingest.linking.train.short_forms import Group, grouped, options
from ingest.mention import KIND_OF, Kind
from ingest.relate.pairs.train.readings import documents
from kg.model import Span

_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,5}")
#: definitions that make a meaning, articles with the long form that make one of a listed meaning, definitions that
#: make a short form, the share of them that other meanings than the commonest must have, meanings of a short form
_DEFINED, _NAMED, _ALL, _RIVALS, _MOST = 2, 3, 4, 0.03, 8
#: examples by the long form alone, and what one weighs beside one that defines the short form
_EXAMPLES, _WEIGHT = 60, 0.5
#: examples that must have a word, weighed, and how much likelier than usual it must be, as a logarithm
_SEEN, _TELLING = 1.5, 0.7
#: words of the document and beside the short form that are kept of a meaning; documents that must have a word
_WORDS, _BESIDE, _COMMON = 15, 5, 4
#: as if so many documents more had been seen, with the usual words
_SMOOTHING = 2.0
_LONGEST = 30_000  # code points of a text that are looked at


@dataclass(frozen=True, slots=True)
class Example:
    """What a document says round a short form of this meaning; -1 for one that the table does not have."""

    document: int
    meaning: int
    present: frozenset[str]
    near: frozenset[str]
    weight: float = 1.0


@dataclass(slots=True)
class Form:
    """A short form with its meanings, as long forms and kinds, and its examples."""

    meanings: list[tuple[str, Kind | None]]
    examples: list[Example] = field(default_factory=list)


def texts_of(articles: Sequence[Path], without: Sequence[Path] = ()) -> list[str]:
    """The texts of the articles, each once, but for those that begin as one to be left out does."""
    begun = {_beginning(one.text) for one in documents(without)}
    found = []
    for one in documents(articles):
        if (beginning := _beginning(one.text)) not in begun:
            begun.add(beginning)
            found.append(one.text)
    return found


def _beginning(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())[:300]


def forms_of(texts: Sequence[str], lexicon: Lexicon) -> dict[str, Form]:
    """The short forms of several meanings, one of them of a kind that lists have, with their examples."""
    defined: defaultdict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for number, text in enumerate(texts):
        for one in find_abbreviations(text):
            short = text[slice(*one.short)]
            short = short[:-1] if short[:-1].isupper() and short[-1] == "s" else short
            if _SHORT.fullmatch(short):
                defined[short][" ".join(text[slice(*one.long)].split())].add(number)
    held = {short: _united(grouped(longs), lexicon) for short, longs in sorted(defined.items())}
    held = {
        short: groups for short, groups in held.items() if sum(len(g.documents) for g, _ in groups) >= _ALL
    }
    named = _places(texts, {long for groups in held.values() for g, _ in groups for long in g.wordings})
    found = {}
    for short, groups in held.items():
        if (form := _form(short, groups, texts, named)) is not None:
            found[short] = form
    return found


Meaning = tuple[Group, Kind | None]


def _united(groups: Iterable[Group], lexicon: Lexicon) -> list[Meaning]:
    """The meanings with their kinds, those of one entity in one, the commonest first."""
    of: dict[str, Meaning] = {}
    for group in groups:
        senses = lexicon.lookup(group.long, 1)
        entity, kind = (senses[0].term_id, KIND_OF.get(senses[0].category)) if senses else (group.long, None)
        if entity in of:
            of[entity][0].add(group)
        else:
            of[entity] = group, kind
    return sorted(of.values(), key=lambda one: (-len(one[0].documents), one[0].long))


Places = dict[int, list[Span]]


def _places(texts: Sequence[str], longs: Iterable[str]) -> dict[tuple[str, ...], Places]:
    """Where the texts have the long forms, by their words and the numbers of the texts."""
    by_first: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for long in longs:
        if len(pieces := _pieces(long)) > 1 or len(long) > 6:
            by_first[pieces[0]].add(pieces)
    wanted = {first: sorted(held, key=lambda one: (-len(one), one)) for first, held in by_first.items()}
    found: defaultdict[tuple[str, ...], Places] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        met = list(PIECE.finditer(text, 0, _LONGEST))
        plainly = tuple(plain(one.group()) for one in met)
        for at, word in enumerate(plainly):
            for name in wanted.get(word, ()):
                if plainly[at : at + len(name)] == name:
                    found[name][number].append(Span(met[at].start(), met[at + len(name) - 1].end()))
                    break
    return found


def _pieces(long: str) -> tuple[str, ...]:
    return tuple(plain(one) for one in PIECE.findall(long)) or ("",)


def _form(
    short: str,
    groups: Sequence[Meaning],
    texts: Sequence[str],
    named: Mapping[tuple[str, ...], Places],
) -> Form | None:
    places = [_merged(named.get(_pieces(long), {}) for long in group.wordings) for group, _ in groups]
    kept = [
        at
        for at, (group, kind) in enumerate(groups)
        if len(group.documents) >= _DEFINED or (kind and len(places[at]) >= _NAMED)
    ][:_MOST]
    counts = [len(groups[at][0].documents) for at in kept]
    if len(kept) < 2 or not any(groups[at][1] for at in kept) or sum(counts[1:]) < _RIVALS * sum(counts):
        return None
    form = Form([(groups[at][0].long, groups[at][1]) for at in kept])
    times = Counter(number for group, _ in groups for number in group.documents)
    own = {plain(short), short.lower(), f"{short.lower()}s"}
    for at, (group, _) in enumerate(groups):
        meaning = kept.index(at) if at in kept else -1
        for number in sorted(n for n in group.documents if times[n] == 1):
            form.examples += _defining(number, meaning, texts[number], short, group, own)
    for meaning, at in enumerate(kept):
        others = sorted(set(places[at]) - set(times))
        Random(short).shuffle(others)
        name = words(groups[at][0].long) | own
        for number in others[:_EXAMPLES]:
            text, spans = texts[number], places[at][number]
            present = (words(text[:HEAD]) | around(text, spans)) - name
            form.examples.append(Example(number, meaning, present, beside(text, spans), _WEIGHT))
    return form


def _merged(held: Iterable[Places]) -> Places:
    found: Places = defaultdict(list)
    for places in held:
        for number, spans in places.items():
            found[number] = sorted({*found[number], *spans}, key=lambda span: span.start)
    return dict(found)


def _defining(
    number: int, meaning: int, text: str, short: str, group: Group, own: set[str]
) -> Iterator[Example]:
    """The example of a text that defines the short form, without the definition and the long form; none if not used."""
    spelled = filter(None, map(spelling, group.wordings))
    longs = "|".join(sorted(spelled, key=lambda one: (-len(one), one)))
    hidden = re.sub(f"(?:{longs})s?", " ", text[: 2 * _LONGEST], flags=re.I) if longs else text
    hidden = re.sub(rf"[(\[]\s*{re.escape(short)}s?\s*[)\]]", " ", hidden)
    used = re.finditer(rf"(?<![A-Za-z0-9-]){re.escape(short)}s?(?![A-Za-z0-9]|-\d)", hidden)
    spans = [Span(*one.span()) for one in used]
    if spans:
        present = (words(hidden[:HEAD]) | around(hidden, spans)) - own
        yield Example(number, meaning, present, beside(hidden, spans))


def table_of(form: Form, examples: Sequence[Example], usual: Mapping[str, float]) -> tuple[Sense, ...]:
    """The meanings of a short form with the words that tell them, by these of its examples."""
    count = len(form.meanings)
    seen = [0.0] * count
    present: list[Counter[str]] = [Counter() for _ in range(count)]
    near: list[Counter[str]] = [Counter() for _ in range(count)]
    for one in examples:
        if one.meaning >= 0:
            seen[one.meaning] += one.weight
            for counted, found in ((present, one.present), (near, one.near)):
                for word in found:
                    counted[one.meaning][word] += one.weight  # type: ignore[assignment]
    everywhere: Counter[str] = sum(near, Counter())
    senses = []
    for at, (long, kind) in enumerate(form.meanings):
        telling = _telling(present[at], seen[at], usual, _WORDS)
        sure = min(1.0, log(1 + seen[at]) / 4)
        rest = sum(seen) - seen[at]
        elsewhere = {word: (everywhere[word] - count + 0.3) / (rest + 3) for word, count in near[at].items()}
        right_beside = _telling(near[at], seen[at], elsewhere, _BESIDE)
        weights = {word: round(weight * sure, 1) for word, weight in telling.items()}
        senses.append(Sense(long, kind, weights | {w: round(v, 1) for w, v in right_beside.items()}))
    return tuple(senses)


def _telling(found: Counter[str], seen: float, usual: Mapping[str, float], most: int) -> dict[str, float]:
    """The words that are likeliest beside what is usual, with the logarithm of how much."""
    weights = {}
    for word, count in found.items():
        share = usual.get(word, 0.0)
        if count >= _SEEN and share:
            weight = log((count + _SMOOTHING * share) / (seen + _SMOOTHING) / share)
            if weight > _TELLING:
                weights[word] = weight, weight * (count / seen) ** 0.5
    best = sorted(weights, key=lambda word: (-weights[word][1], word))[:most]
    return {word: weights[word][0] for word in best}


def usual_words(texts: Sequence[str]) -> dict[str, float]:
    """The share of texts that have a word in their head, of those that several have."""
    counts = Counter(word for text in texts for word in words(text[:HEAD]))
    return {word: count / len(texts) for word, count in counts.items() if count >= _COMMON}


@dataclass(frozen=True, slots=True)
class Told:
    """What speaks for each meaning of one example that was held out, rows of `evidence`, and the right one."""

    evidence: np.ndarray
    meaning: int
    commonest: bool


def crosswise(forms: Mapping[str, Form], usual: Mapping[str, float], folds: int = 5) -> Iterator[Told]:
    """Each example that defines its short form, told by the table made of other folds; at most twelve a fold."""
    for short, form in forms.items():
        own = [one for one in form.examples if one.weight == 1]
        Random(short).shuffle(own)
        for fold in range(folds):
            out = {one.document for one in own[fold::folds]}
            kept = [one for one in form.examples if one.document not in out]
            senses = table_of(form, kept, usual)
            counts = Counter(one.meaning for one in kept if one.weight == 1 and one.meaning >= 0)
            first = max(range(len(senses)), key=lambda at: counts[at])
            for one in own[fold::folds][:12]:
                rows = np.array([evidence(sense, one.present, one.near) for sense in senses])
                yield Told(rows, one.meaning, one.meaning == first)


def fitted(told: Sequence[Told]) -> tuple[float, ...]:
    """The weights of what speaks for a meaning, and of none, under which the right meanings are likeliest."""

    def loss(weights: np.ndarray) -> float:
        return float(-np.mean([np.log(_chances(one, weights)[one.meaning]) for one in told]))

    return tuple(round(float(w), 1) for w in minimize(loss, np.ones(4), method="Powell").x)


def _chances(one: Told, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """The probability of each meaning, last that of none: -1 is its place."""
    scores = np.append(one.evidence @ np.asarray(weights[:3]), weights[3])
    chances = np.exp(scores - scores.max())
    return np.asarray(chances / chances.sum())


def report(told: Sequence[Told]) -> Iterator[str]:
    """What the commonest meaning gets right, and by threshold what is decided and right of that."""
    weights = fitted(told)
    yield f"{len(told)} examples, the commonest meaning right {np.mean([one.commonest for one in told]):.3f}, {weights}"
    chances = [_chances(one, weights) for one in told]
    best = [
        (float(c[:-1].max()), int(c[:-1].argmax()) == one.meaning)
        for c, one in zip(chances, told, strict=True)
    ]
    for least in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        sure = [right for chance, right in best if chance >= least]
        yield f"from {least}: decided {len(sure) / len(told):.3f}, right of these {np.mean(sure):.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table, or check how well it tells."""
    parser = options(__doc__ or "")
    parser.add_argument("--check", action="store_true", help="tell held-out examples, too")
    asked = parser.parse_args(arguments)
    texts = texts_of(asked.articles, asked.without)
    forms, usual = forms_of(texts, Lexicon.open(asked.lexicon)), usual_words(texts)
    write(asked.out, {short: table_of(form, form.examples, usual) for short, form in forms.items()})
    print(f"{len(Contexts.read(asked.out))} short forms, {asked.out.stat().st_size} bytes")
    if asked.check:
        print(*report(list(crosswise(forms, usual))), sep="\n")


if __name__ == "__main__":
    main()
