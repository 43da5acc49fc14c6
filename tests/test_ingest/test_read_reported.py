"""Which articles a page reports on, under which licence it stands, and what a preprint is."""

import io

import pytest

from ingest.read import read
from ingest.read.reported import article_at
from kg.model import Document, DocumentKind

PROSE = "<p>Macrophages secrete IL-6, which was seen again and again in the cells of many patients.</p>" * 4
NEWS = '<meta property="og:type" content="article">'


def page(body: str, head: str = NEWS) -> Document:
    markup = (
        f"<html><head><title>News</title>{head}</head><body><article>{PROSE}{body}</article></body></html>"
    )
    (found,) = read(io.BytesIO(markup.encode()), format="html")
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    ("link", "article"),
    [
        ("https://doi.org/10.1056/NEJMoa1715274", "DOI:10.1056/nejmoa1715274"),
        ("http://dx.doi.org/10.1007/978-3-319-09575-2_199-1", "DOI:10.1007/978-3-319-09575-2_199-1"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/x.1?af=R", "DOI:10.1002/x.1"),
        (
            "https://www.frontiersin.org/articles/10.3389/fmicb.2018.00702/full",
            "DOI:10.3389/fmicb.2018.00702",
        ),
        (
            "https://journals.plos.org/plosmedicine/article?id=10.1371/journal.pmed.1003308",
            "DOI:10.1371/journal.pmed.1003308",
        ),
        ("https://www.medrxiv.org/content/10.1101/2020.01.30.20019844v2", "DOI:10.1101/2020.01.30.20019844"),
        ("https://pubmed.ncbi.nlm.nih.gov/10909952/", "PMID:10909952"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC8666311/", "PMC:PMC8666311"),
        ("https://www.bmj.com/content/363/bmj.k4867", "https://www.bmj.com/content/363/bmj.k4867"),
        ("https://www.bmj.com/about-bmj", ""),
        ("https://example.org/10/things", ""),
        ("mailto:a@b.org", ""),
        ("http://[broken", ""),
    ],
)
def test_link_leads_to_an_article_or_elsewhere(link: str, article: str) -> None:
    assert article_at(link) == article


def test_news_report_on_what_their_text_links_to() -> None:
    link = '<p>The <a href="https://www.nature.com/articles/s41550-019-0933-6">study</a> came out.</p>'
    assert page(link + link).reports == ("DOI:10.1038/s41550-019-0933-6",)
    assert page(f"<footer>{link}</footer>").reports == ()


def test_page_with_many_references_reports_on_none() -> None:
    links = "".join(f'<a href="https://doi.org/10.1000/{n}">[{n}]</a>' for n in range(9))
    assert page(links).reports == ()


def test_journal_reference_goes_before_other_links() -> None:
    link = '<p>See also <a href="https://doi.org/10.1000/other">this</a>.</p>'
    assert page(f"{link}<p>Journal reference: Nature Medicine, doi: 10.1038/abc.1.</p>").reports == (
        "DOI:10.1038/abc.1",
    )


def test_article_itself_reports_on_nothing() -> None:
    head = '<meta name="citation_doi" content="10.1/x"><meta name="citation_journal_title" content="J">'
    assert page('<a href="https://doi.org/10.1000/1">1</a>', head).reports == ()


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="license" href="{}">',
        '<a rel="license noopener" href="{}">CC</a>',
        '<meta name="dc.rights" content="{}">',
    ],
)
def test_licence_of_a_page_is_read(mark: str) -> None:
    head = NEWS + mark.format("http://creativecommons.org/licenses/by/4.0/")
    assert page("", head).licence == "https://creativecommons.org/licenses/by/4.0/"
    assert page('<a href="https://creativecommons.org/licenses/by/2.0/">picture</a>').licence == ""


def test_page_of_a_preprint_server_is_a_preprint() -> None:
    head = (
        '<meta name="citation_journal_title" content="bioRxiv"><meta name="citation_doi" content="10.1101/1">'
    )
    assert page("", head).kind is DocumentKind.PREPRINT


def test_preprint_in_pubmed_is_a_preprint() -> None:
    kinds = "<PublicationTypeList><PublicationType>Preprint</PublicationType></PublicationTypeList>"
    record = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T.</ArticleTitle>"
        f"{kinds}</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    (found,) = read(io.BytesIO(record.encode()))
    assert isinstance(found, Document)
    assert found.kind is DocumentKind.PREPRINT
