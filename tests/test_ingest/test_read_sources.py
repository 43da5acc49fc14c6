"""Folders, patterns, packed files and archives: every file in them is read, and what is bad ends nothing."""

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import read
from ingest.read.folder import files
from ingest.read.source import Item
from kg.cli import main
from kg.errors import ReadError
from kg.model import Document

TEXT = "TNF binds TNFR1.\nIt was seen twice."
LINES = b'{"id": "a", "text": "TNF binds TNFR1."}\n' * 3

Pack = Callable[[bytes], bytes]


def xz(data: bytes) -> bytes:
    return lzma.compress(data)


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKERS: list[Pack] = [gzip.compress, bz2.compress, xz, zstd]


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return held.getvalue()


def tarred(**members: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.replace("__", "/"))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def read_bytes(data: bytes) -> list[Item]:
    return list(read(io.BytesIO(data), name="set"))


def texts(items: list[Item]) -> list[str]:
    return [item.text if isinstance(item, Document) else str(item) for item in items]


def only_error(data: bytes) -> str:
    (error,) = read_bytes(data)
    assert isinstance(error, ReadError)
    return str(error)


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "bzip2", "xz", "zstd"])
def test_packed_file_is_read_as_if_it_were_not(pack: Pack) -> None:
    assert texts(read_bytes(pack(TEXT.encode()))) == [TEXT]
    assert len(read_bytes(pack(LINES) + pack(LINES))) == 6  # two members, one behind the other


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "bzip2", "xz", "zstd"])
def test_packed_file_that_breaks_off_is_an_error_after_what_was_read(pack: Pack) -> None:
    lines = b"".join(
        b'{"id": "%d", "text": "%s"}\n' % (n, os.urandom(400).hex().encode()) for n in range(900)
    )
    *found, error = read_bytes(pack(lines)[:-3000])
    assert isinstance(error, ReadError)
    assert "ends too early" in str(error) or "damaged" in str(error)
    assert ("what came before was read" if found else "nothing of it was read") in str(error)
    assert all(isinstance(item, Document) for item in found)
    if pack is not bz2.compress:  # which unpacks 900,000 bytes at a time
        assert len(found) > 500


@pytest.mark.parametrize("archive", [zipped, tarred], ids=["zip", "tar"])
def test_every_file_of_an_archive_is_read(archive: Callable[..., bytes]) -> None:
    data = archive(folder__a=TEXT.encode(), b=gzip.compress(LINES), c=b"\0\1\2", d=TEXT.encode())
    assert texts(read_bytes(data)) == [
        TEXT,
        *["TNF binds TNFR1."] * 3,
        "set!c: binary data, not text",
        TEXT,
    ]


def test_packed_tar_is_an_archive() -> None:
    assert texts(read_bytes(gzip.compress(tarred(a=TEXT.encode())))) == [TEXT]


@pytest.mark.parametrize("archive", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize("path", ["..__a", "__etc__passwd", "a__..__..__b"])
def test_path_that_climbs_out_is_refused(archive: Callable[..., bytes], path: str) -> None:
    error, document = read_bytes(archive(**{path: b"secret", "z": TEXT.encode()}))
    assert "leads out of the archive" in str(error)
    assert isinstance(document, Document)


@pytest.mark.parametrize("archive", [zipped, tarred], ids=["zip", "tar"])
def test_archive_in_an_archive_is_refused_and_the_rest_read(archive: Callable[..., bytes]) -> None:
    error, document = read_bytes(archive(a=zipped(b=b"x"), c=TEXT.encode()))
    assert "an archive in an archive" in str(error)
    assert isinstance(document, Document)


def test_links_of_a_tar_are_not_followed() -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert "an archive without a file to read" in only_error(held.getvalue())


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(a=os.urandom(5000))[:3000], "zip archive is damaged"),
        (zipped(**{"[Content_Types].xml": b"<x/>"}), "office document"),
        (b"Rar!\x1a\x07", "RAR archive"),
    ],
    ids=["truncated zip", "office", "rar"],
)
def test_bad_archive_is_one_clear_error(data: bytes, what: str) -> None:
    assert what in only_error(data)


