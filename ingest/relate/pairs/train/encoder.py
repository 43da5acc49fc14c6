"""A teacher that began as a pretrained encoder: it reads pieces of words, then looks at two names as `Pairing` does.

It is too slow to be used; what it thinks is learnt by the classifier that is. A trained teacher is a folder:
``encoder.safetensors``, the encoder's ``tokenizer.json`` and ``config.json``, and ``model.json`` as of a classifier.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from ingest.relate.pairs.network import Arrays, ScoringReader, Vocabulary, read_header
from ingest.relate.pairs.seen import Pair, Seen
from ingest.relate.pairs.train.model import Scorer, arrays
from kg.errors import ModelError

WEIGHTS, _TOKENIZER, _CONFIG = FILES = ("encoder.safetensors", "tokenizer.json", "config.json")
STATE, HIDDEN = 256, 256
#: a word has no more pieces than so many
_PIECES = 5
#: the word that stands for a name of a group
_NAMES = {
    "gene": "protein",
    "chemical": "drug",
    "disease": "disease",
    "cell": "cells",
    "anatomy": "tissue",
    "taxon": "species",
    "process": "process",
    "component": "component",
    "variant": "mutation",
}
#: what a layer of torch is called in BERT's format; its attention's input is in three there
_LAYER = {
    "self_attn.out_proj.": "attention.output.dense.",
    "norm1.": "attention.output.LayerNorm.",
    "linear1.": "intermediate.dense.",
    "linear2.": "output.dense.",
    "norm2.": "output.LayerNorm.",
}


def is_in(folder: Path) -> bool:
    """Does the folder hold a trained teacher of this kind?"""
    return (folder / WEIGHTS).is_file()


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of an encoder, called as in its ``config.json``."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    layer_norm_eps: float = 1e-12


class Pieces:
    """Cuts words into the pieces that an encoder knows.

    :raises ModelError: if it lacks one of the pieces that BERT has for begin, end, gap, unknown and hidden
    """

    def __init__(self, tokenizer: Tokenizer, most: int) -> None:
        self.tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.no_truncation()
        special = [tokenizer.token_to_id(f"[{name}]") for name in ("CLS", "SEP", "PAD", "UNK", "MASK")]
        if None in special:
            raise ModelError("the encoder's tokenizer has no [CLS], [SEP], [PAD], [UNK] or [MASK]")
        self._begin, self._end, self._gap, self._unknown, self._mask = special
        self._most = most
        self._known: dict[str, list[int]] = {}

    def arrays(self, sentences: Sequence[Seen], hidden: float = 0.0) -> Arrays:
        """B sentences of at most W pieces and L words: ``pieces`` and ``absent`` (B, W), ``starts`` (B, L).

        ``absent`` is true where a sentence has ended, ``starts`` says where the words begin. A share of the pieces is
        hidden. Pieces beyond what the encoder reads are left out; words there begin at the end.
        """
        read = [self._read(seen) for seen in sentences]
        size = len(read), max(len(pieces) for pieces, _ in read)
        found: Arrays = {
            "pieces": np.full(size, self._gap, np.int64),
            "absent": np.ones(size, bool),
            "starts": np.zeros((len(read), max(len(starts) for _, starts in read)), np.int64),
        }
        for row, (pieces, starts) in enumerate(read):
            found["pieces"][row, : len(pieces)] = pieces
            found["absent"][row, : len(pieces)] = False
            found["starts"][row, : len(starts)] = starts
        chosen = np.random.rand(*size) < hidden
        kept = np.isin(found["pieces"], (self._begin, self._end, self._gap))
        found["pieces"][chosen & ~kept] = self._mask
        return found

    def _read(self, seen: Seen) -> tuple[list[int], list[int]]:
        pieces, starts = [self._begin], []
        for word, group in zip(seen.words, seen.groups, strict=True):
            starts.append(min(len(pieces), self._most - 1))
            pieces += self._of(word or _NAMES[group])
        return [*pieces[: self._most - 1], self._end], starts

    def _of(self, word: str) -> list[int]:
        if word not in self._known:
            pieces = self.tokenizer.encode(word, add_special_tokens=False).ids
            self._known[word] = pieces[:_PIECES] or [self._unknown]
        return self._known[word]


class Encoder(nn.Module):
    """BERT but for its segments and its pooling; the vectors of pieces and of positions are not learnt further."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width, smallest = sizes.hidden_size, sizes.layer_norm_eps
        self.pieces = nn.Embedding(sizes.vocab_size, width)
        self.positions = nn.Embedding(sizes.max_position_embeddings, width)
        for table in (self.pieces, self.positions):
            table.weight.requires_grad_(False)
        self.norm = nn.LayerNorm(width, smallest)
        self.layers = nn.ModuleList(_layer(sizes) for _ in range(sizes.num_hidden_layers))
        self.few = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, absent: Tensor) -> Tensor:
        """The states of pieces, shape (B, W, width)."""
        states = self.few(self.norm(self.pieces(pieces) + self.positions.weight[: pieces.shape[1]]))
        for layer in self.layers:
            states = layer(states, src_key_padding_mask=absent)
        return states


