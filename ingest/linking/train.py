"""Make the table of used names and the ranker from annotated corpora.

    python -m ingest.linking.train --corpora DIR --out DIR [--lexicon DIR] [--also-dev]

``DIR`` holds ``NAME.PART.jsonl.zst`` files, a document a line: ``{"id", "text", "entities": [{"start", "end",
"type", "ids"}]}``. Documents that a development part holds too are left out of training, and what one
document contributed to the table is taken out again while the ranker learns from that document.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from ingest.language import find_abbreviations
from ingest.lexicon import Lexicon, NameStatus
from ingest.lexicon.key import key
from ingest.linking.features import Name, matrix
from ingest.linking.meanings import Meanings
from ingest.linking.names import filed, names_in
from ingest.linking.options import Finder
from ingest.linking.ranker import Floats, Ranker
from ingest.linking.resolve import RANKER, USAGE
from ingest.linking.species import MOUSE, RAT, TAXON_OF_NAMESPACE, SpeciesInText
from ingest.linking.usage import Key, Usage, Use, ranked
from ingest.mention import CATEGORIES_OF, Kind, Spotted
from kg.model import Span
from kg.vocabulary import Category

#: the kinds that each corpus teaches, by the corpus's own types
TAUGHT: dict[str, dict[str, Kind]] = {
    "biored": {
        "Gene": Kind.GENE, "Disease": Kind.DISEASE, "Chemical": Kind.CHEMICAL, "Species": Kind.SPECIES,
        "CellLine": Kind.CELL_LINE,
    },
    "bc5cdr": {"Disease": Kind.DISEASE, "Chemical": Kind.CHEMICAL},
    "ncbi_disease": {"Disease": Kind.DISEASE},
    "nlm_gene": {"Gene": Kind.GENE},
    "gnormplus": {"Gene": Kind.GENE},
    "craft": {
        "CellType": Kind.CELL_TYPE, "BiologicalProcess": Kind.PROCESS, "CellularComponent": Kind.COMPONENT,
        "Chemical": Kind.CHEMICAL, "Anatomy": Kind.ANATOMY, "Species": Kind.SPECIES, "Disease": Kind.DISEASE,
    },
    "tmvar3": {"Gene": Kind.GENE, "Disease": Kind.DISEASE, "Species": Kind.SPECIES},
    "bioid_cellline": {"CellLine": Kind.CELL_LINE},
    "species800": {"Species": Kind.SPECIES},
    "linnaeus": {"Species": Kind.SPECIES},
}  # fmt: skip
#: corpora whose names may be handed on in the table: in the public domain or CC BY
SHARED = frozenset({"biored", "bc5cdr", "ncbi_disease", "nlm_gene", "gnormplus", "craft"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document of a corpus: its text, its names and the identifiers of each."""

    id: str
    corpus: str
    text: str
    spotted: tuple[Spotted, ...]
    identifiers: tuple[frozenset[str], ...]


def read_corpus(path: Path) -> Iterator[Annotated]:
    """The documents of a corpus file, with the names of the kinds that it teaches and that have identifiers."""
    corpus = path.name.split(".")[0]
    taught = TAUGHT[corpus]
    with path.open("rb") as packed:
        stream = zstandard.ZstdDecompressor().stream_reader(packed)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            if line.strip():
                yield _annotated(json.loads(line), corpus, taught)


def _annotated(document: dict[str, Any], corpus: str, taught: dict[str, Kind]) -> Annotated:
    held = [e for e in document["entities"] if e["type"] in taught and e.get("ids")]
    spotted = tuple(Spotted(Span(e["start"], e["end"]), taught[e["type"]], 1.0) for e in held)
    return Annotated(
        document["id"], corpus, document["text"], spotted, tuple(frozenset(e["ids"]) for e in held)
    )


# ------------------------------------------------------------------------------------- used names

#: names by which an entity of a corpus is known to be one of the lexicon
_OWN_NAMES = frozenset({NameStatus.LABEL, NameStatus.EXACT, NameStatus.CURATED})
_SURE = 0.6
#: share of the species words that make a text one about the species, and of the votes that settle a gene
_MAINLY, _MOSTLY = 0.4, 0.7


