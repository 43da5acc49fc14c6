"""Does any input take too much time or memory, or end a batch? ``python tests/benchmarks/hostile.py [name part …]``

The files of `tests.benchmarks.hostile_inputs` are read, each in a process of its own: processor seconds, peak
memory and what came of it are printed, and whether that is what must come of it. Afterwards `litkg extract` gets all
of them at once and a good article last: it must print every document and every line, and exit with 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.hostile_inputs import GOOD, cases

SECONDS, MEGABYTES = 30.0, 1000.0
READ = """
import sys, json
from ingest.read import read
from ingest.read.folder import files
from kg.errors import ReadError
for found in files(sys.argv[1]):
    for item in [found] if isinstance(found, ReadError) else read(found):
        told = str(item) if isinstance(item, ReadError) else None
        print(json.dumps([told, 0 if told else len(getattr(item, "text", ""))]), flush=True)
try:
    peak = next(int(row.split()[1]) for row in open("/proc/self/status") if row.startswith("VmHWM")) / 1000
except OSError:
    peak = 0
print(json.dumps(peak))
"""


@dataclass(frozen=True)
class Result:
    """What came of a file: documents, lines of complaint, processor seconds, peak megabytes, and what is wrong."""

    documents: int
    lines: tuple[str, ...]
    seconds: float
    megabytes: float
    faults: tuple[str, ...]


def run(path: Path, wanted: str) -> Result:
    """Read a file in a process of its own and hold the outcome against what is wanted."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [sys.executable, "-c", READ, os.fspath(path)], stdout=out, stderr=err, env=_environment()
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        *items, peak = [json.loads(row) for row in out.read().splitlines()] or [0]
        if isinstance(peak, list):  # it ended early
            items, peak = [*items, peak], 0
        noise = err.read().decode(errors="replace").strip()
    lines = tuple(told for told, _ in items if told)
    documents = len(items) - len(lines)
    seconds, megabytes = used.ru_utime + used.ru_stime, peak or used.ru_maxrss / 1e6
    faults = []
    if child.returncode or noise:
        faults.append(f"ended with {child.returncode}: {noise[-200:]!r}")
    if seconds > SECONDS or megabytes > MEGABYTES:
        faults.append("too much time or memory")
    if {
        "refused": bool(documents) or not lines,
        "read": not documents or bool(lines),
        "partly": not (documents and lines),
    }.get(wanted):
        faults.append(f"not {wanted}")
    if wanted == "bounded" and not items:
        faults.append("neither read nor refused")
    return Result(documents, lines, seconds, megabytes, tuple(faults))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])}


def batch(paths: list[Path], folder: Path, documents: int, lines: int) -> bool:
    """Whether `litkg extract` does all files in one go, the good one at the end included."""
    last = folder / "zzz-good.txt"
    last.write_text(GOOD)
    command = [sys.executable, "-m", "kg.cli", "extract", *map(str, paths), str(last)]
    done = subprocess.run(command, capture_output=True, env=_environment(), check=False)
    found = [json.loads(row)["text"] for row in done.stdout.splitlines()]
    told = done.stderr.decode(errors="replace").splitlines()
    clean = all(row.startswith("litkg: ") and row.isprintable() for row in told)
    good = (done.returncode, len(found), len(told), clean) == (1, documents + 1, lines, True)
    print(
        f"all at once: exit code {done.returncode}, {len(found)} documents, {len(told)} lines",
        "" if good else "  WRONG",
    )
    return good and found[-1].startswith("Macrophages secrete")


def main(parts: list[str]) -> int:
    chosen = (case for case in cases() if not parts or any(part in case.name for part in parts))
    bad, documents, lines, paths = 0, 0, 0, []
    worst_time = worst_memory = 0.0
    print("input                     wanted    documents  lines  seconds     MB  first line")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in chosen:
            path = case.write(folder)
            found = run(path, case.wanted)
            documents, lines = documents + found.documents, lines + len(found.lines)
            worst_time, worst_memory = max(worst_time, found.seconds), max(worst_memory, found.megabytes)
            bad += bool(found.faults)
            first = found.lines[0].removeprefix(f"{path}") if found.lines else ""
            told = f"{case.name!r:25.25} {case.wanted:9} {found.documents:9} {len(found.lines):6}"
            told += f" {found.seconds:8.2f} {found.megabytes:6.0f}"
            print(
                told,
                first.strip(": ")[:90].replace("\n", " "),
                *(f"  WRONG: {fault}" for fault in found.faults),
                flush=True,
            )
            paths.append(path)
        print(
            f"{len(paths)} inputs, {bad} wrong; at most {worst_time:.1f} s of processor time and {worst_memory:.0f} MB"
        )
        bad += not batch(paths, folder, documents, lines)
    return bad


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
