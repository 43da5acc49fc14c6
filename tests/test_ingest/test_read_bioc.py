"""BioC and PubTator: their text, as other programs wrote it and as this one does."""

import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from bioc import biocjson, biocxml, pubtator
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import Extraction, Extractor
from ingest.read import read
from ingest.read.source import Item
from ingest.write import FORMS, write
from kg.errors import ReadError
from kg.model import Document, DocumentKind

TITLE, ABSTRACT = "TNF binds TNFR1.", "Nivolumab blocks PD-1 on T cells & more. It does not inhibit IL-2."

XML = f"""<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd">
<collection><source>PubTator</source><date>2024</date><key>k</key>
<document><id>99000201</id>
<passage><infon key="type">title</infon><offset>0</offset><text>{TITLE}</text>
<annotation id="1"><infon key="type">Gene</infon><location offset="0" length="3"/><text>TNF</text></annotation>
</passage>
<passage><infon key="type">abstract</infon><offset>17</offset><text>{ABSTRACT.replace("&", "&amp;")}</text></passage>
</document></collection>"""

JSON = {
    "PubTator3": [
        {
            "id": "9900202",
            "passages": [
                {
                    "infons": {
                        "type": "front",
                        "section_type": "TITLE",
                        "article-id_pmc": "9900202",
                        "article-id_pmid": "99000202",
                        "year": "2024",
                        "journal": "J Invented Res. 2024;1:2. doi: 10.9999/example.202.",
                    },
                    "text": TITLE,
                },
                {"infons": {"type": "abstract", "section_type": "ABSTRACT"}, "text": ABSTRACT},
                {"infons": {"type": "title_1", "section_type": "INTRO"}, "text": "Introduction"},
                {"infons": {"type": "paragraph", "section_type": "INTRO"}, "text": "IL-6 activates STAT3."},
                {"infons": {"type": "fig_caption", "section_type": "FIG"}, "text": "STAT3 in cells."},
                {"infons": {"type": "table", "section_type": "TABLE"}, "text": "cells of a table"},
                {"infons": {"type": "ref", "section_type": "REF"}, "text": "A cited title."},
            ],
        }
    ]
}

PUBTATOR = (
    f"99000201|t|{TITLE}\n99000201|a|{ABSTRACT}\n99000201\t0\t3\tTNF\tGene\t7124\n\nx|t|Another.\nx|a|\n"
)


def read_bytes(data: str | bytes) -> list[Item]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data), name="set"))


def only(data: str) -> Document:
    (found,) = read_bytes(data)
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize("data", [XML, PUBTATOR.partition("\n\n")[0]], ids=["bioc", "pubtator"])
def test_title_and_abstract_are_read_at_their_offsets(data: str) -> None:
    found = only(data)
    assert (found.id, found.kind) == ("PMID:99000201", DocumentKind.ABSTRACT)
    assert found.text == f"{TITLE}\n{ABSTRACT}"
    assert [(s.kind, s.start) for s in found.sections] == [("title", 0), ("abstract", 17)]


def test_full_text_of_pubtator_is_read_without_tables_and_references() -> None:
    found = only(json.dumps(JSON))
    assert (found.id, found.pmid, found.doi) == ("PMC:PMC9900202", "99000202", "10.9999/example.202")
    assert (found.date, found.journal, found.kind) == ("2024", "J Invented Res", DocumentKind.FULL_TEXT)
    assert [(s.kind, s.title, found.text[s.start : s.end]) for s in found.sections][2:] == [
        ("heading", "Introduction", "Introduction"),
        ("body", "Introduction", "IL-6 activates STAT3."),
        ("caption", "Introduction", "STAT3 in cells."),
    ]


def test_json_collections_lists_and_lines_are_all_read() -> None:
    document = {"id": "a", "passages": [{"infons": {"type": "title"}, "text": TITLE}]}
    forms = (document, {"source": "own", "documents": [document]}, [{"documents": [document]}])
    assert [only(json.dumps(form)).text for form in forms] == [TITLE] * 3
    assert len(read_bytes(json.dumps(document) + "\n" + json.dumps(document))) == 2


