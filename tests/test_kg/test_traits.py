import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.traits import article_key, source_kind


@pytest.mark.parametrize(
    ("identifiers", "key"),
    [
        (
            (
                "10.1000/AbC",
                "doi:10.1000/abc",
                "https://doi.org/10.1000/abc",
                "http://dx.doi.org/10.1000%2Fabc",
            ),
            "doi:10.1000/abc",
        ),
        (
            (
                "PMID:0123",
                "pmid: 123",
                "https://pubmed.ncbi.nlm.nih.gov/123/",
                "http://www.ncbi.nlm.nih.gov/pubmed/123",
            ),
            "pmid:123",
        ),
        (
            (
                "PMC77",
                "pmcid:PMC77.2",
                "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC77/",
                "https://pmc.ncbi.nlm.nih.gov/articles/PMC77",
            ),
            "pmc:PMC77",
        ),
        (("https://www.lab.org/a/?utm_source=x", "http://lab.org/a#top"), "url:lab.org/a"),
        (("https://lab.org/?id=1&utm_medium=m",), "url:lab.org?id=1"),
        (("text:a1b2", "", "https://lab.org/", "http://[", "PMID:", "doi:", "a study"), None),
    ],
    ids=["doi", "pmid", "pmc", "page", "asked-page", "no-article"],
)
def test_spellings_of_an_identifier_have_one_key(identifiers: tuple[str, ...], key: str | None) -> None:
    assert {article_key(identifier) for identifier in identifiers} == {key}


@given(st.text())
def test_any_text_has_a_key_or_none(identifier: str) -> None:
    assert article_key(identifier) is None or ":" in str(article_key(identifier))


@pytest.mark.parametrize(
    ("kind", "key", "published", "expected"),
    [
        ("full_text", "doi:10.1101/2020.01.30.927871", "", "preprint"),
        ("abstract", "doi:10.1101/057547", "", "preprint"),
        ("abstract", "doi:10.1101/gr.215087.116", "", "abstract"),
        ("abstract", "doi:10.21203/rs.3.rs-1/v1", "", "preprint"),
        ("abstract", "pmid:1", "medrxiv", "preprint"),
        ("news", "doi:10.1101/057547", "biorxiv", "news"),
    ],
)
def test_preprints_are_known_by_doi_or_server(kind: str, key: str, published: str, expected: str) -> None:
    assert source_kind(kind, [key], [published]) == expected
