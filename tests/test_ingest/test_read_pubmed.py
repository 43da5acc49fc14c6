"""PubMed XML: what a citation says, at constant memory, and nothing expanded or fetched."""

import io
from pathlib import Path

import pytest
from lxml import etree

from ingest.read import pubmed, read
from ingest.read.citation import document_of
from ingest.read.source import Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind, Notice

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def read_xml(xml: str | bytes) -> list[Item]:
    return list(read(io.BytesIO(xml.encode() if isinstance(xml, str) else xml), format="pubmed", name="set"))


def citation(pmid: int, title: str = "A title.", inner: str = "") -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID>'
        f"<Article><ArticleTitle>{title}</ArticleTitle>{inner}</Article></MedlineCitation></PubmedArticle>"
    )


def text_of(title: str) -> str:
    (document,) = read_xml(citation(1, title))
    assert isinstance(document, Document)
    return document.text


@pytest.fixture(scope="module")
def documents() -> list[Item]:
    *found, notice = read(FIXTURES / "pubmed_set.xml", name="set")
    assert notice == Notice("PMID:99000005", "deletion")
    return found


def test_citation_carries_its_metadata(documents: list[Item]) -> None:
    first = documents[0]
    assert isinstance(first, Document)
    assert (first.id, first.pmid, first.pmcid) == ("PMID:99000001", "99000001", "PMC9900001")
    assert (first.doi, first.date, first.language) == ("10.9999/example.2024.1", "2024-03-05", "en")
    assert first.authors == ("Ada B Example", "Shedding Study Group")
    assert (first.journal, first.kind) == ("Journal of Invented Results", DocumentKind.ABSTRACT)


def test_structured_abstract_has_its_labels_in_sections_and_not_in_the_text(
    documents: list[Item],
) -> None:
    first = documents[0]
    assert isinstance(first, Document)
    assert [(s.kind, s.title, first.text[s.start : s.end]) for s in first.sections] == [
        ("title", "", "Receptor shedding by macrophages slows CD8+ T cells."),
        ("abstract", "BACKGROUND", "Macrophages shed receptors, and TGF-β1 is known to matter."),
        ("abstract", "RESULTS", "The constant was Kd = 3 nM. Shedding was not reduced."),
    ]


def test_record_without_abstract_is_a_document_of_its_translated_title(
    documents: list[Item],
) -> None:
    second = documents[1]
    assert isinstance(second, Document)
    assert (second.text, second.date, second.pmcid) == (
        "Soluble receptors in plasma",
        "1998-12",
        "PMC9900002",
    )


def test_broken_and_foreign_records_are_errors_in_their_place(documents: list[Item]) -> None:
    kinds = [
        d.id if isinstance(d, Document) else d.reason for d in documents[2:] if not isinstance(d, Notice)
    ]
    assert kinds == [
        "a citation without a PubMed identifier",
        "PMID:99000003",
        "PMID:99000004",
    ]


def test_chapter_of_a_book_is_a_document(documents: list[Item]) -> None:
    (chapter,) = (d for d in documents if isinstance(d, Document) and d.pmid == "99000003")
    assert (chapter.text, chapter.title) == ("A chapter\nTNF binds TNFR1.", "A chapter")
    assert (chapter.journal, chapter.publisher) == ("Receptors", "Example Press")
    assert (chapter.date, chapter.authors, chapter.language) == ("2025-02-03", ("Ada Example",), "en")


def test_set_of_books_alone_is_recognised() -> None:
    book = "<BookDocument><PMID>7</PMID><Book><BookTitle>Receptors</BookTitle></Book></BookDocument>"
    xml = f"<?xml version='1.0'?><PubmedArticleSet><PubmedBookArticle>{book}</PubmedBookArticle></PubmedArticleSet>"
    (found,) = read(io.BytesIO(xml.encode()), name="set")
    assert isinstance(found, Document)
    assert (found.id, found.title, found.journal) == ("PMID:7", "Receptors", "")


