import pytest

from kg.answers import Cell
from kg.store import Store
from queries.library import Library
from queries.run import run_question
from tests.test_queries.articles import articles

LIBRARY = Library.load()


def ask(store: Store, name: str, **values: str) -> list[dict[str, Cell]]:
    return run_question(store, LIBRARY.get(name), values).records()


def told(rows: list[dict[str, Cell]]) -> list[str]:
    """Rows as sentences, with what is denied or supposed marked."""
    return [
        f"{'NOT ' if row['negated'] else ''}{'MAYBE ' if row['hedged'] else ''}"
        f"{row['subject']} {row['relation']} {row['object']}"
        for row in rows
    ]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        (
            "what-inhibits",
            {"entity": "T cell"},
            [
                "STAB1 inhibits CD8-positive T cell",
                "PDCD1 inhibits T cell",
                "NOT STAB1 inhibits T cell",
            ],
        ),
        ("what-inhibits", {"entity": "T cell", "category": "Drug"}, []),
        ("what-activates", {"entity": "T cell"}, ["MAYBE STAB1 activates CD8-positive T cell"]),
        ("what-acts-on", {"entity": "Clever-1"}, ["bexmarilimab targets STAB1"]),
        ("what-acts-on", {"entity": "NCBIGene:23166"}, ["bexmarilimab targets STAB1"]),
        (
            "what-acts-on",
            {"entity": "T cell", "relation": "activates"},
            ["MAYBE STAB1 activates CD8-positive T cell"],
        ),
        ("what-does-it-act-on", {"entity": "T cell"}, ["T cell activates macrophage"]),
        (
            "what-does-it-act-on",
            {"entity": "STAB1", "category": "Disease"},
            ["MAYBE STAB1 biomarker for melanoma"],
        ),
        ("what-do-cells-release", {"cell": "CL:0000000"}, ["macrophage secretes sClever-1"]),
        (
            "linked-to-resistance",
            {},
            [
                "PDCD1 decreases amount of anti-PD-1 therapy",
                "sClever-1 confers resistance to anti-PD-1 therapy",
            ],
        ),
        ("linked-to-resistance", {"therapy": "bexmarilimab"}, []),
        ("drug-targets", {"drug": "FP-1305"}, ["bexmarilimab targets STAB1"]),
        ("treatments-for", {"condition": "melanoma"}, ["anti-PD-1 therapy treats melanoma"]),
        ("biomarkers-of", {"entity": "melanoma"}, ["MAYBE STAB1 biomarker for melanoma"]),
        ("statements-of-document", {"document": "PMID:3"}, ["NOT STAB1 inhibits T cell"]),
        (
            "what-is-known-about",
            {"entity": "macrophage"},
            ["T cell activates macrophage", "macrophage secretes sClever-1"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) if isinstance(value, dict) else "",
)
def test_question_tells_what_the_articles_say(
    store: Store, name: str, values: dict[str, str], expected: list[str]
) -> None:
    assert sorted(told(ask(store, name, **values))) == sorted(expected)


def test_most_believed_comes_first_with_its_counts(store: Store) -> None:
    first, *rest = ask(store, "what-inhibits", entity="T cell")
    assert (first["belief"], first["evidence_count"], first["aspect"]) == (0.912, 2, "activity")
    assert [row["belief"] for row in rest] == [0.76, 0.76]


def test_sentence_and_document_belong_together(store: Store) -> None:
    texts = {c.document.id: c.document.text for c in articles()}
    for row in ask(store, "what-is-known-about", entity="STAB1"):
        assert str(row["sentence"]) in texts[str(row["document"])]


def test_limit_cuts(store: Store) -> None:
    assert len(ask(store, "what-is-known-about", entity="STAB1", limit="2")) == 2


def test_aspect_is_shown(store: Store) -> None:
    rows = ask(store, "linked-to-resistance")
    assert {row["subject"]: row["aspect"] for row in rows} == {"PDCD1": "response", "sClever-1": ""}


