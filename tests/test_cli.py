"""The command line as its users meet it: exit codes, streams, one line for each thing that goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from ingest.extract import THRESHOLD, Extractor
from kg.cli import main

Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
ARTICLE = "Gefitinib inhibits EGFR. Macrophages secrete IL-6."
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    "]><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>&b;</ArticleTitle>"
    "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


@pytest.fixture
def run(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process; the lexicon and the model are those that are loaded already."""
    monkeypatch.setattr(Extractor, "load", lambda *arguments: extractor)
    monkeypatch.delenv("LITKG_STORE", raising=False)

    def invoke(*arguments: object, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="litkg")

    return invoke


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, article: Path, run: Run) -> Path:
    """A store of one article with two statements."""
    path = tmp_path / "store"
    assert run("ingest", "--store", path, article).exit_code == 0
    return path


def complaints(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line]


def process(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "kg.cli", *(str(a) for a in arguments)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, cwd=ROOT, **streams)  # type: ignore[call-overload, no-any-return]


# ---------------------------------------------------------------------------------------- what goes well


def test_ingest_counts_on_standard_error(tmp_path: Path, article: Path, run: Run) -> None:
    result = run("ingest", "--store", tmp_path / "new", article)
    assert (result.exit_code, result.stdout) == (0, "")
    assert complaints(result) == ["litkg: 1 documents read, 2 statements found"]


def test_ingest_reads_standard_input(tmp_path: Path, run: Run) -> None:
    result = run("ingest", "--store", tmp_path / "new", "-", stdin=ARTICLE)
    assert "2 statements found" in result.stderr


def test_ingest_again_changes_nothing(store: Path, article: Path, run: Run) -> None:
    before = run("export", "nquads", "--store", store).stdout
    assert run("ingest", "--store", store, article).exit_code == 0
    assert run("export", "nquads", "--store", store).stdout == before


def test_extract_prints_one_record_a_document(article: Path, run: Run) -> None:
    result = run("extract", article, article)
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (result.exit_code, result.stderr, first) == (0, "", second)
    assert [s["relation"] for s in first["statements"]] == ["inhibits", "secretes"]


def test_extract_keeps_the_text_of_json_lines(run: Run) -> None:
    text = " IL-6\tbinds  IL6R. \n<b>é</b> &amp; 😀 "
    line = json.dumps({"id": "7", "text": text})
    record = json.loads(run("extract", "--from", "jsonl", "-", stdin=line + "\n").stdout)
    assert (record["id"], record["text"]) == ("7", text)


def test_extract_threshold_leaves_statements_out(article: Path) -> None:
    with process("extract", "--threshold", "1", article) as running:
        out, _ = running.communicate()
    assert json.loads(out)["statements"] == []


def test_documents_lists_what_was_read(store: Path, run: Run) -> None:
    (line,) = run("documents", "--store", store).stdout.splitlines()
    assert line.split("\t")[2] == "2"


def test_remove_takes_a_document_out(store: Path, run: Run) -> None:
    identifier = run("documents", "--store", store).stdout.split("\t")[0]
    assert run("remove", "--store", store, identifier).exit_code == 0
    assert run("documents", "--store", store).stdout == ""


def test_stats_counts(store: Path, run: Run) -> None:
    counted = dict(line.split("\t") for line in run("stats", "--store", store).stdout.splitlines())
    assert (counted["documents"], counted["statements"]) == ("1", "2")


