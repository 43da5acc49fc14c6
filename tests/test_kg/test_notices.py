"""Retractions, deletions and errata: what rests on a withdrawn article stays and counts for nothing."""

from dataclasses import replace

import pytest

from kg.errors import UnknownDocumentError
from kg.graph import Graph
from kg.model import Contribution, Notice
from kg.notices import keeping_notices, note
from kg.store import Store
from tests.builders import told

CLAIM = "HGNC:11892 binds HGNC:11916"


def of(pmid: str, **options: object) -> Contribution:
    contribution = told(f"PMID:{pmid}", CLAIM, **options)
    return replace(contribution, document=replace(contribution.document, pmid=pmid))


def belief(store: Store) -> float:
    (statement,) = Graph(store).statements()
    return statement.belief


def test_retraction_takes_the_belief_and_leaves_the_statement() -> None:
    with Store.in_memory() as store:
        store.add(of("1"))
        before = belief(store)
        assert note(store, Notice("PMID:1", "retraction")) == ["PMID:1"]
        assert (before > 0.5, belief(store)) == (True, 0.0)
        assert [d.withdrawn for d in store.documents()] == [True]
        assert store.contribution("PMID:1").document.notices == ("retraction",)


def test_other_articles_keep_their_weight() -> None:
    with Store.in_memory() as store:
        store.add(of("1"))
        alone = belief(store)
        store.add(of("2"))
        together = belief(store)
        note(store, Notice("PMID:2", "deletion"))
        assert together > belief(store) == alone


@pytest.mark.parametrize("says", ["erratum", "expression of concern"])
def test_lesser_notices_are_kept_and_change_no_belief(says: str) -> None:
    with Store.in_memory() as store:
        store.add(of("1"))
        before = belief(store)
        note(store, Notice("PMID:1", says))
        assert belief(store) == before
        assert store.contribution("PMID:1").document.notices == (says,)


def test_notice_is_written_once_and_keeps_the_fingerprint() -> None:
    with Store.in_memory() as store:
        store.add(of("1"), fingerprint="abc")
        note(store, Notice("PMID:1", "retraction"))
        assert note(store, Notice("PMID:1", "retraction")) == []
        assert store.fingerprint("PMID:1") == "abc"


def test_notice_finds_the_full_text_by_its_doi() -> None:
    with Store.in_memory() as store:
        full = of("1")
        store.add(replace(full, document=replace(full.document, doi="10.9999/x")))
        assert note(store, Notice("DOI:10.9999/x", "retraction")) == ["PMID:1"]


@pytest.mark.parametrize("says", ["retraction", "erratum"])
def test_copy_that_knows_nothing_of_a_notice_does_not_undo_it(says: str) -> None:
    with Store.in_memory() as store:
        store.add(of("1"))
        note(store, Notice("PMID:1", says))
        again = keeping_notices(store, of("1"))
        assert again.document.notices == (says,)
        assert not store.add(again)
        newer = replace(again, document=replace(again.document, title="Newer", notices=("retraction",)))
        assert set(keeping_notices(store, newer).document.notices) == {"retraction", says}


def test_document_without_notices_is_left_as_it_is() -> None:
    with Store.in_memory() as store:
        store.add(of("1"))
        one = of("1")
        assert keeping_notices(store, one) is one


def test_notice_about_an_unknown_article_changes_nothing() -> None:
    with Store.in_memory() as store:
        assert note(store, Notice("PMID:404", "retraction")) == []
        with pytest.raises(UnknownDocumentError):
            store.contribution("PMID:404")
