import pyoxigraph as ox
import pytest

from kg.errors import UnknownQueryError
from kg.identifiers import Identifiers
from queries.library import Library, ParameterType, QueryTemplate, read_template

TEMPLATES = Library.load().templates()
IDS = [template.name for template in TEMPLATES]

HEADER = """#+ summary: What is it?
#+ description: All of it.
#+ parameters:
#+   - name: entity
#+     type: entity
#+     description: a thing
#+     example: PD-1

SELECT * WHERE { VALUES ?_entity { <urn:x> } ?_entity ?p ?o }
"""


def test_library_has_ten_questions_and_more() -> None:
    assert len(IDS) >= 10


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_question_is_a_question(template: QueryTemplate) -> None:
    assert template.summary.endswith("?")
    assert len(template.description) > 40
    assert all(p.description and p.example for p in template.parameters)


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_question_runs_as_it_stands(template: QueryTemplate) -> None:
    ox.Store().query(template.text)


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_question_binds_every_parameter(template: QueryTemplate) -> None:
    blocks = {p.name for p in template.parameters if f"VALUES ?_{p.name} {{" in template.text}
    assert blocks | {"limit"} == {p.name for p in template.parameters}
    assert template.parameters[-1].type is ParameterType.INTEGER
    assert template.text.count("?_") == sum(template.text.count(f"?_{name}") for name in blocks)


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_question_declares_the_prefixes_of_the_store(template: QueryTemplate) -> None:
    known = Identifiers().prefixes
    declared = [line.split() for line in template.text.splitlines() if line.startswith("PREFIX")]
    assert declared == [["PREFIX", f"{p[:-1]}:", f"<{known[p[:-1]]}>"] for _, p, _ in declared]


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_rows_that_assert_name_their_evidence(template: QueryTemplate) -> None:
    columns = {v.value for v in ox.Store().query(template.text).variables}
    asserting = columns & {"relation", "claim_1", "path", "entity"}
    assert not asserting or columns & {"statement", "statement_1", "statements"}


def test_unknown_question_names_the_nearest() -> None:
    with pytest.raises(UnknownQueryError, match="did you mean what-inhibits"):
        Library.load().get("what-inhibit")


def test_template_reads_header_and_text() -> None:
    template = read_template("it", HEADER)
    assert (template.summary, template.description) == ("What is it?", "All of it.")
    assert template.parameters[0].required
    assert template.text.startswith("SELECT")


@pytest.mark.parametrize(
    "damage",
    [("#+ summary: What is it?\n", ""), ("type: entity", "type: thing"), ("#+     example: PD-1\n", "")],
    ids=["no summary", "unknown type", "no example"],
)
def test_template_with_damaged_header_is_refused(damage: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="header"):
        read_template("it", HEADER.replace(*damage))