def test_statement_leads_to_its_sentences(store: Store) -> None:
    (statement,) = {str(row["statement"]) for row in ask(store, "what-inhibits", entity="CL:0000625")}
    rows = ask(store, "evidence-for-statement", statement=statement)
    assert [(row["document"], row["sentence"]) for row in rows] == [
        ("PMID:1", "Clever-1 holds CD8+ T cells down."),
        ("PMID:2", "Clever-1 suppresses CD8+ T cells."),
    ]
    assert {row["title"] for row in rows} == {"Article PMID:1", "Article PMID:2"}


def test_contradictions_show_both_sides(store: Store) -> None:
    rows = ask(store, "contradictions")
    pairs = [{str(row["claim_1"]): row["hedged_1"], str(row["claim_2"]): row["hedged_2"]} for row in rows]
    assert pairs == [
        {"STAB1 inhibits CD8-positive T cell": False, "STAB1 activates CD8-positive T cell": True}
    ]


@pytest.mark.parametrize(("entity", "count"), [("STAB1", 1), ("T cell", 1), ("PD-1", 0)])
def test_contradictions_of_one_entity(store: Store, entity: str, count: int) -> None:
    assert len(ask(store, "contradictions", entity=entity)) == count


def test_documents_about_counts_mentions(store: Store) -> None:
    rows = ask(store, "documents-about", entity="Clever-1")
    assert [(row["document"], row["mentions"], row["title"], row["date"]) for row in rows] == [
        ("PMID:4", 2, "Article PMID:4", ""),
        ("PMID:1", 1, "Article PMID:1", ""),
        ("PMID:2", 1, "Article PMID:2", ""),
        ("PMID:3", 1, "Article PMID:3", ""),
    ]


@pytest.mark.parametrize(
    ("start", "end", "paths"),
    [
        ("bexmarilimab", "STAB1", [(1, "bexmarilimab targets STAB1")]),
        (
            "bexmarilimab",
            "CD8-positive T cell",
            [(2, "bexmarilimab targets STAB1, which inhibits CD8-positive T cell")],
        ),
        (
            "sClever-1",
            "macrophage",
            [(3, "sClever-1 binds PDCD1, which inhibits T cell, which activates macrophage")],
        ),
        (
            "macrophage",
            "T cell",
            [(3, "macrophage secretes sClever-1, which binds PDCD1, which inhibits T cell")],
        ),
        ("STAB1", "melanoma", []),
        ("STAB1", "T cell", []),
    ],
    ids=["one", "two", "symmetric first", "symmetric middle", "hedged", "negated"],
)
def test_paths_follow_what_is_affirmed(
    store: Store, start: str, end: str, paths: list[tuple[int, str]]
) -> None:
    rows = ask(store, "paths-between", **{"from": start, "to": end})
    assert [(row["steps"], row["path"]) for row in rows] == paths
    assert all(len(str(row["statements"]).split()) == row["steps"] for row in rows)


def test_path_through_a_symmetric_relation_stated_the_other_way(store: Store) -> None:
    rows = ask(store, "paths-between", **{"from": "PD-1", "to": "sClever-1"})
    assert rows[0]["path"] == "PDCD1 binds sClever-1"


def test_shared_neighbours_name_both_links(store: Store) -> None:
    (row,) = ask(store, "shared-neighbours", entity="bexmarilimab", other="CD8-positive T cell")
    assert (row["shared"], row["entity"], row["other"]) == ("STAB1", "targets it", "it inhibits")


def test_most_connected_counts_neighbours(store: Store) -> None:
    rows = ask(store, "most-connected", category="Cell")
    assert [(row["label"], row["neighbours"]) for row in rows] == [
        ("T cell", 2),
        ("macrophage", 2),
        ("CD8-positive T cell", 1),
    ]


def test_questions_work_with_another_base() -> None:
    store = Store.in_memory("https://example.org/kg/")
    for contribution in articles():
        store.add(contribution)
    assert len(ask(store, "what-inhibits", entity="T cell")) == 3
    assert ask(store, "most-connected")
