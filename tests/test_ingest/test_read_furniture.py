"""Page furniture: what goes, what stays."""

import pytest

from ingest.read.blocks import Block
from ingest.read.furniture import without_furniture

PROSE = "A receptor that macrophages shed binds to T cells, and this is a sentence of some length about it."
LONG = " ".join([PROSE] * 4)


def kept(*lines: str) -> list[str]:
    return [block.text for block in without_furniture([Block("body", line) for line in lines])]


@pytest.mark.parametrize(
    "heading",
    [
        "Related Articles",
        "RELATED STORIES:",
        "You may also like",
        "You might also be interested in …",
        "Recommended for you",
        "Most read",
        "Read more",
        "More from Science Daily Example",
        "Similar articles",
        "Cited by",
        "Editor’s picks",
        "Trending now",
        "More news on immunotherapy",
        "» Don't miss",
    ],
)
def test_heading_of_other_articles_goes_with_the_teasers(heading: str) -> None:
    assert kept(PROSE, heading, "Mice sleep less", "A blurb about the mice.", "Fish too?", "A blurb.") == [
        PROSE
    ]


@pytest.mark.parametrize(
    "notice",
    [
        "Subscribe to our newsletter",
        "Sign up for weekly updates.",
        "Stay Updated with the Example Feed",
        "Get the latest science stories delivered straight to your inbox.",
        "Share this:",
        "Share on Facebook",
        "Follow us on Bluesky",
        "Advertisement",
        "We use cookies to improve your visit.",
        "© 2025 Example Press",
        "All rights reserved.",
        "Leave a comment",
        "0 comments",
        "Related: Ten strange cells",
        "Back to top",
    ],
)
def test_notice_goes_and_what_follows_stays(notice: str) -> None:
    assert kept(PROSE, notice, PROSE) == [PROSE, PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "Related work",
        "Share of patients with high levels",
        "Get the dose right and patients respond.",
        "Stay in hospital was shorter with the drug.",
        "Related articles were searched for in PubMed, and 14 of them met the criteria.",
        "Registered patients received the antibody.",
        "Subscribers to the registry were younger than the other patients of the cohort.",
        "More in vitro studies are needed before the drug can be given to patients with cancer.",
        "The latest news",
    ],
)
def test_line_about_the_subject_stays(line: str) -> None:
    assert kept(PROSE, line, PROSE, PROSE) == [PROSE, line, PROSE, PROSE]


def test_article_that_goes_on_after_a_box_loses_only_the_box() -> None:
    assert kept(PROSE, "Read more", "Mice sleep less", PROSE, PROSE, PROSE) == [PROSE] * 4


def test_article_that_goes_on_at_length_after_a_list_loses_only_the_list() -> None:
    assert kept(PROSE, "Related articles", "Mice sleep less", LONG, LONG) == [PROSE, LONG, LONG]


def test_scientific_heading_ends_a_list() -> None:
    assert kept(PROSE, "Similar articles", "Mice", "2. Methods", PROSE) == [PROSE, "2. Methods", PROSE]


def test_list_before_the_article_does_not_take_the_article() -> None:
    assert kept("Latest news", PROSE, PROSE) == [PROSE, PROSE]


def test_text_of_nothing_but_furniture_is_left_alone() -> None:
    assert kept("Share", "Subscribe") == ["Share", "Subscribe"]


def test_title_is_never_a_notice() -> None:
    blocks = [Block("title", "Stay informed: how T cells learn"), Block("body", PROSE)]
    assert without_furniture(blocks) == blocks
