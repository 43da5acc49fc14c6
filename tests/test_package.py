"""The package as a whole: its layers, what an import costs, its docstrings, and what a wheel holds."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = sorted(path for room in ("kg", "ingest", "queries") for path in (ROOT / room).rglob("*.py"))
HEAVY = {
    "spacy",
    "rdflib",
    "pyoxigraph",
    "fastapi",
    "trafilatura",
    "lxml",
    "networkx",
    "curies",
    "pyshacl",
    "uvicorn",
}
DATA = (
    "ingest/demo/article.html",
    "ingest/language/model/meta.json",
    "ingest/language/model/parser/model",
    "ingest/language/model/MODEL_CARD.md",
    "ingest/language/model/SHA256SUMS",
    "ingest/lexicon/data/lexicon.json",
    "ingest/lexicon/data/names.marisa",
    "ingest/lexicon/data/terms.bin",
    "ingest/lexicon/data/ATTRIBUTION.md",
    "ingest/relate/triggers.tsv",
    "ingest/relate/nouns.tsv",
    "queries/pages/templates/base.html",
    "queries/pages/static/litkg.css",
    "queries/pages/static/litkg.js",
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_layers_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module", ["kg", "kg.cli", "kg.model", "kg.errors", "ingest", "queries", "ingest.mention", "ingest.read"]
)
def test_import_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_import_writes_and_prints_nothing(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import kg.store, ingest.extract, queries.app"
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr, list(tmp_path.iterdir())) == ("", "", [])


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_says_what_it_answers(module: Path) -> None:
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    assert text.splitlines()[0].rstrip().endswith((".", "?", ":")) if text else False


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_is_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 500


def test_top_level_is_the_agreed_one() -> None:
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["kg", "ingest", "queries"]
    assert not {"src", "docs", "scripts", "data"} & {path.name for path in ROOT.iterdir()}


def test_no_path_of_a_machine_is_named() -> None:
    texts = [*MODULES, *(ROOT / "tests").rglob("*.py"), ROOT / "README.md", ROOT / "pyproject.toml"]
    strangers = ("/home/", "/Users/", "/wor" + "k/")
    found = [name_of(path) for path in texts for s in strangers if s in path.read_text(encoding="utf-8")]
    assert [name for name in found if name != "tests/test_package.py"] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    builder = pytest.importorskip(
        "hatchling.builders.wheel", reason="hatchling is not installed"
    ).WheelBuilder
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = builder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(path)


@pytest.mark.parametrize("file", DATA)
def test_wheel_holds_its_data(file: str, wheel: zipfile.ZipFile) -> None:
    assert wheel.getinfo(file).file_size > 0


def test_wheel_holds_every_module_question_and_shape(wheel: zipfile.ZipFile) -> None:
    wanted = {name_of(path) for path in MODULES}
    wanted |= {name_of(path) for path in (ROOT / "queries").rglob("*.rq")}
    wanted |= {name_of(path) for path in (ROOT / "kg").rglob("*.ttl")}
    assert wanted <= set(wheel.namelist())
    assert any(name.endswith("shapes.ttl") for name in wanted)
    assert any(name.endswith(".rq") for name in wanted)


def test_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    rooms = {name.partition("/")[0] for name in wheel.namelist()}
    assert {room for room in rooms if not room.endswith(".dist-info")} == {"kg", "ingest", "queries"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or name.endswith(".pyc")]


def test_wheel_has_its_command(wheel: zipfile.ZipFile) -> None:
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "litkg = kg.cli:main" in wheel.read(entry).decode()


def test_wheel_is_typed(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {"kg/py.typed", "ingest/py.typed", "queries/py.typed"} <= set(names)


def test_wheel_is_small_enough_to_share(wheel: zipfile.ZipFile) -> None:
    assert sum(info.compress_size for info in wheel.infolist()) < 60_000_000
