import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: the command line is the one place that knows both sides
MODULES = sorted(path for path in (ROOT / "kg").glob("*.py") if path.stem != "cli")
HEAVY = ("curies", "networkx", "pyoxigraph", "pyshacl", "rdflib", "spacy")


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_import_of_kg_is_light() -> None:
    code = f"import sys, kg; print([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]"


def test_import_of_kg_takes_no_time() -> None:
    code = "import time; start = time.process_time(); import kg; print(time.process_time() - start)"
    assert min(float(run(code)) for _ in range(3)) < 0.1


def test_graph_needs_neither_shacl_nor_network_until_asked() -> None:
    others = ("pyshacl", "networkx", "rdflib", "spacy", "ingest", "queries")
    code = f"import sys, kg.graph; print([name for name in {others} if name in sys.modules])"
    assert run(code) == "[]"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_graph_imports_neither_of_the_other_rooms(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert not imported & {"ingest", "queries", "spacy", "fastapi"}
