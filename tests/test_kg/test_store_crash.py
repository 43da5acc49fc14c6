import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store
from tests.benchmarks import crash

ROOT = Path(__file__).parents[2]


def test_killed_writer_leaves_whole_documents_and_a_right_assembly(tmp_path: Path) -> None:
    known = crash.Known()
    for kill in range(int(os.environ.get("LITKG_KILLS", "10"))):
        crash.kill_once(tmp_path / "store", known, f"test.{kill}", within=0.5)
    assert known.versions


@pytest.mark.parametrize("fault", ["missing", "half", "foreign", "stale"])
def test_check_after_a_crash_finds_what_is_wrong(tmp_path: Path, fault: str) -> None:
    known = crash.Known({"text:1": 7, "text:2": 8})
    with Store.open(tmp_path / "store") as store:
        for name, version in known.versions.items():
            store.add(crash.contribution(name, version))
        if fault == "missing":
            store.remove("text:1")
        elif fault == "half":
            store.oxigraph.remove(store.document_graph("text:1")[0])
        elif fault == "foreign":
            store.add(crash.contribution("text:3", 1))
        else:
            store.oxigraph.clear_graph(store.terms.entities)
    with pytest.raises((AssertionError, StoreError, StopIteration)):
        crash.check(tmp_path / "store", known)


# -- disks that are full, folders that cannot be written

FILLER = """
import resource, sys
from kg.errors import StoreError
from kg.store import Store
from tests.benchmarks.crash import contribution
store = Store.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with store:
        for turn in range(10**6):
            store.add(contribution(f"text:{turn}", turn))
            print(turn, flush=True)
except StoreError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


@pytest.mark.parametrize("room", [200_000, 1_000_000], ids=["at-once", "later"])
def test_full_disk_is_one_clear_error_and_loses_nothing(tmp_path: Path, room: int) -> None:
    path = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, "-c", FILLER, path, str(room)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "cannot be written" in line
    assert "full" in line
    acknowledged = [int(turn) for turn in done.stdout.split()]
    with Store.open(path) as store:
        found = {document.id for document in store.documents()}
        assert found >= {f"text:{turn}" for turn in acknowledged}
        assert set(store.oxigraph) == crash.from_scratch(store)