def _layer(sizes: Sizes) -> nn.Module:
    layer = nn.TransformerEncoderLayer(
        sizes.hidden_size,
        sizes.num_attention_heads,
        sizes.intermediate_size,
        dropout=0.1,
        activation="gelu",
        layer_norm_eps=sizes.layer_norm_eps,
        batch_first=True,
    )
    # what the layer adds is dropped in part, nothing within it: attention that drops takes far longer
    layer.self_attn.dropout = 0.0
    layer.dropout.p = 0.0
    return layer


class EncoderPairing(Scorer):
    """Inputs as of `arrays`, with those of `Pieces.arrays`."""

    def __init__(self, sizes: Sizes, tables: Mapping[str, int]) -> None:
        super().__init__(tables, STATE, HIDDEN, 0.2)
        self.encoder = Encoder(sizes)
        self.words = nn.Linear(sizes.hidden_size + self.known, STATE)
        self.few = nn.Dropout(0.1)

    def forward(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Scores, shape (pairs, claims + `OTHERS`)."""
        read = self.encoder(inputs["pieces"], inputs["absent"])
        # a word is read at its first piece; the words of one sentence stand below one another
        places = inputs["starts"][..., None].expand(-1, -1, read.shape[2])
        words = self.beside(torch.gather(read, 1, places).transpose(0, 1), inputs)
        return self.scores(torch.tanh(self.words(self.few(words))), inputs)


class EncoderNetwork(ScoringReader):
    """A teacher that reads pairs, and can be trained further."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._sizes = _sizes(folder)
        self.pieces = Pieces(_tokenizer(folder), self._sizes.max_position_embeddings)
        counts = {name: len(words) for name, words in vocabulary.tables.items()}
        self.model = EncoderPairing(self._sizes, counts)

    @classmethod
    def begin(cls, folder: Path, vocabulary: Vocabulary) -> EncoderNetwork:
        """A teacher that has learnt nothing but what the pretrained encoder in the folder knows.

        :raises ModelError: if the folder holds no encoder in BERT's format
        """
        network = cls(folder, vocabulary)
        _load(network.model.encoder, folder / "model.safetensors", pretrained=True)
        return network

    @classmethod
    def open(cls, folder: Path) -> EncoderNetwork:
        """The trained teacher in the folder.

        :raises ModelError: if it is not whole, or of another version
        """
        network = cls(folder, Vocabulary(read_header(folder)["tables"]))
        _load(network.model, folder / WEIGHTS)
        network.model.eval()
        return network

    def write(self, folder: Path) -> None:
        """Write `FILES` to the folder."""
        save_file(self.model.state_dict(), folder / WEIGHTS)
        self.pieces.tokenizer.save(str(folder / _TOKENIZER))
        config = {"model_type": "bert", "hidden_act": "gelu", **asdict(self._sizes)}
        (folder / _CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")

    def _scores(
        self,
        sentences: Sequence[Seen],
        pairs: Sequence[Sequence[Pair]],
        conventions: Sequence[Sequence[str]],
    ) -> NDArray[np.float32]:
        inputs, _ = arrays(self.vocabulary, sentences, pairs, conventions)
        inputs |= self.pieces.arrays(sentences)
        with torch.inference_mode():
            scores = self.model({name: torch.from_numpy(array) for name, array in inputs.items()})
        return np.asarray(scores.numpy(), dtype=np.float32)


def _sizes(folder: Path) -> Sizes:
    path = folder / _CONFIG
    try:
        config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sizes = Sizes(**{field.name: config[field.name] for field in fields(Sizes) if field.name in config})
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"{path}: no sizes of an encoder ({error})") from error
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        raise ModelError(f"{path}: no encoder in BERT's format with the activation gelu")
    return sizes


def _tokenizer(folder: Path) -> Tokenizer:
    path = folder / _TOKENIZER
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # it raises nothing narrower
        raise ModelError(f"{path}: no tokenizer ({error})") from error


def _load(model: nn.Module, path: Path, pretrained: bool = False) -> None:
    try:
        weights = load_file(path)
        model.load_state_dict(_translated(weights, len(model.layers)) if pretrained else weights)
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{path}: no weights of such an encoder ({reason[:200]})") from error


def _translated(weights: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """The weights of `Encoder`, from those in BERT's format; of its segments there is only the first."""
    theirs = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    tables = "embeddings.{}_embeddings.weight".format
    found = {
        "pieces.weight": theirs[tables("word")],
        "positions.weight": theirs[tables("position")] + theirs[tables("token_type")][0],
    }
    for part in ("weight", "bias"):
        found[f"norm.{part}"] = theirs[f"embeddings.LayerNorm.{part}"]
        for number in range(layers):
            ours, of = f"layers.{number}.", f"encoder.layer.{number}."
            found[f"{ours}self_attn.in_proj_{part}"] = torch.cat(
                [theirs[f"{of}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            )
            found |= {f"{ours}{one}{part}": theirs[f"{of}{other}{part}"] for one, other in _LAYER.items()}
    return found
