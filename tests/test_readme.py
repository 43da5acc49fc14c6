"""What the README shows, works: its commands, its Python, its links, and the output that it quotes."""

from __future__ import annotations

import gzip
import os
import re
import shlex
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBMED = b"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>
<ArticleTitle>Gefitinib and EGFR</ArticleTitle><Abstract><AbstractText>Gefitinib inhibits EGFR.</AbstractText>
</Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """The litkg commands of the shell blocks, without those that install or stay running."""
    lines = [line.partition(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("litkg ") and not line.startswith("litkg serve")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles that the README reads, and the store that its commands ask."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "article.html").write_bytes((ROOT / "ingest" / "demo" / "article.html").read_bytes())
    (folder / "pubmed.xml.gz").write_bytes(gzip.compress(PUBMED))
    (folder / "papers").mkdir()
    (folder / "papers" / "article.txt").write_text("TNF binds TNFR1.", encoding="utf-8")
    with tarfile.open(folder / "fulltexts.tar.gz", "w:gz") as archive:
        archive.add(folder / "papers" / "article.txt", "article.txt")
    (line,) = (line for block in blocks("sh") for line in block.splitlines() if line.startswith("printf"))
    subprocess.run(["sh", "-c", line], cwd=folder, check=True)
    assert run(folder, "-m", "kg.cli", "ingest", "article.html").returncode == 0
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("LITKG_STORE", None)
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_readme_begins_with_the_two_commands() -> None:
    assert [block.strip() for block in blocks("sh")[:2]] == [
        "pip install . && litkg demo",
        "pip install '.[test]' && pytest",
    ]


def test_readme_shows_commands() -> None:
    assert len(commands()) >= 5
    assert any(line.startswith("litkg ingest") for line in commands())


@pytest.mark.parametrize("line", commands())
def test_readme_command_runs(line: str, folder: Path) -> None:
    done = run(folder, "-m", "kg.cli", *shlex.split(line)[1:])
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("code", blocks("python"))
def test_readme_python_runs(code: str, folder: Path) -> None:
    done = run(folder, "-W", "error", "-c", code)
    assert done.returncode == 0, done.stderr
    assert not code.count("print(") or done.stdout


def test_readme_quotes_what_the_demo_prints(folder: Path) -> None:
    quoted = next(
        block for block in re.findall(r"^```\n(.*?)^```$", README, re.DOTALL | re.MULTILINE) if "→ " in block
    )
    printed = run(folder, "-m", "kg.cli", "demo").stdout
    begins, quotes = (" ".join(re.sub(r"belief [\d.]+", "", text).split()) for text in (printed, quoted))
    assert begins.startswith(quotes)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_readme_links_lead_to_files(target: str) -> None:
    assert (ROOT / target).is_file()
