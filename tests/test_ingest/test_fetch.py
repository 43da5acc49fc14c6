"""Articles from the web: what is fetched, and above all what is not."""

from __future__ import annotations

import gzip
import io
import socket
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from ingest.fetch.addresses import connect, is_public
from ingest.fetch.transport import Transport
from ingest.fetch.web import Web
from ingest.read import read
from ingest.read.source import Item
from kg.cli import main
from kg.errors import ReadError
from kg.model import Document
from tests.webserver import ARTICLE, Page, Site, serving

PAGE = Page(ARTICLE.encode())
TEXT = "Macrophages secrete IL-6.\nIt was seen twice."


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/a": PAGE})) as found:
        yield found


def only(items: Iterator[Item]) -> Document:
    (found,) = items
    assert isinstance(found, Document), found
    return found


def complaint(items: Iterator[Item]) -> str:
    (found,) = items
    assert isinstance(found, ReadError), found
    assert "\n" not in str(found)
    return str(found)


def moved(to: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": to})


# -- what is fetched


def test_page_is_read_with_its_address(site: Site) -> None:
    found = only(site.web().read(f"{site.address}/a#part"))
    assert (found.id, found.url, found.title) == (f"{site.address}/a", f"{site.address}/a", "Macrophages")


def test_requests_say_who_asks_and_nothing_more(site: Site) -> None:
    only(site.web().read(f"{site.address}/a"))
    (_, robots), (_, page) = site.asked
    assert robots["User-Agent"] == page["User-Agent"] == "litkg/test"
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(page)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_last_address(site: Site, status: int) -> None:
    site.pages |= {"/old": moved("/older", status), "/older": moved(f"{site.address}/a", status)}
    assert only(site.web().read(f"{site.address}/old")).url == f"{site.address}/a"


def test_canonical_address_of_the_same_site_is_the_documents(site: Site) -> None:
    for own, wanted in (
        (f"{site.address}/b", f"{site.address}/b"),
        ("https://other.org/b", f"{site.address}/a"),
    ):
        link = f'<link rel="canonical" href="{own}"></head>'
        site.pages["/a"] = Page(ARTICLE.replace("</head>", link).encode())
        assert only(site.web().read(f"{site.address}/a")).url == wanted


@pytest.mark.parametrize("path", ["/text", "/text.gz"])
def test_content_type_and_packing_are_recognised(site: Site, path: str) -> None:
    latin = TEXT.replace("twice", "zweimal ü").encode("latin-1")
    site.pages["/text"] = Page(latin, "text/plain; charset=ISO-8859-1")
    site.pages["/text.gz"] = Page(
        gzip.compress(latin), "text/plain; charset=latin-1", headers={"Content-Encoding": "gzip"}
    )
    assert only(site.web().read(site.address + path)).text.endswith("zweimal ü.")


def test_content_decides_before_the_content_type(site: Site) -> None:
    site.pages["/a"] = Page(ARTICLE.encode(), "application/pdf")
    assert only(site.web().read(f"{site.address}/a")).title == "Macrophages"


# -- what is not fetched


PUBLIC = ["8.8.8.8", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
NOT_PUBLIC = [
    *(
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
    ),
    *(
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
    ),
    *(
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::1",
    ),
    *(
        "::127.0.0.1",
        "2001:0:53aa:64c:0:fbff:ad7a:45a0",
        "2001:db8::1",
        "64:ff9b:1::1",
        "198.18.0.1",
        "192.0.2.1",
    ),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    address = f"http://{host}:{site.address.rpartition(':')[2]}/a"
    told = complaint(Web(Transport("litkg/test")).read(address))
    assert (
        "not a public address; --allow-private" in told
        or "no such host" in told
        or "cannot be reached" in told
    )
    assert site.asked == []


def test_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """The site itself is taken for a public one."""
    site.pages["/a"] = moved("http://10.0.0.7/secret")
    names = {"site.test": "127.0.0.1", "10.0.0.7": "10.0.0.7"}
    transport = Transport("litkg/test", resolve=lambda host, port: iter([names[host]]))
    port = site.address.rpartition(":")[2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.fetch.addresses.is_public", lambda address: address == "127.0.0.1")
        told = complaint(Web(transport, sleep=lambda _: None).read(f"http://site.test:{port}/a"))
    assert "10.0.0.7 is 10.0.0.7, which is not a public address" in told
    assert site.paths() == ["/a"]


def test_name_that_changes_its_address_gains_nothing(site: Site) -> None:
    """Looked up once: the address that was judged is the one connected to."""
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    tried: list[object] = []

    def fake(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address[0])
        raise TimeoutError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", fake)
        with pytest.raises(TimeoutError):
            connect("rebind.test", 80, time.monotonic() + 1, lambda *_: iter([next(answers)]), False)
    assert tried == ["8.8.8.8"]


def test_private_one_of_several_addresses_is_passed_over(site: Site) -> None:
    tried: list[object] = []

    def fake(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address[0])
        raise TimeoutError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", fake)
        with pytest.raises(TimeoutError):
            connect("a.test", 80, time.monotonic() + 1, lambda *_: iter(["10.0.0.1", "8.8.8.8"]), False)
    assert tried == ["8.8.8.8"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "only addresses of http and https"),
        ("ftp://a.org/x", "only addresses of http and https"),
        ("http://", "without a host"),
        ("http://me:secret@a.org/", "with a name or password"),
        ("http://a.org:99999/", "not an address"),
        ("http://[::1/", "not an address"),
        (f"http://{'a' * 70}.org/", "not an address"),
        ("http://a.org/" + "a" * 9000, "too long"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str, why: str) -> None:
    assert why in complaint(Web(Transport("litkg/test")).read(address))


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "gopher://127.0.0.1/x", "http://u:p@127.0.0.1/"])
def test_redirect_to_another_scheme_is_refused(site: Site, onward: str) -> None:
    site.pages["/a"] = moved(onward)
    assert "refused" in (told := complaint(site.web().read(f"{site.address}/a"))) or "only addresses" in told


def test_circle_of_redirects_ends(site: Site) -> None:
    site.pages["/a"] = moved("/a")
    assert "redirected more than 5 times" in complaint(site.web().read(f"{site.address}/a"))
    assert len(site.paths()) == 6


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(b"gone", status=410), "answered 410 Gone"),
        (Page(b"\x89PNG", "image/png"), "no article, but image/png"),
        (Page(b"a" * 3_000_000, "text/plain"), "larger than 1 MB"),
        (Page(b"", "text/plain", announced=10**12), "larger than 1 MB"),
        (Page(gzip.compress(b"a" * 30_000_000), headers={"Content-Encoding": "gzip"}), "larger than 1 MB"),
        (Page(gzip.compress(b"a" * 900)[:-9], headers={"Content-Encoding": "gzip"}), "ends too early"),
        (Page(b"a", headers={"Content-Encoding": "br"}), "was not asked for (br)"),
        (Page(ARTICLE.encode(), announced=9000), "breaks off"),
        (Page(ARTICLE.encode(), drip=0.1), "no whole answer within 1 s"),
    ],
    ids=["gone", "picture", "large", "announced", "bomb", "cut", "packing", "short", "drip"],
)
def test_bad_answer_is_one_clear_line(site: Site, page: Page, why: str) -> None:
    site.pages["/x"] = page
    before = time.monotonic()
    assert why in complaint(site.web(size=1_000_000, seconds=1.0).read(f"{site.address}/x"))
    assert time.monotonic() - before < 8