def test_truncated_tar_gives_what_came_before() -> None:
    data = tarred(a=TEXT.encode(), b=b"word " * 4000)
    first, *errors = read_bytes(data[:9000])
    assert texts([first]) == [TEXT]
    assert errors
    assert all(isinstance(error, ReadError) for error in errors)


@given(st.binary(max_size=400), st.integers(0, 1200), st.sampled_from([zipped, tarred]))
def test_damaged_archives_never_raise(noise: bytes, at: int, archive: Callable[..., bytes]) -> None:
    data = archive(a=TEXT.encode(), b=LINES)
    for item in read(io.BytesIO(data[:at] + noise + data[at + len(noise) :]), name="set"):
        assert isinstance(item, Document | ReadError)


def test_folder_stands_for_the_files_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", ".hidden/d.txt", "e.png", ".f"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    assert [str(f.relative_to(tmp_path)) for f in files(str(tmp_path)) if isinstance(f, Path)] == [
        "b.txt",
        "a/c.html",
    ]


def test_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.xml"):
        (tmp_path / name).write_text(TEXT)
    assert [f.name for f in files(f"{tmp_path}/*.txt") if isinstance(f, Path)] == ["a.txt", "b.txt"]
    (error,) = files(f"{tmp_path}/*.pdf")
    assert "no file has such a name" in str(error)


def test_file_with_a_star_in_its_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a*.txt").write_text(TEXT)
    (tmp_path / "ab.txt").write_text(TEXT)
    assert [f.name for f in files(f"{tmp_path}/a*.txt") if isinstance(f, Path)] == ["a*.txt"]


def test_command_reads_folders_archives_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "set.zip").write_bytes(zipped(a=LINES, b=b"\0"))
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "in"), "-"], input=gzip.compress(LINES))
    assert (result.exit_code, result.stdout.count('"id": "a"')) == (1, 6)
    assert "set.zip!b: binary data" in result.stderr


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "bzip2", "xz", "zstd"])
def test_bomb_takes_little_memory(pack: Pack, tmp_path: Path) -> None:
    """Three layers' worth of blanks: as one line of JSON, in a process that may hold 700 MB."""
    bomb = tmp_path / "bomb"
    bomb.write_bytes(pack(b'{"id": "a", "text": "' + b"a" * 400_000_000))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000));"
        "from ingest.read import read; print(*read(sys.argv[1], format='jsonl'), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(bomb)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "refused as unsafe" in done.stdout


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "bzip2", "xz", "zstd"])
@pytest.mark.parametrize(
    "data", [TEXT.encode() * 50, b"<html><p>" + TEXT.encode() * 50], ids=["text", "page"]
)
def test_single_text_that_breaks_off_says_that_nothing_was_read(data: bytes, pack: Pack) -> None:
    [error] = read_bytes(pack(data)[:-12])
    assert isinstance(error, ReadError)
    assert "nothing of it was read" in str(error)


def test_broken_member_says_what_was_read_of_itself() -> None:
    members = tarred(good=LINES, bad=gzip.compress(TEXT.encode())[:-9])
    *documents, error = read_bytes(members)
    assert len(documents) == 3
    assert "nothing of it was read" in str(error)


def test_tar_member_of_a_size_that_cannot_be_ends_at_once() -> None:
    lie = tarfile.TarInfo("huge")
    lie.size = 2**62
    data = tarred(a=TEXT.encode())[:1024] + lie.tobuf(tarfile.GNU_FORMAT) + TEXT.encode()
    document, *errors = read_bytes(data)
    assert isinstance(document, Document)
    assert "ends too early" in str(errors[-1])


def test_link_in_a_zip_is_passed_over() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "an archive without a file to read" in only_error(held.getvalue())


def test_text_that_no_extraction_could_bear_is_refused() -> None:
    long, short = (
        b'{"id": "%s", "text": "%s"}\n' % (name, b"word " * n) for name, n in ((b"a", 500_000), (b"b", 9))
    )
    error, document = read_bytes(long + short)
    assert "set, a: a text of more than 2,000,000 characters" in str(error)
    assert isinstance(document, Document)
