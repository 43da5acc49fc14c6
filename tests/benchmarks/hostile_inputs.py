"""More than 150 inputs made to do harm, and what must come of each.

Bombs, nesting without end, lines of 200 MB, wrong encodings, broken and lying archives, paths that climb, cyclic
PDFs, records of which one is broken. ``refused`` must give one line a fault and no document, ``read`` documents and no
line, ``partly`` both, ``bounded`` either.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import zstandard

GOOD = "Macrophages secrete IL-6.\nIt was seen twice, in mice and in cells of patients.\n"
MANY = 10_000_000

Content = bytes | Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """A file, by its name, and what must come of it."""

    name: str
    wanted: str
    content: Content

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if callable(self.content):
            self.content(path)
        else:
            path.write_bytes(self.content)
        return path


# -- pieces


def pubmed(*records: str, prologue: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prologue}<PubmedArticleSet>{"".join(records)}</PubmedArticleSet>'.encode()


def citation(
    pmid: str = "1", title: str = "Macrophages secrete IL-6.", abstract: str = "It was seen."
) -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle><Abstract>"
        f"<AbstractText>{abstract}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
    )


def doctype(inner: str) -> str:
    return f"<!DOCTYPE x [{inner}]>"


def jats(body: str, title: str = "Macrophages") -> bytes:
    return (
        f'<article article-type="research-article"><front><article-meta><title-group><article-title>{title}'
        f"</article-title></title-group></article-meta></front><body>{body}</body></article>"
    ).encode()


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


def prose(times: int = 8) -> str:
    return "<p>Macrophages secrete IL-6, which was seen again and again in the cells of patients.</p>" * times


def line(**record: object) -> bytes:
    return json.dumps({"id": "a", "text": GOOD, **record}).encode() + b"\n"


def bioc(offset: object = 0, text: object = GOOD, **document: object) -> bytes:
    passage = {"offset": offset, "infons": {"type": "abstract"}, "text": text, "annotations": []}
    return json.dumps({"source": "s", "documents": [{"id": "7", "passages": [passage], **document}]}).encode()


def bioc_xml(passages: str) -> bytes:
    document = f"<document><id>7</id>{passages}</document>"
    return f"<?xml version='1.0'?><collection><source>s</source>{document}</collection>".encode()


def feed(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = method, mode << 16
            archive.writestr(info, data)
    return held.getvalue()


def tarred(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname = len(data), kind, link
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def large(
    start: bytes,
    middle: bytes,
    size: int,
    end: bytes = b"",
    pack: Callable[[Path], IO[bytes]] | None = None,
) -> Callable[[Path], None]:
    """Writes so many bytes of repetition, without holding them."""

    def write(path: Path) -> None:
        with pack(path) if pack else path.open("wb") as out:
            out.write(start)
            block = middle * max(1, 1_000_000 // len(middle))
            for _ in range(size // len(block)):
                out.write(block)
            out.write(end)

    return write


def gz(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "wb", compresslevel=1))


def bz(path: Path) -> IO[bytes]:
    return bz2.open(path, "wb")


def xz(path: Path) -> IO[bytes]:
    return lzma.open(path, "wb", preset=0)


def zst(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", zstandard.open(path, "wb"))


def pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R", startxref: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        inner = content.encode("latin-1") if isinstance(content, str) else content
        out += b"%d 0 obj\n%s\nendobj\n" % (number, inner)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    told = start if startxref is None else startxref
    out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{told}\n%%EOF".encode()
    return bytes(out)


CATALOG, FONT = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, more: str = "") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more.encode(), data)


def sheet(
    content: bytes, *more: str | bytes, box: str = "0 0 600 800", resources: str = "/Font << /F 5 0 R >>"
) -> bytes:
    return pdf(
        CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << {resources} >> >>",
        content,
        FONT,
        *more,
    )


WRITTEN = b"BT /F 12 Tf 50 700 Td (Macrophages secrete IL-6 in the cells of patients.) Tj ET"


# -- cases


def xml_cases() -> Iterator[Case]:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = doctype('<!ENTITY a0 "ha">' + laughs)
    outside = '<!ENTITY e SYSTEM "{}">'
    yield Case("laughs.xml", "refused", pubmed(citation(title="&a9;"), prologue=bomb))
    yield Case(
        "quadratic.xml",
        "refused",
        pubmed(citation(title="&e;" * 50_000), prologue=doctype(f'<!ENTITY e "{"a" * 50_000}">')),
    )
    yield Case(
        "external-file.xml",
        "refused",
        pubmed(citation(title="&e;"), prologue=doctype(outside.format("file:///etc/passwd"))),
    )
    yield Case(
        "external-http.xml",
        "refused",
        pubmed(citation(title="&e;"), prologue=doctype(outside.format("http://127.0.0.1:9/"))),
    )
    yield Case(
        "parameter.xml",
        "refused",
        pubmed(citation(), prologue=doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;')),
    )
    yield Case(
        "recursive.xml",
        "refused",
        pubmed(citation(title="&a;"), prologue=doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">')),
    )
    yield Case(
        "attribute-bomb.xml",
        "refused",
        pubmed(citation().replace("<Abstract", '<Abstract x="&a9;"'), prologue=bomb),
    )
    yield Case(
        "dtd-elsewhere.xml",
        "read",
        pubmed(
            citation(), prologue='<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "http://127.0.0.1:9/x.dtd">'
        ),
    )
    yield Case("jats-bomb.xml", "refused", b"<!DOCTYPE article [<!ENTITY a 'b'>]>" + jats("<p>&a;</p>"))
    yield Case(
        "bioc-bomb.xml",
        "refused",
        b"<!DOCTYPE collection [<!ENTITY a 'b'>]><collection><source>&a;</source></collection>",
    )
    yield Case(
        "feed-bomb.xml",
        "refused",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item><title>&a;</title></item></channel></rss>",
    )
    yield Case(
        "utf-16-bomb.xml",
        "refused",
        ("\ufeff" + pubmed(citation(title="&a9;"), prologue=bomb).decode()).encode("utf-16-le"),
    )
    yield Case(
        "xinclude.xml",
        "read",
        pubmed(
            citation(
                abstract='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/> seen.'
            )
        ),
    )
    yield Case("deep.xml", "refused", large(b"<PubmedArticleSet>", b"<a>", 3 * MANY))
    yield Case(
        "deep-jats.xml", "refused", large(jats("").removesuffix(b"</body></article>"), b"<sec>", 5 * MANY)
    )
    yield Case("deep-inside.xml", "bounded", jats("<sec>" * 200 + "<p>x</p>" + "</sec>" * 200))
    yield Case(
        "attribute.xml",
        "refused",
        large(b"<PubmedArticleSet><a b='", b"a", 60_000_000, b"'/></PubmedArticleSet>"),
    )
    yield Case(
        "attributes.xml",
        "bounded",
        b"<PubmedArticleSet><a "
        + b" ".join(b"a%d='1'" % n for n in range(200_000))
        + b"/></PubmedArticleSet>",
    )
    yield Case(
        "long-title.xml",
        "refused",
        large(
            b"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>",
            b"word ",
            200_000_000,
        ),
    )
    yield Case("endless-comment.xml", "refused", large(b"<PubmedArticleSet><!-- ", b"word ", 150_000_000))
    yield Case("cdata.xml", "refused", large(b"<PubmedArticleSet><![CDATA[", b"word ", 150_000_000))
    yield Case("nul.xml", "refused", pubmed(citation(title="a\0b")))
    yield Case(
        "no-such-encoding.xml", "refused", pubmed(citation()).replace(b'"1.0"', b'"1.0" encoding="klingon"')
    )
    yield Case("not-utf-8.xml", "refused", pubmed(citation(title="M\xfcller")).decode().encode("latin-1"))
    yield Case("control.xml", "refused", pubmed(citation(title="a\x08b")))
    yield Case(
        "broken-record.xml",
        "partly",
        pubmed(citation("1"), "<PubmedArticle><MedlineCitation/></PubmedArticle>", citation("2")),
    )
    yield Case(
        "broken-markup.xml",
        "partly",
        pubmed(citation("1"), citation("2").replace("</Article>", ""), citation("3")),
    )
    yield Case("truncated.xml", "partly", pubmed(citation("1"), citation("2"))[:-150])
    yield Case(
        "same-id.xml", "read", pubmed(*[citation("1", f"Version {n} secretes IL-6.") for n in range(50)])
    )
    yield Case("no-id.xml", "refused", pubmed(citation("")))
    yield Case(
        "absurd-id.xml", "refused", pubmed(citation("../../etc/passwd"), citation("-1"), citation("9" * 5000))
    )
    yield Case("empty-set.xml", "refused", pubmed())
    yield Case("unknown.xml", "refused", b"<?xml version='1.0'?><sitemap><url/></sitemap>")
    yield Case("many-records.xml", "refused", pubmed(*["<PubmedArticle/>"] * 2000))
    yield Case(
        "jats-without-front.xml", "refused", b"<article article-type='x'><body><p>text</p></body></article>"
    )
    yield Case(
        "namespaces.xml", "bounded", jats("".join(f'<p xmlns:n{n}="urn:{n}">x</p>' for n in range(20_000)))
    )


def html_cases() -> Iterator[Case]:
    yield Case("deep.html", "refused", large(b"<html><body>", b"<div>", 19_000_000))
    yield Case("deeper.html", "refused", large(b"<html><body>", b"<div>", 5 * MANY))
    yield Case("deep-few.html", "bounded", page("<div>" * 30_000 + prose()))
    yield Case("bold.html", "bounded", page("<b>" * 30_000 + prose()))
    yield Case("crossed.html", "bounded", page("<p><b><i>" * 10_000 + prose()))
    yield Case("tables.html", "bounded", page("<table><tr><td>" * 3_000 + prose()))
    yield Case("breaks.html", "refused", page("<br>" * 200_000))
    yield Case("one-line.html", "refused", large(b"<html><body><p>", b"word ", 200_000_000))
    yield Case("script.html", "refused", page("<script>" + "a" * 3_000_000 + "</script>"))
    yield Case("nul.html", "refused", page("<p>a\0b</p>"))
    yield Case(
        "lying-charset.html",
        "refused",
        page("<p>" + "ÄÖÜ ßäöü " * 500 + "</p>", '<meta charset="utf-8">').decode().encode("latin-1"),
    )
    yield Case("utf-7.html", "bounded", page("+ADw-script+AD4-" + prose(), '<meta charset="utf-7">'))
    yield Case("no-article.html", "refused", page(""))
    yield Case("long-attribute.html", "bounded", page(f'<p title="{"a" * 2_000_000}">x</p>' + prose()))
    yield Case("long-title.html", "bounded", page(prose()).replace(b"<title>T", b"<title>" + b"T" * 100_000))
    yield Case("doi-like.html", "bounded", page(prose() + f'<a href="{"10.1234/" * 100_000}">x</a>'))
    yield Case(
        "licence-like.html",
        "bounded",
        page(prose() + f'<a rel="license" href="{"creativecommons.org/licenses/" * 40_000}">x</a>'),
    )
    yield Case(
        "type-like.html",
        "bounded",
        page(
            prose(),
            f'<script type="application/ld+json">{chr(34) + "@type" + chr(34) + " " * 9 + ":["} </script>'
            * 9000,
        ),
    )
    yield Case(
        "refresh.html",
        "read",
        page(prose(), '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">'),
    )
    yield Case(
        "links.html",
        "bounded",
        page(prose() + '<a href="https://doi.org/10.1/x/full/full/full">x</a>' * 10_000),
    )


def json_cases() -> Iterator[Case]:
    yield Case("deep.jsonl", "refused", large(b'{"id": "a", "text": ', b"[", MANY, b"\n"))
    yield Case("deep-bioc.json", "refused", large(b'{"documents": [{"passages": [', b"[", MANY))
    yield Case(
        "long-line.jsonl",
        "partly",
        large(line() + b'{"id": "b", "text": "', b"word ", 200_000_000, b'"}\n' + line()),
    )
    yield Case("unended.jsonl", "refused", large(b'{"id": "b", "text": "', b"word ", 200_000_000))
    yield Case("number.jsonl", "refused", b'{"id": "a", "text": ' + b"9" * 5_000_000 + b"}\n")
    yield Case("surrogate.jsonl", "partly", b'{"id": "a", "text": "\\ud800"}\n' + line())
    yield Case("nul.jsonl", "partly", b'{"id": "a", "text": "\\u0000"}\n' + line())
    yield Case("not-utf-8.jsonl", "partly", b'{"id": "a", "text": "\xff"}\n' + line())
    yield Case("not-objects.jsonl", "partly", line() + b"[]\n1\nnull\n" + line())
    yield Case("wrong-types.jsonl", "refused", line(text=[GOOD]) + line(id=7) + line(date="tomorrow"))
    yield Case("same-id.jsonl", "read", line() + line(text="IL-6 binds IL6R.") + line())
    yield Case("large-text.jsonl", "refused", line(text="word " * 5_000_000))
    yield Case("array.json", "refused", b'[{"id": "a"}]')
    yield Case("bioc-offsets.json", "bounded", bioc(offset=10**9))
    yield Case("bioc-negative.json", "bounded", bioc(offset=-5))
    yield Case("bioc-words.json", "bounded", bioc(offset="here"))
    yield Case("bioc-types.json", "refused", bioc(text=[1, 2]))
    yield Case("bioc-nothing.json", "refused", bioc(passages=None))
    yield Case("bioc-infinite.json", "bounded", bioc().replace(b'"offset": 0', b'"offset": 1e999'))


def archive_cases() -> Iterator[Case]:
    good = ("good.txt", GOOD.encode())
    yield Case("bomb.zip", "refused", zipped(("a.txt", b"a " * 150_000_000)))
    yield Case("many-bombs.zip", "refused", zipped(*[(f"{n}.txt", b"word " * 3_000_000) for n in range(12)]))
    yield Case("nested.zip", "partly", zipped(("a.zip", zipped(good)), good))
    yield Case(
        "climbing.zip",
        "partly",
        zipped(
            ("../../etc/cron.d/x", b"x"), ("/etc/passwd", b"x"), ("C:\\x", b"x"), ("a\\..\\..\\x", b"x"), good
        ),
    )
    yield Case("link.zip", "refused", zipped(("link", b"/etc/passwd"), mode=0o120777))
    yield Case("locked.zip", "refused", _locked(zipped(good)))
    yield Case("truncated.zip", "refused", zipped(("a.txt", os.urandom(9000)))[:-200])
    yield Case(
        "checksum.zip",
        "partly",
        zipped(("a.txt", b"x" * 500), good, method=zipfile.ZIP_STORED).replace(b"xxx", b"xyx", 1),
    )
    yield Case("overlapping.zip", "bounded", _overlapping())
    yield Case("many-names.zip", "refused", zipped(*[(f"{n}/", b"") for n in range(60_000)]))
    yield Case(
        "office.docx", "refused", zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    )
    yield Case(
        "odd-names.zip", "read", zipped(("a\nb\x1b[31m.txt", GOOD.encode()), ("good.txt", GOOD.encode()))
    )
    yield Case("climbing.tar", "partly", tarred(("../x", b"x"), ("/etc/passwd", b"x"), good))
    yield Case("links.tar", "refused", tarred(("link", b""), kind=tarfile.SYMTYPE, link="/etc/passwd"))
    yield Case("hard-links.tar", "refused", tarred(("link", b""), kind=tarfile.LNKTYPE, link="/etc/passwd"))
    yield Case("devices.tar", "refused", tarred(("dev", b""), kind=tarfile.CHRTYPE))
    yield Case("truncated.tar", "partly", tarred(good, ("b.txt", b"word " * 4000))[:9000])
    yield Case("huge-size.tar", "partly", tarred(good)[:1024] + _lying_header())
    yield Case("bomb.gz", "refused", large(b"", b"\0" * 1000, 1_500_000_000, pack=gz))
    yield Case(
        "bomb-twice.gz",
        "refused",
        gzip.compress(gzip.compress(b"\0" * 300_000_000, 9), 9),
    )
    yield Case("bomb.bz2", "refused", large(b"", b"\0" * 1000, 1_000_000_000, pack=bz))
    yield Case("bomb.xz", "refused", large(b"", b"\0" * 1000, 1_000_000_000, pack=xz))
    yield Case("bomb.zst", "refused", large(b"", b"\0" * 1000, 1_500_000_000, pack=zst))
    yield Case(
        "bomb.tar.gz",
        "refused",
        gzip.compress(tarred(("a.txt", b"a" * 300_000_000)), 1),
    )
    yield Case("truncated.gz", "refused", gzip.compress(os.urandom(5000).hex().encode())[:2000])
    yield Case("checksum.gz", "bounded", gzip.compress(GOOD.encode())[:-8] + b"\0" * 8)
    yield Case("trailing.gz", "bounded", gzip.compress(GOOD.encode()) + b"trailing")
    yield Case("window.zst", "refused", b"\x28\xb5\x2f\xfd\x00\xa8" + b"\0" * 50)
    yield Case("rar.rar", "refused", b"Rar!\x1a\x07\x00" + b"\0" * 100)


def _locked(archive: bytes) -> bytes:
    """The archive with the mark that its members are encrypted."""
    changed = bytearray(archive)
    changed[6] |= 1
    changed[archive.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _overlapping() -> bytes:
    """2,000 names in the directory for the same 10 MB of zeros (as D. Fifield's bombs have it)."""
    single = zipped(("0000", b"\0" * 10_000_000))
    start = single.index(b"PK\x01\x02")
    entry = single[start : single.index(b"PK\x05\x06")]
    directory = b"".join(entry[:46] + b"%04d" % n + entry[50:] for n in range(2000))
    end = bytearray(single[single.index(b"PK\x05\x06") :])
    end[8:12] = (2000).to_bytes(2, "little") * 2
    end[12:16] = len(directory).to_bytes(4, "little")
    return single[:start] + directory + bytes(end)


def _lying_header() -> bytes:
    """The header of a tar member of 8 exabytes."""
    info = tarfile.TarInfo("huge.txt")
    info.size = 2**62
    return info.tobuf(tarfile.GNU_FORMAT) + GOOD.encode()


def pdf_cases() -> Iterator[Case]:
    flat = zlib.compress(b"BT /F 12 Tf (a) Tj ET " * 5_000_000, 9)
    yield Case("good.pdf", "read", sheet(stream(WRITTEN)))
    yield Case("truncated.pdf", "bounded", sheet(stream(WRITTEN))[:300])
    yield Case("head-only.pdf", "refused", b"%PDF-1.7\n")
    yield Case("noise.pdf", "refused", b"%PDF-1.7\n" + os.urandom(200_000))
    yield Case("page-count.pdf", "read", sheet(stream(WRITTEN)).replace(b"/Count 1", b"/Count 999999999"))
    yield Case("no-pages.pdf", "refused", pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"))
    yield Case(
        "cyclic-pages.pdf", "refused", pdf(CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>")
    )
    yield Case("cyclic-content.pdf", "bounded", sheet(b"[4 0 R 4 0 R]"))
    yield Case(
        "cyclic-form.pdf",
        "bounded",
        sheet(
            stream(b"/X Do " + WRITTEN),
            stream(
                b"/X Do",
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
            ),
            resources="/Font << /F 5 0 R >> /XObject << /X 6 0 R >>",
        ),
    )
    yield Case(
        "cyclic-xref.pdf",
        "bounded",
        pdf(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>", trailer="/Root 1 0 R /Prev 9"),
    )
    yield Case("deep-arrays.pdf", "bounded", pdf(CATALOG, "[" * 500_000))
    yield Case("stream-bomb.pdf", "bounded", sheet(stream(flat, "/Filter /FlateDecode")))
    yield Case(
        "filters.pdf",
        "bounded",
        sheet(
            stream(
                zlib.compress(zlib.compress(zlib.compress(b"\0" * 100_000_000))),
                "/Filter [/FlateDecode /FlateDecode /FlateDecode]",
            )
        ),
    )
    yield Case("nested-states.pdf", "bounded", sheet(stream(b"q " * 500_000 + WRITTEN)))
    yield Case("infinite-box.pdf", "bounded", sheet(stream(WRITTEN), box="-1e38 -1e38 1e38 1e38"))
    yield Case("no-font.pdf", "bounded", sheet(stream(WRITTEN), resources=""))
    yield Case(
        "many-letters.pdf", "bounded", sheet(stream(b"BT /F 12 Tf " + b"1 0 Td (a) Tj " * 300_000 + b"ET"))
    )
    yield Case("many-pages.pdf", "refused", _of_pages(2500))
    yield Case(
        "locked.pdf",
        "refused",
        pdf(
            CATALOG,
            "<< /Type /Pages /Kids [] /Count 0 >>",
            "<< /Filter /Standard /V 1 /R 2 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") /P -4 >>",
            trailer="/Root 1 0 R /Encrypt 3 0 R /ID [(a) (a)]",
        ),
    )


def _of_pages(count: int) -> bytes:
    kids = " ".join(["3 0 R"] * count)
    return pdf(
        CATALOG,
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )


def text_cases() -> Iterator[Case]:
    aliases = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    yield Case("empty.txt", "refused", b"")
    yield Case("blank.txt", "refused", b" \n\t \n" * 50)
    yield Case("mark-only.txt", "refused", b"\xef\xbb\xbf")
    yield Case("nul.txt", "refused", b"abc\0def")
    yield Case("binary.dat", "refused", os.urandom(100_000))
    yield Case("latin-1.txt", "refused", "Müller fand TNF.".encode("latin-1"))
    yield Case("utf-16.txt", "refused", GOOD.encode("utf-16-le"))
    yield Case("utf-32.txt", "refused", GOOD.encode("utf-32"))
    yield Case("overlong.txt", "refused", b"a \xc0\xaf b")
    yield Case("one-line.txt", "refused", large(b"", b"word ", 200_000_000))
    yield Case("one-word.txt", "refused", large(b"", b"a", 90_000_000))
    yield Case("long-text.txt", "refused", large(b"", b"Macrophages secrete IL-6 again.\n", 30_000_000))
    yield Case("marks.txt", "bounded", ("a" + "\u0301" * 50_000 + ".").encode())
    yield Case("brackets.txt", "bounded", ("(" * 10_000 + "IL-6" + ")" * 10_000).encode())
    yield Case("capitals.txt", "bounded", ("IL-6 (" * 5_000).encode())
    yield Case("directions.txt", "bounded", ("\u202e\u2066IL-6 binds IL6R.\u2069\ufdd0\uffff " * 50).encode())
    yield Case("aliases.md", "bounded", f"---\n{aliases}title: *y\n---\n# T\n\ntext\n".encode())
    yield Case("deep-yaml.md", "refused", f"---\ntitle: {'[' * 100_000}\n---\ntext\n".encode())
    yield Case(
        "object-yaml.md", "refused", b"---\ntitle: !!python/object/apply:os.system ['true']\n---\ntext\n"
    )
    yield Case("quotes.md", "bounded", b"# T\n" + b">" * 100_000 + b" text\n")
    yield Case("stars.md", "bounded", b"# T\n\n" + b"*a **a " * 5_000)
    yield Case("links.md", "bounded", b"# T\n\n" + b"[a](" * 5_000)
    yield Case(
        "columns.md",
        "bounded",
        b"# T\n\n" + b"|a" * 20_000 + b"|\n" + b"|-" * 20_000 + b"|\n" + b"|b|\n" * 500,
    )
    yield Case(
        "mixed.pubtator",
        "bounded",
        b"1|t|IL-6\n2|a|Other one.\n1\t0\t99999\tIL-6\tGene\t1\n\n3|t|A title.\n3|a|\n",
    )
    yield Case(
        "offsets.pubtator",
        "read",
        b"1|t|IL-6 rises\n1|a|It binds IL6R.\n1\t-5\t9999999999\tx\tGene\t1\n1\tzero\tone\tx\tGene\t1\n\n",
    )
    yield Case("no-text.pubtator", "refused", b"1|t|\n1|a|\n\n")
    yield Case(
        "bioc-offsets.xml",
        "bounded",
        bioc_xml("<passage><offset>99999999</offset><text>IL-6 binds.</text></passage>"),
    )
    yield Case(
        "bioc-negative.xml",
        "bounded",
        bioc_xml("<passage><offset>-3</offset><text>IL-6 binds.</text></passage>"),
    )
    yield Case("bioc-no-offset.xml", "bounded", bioc_xml("<passage><text>IL-6 binds.</text></passage>"))
    yield Case("bioc-empty.xml", "refused", bioc_xml(""))
    yield Case("feed-nothing.xml", "refused", feed("<item/>"))
    yield Case(
        "feed-markup.xml",
        "bounded",
        feed(f"<item><title>T</title><description>{'&lt;div&gt;' * 100_000}IL-6</description></item>"),
    )
    yield Case(
        "feed-deep.xml",
        "bounded",
        feed(f"<item><title>T</title><description>{'<div>' * 250}IL-6{'</div>' * 250}</description></item>"),
    )
    yield Case("name\n\x1b[31m.txt", "refused", b"\0")


def folder_cases() -> Iterator[Case]:
    yield Case("links-in-a-circle", "refused", _circle)
    yield Case("link-to-nothing", "refused", lambda path: path.symlink_to("nowhere"))
    yield Case("link-to-itself", "refused", lambda path: path.symlink_to(path.name))
    yield Case("pipe-inside", "refused", _pipe)
    yield Case("empty-folder", "refused", lambda path: path.mkdir())


def _circle(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to(path, target_is_directory=True)


def _pipe(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "pipe")


def cases() -> Iterator[Case]:
    yield from xml_cases()
    yield from html_cases()
    yield from json_cases()
    yield from archive_cases()
    yield from pdf_cases()
    yield from text_cases()
    yield from folder_cases()