def test_check_of_a_good_store_says_so(store: Path, run: Run) -> None:
    result = run("check", "--store", store)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 violations" in result.stderr


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld"])
def test_export_writes_each_form(form: str, store: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "graph"
    assert run("export", form, "--store", store, "-o", file).exit_code == 0
    assert file.read_bytes() == run("export", form, "--store", store).stdout_bytes
    assert file.stat().st_size > 1000


def test_lookup_shows_candidates_with_reasons(run: Run) -> None:
    result = run("lookup", "CTLA-4", "--limit", 1)
    assert "HGNC:2505" in result.stdout
    assert "CTLA4" in result.stdout.splitlines()[0]


def test_lookup_as_json(run: Run) -> None:
    records = [json.loads(line) for line in run("lookup", "T", "cell", "--json").stdout.splitlines()]
    assert records[0]["id"] == "CL:0000084"
    assert set(records[0]) == {"id", "label", "category", "score", "reason", "xrefs"}


def test_query_lists_and_describes_the_library(run: Run) -> None:
    assert "what-inhibits" in run("query").stdout
    assert "SELECT" in run("query", "--show", "what-inhibits").stdout


def test_query_by_name_answers(store: Path, run: Run) -> None:
    result = run("query", "--store", store, "what-inhibits", "entity=EGFR", "--format", "json")
    answer = json.loads(result.stdout)
    assert [row["subject"] for row in answer["rows"]] == ["gefitinib"]


@pytest.mark.parametrize("form", ["table", "tsv", "csv"])
def test_query_by_name_in_other_forms(form: str, store: Path, run: Run) -> None:
    result = run("query", "--store", store, "what-inhibits", "entity=EGFR", "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "gefitinib" in result.stdout


SELECT = "SELECT ?s { ?s <urn:litkg:relation/inhibits> ?o }"


def test_query_in_sparql(store: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(SELECT, encoding="utf-8")
    asked = run("query", "--store", store, "-e", SELECT, "--format", "tsv").stdout
    assert "CHEBI:49668" in asked
    assert run("query", "--store", store, file, "--format", "tsv").stdout == asked


def test_store_may_be_named_by_the_environment(
    store: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITKG_STORE", str(store))
    assert run("documents").stdout


def test_demo_shows_statements_with_their_sentences(tmp_path: Path, run: Run) -> None:
    result = run("demo", "--store", tmp_path / "demo")
    assert result.exit_code == 0
    assert "“The protein then bound to T cells" in result.stdout
    assert "$ litkg query" in result.stdout
    assert "litkg serve" in result.stderr


def test_demo_runs_twice(tmp_path: Path, run: Run) -> None:
    first, second = (run("demo", "--store", tmp_path / "demo") for _ in range(2))
    assert first.stdout == second.stdout


# ------------------------------------------------------------------------------------ input that is bad


def _bad_files() -> Iterator[object]:
    xml = b'<?xml version="1.0"?><PubmedArticleSet><PubmedArticle>'
    yield pytest.param("missing.txt", None, "no such file", id="missing")
    yield pytest.param("empty.txt", b"", "empty", id="empty")
    yield pytest.param("binary", b"\x7fELF\x02\x01\x01\x00\xff\xfe\x00\x90" * 50, "", id="binary")
    yield pytest.param("page.pdf", b"%PDF-1.7 \xe2\xe3", "a damaged PDF", id="pdf")
    yield pytest.param("latin.txt", b"caf\xe9 IL-6", "not UTF-8 at byte 3", id="invalid-utf-8")
    yield pytest.param("broken.xml", xml, "XML breaks off", id="malformed-xml")
    yield pytest.param("bomb.xml", BOMB.encode(), "entities", id="entity-bomb")
    yield pytest.param("lines.jsonl", b'{"id": 1\n', "not JSON", id="json")
    yield pytest.param("lone.jsonl", b'{"id": "1", "text": "\\ud83d"}\n', "surrogate", id="lone-surrogate")


@pytest.mark.parametrize(("name", "content", "reason"), list(_bad_files()))
def test_bad_input_costs_one_line_and_the_others_go_on(
    name: str, content: bytes | None, reason: str, tmp_path: Path, article: Path, run: Run
) -> None:
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    result = run("ingest", "--store", tmp_path / "new", bad, article)
    first, last = complaints(result)
    assert (result.exit_code, result.stdout) == (1, "")
    assert first.startswith(f"litkg: {bad}")
    assert reason in first
    assert last == "litkg: 1 documents read, 2 statements found, 1 could not be read"
    assert run("check", "--store", tmp_path / "new").exit_code == 0


def test_bad_input_of_extract_costs_one_line(tmp_path: Path, article: Path, run: Run) -> None:
    result = run("extract", tmp_path / "missing.txt", article)
    assert (result.exit_code, len(complaints(result)), len(result.stdout.splitlines())) == (1, 1, 1)


def test_bad_input_leaves_the_store_as_it_was(store: Path, tmp_path: Path, run: Run) -> None:
    before = run("export", "nquads", "--store", store).stdout
    assert run("ingest", "--store", store, tmp_path / "missing.txt").exit_code == 1
    assert run("export", "nquads", "--store", store).stdout == before


def test_empty_folder_as_input_is_one_line(tmp_path: Path, run: Run) -> None:
    result = run("extract", tmp_path)
    assert (result.exit_code, complaints(result)) == (1, [f"litkg: {tmp_path}: holds no file to read"])


# --------------------------------------------------------------------------------- stores that are none

READING = [
    ["documents"],
    ["stats"],
    ["check"],
    ["export"],
    ["query", "most-connected"],
    ["remove", "x"],
    ["serve"],
]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_reading_where_there_is_no_store_is_one_line(command: list[str], tmp_path: Path, run: Run) -> None:
    result = run(*command, "--store", tmp_path / "nothing")
    (line,) = complaints(result)
    assert (result.exit_code, result.stdout) == (1, "")
    assert line.startswith(f"litkg: {tmp_path / 'nothing'}: ")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("command", [["ingest"], ["documents"]], ids=["ingest", "documents"])
def test_folder_with_other_files_is_left_alone(command: list[str], article: Path, run: Run) -> None:
    given = [article] if command == ["ingest"] else []
    result = run(*command, *given, "--store", article.parent)
    assert result.exit_code == 1
    assert "not a store" in complaints(result)[0]
    assert [path.name for path in article.parent.iterdir()] == [article.name]


def test_store_that_another_process_writes_is_refused(store: Path, article: Path, run: Run) -> None:
    code = f"import sys; from kg.store import Store; Store.open({str(store)!r}); print('held', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        refused = run("ingest", "--store", store, article)
        reading = run("documents", "--store", store)
        holder.communicate("\n")
    assert refused.exit_code == 1
    assert f"process {holder.pid}" in complaints(refused)[0]
    assert (reading.exit_code, len(reading.stdout.splitlines())) == (0, 1)


# -------------------------------------------------------------------------------- questions that are none


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["what-inhibit"], 1, "did you mean what-inhibits", id="unknown-question"),
        pytest.param(["what-inhibits"], 1, "needs entity", id="parameter-missing"),
        pytest.param(["what-inhibits", "nope=1"], 1, "no parameter 'nope'", id="parameter-unknown"),
        pytest.param(["what-inhibits", "EGFR"], 2, "name=value", id="parameter-without-name"),
        pytest.param(["what-inhibits", "entity=qqzzyx"], 1, "qqzzyx", id="unknown-entity"),
        pytest.param(["-e", "SELECT * {"], 1, "line 1, column 11", id="syntax"),
        pytest.param(["-e", "DELETE WHERE { ?s ?p ?o }"], 1, "refused", id="delete"),
        pytest.param(["-e", "INSERT DATA { <a:b> <a:c> <a:d> }"], 1, "refused", id="insert"),
        pytest.param(["-e", "CLEAR ALL"], 1, "refused", id="clear"),
        pytest.param(["-e", "ASK {}", "what-inhibits"], 2, "-e takes no name", id="both"),
        pytest.param(["--show", "nope"], 1, "no question is called 'nope'", id="show-unknown"),
    ],
)
def test_bad_question_is_one_line(arguments: list[str], code: int, said: str, store: Path, run: Run) -> None:
    before = run("export", "nquads", "--store", store).stdout
    result = run("query", "--store", store, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in complaints(result)[-1]
    assert code == 2 or len(complaints(result)) == 1
    assert run("export", "nquads", "--store", store).stdout == before


def test_unknown_document_to_remove_does_not_stop_the_others(store: Path, run: Run) -> None:
    known = run("documents", "--store", store).stdout.split("\t")[0]
    result = run("remove", "--store", store, "text:nothing", known)
    assert (result.exit_code, len(complaints(result))) == (1, 1)
    assert "text:nothing" in complaints(result)[0]
    assert run("documents", "--store", store).stdout == ""


def test_unwritable_output_is_one_line(store: Path, tmp_path: Path, run: Run) -> None:
    result = run("export", "--store", store, "-o", tmp_path / "nowhere" / "graph.trig")
    assert result.exit_code == 1
    assert "cannot be written" in complaints(result)[0]


def test_failing_export_leaves_the_old_file(store: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "graph.trig"
    file.write_text("kept", encoding="utf-8")
    assert run("export", "--store", store, "--document", "nope", "-o", file).exit_code == 1
    assert file.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    "arguments",
    [["bogus"], ["ingest"], ["export", "pdf"], ["extract", "--threshold", "2", "x"], ["lookup", "x", "-9"]],
)
def test_wrong_command_line_is_exit_code_2(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_name_that_the_lexicon_does_not_know_is_one_line(run: Run) -> None:
    result = run("lookup", "qqzzyx-17")
    assert (result.exit_code, len(complaints(result))) == (1, 1)


# -------------------------------------------------------------------------------- processes of their own


@pytest.mark.parametrize("options", [["--help"], ["ingest", "--help"], ["query", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(options: list[str]) -> None:
    code = (
        "import sys\nfrom kg.cli import main\n"
        f"main({options!r}, standalone_mode=False)\n"
        "heavy = 'spacy rdflib pyoxigraph fastapi trafilatura lxml networkx curies marisa_trie'.split()\n"
        "sys.exit(' '.join(sorted(set(heavy) & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr in ("", "\n")


def _piped(*arguments: object) -> tuple[int, str]:
    """Exit code and standard error of a command whose reader goes away after the first bytes."""
    running = process(*arguments)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(1)
    running.stdout.close()
    said = running.stderr.read().decode()
    running.stderr.close()
    return running.wait(), said


def test_broken_pipe_of_extract_is_silent(article: Path) -> None:
    assert _piped("extract", *[article] * 200) == (0, "")


def test_broken_pipe_of_export_is_silent(store: Path, article: Path) -> None:
    article.write_text(
        " ".join(f"Gefitinib inhibits EGFR in {n} of all the cases." for n in range(300)), encoding="utf-8"
    )
    with process("ingest", "--store", store, article) as running:
        running.communicate()
    assert _piped("export", "--store", store) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_one_line(store: Path) -> None:
    with Path("/dev/full").open("wb") as full, process("documents", "--store", store, stdout=full) as running:
        _, said = running.communicate()
    assert running.returncode == 1
    assert len(said.decode().splitlines()) == 1


def test_interrupt_is_exit_code_130(tmp_path: Path) -> None:
    ready, feed = os.pipe()
    with process("ingest", "--store", tmp_path / "new", "-", stdin=ready) as running:
        while not (tmp_path / "new" / "litkg.json").exists():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    os.close(ready)
    os.close(feed)
    assert running.returncode == 130


def test_killed_ingest_leaves_a_store_that_opens(store: Path, run: Run) -> None:
    ready, feed = os.pipe()
    with process("ingest", "--store", store, "-", stdin=ready) as running:
        os.write(feed, b"A line.")
        running.kill()
        running.communicate(timeout=20)
    os.close(ready)
    os.close(feed)
    assert run("check", "--store", store).exit_code == 0
    with kg.open(store) as graph:
        assert len(graph.documents()) == 1


def test_threshold_is_that_of_the_extractor() -> None:
    defaults = {
        command: option.default
        for command in ("extract", "ingest")
        for option in main.commands[command].params
        if option.name == "threshold"
    }
    assert defaults == {"extract": THRESHOLD, "ingest": THRESHOLD}
