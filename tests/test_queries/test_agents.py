"""`litkg mcp`, asked by the client of the mcp package over standard input and output of a process."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import MCPError
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from tests.test_queries.test_safety import ENDLESS, GREEDY

Call = Callable[..., Any]
ACTIVATES = "STAB1 activates CD8-positive T cell"


@pytest.fixture(scope="module")
def agent(store_path: Path) -> Iterator[Callable[..., Any]]:
    """Calls a method of a client that is connected to the server."""
    command = ["-m", "kg.cli", "mcp", "--store", str(store_path), "--timeout", "3", "--memory", "400"]
    server = StdioServerParameters(command=sys.executable, args=[*command, "--workers", "1"])
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server)) as client:
        yield lambda method, *given: portal.call(getattr(client, method), *given)


@pytest.fixture
def call(agent: Callable[..., Any]) -> Call:
    """What a tool answers; the error, as a string, if it is one."""

    def answer(name: str, /, **arguments: object) -> Any:
        result = agent("call_tool", name, arguments)
        (content,) = result.content
        if result.is_error:
            return content.text
        assert json.loads(content.text) == result.structured_content
        return result.structured_content

    return answer


def test_tools_say_what_they_do_and_write_nothing(agent: Callable[..., Any]) -> None:
    tools = {tool.name: tool for tool in agent("list_tools").tools}
    assert {"find_entities", "find_statements", "find_paths", "run_sparql"} <= tools.keys()
    assert all(t.description.endswith(".") and t.annotations.read_only_hint for t in tools.values())
    assert all(t.input_schema["additionalProperties"] is False for t in tools.values())


def test_entity_is_found_as_somebody_types(call: Call) -> None:
    (first, *_) = call("find_entities", name="clev")["items"]
    assert (first["id"], first["matched"]) == ("HGNC:18628", "Clever-1")


def test_statement_comes_with_sentence_and_article(call: Call) -> None:
    found = call("find_statements", subject="STAB1", relation="inhibits", denied=False)
    (item,) = found["items"]
    assert (item["says"], item["sentences"]) == ("STAB1 inhibits CD8-positive T cell", 2)
    (quote,) = item["quotes"]
    assert quote["sentence"] in ("Clever-1 holds CD8+ T cells down.", "Clever-1 suppresses CD8+ T cells.")
    assert quote["document"] in ("PMID:1", "PMID:2")
    assert quote["title"] == f"Article {quote['document']}"
    assert quote["iri"].endswith(quote["document"].removeprefix("PMID:"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"denied": True}, {"denied: STAB1 inhibits T cell"}),
        ({"supposed": True, "relation": "activates"}, {f"only supposed: {ACTIVATES}"}),
        ({"entity": "T cell", "role": "subject"}, {"T cell activates macrophage"}),
        ({"document": "PMID:6", "object_category": "biolink:Cell", "relation": "inhibits"}, {"PDCD1 inhibits T cell"}),
        ({"object": "T cell", "subtypes": True, "relation": "activates"}, {f"only supposed: {ACTIVATES}"}),
        ({"aspect": "response"}, {"PDCD1 decreases amount of anti-PD-1 therapy (response)"}),
    ],
)  # fmt: skip
def test_statements_are_filtered(call: Call, arguments: dict[str, object], says: set[str]) -> None:
    assert {item["says"] for item in call("find_statements", **arguments)["items"]} == says


def test_list_goes_on(call: Call) -> None:
    first = call("find_statements", limit=7)
    second = call("find_statements", limit=7, cursor=first["next"])
    assert (first["total"], second["next"]) == (12, None)
    assert len({item["id"] for item in first["items"] + second["items"]}) == 12


def test_synonym_is_taken_and_noted(call: Call) -> None:
    assert call("list_neighbours", entity="Clever-1")["notes"] == [
        "'Clever-1' was read as STAB1 (HGNC:18628)"
    ]
    assert call("list_neighbours", entity="STAB1")["notes"] == []


def test_entity_is_described_with_its_subtypes(call: Call) -> None:
    assert [child["id"] for child in call("describe_entity", entity="T cell")["children"]] == ["CL:0000625"]


def test_neighbours_are_quoted(call: Call) -> None:
    (item,) = call("list_neighbours", entity="HGNC:8760", relation="binds")["items"]
    assert item["entity"]["label"] == "sClever-1"
    assert item["surest"]["quotes"][0]["sentence"] == "sClever-1 binds PD-1."


def test_statement_is_shown_with_what_contradicts_it(call: Call) -> None:
    (item,) = call("find_statements", subject="STAB1", relation="inhibits", denied=False)["items"]
    shown = call("show_statement", statement=item["id"])
    assert {quote["document"] for quote in shown["statement"]["quotes"]} == {"PMID:1", "PMID:2"}
    assert [other["says"] for other in shown["contradicted_by"]] == [f"only supposed: {ACTIVATES}"]


def test_sentences_are_searched(call: Call) -> None:
    (item,) = call("search_sentences", text="macrophages -shed")["items"]
    assert (item["sentence"], item["document"]) == ("T cells drive macrophages.", "PMID:6")
    assert item["says"] == ["T cell activates macrophage"]


def test_path_has_a_sentence_for_each_step(call: Call) -> None:
    (path, *_) = call("find_paths", source="PD-1", target="macrophage")["items"]
    assert path["says"] == "PDCD1 inhibits T cell; T cell activates macrophage"
    assert all(step["quotes"] for step in path["steps"])


def test_contradictions_show_both_sides(call: Call) -> None:
    found = call("find_contradictions", entity="STAB1")
    assert found["total"] == len(found["items"]) > 0
    assert all(side["quotes"] for pair in found["items"] for side in (pair["one"], pair["other"]))


def test_article_is_read_in_stretches(call: Call) -> None:
    whole = call("read_document", document="PMID:2")
    assert whole["text"] == "Clever-1 suppresses CD8+ T cells. sClever-1 binds PD-1."
    part = call("read_document", document="PMID:2", start=34, length=10)
    assert (part["text"], part["length"]) == ("sClever-1 ", whole["length"])
    assert [s["says"] for s in part["statements"]] == ["sClever-1 binds PDCD1"]


def test_documents_and_counts(call: Call) -> None:
    assert call("list_documents", limit=2)["total"] == call("count_everything")["documents"] == 6


def test_question_is_answered(call: Call) -> None:
    table = call("ask_question", name="what-inhibits", values={"entity": "CD8-positive T cell"})
    row = dict(zip(table["columns"], table["rows"][0], strict=True))
    assert (row["subject_id"], table["left_out"]) == ("HGNC:18628", 0)


def test_sparql_is_answered(call: Call) -> None:
    assert call("run_sparql", query="SELECT ?o { ?s rel:secretes ?o }")["rows"] == [["litkg:gene.sclever-1"]]
    assert "rel:secretes" in call("run_sparql", query="CONSTRUCT WHERE { ?s rel:secretes ?o }")["turtle"]


def test_rows_that_are_left_out_are_counted(call: Call) -> None:
    table = call("run_sparql", query="SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 300")
    assert 0 < len(table["rows"]) <= 100
    assert len(table["rows"]) + table["left_out"] == 300


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("find_statements", {"relations": "inhibits"}, "relations: this tool has no such argument"),
        ("find_statements", {"relation": "eats"}, "relation: Input should be 'activates'"),
        ("find_statements", {"limit": 1000}, "limit: Input should be less than or equal to 50"),
        ("find_statements", {"entity": "Clever"}, "did you mean STAB1 (HGNC:18628)"),
        ("find_statements", {"since": "yesterday"}, "since: "),
        ("find_statements", {"cursor": "rubbish"}, "cursor: take it unchanged"),
        ("find_entities", {}, "name: Missing"),
        ("show_statement", {"statement": "0" * 20}, "supports the statement"),
        ("read_document", {"document": "PMID:404"}, "holds no document"),
        ("ask_question", {"name": "what-inhibit"}, "did you mean what-inhibits"),
        ("ask_question", {"name": "what-inhibits"}, "needs entity"),
        ("run_sparql", {"query": "SELEC"}, "not a SPARQL 1.1 query: line 1"),
        ("run_sparql", {"query": "CLEAR ALL"}, "UPDATE is refused"),
        ("run_sparql", {"query": "ASK { SERVICE <http://x.example/> { ?s ?p ?o } }"}, "SERVICE is refused"),
        ("run_sparql", {"query": ENDLESS}, "was stopped after 3 s"),
        ("run_sparql", {"query": GREEDY}, "more memory"),
        ("drop_everything", {}, "no tool is called 'drop_everything'"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(
    call: Call, tool: str, arguments: dict[str, object], says: str
) -> None:
    answer = call(tool, **arguments)
    assert isinstance(answer, str)
    assert says in answer
    assert "\n" not in answer
    assert call("run_sparql", query="ASK {}")["rows"] == [[True]]


def test_resources_are_read(agent: Callable[..., Any]) -> None:
    for resource in agent("list_resources").resources:
        (content,) = agent("read_resource", resource.uri).contents
        assert (len(content.text) > 100, content.mime_type) == (True, resource.mime_type)
    (entity,) = agent("read_resource", "litkg://entity/CL%3A0000084").contents
    assert json.loads(entity.text)["entity"]["label"] == "T cell"


@pytest.mark.parametrize("uri", ["litkg://nothing", "litkg://entity/CL:9", "file:///etc/passwd"])
def test_unknown_resource_is_an_error(agent: Callable[..., Any], uri: str) -> None:
    with pytest.raises(MCPError, match=r"no resource|names"):
        agent("read_resource", uri)


def test_examples_of_the_guide_run(agent: Callable[..., Any], call: Call) -> None:
    (content,) = agent("read_resource", "litkg://guide").contents
    patterns = [part.strip() for part in content.text.split("`")[1::2] if part.startswith(("?", "GRAPH"))]
    assert len(patterns) == 5
    for pattern in patterns:
        answer = call("run_sparql", query=f"SELECT * {{ {pattern.replace('…', '?a ?b ?c')} }} LIMIT 1")
        assert len(answer["rows"]) == 1, (pattern, answer)


def test_missing_package_is_named(tmp_path: Path) -> None:
    code = "import sys; sys.modules['mcp'] = sys.modules['mcp_types'] = None; import kg.cli; kg.cli.main(['mcp'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "litkg: mcp needs the package mcp; install it with: pip install 'litkg[mcp]'\n"
