"""JATS: the prose of a full text with its sections, and nothing else of it."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import read
from ingest.read.source import Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind, Notice

ARTICLE = Path(__file__).parent / "fixtures" / "read" / "article.nxml"


def read_xml(xml: str | bytes) -> list[Item]:
    return list(read(io.BytesIO(xml.encode() if isinstance(xml, str) else xml), name="set"))


def article(
    inner: str = "<p>TNF binds TNFR1.</p>",
    meta: str = "",
    attributes: str = 'article-type="research-article"',
) -> str:
    title = (
        "" if "article-title" in meta else "<title-group><article-title>A title</article-title></title-group>"
    )
    return (
        f'<article xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}><front><journal-meta/>'
        f"<article-meta>{title}{meta}</article-meta></front><body>{inner}</body></article>"
    )


def text_of(inner: str) -> str:
    (document,) = read_xml(article(inner))
    assert isinstance(document, Document)
    return document.text.removeprefix("A title\n")


@pytest.fixture(scope="module")
def document() -> Document:
    (found,) = read(ARTICLE)
    assert isinstance(found, Document)
    return found


def test_article_carries_its_metadata(document: Document) -> None:
    assert (document.id, document.pmid, document.pmcid) == ("PMC:PMC9900101", "99000101", "PMC9900101")
    assert (document.doi, document.date, document.language) == (
        "10.9999/example.2024.101",
        "2024-03-05",
        "en",
    )
    assert document.authors == ("Ada B Example", "Shedding Study Group")
    assert (document.journal, document.publisher) == ("Journal of Invented Results", "Example Press")
    assert document.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert document.kind is DocumentKind.FULL_TEXT


def test_article_is_its_prose_by_sections(document: Document) -> None:
    assert [(s.kind, s.title, document.text[s.start : s.end]) for s in document.sections] == [
        ("title", "", "Shed receptors slow CD8+ T cells"),
        ("abstract", "Background", "Macrophages shed receptors."),
        ("abstract", "Results", "TGF-β1 raised the shedding."),
        ("heading", "Introduction", "Introduction"),
        (
            "body",
            "Introduction",
            "Macrophages shed receptors. T cells are slowed. Others agree, and Lee and Roy showed it in mice "
            "(Figure 1).\nTwo things follow:Both were seen at Kd = 3 nM.\nTNF binds TNFR1.\nIL-2 does not.",
        ),
        ("caption", "Figure 1", "Shedding.\nLevels of TNF in cells."),
        ("caption", "Table 1", "Patients treated with nivolumab."),
    ]


def test_english_abstract_of_an_article_in_another_language_is_read_alone() -> None:
    meta = (
        "<title-group><article-title>Makrophagen</article-title>"
        '<trans-title-group xml:lang="en"><trans-title>Macrophages</trans-title></trans-title-group></title-group>'
        '<abstract><p>Kurz.</p></abstract><trans-abstract xml:lang="en"><p>In short.</p></trans-abstract>'
    )
    (found,) = read_xml(article("<p>Lang.</p>", meta, 'article-type="other" xml:lang="de"'))
    assert isinstance(found, Document)
    assert (found.text, found.language, found.kind) == ("Macrophages\nIn short.", "en", DocumentKind.ABSTRACT)


def test_english_abstract_is_read_alone_without_an_english_title_too() -> None:
    meta = '<abstract xml:lang="es"><p>En breve.</p></abstract><abstract xml:lang="en"><p>In short.</p></abstract>'
    (found,) = read_xml(article("<p>Largo.</p>", meta, 'article-type="other" xml:lang="es"'))
    assert isinstance(found, Document)
    assert (found.text, found.title, found.language) == ("In short.", "", "en")


def test_of_abstracts_in_several_languages_the_article_s_own_is_read() -> None:
    meta = '<abstract xml:lang="fr"><p>En bref.</p></abstract><abstract xml:lang="en-US"><p>In short.</p></abstract>'
    (found,) = read_xml(article("<p>At length.</p>", meta, 'article-type="other" xml:lang="en"'))
    assert isinstance(found, Document)
    assert found.text == "A title\nIn short.\nAt length."


@pytest.mark.parametrize(
    ("link", "notices"),
    [("retraction-forward", ("retraction",)), ("correction-forward", ("erratum",)), ("companion", ())],
)
def test_article_carries_what_it_says_was_published_about_it(link: str, notices: tuple[str, ...]) -> None:
    (found,) = read_xml(article(meta=f'<related-article related-article-type="{link}"/>'))
    assert isinstance(found, Document)
    assert found.notices == notices


def test_preprint_is_of_its_own_kind() -> None:
    (found,) = read_xml(article(attributes='article-type="preprint"'))
    assert isinstance(found, Document)
    assert found.kind is DocumentKind.PREPRINT


def test_namespaced_article_in_a_set_is_read() -> None:
    inner = article().replace("<article ", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" ', 1)
    (found,) = read_xml(f"<pmc-articleset>{inner}</pmc-articleset>")
    assert isinstance(found, Document)
    assert found.text == "A title\nTNF binds TNFR1."


@pytest.mark.parametrize(
    ("kind", "link", "says"),
    [
        ("retraction", "retracted-article", "retraction"),
        ("correction", "corrected-article", "erratum"),
        ("expression-of-concern", "object-of-concern", "expression of concern"),
    ],
)
def test_notice_tells_of_the_article_that_it_is_about(kind: str, link: str, says: str) -> None:
    meta = f'<related-article related-article-type="{link}" xlink:href="10.9999/Example.7"/>'
    _, notice = read_xml(article(meta=meta, attributes=f'article-type="{kind}"'))
    assert notice == Notice("DOI:10.9999/example.7", says)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>Grown <bold>in</bold> H<sub>2</sub>O.</p>", "Grown in H2O."),
        ('<p>Shown (e.g., [<xref ref-type="bibr">3</xref>]) twice.</p>', "Shown twice."),
        ('<p>Slow (<xref ref-type="table">Table 2</xref>).</p>', "Slow (Table 2)."),
        ("<p>10<sup>6</sup> cells.</p>", "106 cells."),
        ("Text of its own.", "Text of its own."),
        ("<boxed-text><title>Box</title><p>In a box.</p></boxed-text>", "Box\nIn a box."),
        (
            "<def-list><def-item><term>TNF</term><def><p>A cytokine.</p></def></def-item></def-list>",
            "TNF\nA cytokine.",
        ),
    ],
)
def test_markup_becomes_prose(inner: str, expected: str) -> None:
    assert text_of(inner) == expected


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (article()[:-20], "the XML breaks off"),
        ("<article dtd-version='1.2'><body/></article>", "without front matter"),
        ("<pmc-articleset></pmc-articleset>", "holds no article"),
        (article("", "<title-group><article-title/></title-group>"), "neither title nor text"),
        ('<!DOCTYPE article [<!ENTITY a "b">]>' + article("<p>&a;</p>"), "declares XML entities"),
    ],
)
def test_bad_article_is_one_clear_error(xml: str, what: str) -> None:
    (error,) = read_xml(xml)
    assert isinstance(error, ReadError)
    assert what in str(error)


def test_external_files_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    xml = f'<!DOCTYPE article [<!ENTITY a SYSTEM "{secret.as_uri()}">]>' + article("<p>&a;</p>")
    assert "a secret" not in str(read_xml(xml))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), st.integers(0, 400))
def test_any_text_or_broken_file_is_a_document_or_an_error(text: str, cut: int) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    whole = article(f"<p>{escaped}</p>")
    for xml in (whole, whole[:cut]):
        for item in read(io.BytesIO(xml.encode()), format="jats", name="set"):
            assert isinstance(item, Document | ReadError)
            if isinstance(item, Document):
                assert all(0 <= s.start < s.end <= len(item.text) for s in item.sections)