class _Tally:
    """Which documents took which name for which entity; one document can be taken out again."""

    def __init__(self, lexicon: Lexicon, documents: Iterable[Annotated]) -> None:
        self._lexicon = lexicon
        self._kinds: dict[tuple[str, Kind], str] = {}
        self.of_document: defaultdict[str, set[tuple[Key, str]]] = defaultdict(set)
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.same: dict[str, str] = {}
        documents = list(documents)
        for document in documents:
            for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
                if len(identifiers) == 1 and one.kind in (Kind.CHEMICAL, Kind.DISEASE):
                    self._note_same(next(iter(identifiers)), one.kind, one.span.of(document.text))
        self._note_rodents(documents)
        for document in documents:
            self._add(document)
        self.counts: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for uses in self.of_document.values():
            for name, entity in uses:
                self.counts[name][entity] += 1
        self.totals = _by_entity(self.counts)
        self.labels = self._labels()

    def _add(self, document: Annotated) -> None:
        meanings = Meanings(document.text, find_abbreviations(document.text), document.spotted)
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            if len(identifiers) > 1 and one.kind is not Kind.GENE:
                continue
            surface = one.span.of(document.text)
            names = {surface} if meanings.long(surface) is None else {filed(surface, one.kind, meanings)[1]}
            for identifier in sorted(identifiers)[:1]:
                entity = self._entity(identifier, one.kind)
                self._surfaces[entity][surface] += 1
                self.of_document[document.id] |= {((one.kind, key(name)), entity) for name in names}

    def _note_same(self, identifier: str, kind: Kind, surface: str) -> None:
        """Note that an identifier unknown to the lexicon is what the lexicon calls by this name."""
        if identifier in self.same or len(surface) < 5 or self._lexicon.find(identifier):
            return
        allowed = CATEGORIES_OF[kind]
        senses = [s for s in self._lexicon.lookup(surface) if s.category in allowed]
        if senses and senses[0].status in _OWN_NAMES and senses[0].score >= _SURE:
            self.same[identifier] = senses[0].term_id

    def _note_rodents(self, documents: Iterable[Annotated]) -> None:
        """Note which gene of mouse or rat an NCBIGene number is that the lexicon's source did not have.

        It is the one that annotators of texts about that species gave the number to, by its names.
        """
        votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for document in documents:
            species = SpeciesInText(document.text)
            for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
                identifier = min(identifiers)
                taxon = species.nearest(one.span.start)
                if one.kind is not Kind.GENE or len(identifiers) > 1 or taxon not in (MOUSE, RAT):
                    continue
                if species.shares.get(taxon, 0) >= _MAINLY and self._lexicon.find(identifier) is None:
                    votes[identifier].update(self._genes(one.span.of(document.text), taxon))
        for identifier, genes in votes.items():
            gene = min(genes, key=lambda one: (-genes[one], one), default="")
            if genes[gene] > _MOSTLY * genes.total():
                self.same[identifier] = gene

    def _genes(self, surface: str, taxon: str) -> set[str]:
        """The genes of a species that a name may mean first of all."""
        senses = [s for s in self._lexicon.lookup(surface) if s.category is Category.GENE][:1]
        known = {one for s in senses for one in (s.term_id, *self._lexicon.orthologs(s.term_id))}
        return {one for one in known if TAXON_OF_NAMESPACE.get(_space(one)) == taxon}

    def _entity(self, identifier: str, kind: Kind) -> str:
        """The lexicon's identifier where it has the entity under a category of the kind, else the corpus's."""
        if (identifier, kind) not in self._kinds:
            term = self._lexicon.find(self.same.get(identifier, identifier))
            fits = term is not None and term.category in CATEGORIES_OF[kind]
            self._kinds[identifier, kind] = term.id if term and fits else identifier
        return self._kinds[identifier, kind]

    def without(self, document: str) -> Usage:
        """The table less what one document contributed."""
        removed: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for name, entity in self.of_document.get(document, ()):
            removed[name][entity] += 1
        return _Reduced(self, removed)

    def table(self) -> Usage:
        """The table of all documents, to be written."""
        names = {name: ranked(counts.items()) for name, counts in self.counts.items() if name[1]}
        return Usage(names, self.labels, self.same)

    def _labels(self) -> dict[str, str]:
        """Labels of the entities that the lexicon lacks, or has as something of another kind."""
        return {
            entity: min(surfaces, key=lambda s: (-surfaces[s], len(s), s))
            .replace("\n", " ")
            .replace("\t", " ")
            for entity, surfaces in self._surfaces.items()
            if not self._fits(entity)
        }

    def _fits(self, entity: str) -> bool:
        return self._lexicon.find(entity) is not None and not any(
            found == entity == identifier and self._misfits(identifier, kind)
            for (identifier, kind), found in self._kinds.items()
            if identifier == entity
        )

    def _misfits(self, identifier: str, kind: Kind) -> bool:
        term = self._lexicon.find(identifier)
        return term is None or term.category not in CATEGORIES_OF[kind]


class _Reduced(Usage):
    """The tally as a table, less what is ``removed``; made for one document without copying the rest."""

    def __init__(self, tally: _Tally, removed: dict[Key, Counter[str]]) -> None:
        super().__init__({}, tally.labels)
        self._tally, self._removed = tally, removed
        self._gone = _by_entity(removed)

    def of(self, kind: Kind, key: str) -> tuple[Use, ...]:
        counts = self._tally.counts.get((kind, key))
        if not counts:
            return ()
        gone = self._removed.get((kind, key), Counter())
        return ranked((e, n - gone[e]) for e, n in counts.items() if n > gone[e])

    def documents(self, kind: Kind, entity: str) -> int:
        return self._tally.totals[kind, entity] - self._gone[kind, entity]


def _by_entity(counts: Mapping[Key, Counter[str]]) -> Counter[tuple[Kind, str]]:
    """In how many documents each entity was named, counted once a name."""
    totals: Counter[tuple[Kind, str]] = Counter()
    for (kind, _), held in counts.items():
        for entity, count in held.items():
            totals[kind, entity] += count
    return totals


