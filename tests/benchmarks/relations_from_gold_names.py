"""How well are relations found when the names are given? Prints predictions in the form of ``litkg extract``.

    python tests/benchmarks/relations_from_gold_names.py CORPUS.jsonl[.zst] > predictions.jsonl

The corpus holds one document a line: {"id", "text", "entities": [{"start", "end", "type", ...}]}.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from ingest.language import Language
from ingest.relate.mask import Named, mask
from ingest.relate.relator import relate
from kg.model import Span
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


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Documents of a corpus."""
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    yield from (json.loads(line) for line in data.decode().splitlines() if line.strip())


def names_of(document: dict[str, Any]) -> list[Named]:
    """The document's annotated names; of overlapping ones the longest."""
    kept: list[Named] = []
    ranked = sorted(document["entities"], key=lambda e: e["start"] - e["end"])
    taken: list[Span] = []
    for entity in ranked:
        category = CATEGORIES.get(entity["type"])
        span = Span(entity["start"], entity["end"])
        if category and not any(span.overlaps(t) for t in taken):
            taken.append(span)
            key = str((entity.get("ids") or [entity["text"].lower()])[0])
            kept.append(Named(0, span.start, span.end, category, key, False, span))
    kept.sort(key=lambda n: n.start)
    return [Named(i, n.start, n.end, n.category, n.entity, False, n.place) for i, n in enumerate(kept)]


def predict(document: dict[str, Any], language: Language) -> dict[str, Any]:
    """The document's statements, in the form of ``litkg extract``."""
    names, statements = names_of(document), []
    chosen = []
    for start, end in language.sentences(document["text"]):
        inside = [n for n in names if start <= n.start and n.end <= end]
        if len(inside) >= 2:
            local = [
                Named(n.index, n.start - start, n.end - start, n.category, n.entity, False, n.place)
                for n in inside
            ]
            chosen.append((start, local, mask(document["text"][start:end], local)))
    for (start, local, masked), parse in zip(chosen, language.parse(m.text for *_, m in chosen), strict=True):
        for r in relate(parse, masked, start, local):
            statements.append(
                {
                    "subject": r.subject,
                    "relation": r.relation,
                    "predicate": f"biolink:{RELATIONS[r.relation].predicate}",
                    "object": r.object,
                    "qualifiers": qualifiers(r.relation, r.aspect),
                    "negated": r.negated,
                    "hedged": r.hedged,
                    "score": r.score,
                    "kind": r.kind,
                    "cue": document["text"][r.cue.start : r.cue.end],
                    "sentence": {"start": r.sentence.start, "end": r.sentence.end},
                }
            )
    mentions = [
        {
            "start": n.start,
            "end": n.end,
            "text": document["text"][n.start : n.end],
            "category": n.category.value,
        }
        for n in names
    ]
    return {"id": document["id"], "text": document["text"], "mentions": mentions, "statements": statements}


def main() -> None:
    """Predict for the corpus named on the command line."""
    language = Language.load()
    for document in read(Path(sys.argv[1])):
        print(json.dumps(predict(document, language), ensure_ascii=False))


if __name__ == "__main__":
    main()
