from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import Lexicon, NameStatus
from ingest.lexicon.commands import lexicon as commands
from ingest.lexicon.own import OwnTerm, OwnTermsError, add_terms, location, read_terms, remove_terms, row
from kg.errors import LexiconError
from kg.vocabulary import Category

HEADER = "name\tcategory\tid\tsynonyms\txrefs\tparents"


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "terms-to-add.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def opened(folder: Path, *rows: str) -> Lexicon:
    return Lexicon.open(own=table(folder, *rows))


def surfaces(lexicon: Lexicon, text: str) -> dict[str, list[str]]:
    return {text[m.start : m.end]: [sense.term_id for sense in m.senses] for m in lexicon.match(text)}


def test_match_finds_the_names_that_the_user_added(tmp_path: Path) -> None:
    lexicon = opened(tmp_path, "Fooximab\tDrug\t\tFX-101")
    (match,) = lexicon.match("they took FX 101 daily")
    (sense,) = match.senses
    assert (match.user, sense.term_id, sense.score) == (True, "litkg:drug.fooximab", 1.0)
    assert sense.status is NameStatus.CURATED
    assert sense.reason.startswith("your own name of litkg:drug.fooximab")


def test_match_takes_a_name_for_what_the_user_says_alone(tmp_path: Path) -> None:
    assert surfaces(Lexicon.packaged(), "PD-1")["PD-1"][0] == "HGNC:8760"
    assert surfaces(opened(tmp_path, "PD-1\tDrug\tlitkg:drug.x"), "PD-1") == {"PD-1": ["litkg:drug.x"]}


def test_match_gives_the_names_of_the_user_within_longer_packaged_ones(tmp_path: Path) -> None:
    lexicon = opened(tmp_path, "negative breast\tPhenotypicFeature")
    found = {(m.start, m.end): m.user for m in lexicon.match("triple-negative breast cancer")}
    assert found[0, 29] is False
    assert found[7, 22] is True


@pytest.mark.parametrize(
    ("text", "found"), [("the rest of it", False), ("Rest now", False), ("REST binds", True)]
)
def test_match_wants_capitals_where_a_name_is_an_english_word(tmp_path: Path, text: str, found: bool) -> None:
    lexicon = opened(tmp_path, "REST\tGene\tHGNC:9966")
    assert any(match.user for match in lexicon.match(text)) is found


def test_match_takes_other_names_in_any_case(tmp_path: Path) -> None:
    assert "zzq7" in surfaces(opened(tmp_path, "ZZQ7\tGene"), "we saw zzq7")


def test_lookup_puts_the_user_first_and_keeps_the_packaged(tmp_path: Path) -> None:
    senses = opened(tmp_path, "PD-1\tDrug\tlitkg:drug.x").lookup("PD1")
    assert senses[0].term_id == "litkg:drug.x"
    assert "HGNC:8760" in {sense.term_id for sense in senses}


@pytest.mark.parametrize("identifier", ["HGNC:18628", "NCBIGene:23166"])
def test_get_of_a_packaged_term_has_the_further_names(tmp_path: Path, identifier: str) -> None:
    lexicon = opened(tmp_path, f"macrophage scavenger X\tGene\t{identifier}\t\tNCBIGene:1|PR:1")
    term = lexicon.get(identifier)
    assert (term.id, term.label, term.synonyms[0]) == ("HGNC:18628", "STAB1", "macrophage scavenger X")
    assert {"UniProtKB:Q9NY15", "PR:1"} <= set(term.xrefs)
    assert lexicon.get("UniProtKB:Q9NY15") == lexicon.get("PR:1") == term


def test_ancestors_of_a_term_go_through_its_parents(tmp_path: Path) -> None:
    above = opened(tmp_path, "my macrophage\tCell\t\t\t\tCL:0000235").ancestors("litkg:cell.my-macrophage")
    assert above[0] == "CL:0000235"
    assert "CL:0000000" in above


def test_ancestors_leave_out_a_parent_that_is_no_longer_listed(tmp_path: Path) -> None:
    lexicon = opened(tmp_path, "my cell\tCell\t\t\t\tCL:9999999|CL:0000235")
    assert lexicon.ancestors("litkg:cell.my-cell")[:2] == ("CL:9999999", "CL:0000235")


WRONG = {
    "no name": ("\tDrug", "the name is empty"),
    "no category": ("Fooximab\tThing", "'Thing' is no category"),
    "no identifier": ("Fooximab\tDrug\t18628", "'18628' is no identifier"),
    "too short": ("x\tDrug", "too short"),
    "too long": ("word " * 20 + "\tDrug", "too long"),
    "too many fields": ("Fooximab\tDrug\t\t\t\t\tmore", "more fields"),
}