# ------------------------------------------------------------------------------------------- ranker


def examples(lexicon: Lexicon, documents: Sequence[Annotated], tally: _Tally) -> tuple[Floats, Floats]:
    """Features of every option of every name of the documents, and whether it is right (1) or not (0)."""
    rows, right = [], []
    senses = Finder(lexicon, Usage({}))
    for document in documents:
        usage = tally.without(document.id)
        finder = Finder(lexicon, usage)
        finder._senses = senses._senses  # the lexicon's answers are the same for every document
        meanings = Meanings(document.text, find_abbreviations(document.text), document.spotted, finder.listed)
        species = SpeciesInText(document.text)
        names = names_in(document.text, document.spotted, meanings, species, finder)
        wanted: defaultdict[Any, set[str]] = defaultdict(set)
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            wanted[filed(one.span.of(document.text), one.kind, meanings)] |= identifiers
        judged = [
            verdict
            for held, name in names.items()
            for verdict in _judged(lexicon, name, wanted[held], tally.same)
        ]
        kept = [place for place, verdict in enumerate(judged) if verdict is not None]
        rows.append(matrix(list(names.values()), species, usage)[kept])
        right += [float(verdict) for verdict in judged if verdict is not None]
    return np.concatenate(rows), np.array(right)


def _judged(lexicon: Lexicon, name: Name, wanted: set[str], same: dict[str, str]) -> list[bool | None]:
    """Whether each option is right; None where the corpus cannot say.

    That is so for an option without an identifier in the corpus's namespaces, where no other option is right.
    """
    wanted = {*wanted, *(same[one] for one in wanted if one in same)}
    spaces = {_space(one) for one in wanted}
    known = [equivalents(lexicon, option.entity) for option in name.options]
    right = [not held.isdisjoint(wanted) for held in known]
    sayable = [any(_space(one) in spaces for one in held) for held in known]
    return [
        True if hit else None if not any(right) and not said else False
        for hit, said in zip(right, sayable, strict=True)
    ]


def _space(identifier: str) -> str:
    return identifier.partition(":")[0]


def equivalents(lexicon: Lexicon, entity: str) -> set[str]:
    """The identifier and those that the lexicon holds for equivalent."""
    term = lexicon.find(entity)
    return {entity, term.id, *term.xrefs} if term else {entity}


def fitted(features: Floats, right: Floats, floor: float = 0.0) -> Ranker:
    """Boosted trees for these examples, as arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.1, max_depth=6, max_leaf_nodes=24, min_samples_leaf=25, l2_regularization=1.0,
        random_state=0, early_stopping=False,
    )  # fmt: skip
    model.fit(features, right)
    return as_arrays(model, floor)


def as_arrays(model: Any, floor: float) -> Ranker:
    """The trees of a fitted scikit-learn model as a `Ranker`."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    feature, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    depth = 0
    for place, nodes in enumerate(trees):
        for at, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            feature[place, at] = 0 if leaf else node["feature_idx"]
            threshold[place, at] = 0 if leaf else node["num_threshold"]
            left[place, at] = at if leaf else node["left"]
            right[place, at] = at if leaf else node["right"]
            value[place, at] = node["value"] if leaf else 0
            depth = max(depth, int(node["depth"]))
    return Ranker(
        feature, threshold, left, right, value, float(model._baseline_prediction.ravel()[0]), depth, floor
    )


#: below this probability a name stays unlinked; chosen on the development parts
FLOOR = 0.3


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora of a folder and write the ranker and the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lexicon", type=Path, help="another lexicon than the packaged one")
    parser.add_argument("--also-dev", action="store_true", help="train on the development parts too")
    asked = parser.parse_args(arguments)
    lexicon = Lexicon.open(asked.lexicon)
    documents = gathered(asked.corpora, also_dev=asked.also_dev)
    tally = _Tally(lexicon, (d for d in documents if d.corpus in SHARED))
    features, right = examples(lexicon, documents, tally)
    asked.out.mkdir(parents=True, exist_ok=True)
    fitted(features, right, FLOOR).write(asked.out / RANKER)
    tally.table().write(asked.out / USAGE)
    print(f"{len(documents)} documents, {len(right)} options, {right.mean():.1%} right")


def gathered(corpora: Path, also_dev: bool = False) -> list[Annotated]:
    """The training documents of all corpora; those of the development parts left out, or taken in too."""
    parts = {path: path.name.split(".")[1] for path in sorted(corpora.glob("*.jsonl.zst"))}
    known = {path: part for path, part in parts.items() if path.name.split(".")[0] in TAUGHT}
    development = [d for path, part in known.items() if part == "dev" for d in read_corpus(path)]
    held_out = {d.id for d in development}
    training = [d for path, part in known.items() if part != "dev" for d in read_corpus(path)]
    return [*training, *development] if also_dev else [d for d in training if d.id not in held_out]


if __name__ == "__main__":
    main()
