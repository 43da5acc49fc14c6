"""How well are relations found from raw text? One table: a line for each corpus and threshold.

    python tests/benchmarks/relations.py CORPUS.jsonl[.zst]… [--threshold 0.3,0.6] [--own-recogniser FOLDER]
        [--no-coreference] [--given-names] [--predictions FOLDER]

A corpus holds one document a line: {"id", "text", "entities": [{"id", "start", "end", "type"}], "relations": [{"type",
"head", "tail", …}]}. ``--own-recogniser`` is a folder with a network that was not trained on the corpora;
``--given-names`` takes the corpus's names instead of finding any, and the rules alone; ``--predictions`` keeps what
was extracted.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard
from relation_scores import Record, Scores, score

from ingest.extract import THRESHOLD, Extractor
from ingest.language import Language
from ingest.relate.mask import Named, mask
from ingest.relate.relator import relate
from ingest.relate.tree import read_tree
from ingest.spot.network import Network
from kg.model import Document, Span
from kg.vocabulary import RELATIONS, Category, qualifiers

CATEGORIES = {
    **dict.fromkeys(
        "Gene GeneFamily GeneOrGeneProduct Gene_or_gene_product GENE-Y GENE-N gene Protein protein Complex PROTEIN "
        "CYTOKINE TRANSCRIPTION_FACTOR Individual_protein".split(),
        Category.GENE,
    ),
    **dict.fromkeys("Chemical ChemicalEntity CHEMICAL Simple_chemical compound".split(), Category.CHEMICAL),
    **dict.fromkeys("drug DRUG".split(), Category.DRUG),
    **dict.fromkeys(
        "Disease DiseaseOrPhenotypicFeature Cancer cancer ADVERSE_EFFECT".split(), Category.DISEASE
    ),
    **dict.fromkeys("Cell T_CELL CellType".split(), Category.CELL),
    "CellLine": Category.CELL_LINE,
    **dict.fromkeys("OrganismTaxon Organism Species".split(), Category.TAXON),
    **dict.fromkeys("SequenceVariant Variant variant".split(), Category.VARIANT),
    **dict.fromkeys("Organ Tissue Multi-tissue_structure Anatomy".split(), Category.ANATOMY),
    **dict.fromkeys("Cellular_component CellularComponent".split(), Category.COMPONENT),
}
WORDS_OF_AN_ABSTRACT = 200
COLUMNS = {
    "corpus": 26,
    "docs": 5,
    "≥": 4,
    "pairs P": 8,
    "pairs R": 7,
    "F1": 5,
    "typed P": 8,
    "typed R": 7,
    " F1": 5,
    "P in scope": 10,
    "direction": 9,
    "sign": 5,
    "denied asserted": 15,
    "negation P": 10,
    "negation R": 10,
    "hedging P": 9,
    "hedging R": 9,
    "abstracts/s": 11,
}

#: from a document of a corpus to a record of ``litkg extract``
Predict = Callable[[Record], dict[str, Any]]


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Documents of a corpus."""
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    yield from (json.loads(line) for line in data.decode().split("\n") if line.strip())


def from_text(extractor: Extractor) -> Predict:
    """Everything is found in the raw text."""
    return lambda document: extractor.extract(Document(document["id"], document["text"])).as_json()


def from_names(language: Language, coreference: bool) -> Predict:
    """The names are the corpus's, and the relations are those of the rules."""

    def predict(document: Record) -> dict[str, Any]:
        names = names_of(document)
        found: list[dict[str, Any]] = []
        chosen = []
        for start, end in language.sentences(document["text"]):
            local = [_moved(n, -start) for n in names if start <= n.start and n.end <= end]
            before = [_moved(n, -start) for n in names if n.end <= start]
            if len(local) >= 2:
                chosen.append((start, local, before[-8:], mask(document["text"][start:end], local)))
        for (start, local, before, masked), parse in zip(
            chosen, map(read_tree, language.parse(m.text for *_, m in chosen)), strict=True
        ):
            found += [
                as_record(r)
                for r in relate(parse, masked, start, local, before if coreference else (), coreference)
            ]
        mentions = [{"start": n.start, "end": n.end, "text": n.head} for n in names]
        return {"id": document["id"], "mentions": mentions, "statements": found}

    return predict


