"""Markdown, feeds and PDF: prose by sections, with what a citation needs."""

import io
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import read
from ingest.read.source import Item
from kg.errors import ReadError
from kg.model import Document, DocumentKind

MARKDOWN = """---
title: Shed receptors
date: 2024-03-05
authors: [Ada B Example, {name: Bo Sample}]
doi: https://doi.org/10.9999/Example.3
license: https://creativecommons.org/licenses/by/4.0/
---

# Shed receptors

Macrophages *shed* [receptors](https://example.org/x)
and **TNF**. ![a picture](x.png)

## Results

| drug | target |
|------|--------|
| nivolumab | PD-1 |

```python
no_prose = True
```

* IL-2 binds `IL2RA`.
"""

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel>
<title>Feed</title>
<item><title>TNF &amp;amp; cells</title><link>https://example.org/1</link>
<pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate>
<dc:creator>Example, Ada</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>TNF binds <b>TNFR1</b>.</p><p>See doi:10.9999/example.4.</p>]]></content:encoded></item>
<item><title>An abstract</title><guid>pubmed:99000301</guid>
<prism:publicationName>J Invented Res</prism:publicationName>
<description>IL-6 activates STAT3.</description></item>
<item><link>https://example.org/3</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/2"/><updated>2024-03-05T08:00:00Z</updated>
<author><name>Ada Example</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>TNF binds
TNFR1.</p></div></content></entry></feed>"""


def read_bytes(data: str | bytes, form: str | None = None) -> list[Item]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data), name="set", format=form))


def only(data: str | bytes) -> Document:
    (found,) = read_bytes(data)
    assert isinstance(found, Document), found
    return found


def test_markdown_is_its_prose_by_sections() -> None:
    found = only(MARKDOWN)
    assert [(s.kind, s.title, found.text[s.start : s.end]) for s in found.sections] == [
        ("title", "", "Shed receptors"),
        ("body", "", "Macrophages shed receptors and TNF."),
        ("heading", "Results", "Results"),
        ("table", "Results", "drug | target\nnivolumab | PD-1"),
        ("body", "Results", "IL-2 binds IL2RA."),
    ]


def test_markdown_carries_its_front_matter() -> None:
    found = only(MARKDOWN)
    assert (found.id, found.date) == ("DOI:10.9999/example.3", "2024-03-05")
    assert found.authors == ("Ada B Example", "Bo Sample")
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"


def test_broken_front_matter_is_one_clear_error() -> None:
    (error,) = read_bytes("---\ntitle: [x\n---\ntext\n")
    assert "its front matter is not YAML" in str(error)


@given(st.text(max_size=200))
def test_any_markdown_is_a_document_or_an_error(text: str) -> None:
    for item in read_bytes(text.encode("utf-8", "replace"), "markdown"):
        assert isinstance(item, Document | ReadError)


def test_items_of_a_feed_are_documents_of_their_own_text() -> None:
    news, abstract, error = read_bytes(RSS)
    assert isinstance(news, Document)
    assert (news.text, news.date) == (
        "TNF & cells\nTNF binds TNFR1.\nSee doi:10.9999/example.4.",
        "2024-03-05",
    )
    assert (news.id, news.kind, news.authors) == (
        "https://example.org/1",
        DocumentKind.NEWS,
        ("Ada Example",),
    )
    assert isinstance(abstract, Document)
    assert (abstract.id, abstract.kind) == ("PMID:99000301", DocumentKind.ABSTRACT)
    assert "without title and text" in str(error)


def test_atom_entry_is_read() -> None:
    found = only(ATOM)
    assert (found.text, found.id, found.authors) == (
        "A\nTNF binds TNFR1.",
        "https://example.org/2",
        ("Ada Example",),
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [("<rss><channel/></rss>", "a feed without an item"), (RSS[:-60], "the XML breaks off")],
)
def test_bad_feed_is_told(data: str, what: str) -> None:
    assert what in str(read_bytes(data)[-1])


def pdf(*pages: list[tuple[float, float, float, str]]) -> bytes:
    """A PDF of pages of lines: left, bottom and size in points, and the text."""
    bodies = []
    for lines in pages:
        shown = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in lines)
        bodies.append(shown.encode("latin-1"))
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(bodies)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(bodies)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, body in enumerate(bodies):
        content = 5 + 2 * number
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {content} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n" % len(body) + body + b"endstream")
    out, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + inner + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def page(number: int, *lines: str) -> list[tuple[float, float, float, str]]:
    body = [(60.0, 700.0 - 12 * at, 10.0, line) for at, line in enumerate(lines)]
    return [(60, 780, 8, f"J Invented Res 2024 {number}"), *body, (300, 20, 8, str(number))]


FULL = "Macrophages shed receptors in great number and slow the T cells that"
PAPER = pdf(
    [
        (60, 740, 18, "Shed receptors slow T cells"),
        *page(
            1,
            "doi:10.9999/example.5 was given to this article by its publisher, as it is usual.",
            FULL,
            "surround them, as we saw in mice with many tumours of different mac-",
            "rophages and sizes of theirs.",
        ),
    ],
    page(
        2, "Results", "The receptor bound to T cells and it inhibited them, so that these failed to", "kill."
    ),
    page(3, "References", "1. Smith J. A cited title. 2004."),
)


def test_pdf_is_its_prose_without_running_heads_and_references() -> None:
    found = only(PAPER)
    assert (found.title, found.doi, found.id) == (
        "Shed receptors slow T cells",
        "10.9999/example.5",
        "DOI:10.9999/example.5",
    )
    assert "Invented" not in found.text
    assert "cited title" not in found.text
    assert "different macrophages and sizes" in found.text
    assert ("heading", "Results") in [(s.kind, s.title) for s in found.sections]
    assert "so that these failed to kill." in found.text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (PAPER[:200], "a damaged PDF"),
        (b"%PDF-1.7\n%\xe2\xe3", "a damaged PDF"),
        (pdf([]), "holds no text, only pictures"),
    ],
    ids=["truncated", "head alone", "scan"],
)
def test_bad_pdf_is_one_clear_error(data: bytes, what: str) -> None:
    (error,) = read_bytes(data)
    assert isinstance(error, ReadError)
    assert what in str(error)


def test_pdf_of_too_many_pages_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(2001):
        document.new_page(100, 100)
    held = io.BytesIO()
    document.save(held)
    (error,) = read_bytes(held.getvalue())
    assert "more than 2000 pages" in str(error)


@settings(max_examples=12, deadline=None)  # each in a process of its own
@given(st.integers(0, len(PAPER) - 1), st.binary(min_size=1, max_size=40))
def test_damaged_pdfs_never_raise(at: int, noise: bytes) -> None:
    for item in read_bytes(PAPER[:at] + noise + PAPER[at + len(noise) :], "pdf"):
        assert isinstance(item, Document | ReadError)


def test_aliases_in_front_matter_are_not_multiplied() -> None:
    names = "abcdefghijklmnopqrstuvwxy"
    lists = "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise(names))
    (found,) = read_bytes(f"---\na: &a [x]\n{lists}title: *y\nauthor: [*y]\n---\n# Shed\n\nText.\n".encode())
    assert isinstance(found, Document)
    assert (found.title, found.authors) == ("Shed", ())


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Research Article", False),
        ("www.clinsci.org", False),
        ("hep-ph/9412269 09 Dec 94", False),
        ("Shed receptors", True),
    ],
)
def test_title_of_a_pdf_is_no_kind_address_or_stamp(line: str, wanted: bool) -> None:
    from ingest.read.pdf import _may_be_title
    from ingest.read.pdf_lines import Line

    assert _may_be_title(Line(0, line, 0, 1, 700, 690, 20, 800)) is wanted
