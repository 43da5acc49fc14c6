"""The parts of pages: marks in texts, the picture of a neighbourhood, links, tables."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kg.drawing import Picture
from queries.examples import EXAMPLES
from queries.pages import links, marks
from queries.pages.around import neighbourhood
from queries.results import (
    DocumentDetail,
    MentionItem,
    Named,
    Range,
    RelationGroup,
    SectionItem,
    StatementDetail,
)

(DETAIL,) = (each for each in EXAMPLES if isinstance(each, StatementDetail))
(ARTICLE,) = (each for each in EXAMPLES if isinstance(each, DocumentDetail))
(EVIDENCE,) = DETAIL.evidence
INHIBITS = DETAIL.statement
SVG = "{http://www.w3.org/2000/svg}"


def mention(start: int, end: int, score: float = 0.9, curie: str = "HGNC:18628") -> MentionItem:
    return MentionItem(Range(start, end), "", Named(curie, curie, "biolink:Gene"), score, "")


def article(text: str, *mentions: MentionItem, sections: tuple[SectionItem, ...] = ()) -> DocumentDetail:
    return replace(ARTICLE, text=text, mentions=mentions, sections=sections, claims=())


def marked(document: DocumentDetail) -> list[str]:
    """The texts of the marked names."""
    stretches = (stretch for p in marks.paragraphs(document) for stretch in p.stretches)
    return [name.text for stretch in stretches for name in stretch.names if name.mention]


def test_sentence_is_cut_at_its_roles() -> None:
    pieces = marks.sentence_pieces(EVIDENCE)
    assert "".join(piece.text for piece in pieces) == EVIDENCE.sentence
    assert [(piece.text, *piece.roles) for piece in pieces if piece.roles] == [
        ("Clever-1", "subject"),
        ("inhibits", "cue"),
        ("T cells", "object"),
    ]


def test_sentence_with_roles_over_each_other_and_outside_keeps_its_text() -> None:
    odd = replace(
        EVIDENCE, cue_range=Range(4, 12), antecedent_range=Range(40, 50), object_range=Range(20, 99)
    )
    pieces = marks.sentence_pieces(odd)
    assert "".join(piece.text for piece in pieces) == EVIDENCE.sentence
    assert ("er-1", ("subject", "cue")) in [(piece.text, piece.roles) for piece in pieces]


def test_longest_of_names_that_overlap_is_marked() -> None:
    text = "soluble Clever-1 receptor"
    document = article(text, mention(8, 16), mention(0, 16, 0.5), mention(8, 25, 0.2))
    assert marked(document) == ["Clever-1 receptor"]


def test_article_keeps_all_of_its_text() -> None:
    text = "Title\nHead\nOne T cell.\n\nTwo.\nbetween\nLast."
    sections = (
        SectionItem("title", "", Range(0, 5)),
        SectionItem("heading", "Head", Range(6, 10)),
        SectionItem("body", "Head", Range(11, 28)),
        SectionItem("caption", "Figure 1", Range(37, 42)),
    )
    found = list(marks.paragraphs(article(text, mention(15, 21), sections=sections)))
    lines = ["".join(name.text for stretch in p.stretches for name in stretch.names) for p in found]
    assert lines == ["Head", "One T cell.", "Two.", "between", "Last."]
    assert [p.title for p in found] == ["", "", "", "", "Figure 1"]


def test_text_without_sections_is_shown_whole() -> None:
    assert marked(article("a\nPD-1 b", mention(2, 6))) == ["PD-1"]


def group(side: str, *names: str, relation: str = "inhibits") -> RelationGroup:
    hub = INHIBITS.subject
    others = [Named(f"HGNC:{n}", name, "biolink:Gene") for n, name in enumerate(names, 1)]
    items = tuple(
        replace(INHIBITS, subject=hub, object=other, id=f"{side}{other.id}")
        if side == "subject"
        else replace(INHIBITS, subject=other, object=hub, id=f"{side}{other.id}")
        for other in others
    )
    return RelationGroup(relation, side, len(items), items)  # type: ignore[arg-type]


def boxes(picture: Picture | None) -> dict[str, tuple[float, float]]:
    """Where the names of neighbours stand."""
    assert picture
    texts = ET.fromstring(picture.svg).iterfind(f".//{SVG}a/{SVG}text")
    return {
        element.text or "": (float(element.get("x", "")), float(element.get("y", ""))) for element in texts
    }


def test_picture_puts_what_acts_left_and_what_is_acted_on_right() -> None:
    picture = neighbourhood(INHIBITS.subject, [group("object", "A"), group("subject", "A", "C")])
    places = boxes(picture)
    assert places["A"][0] < places["C"][0]
    assert picture
    assert picture.svg.count('class="edge') == len(places) == 2  # A is shown once
    assert picture == neighbourhood(INHIBITS.subject, [group("object", "A"), group("subject", "A", "C")])


def test_picture_has_no_more_than_fit() -> None:
    names = [f"a gene with quite a long name {n}" for n in range(40)]
    groups = [group("subject", *names), group("either", *reversed(names), relation="binds")]
    places = boxes(neighbourhood(INHIBITS.subject, groups))
    assert max(map(len, places)) <= 18
    picture = neighbourhood(INHIBITS.subject, groups)
    assert picture
    rects = ET.fromstring(picture.svg).findall(f".//{SVG}rect")
    assert len(rects) == len({(r.get("x"), r.get("y")) for r in rects}) == 18


def test_relations_take_turns_in_the_picture() -> None:
    both = group("subject", *"ABCDEFGHIJVWXYZ")
    groups = [
        replace(both, items=both.items[:10]),
        replace(both, relation="activates", items=both.items[10:]),
    ]
    assert {"A", "V", "B", "W"} <= boxes(neighbourhood(INHIBITS.subject, groups)).keys()


def test_entity_without_statements_has_no_picture() -> None:
    assert neighbourhood(INHIBITS.subject, []) is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("javascript:alert(1)", []),
        ("https://pubmed.ncbi.nlm.nih.gov/12345", []),
        ("https://example.org/news", ["source"]),
    ],
)
def test_links_to_an_article_are_of_the_web(url: str, found: list[str]) -> None:
    told = [name for name, _ in links.article(replace(ARTICLE, url=url))]
    assert told == ["PubMed 12345", *found]
