import pytest

from queries.formats import choose

OFFERED = ["application/json", "text/csv", "text/html"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, text/html;q=0.6", "text/html"),
        ("text/html;q=0, */*", "application/json"),
        ("application/json;q=0, */*;q=0.1", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/csv; charset=utf-8; q=0.3, application/json; q=0.2", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=often", None),
        (",,;q=1,", None),
    ],
)
def test_best_offer_is_chosen(accept: str | None, expected: str | None) -> None:
    assert choose(accept, OFFERED) == expected