def test_answer_that_is_not_http_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        server.close()
        transport = Transport("litkg/test", allow_private=True)
        assert "cannot be reached (connection refused)" in complaint(
            Web(transport).read(f"http://127.0.0.1:{port}/")
        )


# -- robots.txt, and busy servers

RULES = b"User-agent: *\nDisallow: /\n\nUser-agent: litkg\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 7\n"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/a", True), ("/private/x", False), ("/private/open/x", True), ("/private?q", False)],
)
def test_robots_txt_is_obeyed(site: Site, path: str, allowed: bool) -> None:
    site.pages |= {"/robots.txt": Page(RULES, "text/plain"), path.partition("?")[0]: PAGE}
    (found,) = site.web().read(site.address + path)
    assert isinstance(found, Document) is allowed
    assert site.paths() == ([path] if allowed else [])
    assert allowed or "robots.txt does not allow" in str(found)


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)]
)
def test_robots_txt_that_fails_forbids_and_one_that_is_not_there_allows(
    site: Site, status: int, allowed: bool
) -> None:
    site.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /", status=status)
    (found,) = site.web().read(f"{site.address}/a")
    assert isinstance(found, Document) is allowed


def test_robots_txt_of_a_redirects_target_is_obeyed(site: Site) -> None:
    with serving(Site({"/robots.txt": Page(b"User-agent: *\nDisallow: /"), "/b": PAGE})) as other:
        site.pages["/a"] = moved(f"{other.address}/b")
        told = complaint(site.web().read(f"{site.address}/a"))
    assert "robots.txt does not allow" in told
    assert f"{other.address}/b" in told
    assert other.paths() == []


def test_robots_txt_is_asked_for_once_and_its_delay_kept(site: Site) -> None:
    site.pages["/robots.txt"] = Page(RULES)
    web = site.web()
    for _ in range(3):
        only(web.read(f"{site.address}/a"))
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert [round(pause) for pause in site.slept] == [7, 7]


def busy_at_first(times: int, **headers: str) -> Iterator[Page]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    yield from [Page(b"busy", status=503, headers=told)] * times
    while True:
        yield PAGE


def test_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    answers = busy_at_first(2, Retry_After="9")
    site.pages["/a"] = lambda: next(answers)
    only(site.web().read(f"{site.address}/a"))
    assert site.slept.count(9.0) == 2


def test_server_that_stays_busy_or_asks_for_too_long_is_given_up(site: Site) -> None:
    site.pages["/a"] = Page(b"busy", status=429)
    assert "answered 429 3 times" in complaint(site.web().read(f"{site.address}/a"))
    site.pages["/a"] = Page(b"busy", status=503, headers={"Retry-After": "3600"})
    assert "come back in 3600 s" in complaint(site.web().read(f"{site.address}/a"))
    assert max(site.slept) < 60


# -- the command line


def test_command_fetches_beside_files_and_goes_on_after_an_error(site: Site) -> None:
    arguments = ["extract", "--allow-private", f"{site.address}/none", f"{site.address}/a", "-"]
    result = CliRunner().invoke(main, arguments, input=TEXT)
    assert (result.exit_code, result.stdout.count('"text"') > 1) == (1, True)
    assert result.stderr.splitlines() == [f"litkg: {site.address}/none: answered 404 Not Found"]
    assert [agent["User-Agent"].startswith("litkg/") for _, agent in site.asked] == [True] * 3


def test_command_fetches_nothing_private_unasked(site: Site) -> None:
    result = CliRunner().invoke(main, ["extract", f"{site.address}/a"])
    assert (result.exit_code, result.stdout, site.asked) == (1, "", [])
    assert "--allow-private" in result.stderr


def test_content_that_is_an_address_is_not_fetched(site: Site) -> None:
    """What is sent to a server is read as it is."""
    (found,) = read(io.BytesIO(f"{site.address}/a".encode()), name=f"{site.address}/a")
    assert isinstance(found, Document)
    assert (found.text, site.asked) == (f"{site.address}/a", [])