def test_number_of_an_unknown_collection_is_no_pubmed_identifier() -> None:
    found = only(XML.replace("PubTator", "my corpus"))
    assert (found.id, found.pmid) == ("99000201", "")


def test_pubtator_goes_on_after_a_wrong_line() -> None:
    first, error, second = read_bytes(PUBTATOR.replace("\n\n", "\n\nno such line\n"))
    assert isinstance(error, ReadError)
    assert "line 5" in str(error)
    assert isinstance(first, Document)
    assert isinstance(second, Document)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("<collection><source>s</source></collection>", "without a document"),
        (XML[:-30], "the XML breaks off"),
        ("<collection><document><id>1</id></document></collection>", "without text"),
        ('{"documents": [], "passages": [}', "not JSON"),
        ('{"passages": [{"text": 3}]}', "not as BioC JSON has it"),
        ('{"passages": []}', "without text"),
        ("1|t|\n1|a|\n", "has no text"),
    ],
)
def test_bad_input_is_one_clear_error(data: str, what: str) -> None:
    (error,) = read_bytes(data)
    assert isinstance(error, ReadError)
    assert what in str(error)


@given(st.binary(max_size=300), st.sampled_from(["bioc", "biocjson", "pubtator"]))
def test_any_bytes_are_documents_or_errors(data: bytes, form: str) -> None:
    for item in read(io.BytesIO(data), format=form, name="set"):
        assert isinstance(item, Document | ReadError)


@pytest.fixture(scope="module")
def extractions(extractor: Extractor) -> list[Extraction]:
    documents = [item for data in (XML, PUBTATOR) for item in read_bytes(data)]
    return [extractor.extract(d) for d in documents if isinstance(d, Document)]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_what_is_written_is_read_back_with_the_same_text(extractions: list[Extraction], form: str) -> None:
    written = "".join(write(extractions, form))
    assert [d.text.strip() for d in read_bytes(written) if isinstance(d, Document)] == [
        extraction.document.text for extraction in extractions
    ]


@pytest.mark.parametrize("form", ["bioc", "biocjson"])
def test_bioc_is_read_by_the_package_of_that_name(extractions: list[Extraction], form: str) -> None:
    written = "".join(write(extractions, form))
    collection = biocxml.loads(written) if form == "bioc" else biocjson.loads(written)
    first = collection.documents[0]
    annotations = [a for passage in first.passages for a in passage.annotations]
    assert [a.text for a in annotations] == [m.text for m in extractions[0].mentions]
    for annotation in annotations:
        start, end = annotation.total_span.offset, annotation.total_span.end
        assert extractions[0].document.text[start:end] == annotation.text
    assert [r.infons["type"] for r in first.relations] == [r.relation for r in extractions[0].relations]
    assert first.relations, "the text states relations"


def test_pubtator_is_read_by_the_package_bioc(extractions: list[Extraction]) -> None:
    found = pubtator.loads("".join(write(extractions, "pubtator")))
    for document, extraction in zip(found, extractions, strict=True):
        assert [a.text for a in document.annotations] == [m.text for m in extraction.mentions]
        assert [r.type for r in document.relations] == [r.relation for r in extraction.relations]
        pubtator.validate(document)


def test_pubtator_annotations_stand_at_their_offsets(extractions: list[Extraction]) -> None:
    lines = "".join(write(extractions[:1], "pubtator")).rstrip("\n").split("\n")
    text = lines[0].split("|", 2)[2] + " " + lines[1].split("|", 2)[2]
    mentions = [line.split("\t") for line in lines[2:] if len(line.split("\t")) == 6]
    assert len(mentions) == len(extractions[0].mentions)
    assert all(text[int(start) : int(end)] == surface for _, start, end, surface, *_ in mentions)
    assert all(int(one[1]) <= int(other[1]) for one, other in pairwise(mentions))


def test_command_writes_pubtator(tmp_path: Path, extractor: Extractor) -> None:
    from click.testing import CliRunner

    from kg.cli import main

    source = tmp_path / "set.pubtator"
    source.write_text(PUBTATOR, encoding="utf-8")
    result = CliRunner().invoke(main, ["extract", "--format", "pubtator", str(source)])
    assert result.exit_code == 0
    assert result.stdout.startswith(f"99000201|t|{TITLE}\n99000201|a|")