def test_abstract_by_others_is_read_where_the_article_has_none() -> None:
    others = "".join(
        f"<OtherAbstract {language}><AbstractText>{text}</AbstractText></OtherAbstract>"
        for language, text in (('Language="spa"', "En breve."), ('Type="NASA"', "In short."))
    )
    (found,) = read_xml(citation(1).replace("</Article>", "</Article>" + others))
    assert isinstance(found, Document)
    assert found.text == "A title.\nIn short."
    own = "<Abstract><AbstractText>Its own.</AbstractText></Abstract>"
    (found,) = read_xml(citation(1, inner=own).replace("</Article>", "</Article>" + others))
    assert isinstance(found, Document)
    assert found.text == "A title.\nIts own."


def test_identifier_that_was_taken_back_is_not_read() -> None:
    places = (
        '<ELocationID EIdType="doi" ValidYN="N">10.9999/wrong</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="Y">10.9999/right</ELocationID>'
    )
    (found,) = read_xml(citation(1, inner=places))
    assert isinstance(found, Document)
    assert found.doi == "10.9999/right"


def test_note_of_truncation_is_no_text(documents: list[Item]) -> None:
    assert isinstance(documents[-1], Document)
    assert documents[-1].text == "Last of the set.\nIt binds [in vitro]"


def test_old_medline_set_is_read() -> None:
    found = [d for d in read(FIXTURES / "medline_set.xml") if isinstance(d, Document)]
    assert [(d.id, d.date, d.journal) for d in found] == [
        ("PMID:99000011", "2007", "J Invent"),
        ("PMID:99000012", "", ""),
    ]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("[Effects of X on Y].", "Effects of X on Y"),
        ("[The [Ca2+]i rise in T cells].", "The [Ca2+]i rise in T cells"),
        ("Rise of [Ca2+]i in T cells.", "Rise of [Ca2+]i in T cells."),
        ("[3H]thymidine and [14C]glucose", "[3H]thymidine and [14C]glucose"),
        ("IL-1&#946; and\n <b>NF-&#954;B</b> ", "IL-1β and NF-κB"),
        ("H<sub>2</sub>O<sub>2</sub>", "H2O2"),
        ("the <i>STAB1</i>\n   gene", "the STAB1 gene"),
        ("a<!-- not this -->b<?nor this?>c", "abc"),
    ],
)
def test_title_is_flattened(title: str, text: str) -> None:
    assert text_of(title) == text


def test_title_that_is_not_available_is_the_vernacular_one() -> None:
    inner = "<VernacularTitle>Über Makrophagen.</VernacularTitle>"
    (document,) = read_xml(citation(1, "[Not Available].", inner))
    assert isinstance(document, Document)
    assert document.text == "Über Makrophagen."


def test_record_with_nothing_to_read_is_an_error() -> None:
    (error,) = read_xml(citation(5, ""))
    assert isinstance(error, ReadError)
    assert error.reason == "PMID 5 has neither title nor abstract"


BOMB = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};&b{n - 1};&b{n - 1};">' for n in range(1, 20))


@pytest.mark.parametrize(
    "declarations",
    [
        f'<!ENTITY b0 "boom">{BOMB}<!ENTITY x "&b19;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY x "y">',
    ],
    ids=["bomb", "external", "parameter"],
)
def test_declared_entities_are_refused(declarations: str) -> None:
    (error,) = read_xml(f"<!DOCTYPE PubmedArticle [{declarations}]>{citation(1, '&x;')}")
    assert isinstance(error, ReadError)
    assert "entities" in error.reason


def test_named_character_of_the_unread_dtd_is_read() -> None:
    doctype = '<!DOCTYPE PubmedArticle SYSTEM "https://dtd.example.org/x.dtd">'
    (document,) = read_xml(doctype + citation(1, "IL-1&beta; binds."))
    assert isinstance(document, Document)
    assert document.text == "IL-1β binds."