@pytest.mark.parametrize(("line", "problem"), WRONG.values(), ids=WRONG.keys())
def test_read_terms_says_which_row_is_wrong_and_why(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(OwnTermsError, match=f"line 3: .*{problem}"):
        read_terms(table(tmp_path, "Barximab\tDrug", line))


@pytest.mark.parametrize("header", ["name\tkind", "name", "Fooximab\tDrug"])
def test_read_terms_wants_a_header(tmp_path: Path, header: str) -> None:
    with pytest.raises(OwnTermsError, match="line 1"):
        read_terms(table(tmp_path, "a b\tDrug", header=header))


def test_read_terms_takes_columns_in_any_order_comments_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes("\ufeffcategory\tname\r\n# mine\r\n\r\nbiolink:cell\tfoo cell\r\n".encode())
    assert read_terms(path) == (OwnTerm("foo cell", Category.CELL, "litkg:cell.foo-cell"),)


_NAME = st.text("abcXYZ123 αβ-+é", min_size=3, max_size=5).map(lambda name: f"n{name.strip()}q")


@given(st.lists(st.builds(OwnTerm, _NAME, st.sampled_from(Category), st.just("litkg:x"),
                          st.lists(_NAME, unique=True).map(tuple)), max_size=4))  # fmt: skip
def test_row_and_read_terms_round_trip(
    tmp_path_factory: pytest.TempPathFactory, terms: list[OwnTerm]
) -> None:
    path = table(tmp_path_factory.mktemp("t"), *map(row, terms))
    assert list(read_terms(path)) == terms


def test_add_terms_takes_all_rows_or_none(tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "terms.tsv"
    with pytest.raises(OwnTermsError, match="unknown prefix"):
        add_terms(table(tmp_path, "Barximab\tDrug", "Fooximab\tDrug\tnowhere:1"), lambda _: True, mine)
    assert not mine.exists()
    with pytest.raises(OwnTermsError, match="CL:1 is in neither"):
        add_terms(table(tmp_path, "my cell\tCell\t\t\t\tCL:1"), lambda _: False, mine)


def test_add_terms_twice_changes_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "terms.tsv"
    assert add_terms(table(tmp_path, "Barximab\tDrug"), lambda _: True, mine) == 1
    assert add_terms(table(tmp_path, "Barximab\tDrug"), lambda _: True, mine) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"terms-to-add.tsv", "terms.tsv"}


def test_remove_terms_by_name_or_identifier(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    add_terms(table(tmp_path, "Barximab\tDrug", "Fooximab\tDrug", "Bazximab\tDrug"), lambda _: True, mine)
    assert remove_terms(["barximab", "litkg:drug.fooximab"], mine) == 2
    assert [term.name for term in read_terms(mine)] == ["Bazximab"]
    with pytest.raises(LexiconError, match="no term 'Barximab'"):
        remove_terms(["Barximab"], mine)


def test_location_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LITKG_LEXICON", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert location() == tmp_path / "litkg" / "terms.tsv"
    monkeypatch.setenv("LITKG_LEXICON", str(tmp_path / "lab.tsv"))
    assert location() == tmp_path / "lab.tsv"


def test_commands_add_list_and_remove(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LITKG_LEXICON", str(tmp_path / "lab.tsv"))
    run = CliRunner().invoke
    assert run(commands, ["add", str(table(tmp_path, "Fooximab\tDrug"))]).exit_code == 0
    assert Lexicon.open().lookup("fooximab")[0].user
    assert "Fooximab\tbiolink:Drug\tlitkg:drug.fooximab" in run(commands, ["list"]).output
    assert run(commands, ["remove", "Fooximab"]).exit_code == 0
    assert "Fooximab" not in run(commands, ["list"]).output


def test_command_add_says_each_row_that_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LITKG_LEXICON", str(tmp_path / "lab.tsv"))
    done = CliRunner().invoke(commands, ["add", str(table(tmp_path, "x\tDrug", "Fooximab\tThing"))])
    assert done.exit_code == 1
    assert [line.split(": ")[1][-6:] for line in done.output.splitlines()] == ["line 2", "line 3"]
    assert not (tmp_path / "lab.tsv").exists()


def test_command_stats_names_sources_and_counts() -> None:
    output = CliRunner().invoke(commands, ["stats"]).output
    assert "CC0-1.0" in output
    assert "in the listed case" in output
