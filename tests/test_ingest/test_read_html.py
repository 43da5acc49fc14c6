"""Saved web pages: the article and what the page says about it."""

import io
from importlib import resources
from pathlib import Path

import pytest

from ingest.read import read
from kg.errors import ReadError
from kg.model import Document, DocumentKind

FIXTURES = Path(__file__).parent / "fixtures" / "read"
PARAGRAPH = (
    "Macrophages shed a receptor that binds to T cells, and the paragraph goes on for a while about it."
)


def read_html(page: str | bytes) -> Document:
    (document,) = read(io.BytesIO(page.encode() if isinstance(page, str) else page), format="html")
    assert isinstance(document, Document)
    return document


def page(body: str, head: str = "") -> str:
    start = f"<html><head><title>A page</title>{head}</head><body><article><h1>A page</h1>"
    return f"{start}{body}</article></body></html>"


@pytest.fixture(scope="module")
def demo() -> Document:
    (document,) = read(Path(str(resources.files("ingest") / "demo" / "article.html")))
    assert isinstance(document, Document)
    return document


def test_demo_page_gives_only_its_article(demo: Document) -> None:
    paragraphs = demo.text.split("\n")
    assert (
        paragraphs[0] == demo.title == "A protein that macrophages shed may explain why checkpoint drugs fail"
    )
    assert len(paragraphs) == 8
    assert paragraphs[-1].endswith("when either medicine is given alone.")
    for foreign in ("cookies", "LinkedIn", "inbox", "Related", "lupus", "stroc", "lung", "Vandermeer", "©"):
        assert foreign not in demo.text


def test_demo_page_gives_its_metadata(demo: Document) -> None:
    assert (
        demo.id
        == demo.url
        == ("https://bench-report.example.org/news/2025/09/shed-macrophage-protein-checkpoint-drugs")
    )
    assert (demo.kind, demo.date, demo.language) == (DocumentKind.NEWS, "2025-09-15", "en")
    assert (demo.publisher, demo.authors) == ("The Bench Report", ("Iris Vandermeer",))


def test_pubmed_page_gives_its_abstract() -> None:
    (document,) = read(FIXTURES / "pubmed_page.html")
    assert isinstance(document, Document)
    assert (document.id, document.doi, document.date) == (
        "PMID:99000001",
        "10.9999/example.2024.1",
        "2024-03-05",
    )
    assert document.authors == ("Ada Example", "Ben Sample")
    assert document.kind is DocumentKind.ABSTRACT
    assert [(s.kind, s.title, document.text[s.start : s.end]) for s in document.sections] == [
        ("title", "", "Receptor shedding in macrophages"),
        ("abstract", "Background", "Macrophages shed receptors. CD8+ T cells may be affected."),
        ("abstract", "Results", "Shedding was not changed by TGF-β1."),
    ]


def test_page_of_a_journal_keeps_its_sections_and_loses_its_furniture() -> None:
    (document,) = read(FIXTURES / "journal_page.html")
    assert isinstance(document, Document)
    assert (document.id, document.journal) == ("DOI:10.9999/jir.77", "Journal of Invented Results")
    assert document.authors == ("Anna Müller", "Ben Sample")
    assert [s.title for s in document.sections if s.kind == "heading"] == [
        "Abstract",
        "Results",
        "Related work",
    ]
    assert document.section_at(document.text.index("Müller cells")).title == "Results"  # type: ignore[union-attr]
    assert document.text.endswith("the same in both cells.")


def test_page_that_sends_its_reader_on_to_pubmed_is_that_citation() -> None:
    script = 'var url = "https://pubmed.ncbi.nlm.nih.gov/99000007/?utm=x"; window.location.href = url'
    assert read_html(page(f"<p>{PARAGRAPH}</p><script>{script}</script>")).id == "PMID:99000007"


def test_page_that_only_links_to_pubmed_is_not_that_citation() -> None:
    link = '<a href="https://pubmed.ncbi.nlm.nih.gov/99000007/">the study</a>'
    assert read_html(page(f"<p>{PARAGRAPH} {link}</p>")).pmid == ""


@pytest.mark.parametrize("body", ["No abstract available", "No …"])
def test_citation_without_abstract_is_its_title(body: str) -> None:
    found = read_html(page(f"<p>{body}</p>", '<meta name="citation_pmid" content="99000008">'))
    assert (found.text, [s.kind for s in found.sections]) == ("A page", ["title"])


def test_tags_written_out_in_a_title_are_markup() -> None:
    head = '<meta name="citation_title" content="TAAP1 / &lt;em&gt;C22orf46&lt;/em&gt; in lungs">'
    assert read_html(page(f"<p>{PARAGRAPH}</p>", head)).title == "TAAP1 / C22orf46 in lungs"


def test_paragraphs_items_and_breaks_are_lines_and_inline_markup_is_none() -> None:
    items = "<ul><li>One <b>item</b> of a list</li><li>Another item of it</li></ul>"
    body = f"<p>CD8<sup>+</sup> cells.<br>{PARAGRAPH}</p>{items}" + f"<p>{PARAGRAPH}</p>" * 2
    assert read_html(page(body)).text.split("\n")[1:5] == [
        "CD8+ cells.",
        PARAGRAPH,
        "One item of a list",
        "Another item of it",
    ]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="iso-8859-1">'),
        ("utf-16", ""),
        ("cp1252", '<meta charset="ISO-8859-1">'),
        ("iso-8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-2">'),
        ("shift_jis", "<meta charset=Shift_JIS>"),
        ("utf-8", '<meta charset="unicode_escape">'),
    ],
)
def test_page_is_read_in_its_encoding(encoding: str, head: str) -> None:
    special = {"shift_jis": "マクロファージ", "iso-8859-2": "Łódź"}.get(
        encoding, "“naïve” β".replace("β", "–")
    )
    assert special in read_html(page(f"<p>{PARAGRAPH} {special}</p>", head).encode(encoding)).text


def test_stray_byte_does_not_cost_the_page() -> None:
    assert PARAGRAPH in read_html(page(f"<p>{PARAGRAPH}</p>" * 20).encode() + b"<!-- \xff -->").text


@pytest.mark.parametrize(
    "data",
    [
        page(f"<p>{'é' * 400}</p>").encode("cp1252"),
        b"<html><body>\x00</body></html>",
        b"<html></html>",
        b"<html><body><nav>Home</nav></body></html>",
        b"<!-- only a comment -->",
        b"<div>" * 100_000,
        b"<html><body>" + b"<p>Related</p>" * 50_000,
        b"<html>" + b"<table><tr><td>" * 20_000,
    ],
    ids=["undeclared", "nul", "empty", "navigation", "comment", "deep", "many elements", "tables"],
)
def test_page_without_article_is_one_error(data: bytes) -> None:
    (error,) = read(io.BytesIO(data), format="html")
    assert isinstance(error, ReadError)
    assert "\n" not in str(error)