def _moved(name: Named, by: int) -> Named:
    return Named(
        name.index, name.start + by, name.end + by, name.category, name.entity, False, name.place, name.head
    )


def names_of(document: Record) -> list[Named]:
    """The document's annotated names; of overlapping ones the longest."""
    kept: list[tuple[Span, Category, str]] = []
    for entity in sorted(document["entities"], key=lambda e: e["start"] - e["end"]):
        category = CATEGORIES.get(entity["type"])
        span = Span(entity["start"], entity["end"])
        if category and not any(span.overlaps(other) for other, *_ in kept):
            key = str((entity.get("concepts") or entity.get("ids") or [span.of(document["text"]).lower()])[0])
            kept.append((span, category, key))
    kept.sort(key=lambda k: k[0].start)
    return [
        Named(i, s.start, s.end, category, key, False, s, s.of(document["text"]).split()[-1])
        for i, (s, category, key) in enumerate(kept)
    ]


def as_record(relation: Any) -> dict[str, Any]:
    """A relation as ``litkg extract`` prints it."""
    return {
        "subject": relation.subject,
        "object": relation.object,
        "predicate": f"biolink:{RELATIONS[relation.relation].predicate}",
        "qualifiers": qualifiers(relation.relation, relation.aspect),
        "negated": relation.negated,
        "hedged": relation.hedged,
        "score": relation.score,
    }


def line(cells: Iterable[str]) -> str:
    """One line of the table."""
    return " ".join(f"{cell:>{width}}" for cell, width in zip(cells, COLUMNS.values(), strict=True))


def cells(name: str, threshold: float, scores: Scores, speed: float) -> Iterator[str]:
    """What the table says of a corpus; a dash where the corpus does not say."""
    yield from (name, str(scores.documents), str(threshold))
    for counted in (scores.pairs, scores.typed):
        yield from (f"{value:.3f}" for value in (counted.precision, counted.recall, counted.f1))
    yield f"{scores.in_scope.precision:.3f}"
    for part, whole in (scores.direction, scores.sign):
        yield f"{part / whole:.3f}" if whole else "-"
    yield f"{scores.asserted}/{scores.denied}" if scores.denied else "-"
    for counted in (scores.negation, scores.hedging):
        known = scores.marks and counted.right + counted.missed
        yield from (f"{value:.2f}" if known else "-" for value in (counted.precision, counted.recall))
    yield f"{speed:.1f}"


def predictor(asked: argparse.Namespace) -> Predict:
    """What turns documents into records, as asked for."""
    if asked.given_names:
        return from_names(Language.load(), not asked.no_coreference)
    extractor = Extractor.load(threshold=min(asked.threshold), coreference=not asked.no_coreference)
    if asked.own_recogniser:
        extractor.recogniser.network = Network.open(asked.own_recogniser)
        extractor.pairs._vectors = extractor.recogniser.network.vectors
    return from_text(extractor)


def main() -> None:
    """Measure the corpora named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument(
        "--threshold", default=[THRESHOLD], type=lambda t: [float(one) for one in t.split(",")]
    )
    parser.add_argument("--own-recogniser", type=Path)
    parser.add_argument("--no-coreference", action="store_true")
    parser.add_argument("--given-names", action="store_true")
    parser.add_argument("--predictions", type=Path)
    asked = parser.parse_args()
    predict = predictor(asked)
    print(line(COLUMNS), flush=True)
    for path in asked.corpora:
        documents = list(read(path))
        began = time.process_time()
        found = {document["id"]: predict(document) for document in documents}
        spent = time.process_time() - began
        name = path.name.split(".jsonl")[0]
        if asked.predictions:
            asked.predictions.mkdir(parents=True, exist_ok=True)
            records = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found.values())
            (asked.predictions / f"{name}.jsonl").write_text(records, encoding="utf-8")
        speed = sum(len(d["text"].split()) for d in documents) / WORDS_OF_AN_ABSTRACT / spent
        for threshold in asked.threshold:
            print(line(cells(name, threshold, score(documents, found, threshold), speed)), flush=True)


if __name__ == "__main__":
    main()
