"""What do the annotators of a corpus say?"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from ingest.relate.pairs.train.labels import is_left_out


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus, one a line: {"id", "text", "entities", "relations"}."""
    with path.open("rb") as stream:
        unpacked = zstandard.ZstdDecompressor().stream_reader(stream) if path.suffix == ".zst" else stream
        yield from map(json.loads, io.TextIOWrapper(unpacked, encoding="utf-8"))


class Annotated:
    """An annotated document; things are concepts where it has them, else mentions.

    ``told`` holds what is claimed of two things, each time with the one that acts.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self.text: str = record["text"]
        self.entities = {e.get("id", number): e for number, e in enumerate(record["entities"])}
        self._relations = [r for r in record["relations"] if not is_left_out(r)]
        concepts = {key: (e.get("concepts") or [None])[0] for key, e in self.entities.items()}
        grouped = any(concepts.values()) or any("head_mentions" in r for r in self._relations)
        self.things = {key: (grouped and concepts[key]) or key for key in self.entities}
        self.grouped = grouped
        self.told: dict[frozenset[Any], list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
        for relation in self._relations:
            head, tail = self._side(relation, "head"), self._side(relation, "tail")
            self.told[frozenset((head, tail))].append((head, relation))

    def _side(self, relation: dict[str, Any], side: str) -> Any:
        mentions = relation.get(f"{side}_mentions")
        return self.things[mentions[0]] if self.grouped and mentions else relation[side]

    def related(self) -> Iterator[frozenset[str]]:
        """Pairs of types that a relation joins here."""
        for relation in self._relations:
            for head in relation.get("head_mentions") or [relation["head"]]:
                for tail in relation.get("tail_mentions") or [relation["tail"]]:
                    if head in self.entities and tail in self.entities:
                        yield frozenset((self.entities[head]["type"], self.entities[tail]["type"]))
