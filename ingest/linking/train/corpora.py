"""Which annotated documents does the linker learn from, and what do they name?

``NAME.PART.jsonl.zst`` files hold a document a line: ``{"id", "text", "entities": [{"start", "end", "type",
"ids"}]}``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from ingest.mention import Kind, Spotted
from kg.model import Span

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


def gathered(corpora: Path, also_dev: bool = False) -> list[Annotated]:
    """The training documents of all corpora; those of the development parts left out, or taken in too."""
    held_out = development(corpora)
    ids = {document.id for document in held_out}
    training = [d for path in _known(corpora) if not _is_development(path) for d in read_corpus(path)]
    return [*training, *held_out] if also_dev else [d for d in training if d.id not in ids]


def development(corpora: Path) -> list[Annotated]:
    """The documents of the development parts."""
    return [d for path in _known(corpora) if _is_development(path) for d in read_corpus(path)]


def _known(corpora: Path) -> list[Path]:
    return [path for path in sorted(corpora.glob("*.jsonl.zst")) if path.name.split(".")[0] in TAUGHT]


def _is_development(path: Path) -> bool:
    return path.name.split(".")[1] == "dev"