@pytest.mark.parametrize(
    "end",
    ["", "<PubmedArticle></Wrong>", "<a" * 10],
    ids=["cut", "mismatch", "garbage"],
)
def test_xml_that_breaks_off_gives_its_complete_records_first(end: str) -> None:
    document, error = read_xml("<PubmedArticleSet>" + citation(1) + end)
    assert isinstance(document, Document)
    assert isinstance(error, ReadError)
    assert "the XML breaks off" in error.reason


@pytest.mark.parametrize(
    "xml",
    [
        "<PubmedArticleSet/>",
        "<a>" * 100_000,
        "<html><body>no</body></html>",
        "words",
        "\0",
        "<!DOCTYPE x [<!ENTITY",
    ],
    ids=["empty set", "deep", "html", "text", "nul", "open dtd"],
)
def test_what_holds_no_citation_is_one_error(xml: str) -> None:
    (error,) = read_xml(xml)
    assert isinstance(error, ReadError)
    assert "\n" not in str(error)


def test_entity_bomb_in_an_attribute_is_refused() -> None:
    xml = f'<!DOCTYPE a [<!ENTITY b0 "boom boom boom">{BOMB}]><a x="&b19;">{citation(1)}</a>'
    (error,) = read_xml(xml)
    assert isinstance(error, ReadError)


def test_memory_does_not_grow_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    def spy(record: etree._Element, name: str) -> Document:
        held.append(sum(1 for _ in record.getroottree().getroot().iter("PMID")))
        return document_of(record, name)

    monkeypatch.setattr(pubmed, "document_of", spy)
    abstract = f"<Abstract><AbstractText>{'word ' * 2000}</AbstractText></Abstract>"
    records = "\n<!-- a comment -->".join(citation(n, inner=abstract) for n in range(1, 301))
    assert len(read_xml(f"<PubmedArticleSet>{records}</PubmedArticleSet>")) == 300
    assert max(held) <= 8  # of 10 kB each: what a chunk holds


def links(*pairs: tuple[str, str]) -> str:
    inner = "".join(
        f'<CommentsCorrections RefType="{kind}"><PMID>{pmid}</PMID></CommentsCorrections>'
        for kind, pmid in pairs
    )
    return f"<CommentsCorrectionsList>{inner}</CommentsCorrectionsList>"


@pytest.mark.parametrize(
    ("kind", "notices"),
    [
        ("RetractionIn", ("retraction",)),
        ("ErratumIn", ("erratum",)),
        ("ExpressionOfConcernIn", ("expression of concern",)),
        ("RetractedandRepublishedIn", ("retraction",)),
        ("CorrectedandRepublishedIn", ("erratum",)),
        ("CommentIn", ()),
    ],
)
def test_article_carries_the_notices_about_it(kind: str, notices: tuple[str, ...]) -> None:
    xml = citation(1).replace("</Article>", "</Article>" + links((kind, "2")))
    (found,) = read_xml(xml)
    assert isinstance(found, Document)
    assert found.notices == notices
    assert found.withdrawn == kind.startswith("Retract")


def test_retracted_publication_is_withdrawn() -> None:
    types = (
        "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    )
    (found,) = read_xml(citation(1, inner=types))
    assert isinstance(found, Document)
    assert found.notices == ("retraction",)


def test_notice_of_retraction_tells_of_the_article() -> None:
    xml = citation(2).replace("</Article>", "</Article>" + links(("RetractionOf", "1"), ("CommentOn", "3")))
    _, notice = read_xml(xml)
    assert notice == Notice("PMID:1", "retraction")


def test_deleted_citations_of_an_update_file_are_told() -> None:
    deleted = "<DeleteCitation><PMID>7</PMID><PMID>8</PMID></DeleteCitation>"
    _, *told = read_xml(f"<PubmedArticleSet>{citation(1)}{deleted}</PubmedArticleSet>")
    assert told == [Notice("PMID:7", "deletion"), Notice("PMID:8", "deletion")]
