"""Which annotated corpora teach the recogniser, and what does each of them annotate?

A corpus annotates few kinds of names, and each in its own style. What it does not annotate is not absent: of
those kinds its sentences say nothing.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard

from ingest.mention import Kind

SUFFIX = ".jsonl.zst"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A part of a corpus.

    ``file`` is its path in the folder of corpora, without suffix; ``style`` names its way of annotating;
    ``kinds`` are annotated throughout. An entity of a type in ``unsure`` may or may not be a name of that kind:
    its tokens are masked. ``people`` says whether "patients" may or may not be a species here.
    """

    file: str
    style: str
    kinds: tuple[Kind, ...]
    unsure: Mapping[str, Kind] = field(default_factory=dict)
    unsure_of_people: bool = False


_G, _C, _D, _T, _L, _S, _V, _A, _P, _K = Kind
_BIORED = (_G, _C, _D, _S, _V, _L)
_CRAFT = (_G, _C, _D, _T, _S, _A, _P, _K)

TRAINING = (
    Corpus("ner/biored.train", "biored", _BIORED),
    Corpus("ner/bc5cdr.train", "bc5cdr", (_C, _D)),
    Corpus("ner/ncbi_disease.train", "ncbi", (_D,)),
    Corpus("ner/nlm_gene.train", "nlmgene", (_G,)),
    Corpus("ner/gnormplus.train", "gnorm", (_G,), {"ProteinDomain": _G}),
    Corpus("ner/gnormplus.test", "gnorm", (_G,), {"ProteinDomain": _G}),
    Corpus("ner/craft.train", "craft", _CRAFT, unsure_of_people=True),
    Corpus("ner/jnlpba.train", "jnlpba", (_G, _T, _L), {"DNA": _G, "RNA": _G}),
    Corpus("ner/anatem.train", "anatem", (_A, _T, _L, _K)),
    Corpus("ner/bionlp13cg.train", "cg", (_G, _C, _S)),
    Corpus("ner/bionlp13pc.train", "pc", (_G, _C, _K)),
    Corpus("ner/tmvar3.train", "tmvar", (_V, _G)),
    Corpus("ner/linnaeus.train", "linnaeus", (_S,), unsure_of_people=True),
    Corpus("ner/species800.train", "s800", (_S,), unsure_of_people=True),
    Corpus("ner/bioid_cellline.train", "bioid", (_L,)),
    Corpus("ner/bc2gm.train", "bc2gm", (_G,)),
    Corpus("ner/drugprot_ner.test", "drugprot", (_G, _C)),
    Corpus("rel/chemprot.train", "drugprot", (_G, _C)),
    Corpus("rel/chemprot.devel", "drugprot", (_G, _C)),
)
DEVELOPMENT = (
    Corpus("ner/biored.dev", "biored", _BIORED),
    Corpus("ner/bc5cdr.dev", "bc5cdr", (_C, _D)),
    Corpus("ner/ncbi_disease.dev", "ncbi", (_D,)),
    Corpus("ner/craft.dev", "craft", _CRAFT, unsure_of_people=True),
    Corpus("ner/anatem.dev", "anatem", (_A, _T, _L, _K)),
    Corpus("ner/bionlp13pc.dev", "pc", (_G, _C, _K)),
    Corpus("ner/bc2gm.dev", "bc2gm", (_G,)),
)
#: the styles in the order of their vectors
STYLES = tuple(dict.fromkeys(corpus.style for corpus in TRAINING))
#: the kinds that the corpora of a style annotate
KINDS_OF: Mapping[str, tuple[Kind, ...]] = {
    style: tuple(kind for kind in Kind if any(kind in c.kinds for c in TRAINING if c.style == style))
    for style in STYLES
}
#: of this corpus, which has no development part, every fifth document is one
SPLIT = "ner/jnlpba.train"

#: the kinds that the corpora's types of entities are
KIND_OF: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "GeneFamily": _G,
    "Complex": _G,
    "GENE-Y": _G,
    "GENE-N": _G,
    "CHEMICAL": _C,
}
#: this type is of cell types and cell lines alike
CELL = "Cell"


def read_documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus file, one a line: {"id", "text", "entities": [{"start", "end", "type"}]}.

    Raises OSError for a file that is not there, and ValueError for one that is damaged.
    """
    with path.open("rb") as file:
        stream = zstandard.ZstdDecompressor().stream_reader(file) if path.suffix == ".zst" else file
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


def path_of(folder: Path, file: str) -> Path:
    """Where the corpus of this name lies in the folder of corpora."""
    return folder / (file + SUFFIX)


def fingerprint(document: Mapping[str, Any]) -> str:
    """What copies of a document have in common, whatever their identifiers: how its text begins.

    >>> fingerprint({"text": "IL-6 and TNF.\\nWe show"}) == fingerprint({"text": "Il 6 and TNF. We show"})
    True
    """
    return re.sub(r"\W+", "", document["text"][:90].lower())


def development_fingerprints(folder: Path) -> frozenset[str]:
    """The fingerprints of the documents of all development parts."""
    return frozenset(
        fingerprint(document)
        for corpus in DEVELOPMENT
        for document in read_documents(path_of(folder, corpus.file))
    )
