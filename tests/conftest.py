"""What several test modules need and what takes a second to load: the lexicon, the model, the demonstration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ingest.extract import Extraction, Extractor
from ingest.language import Language
from ingest.lexicon import Lexicon
from ingest.linking.linker import Linker
from ingest.relate.arguments import Arguments
from ingest.relate.mask import Named, mask
from ingest.relate.tree import read_tree
from kg.model import Document, Span
from kg.vocabulary import Category

# The same examples at every run, so that what passes once passes again; to look for new ones:
# pytest --hypothesis-profile=search
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, print_blob=True, deadline=None)
settings.load_profile("repeatable")

ROOT = Path(__file__).parents[1]
_NAME = re.compile(r"\[([^|\]]+)\|([A-Za-z]+)\]")


@pytest.fixture(scope="session", autouse=True)
def nobodys_terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests read no terms that whoever runs them has added."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LITKG_LEXICON", str(tmp_path_factory.mktemp("own") / "terms.tsv"))
        yield


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.open()


@pytest.fixture(scope="session")
def linker(lexicon: Lexicon) -> Linker:
    return Linker(lexicon)


@pytest.fixture(scope="session")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="session")
def extractor(lexicon: Lexicon, language: Language) -> Extractor:
    return Extractor(lexicon, language, "0.1.0")


@pytest.fixture(scope="session")
def extract(extractor: Extractor) -> Callable[[str], Extraction]:
    """What the packaged extractor makes of a plain text."""
    return lambda text: extractor.extract(Document("text:test", text))


@pytest.fixture(scope="session")
def demo(extractor: Extractor) -> Extraction:
    """What the packaged extractor makes of the demonstration page."""
    from ingest.read import read

    (document,) = read(ROOT / "ingest" / "demo" / "article.html", format="html")
    assert isinstance(document, Document)
    return extractor.extract(document)


@pytest.fixture(scope="session")
def parsed(language: Language) -> Callable[[str], Arguments]:
    """A sentence with its names in brackets, "[IL-6|Gene] rose", masked and parsed."""

    def parse(marked: str) -> Arguments:
        text, names = _unmarked(marked)
        masked = mask(text, names)
        (sentence,) = map(read_tree, language.parse([masked.text]))
        return Arguments(sentence, masked.names)

    return parse


def _unmarked(marked: str) -> tuple[str, list[Named]]:
    text, names, at = "", [], 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        surface, category = match.groups()
        place = Span(len(text), len(text) + len(surface))
        head = surface.split()[-1]
        names.append(
            Named(
                len(names),
                place.start,
                place.end,
                Category(f"biolink:{category}"),
                surface.lower(),
                place=place,
                head=head,
            )
        )
        text += surface
        at = match.end()
    return text + marked[at:], names
