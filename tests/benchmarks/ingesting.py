"""Does an ingest that is interrupted go on where it was, and what do two processes bring?

    python tests/benchmarks/ingesting.py COUNT FILES…

Takes the title and abstract of each citation or article in FILES (PubMed XML, JATS, archives of them), as many as
COUNT; where there are fewer, the rest is put together from every third sentence of three of them. They are ingested
by two processes; a third of the way the run is interrupted (Ctrl-C), at two thirds it is killed (SIGKILL), then it
is repeated to the end, and once more when all is done. Prints what each run says and what its report counts, and
whether any document was extracted twice or is missing. Then slices of a tenth, 200 documents at most, are ingested
by one and by two processes in turn, three times each: seconds, and seconds of processor time.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ingest.read import read
from kg.model import Document
from kg.store import Store

LITKG = [sys.executable, "-m", "kg.cli", "ingest"]
FULL_OF_TEXT = 200


def abstracts(files: list[str]) -> Iterator[tuple[str, str]]:
    """Identifier and text of title and abstract."""
    for file in files:
        for item in read(Path(file)):
            if isinstance(item, Document):
                parts = [s for s in item.sections if s.kind in ("title", "abstract")]
                text = "\n".join(item.text[s.start : s.end] for s in parts)
                if len(text) > FULL_OF_TEXT:
                    yield item.id, text


def mixed(real: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Texts of every third sentence of three real ones, without end."""
    draw = random.Random(0)
    while True:
        drawn = draw.sample(real, 3)
        sentences = [re.split(r"(?<=\.)\s+", text)[k::3] for k, (_, text) in enumerate(drawn)]
        yield "mixed:" + "+".join(name for name, _ in drawn), " ".join(s for part in sentences for s in part)


def write(path: Path, texts: list[tuple[str, str]]) -> None:
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def interrupted(source: Path, folder: Path, count: int) -> None:
    """Ingest in four runs, the first two of which are cut short."""
    store, extracted = folder / "store", Counter[str]()
    for run, (share, with_signal) in enumerate(
        [(1, signal.SIGINT), (2, signal.SIGKILL), (9, None), (9, None)]
    ):
        report = folder / f"report-{run}.jsonl"
        start = time.perf_counter()
        process = subprocess.Popen(
            [*LITKG, "--store", store, "--jobs", "2", "--report", report, source], stderr=subprocess.PIPE
        )
        while process.poll() is None:
            time.sleep(0.2)
            if with_signal and len(outcomes(report)) >= share * count // 3:
                process.send_signal(with_signal)
                break
        _, said = process.communicate()
        seconds = time.perf_counter() - start
        ends = Counter(outcome["status"] for outcome in outcomes(report))
        extracted.update(o["document"] for o in outcomes(report) if o["status"] in ("written", "unchanged"))
        print(f"run {run + 1}: exit {process.returncode}, {seconds:.0f} s, {dict(ends)}", flush=True)
        print("   ", said.decode().strip().replace("\r", "\n").splitlines()[-1:], flush=True)
    with Store.open(store, read_only=True) as held:
        kept = {document.id for document in held.documents()}
    twice = sum(number > 1 for number in extracted.values())
    print(f"{len(kept)} of {count} documents are there, {twice} were extracted twice")


def outcomes(report: Path) -> list[dict[str, str]]:
    """The lines of a report that are whole, without the summary."""
    if not report.exists():
        return []
    lines = report.read_text(encoding="utf-8").split("\n")[:-1]
    return [told for told in map(json.loads, lines) if "document" in told]


def ratio(texts: list[tuple[str, str]], folder: Path) -> None:
    """The same documents by one and by two processes, in turn."""
    source, times = folder / "slice.jsonl", {1: [], 2: []}  # type: dict[int, list[tuple[float, float]]]
    write(source, texts)
    for turn in range(3):
        for jobs in (1, 2):
            used, start = children(), time.perf_counter()
            command = [*LITKG, "--store", folder / f"slice-{turn}-{jobs}", "--jobs", str(jobs), source]
            subprocess.run(command, check=True, capture_output=True)
            times[jobs].append((time.perf_counter() - start, children() - used))
    for jobs, taken in times.items():
        wall, processor = (min(column) for column in zip(*taken, strict=True))
        print(
            f"{jobs} of --jobs: {wall:.1f} s, {processor:.1f} s of processor time for {len(texts)} documents"
        )
    print(f"ratio {min(times[1])[0] / min(times[2])[0]:.2f}, load {os.getloadavg()[0]:.1f}")


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(count: int, files: list[str]) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the shell lets jobs behind it ignore Ctrl-C
    real = list({name: (name, text) for name, text in islice(abstracts(files), count)}.values())
    texts = [*real, *islice(mixed(real), count - len(real))]
    words = sum(len(text.split()) for _, text in texts) / count
    print(f"{len(real)} real texts, {count - len(real)} mixed, {words:.0f} words on average", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "texts.jsonl", texts)
        interrupted(folder / "texts.jsonl", folder, count)
        ratio(texts[: min(count // 10, 200)], folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
