"""Which plain sentences keep the parser from forgetting general English?

They are taken from openly licensed articles, sentence by sentence, where the wording is general enough for
the stock English model's own parse to be a fair teacher.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

from lxml import etree
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

LICENCE = re.compile(r"creativecommons\.org/(licenses/by/|publicdomain/(zero|mark)/)")
PARSER = etree.XMLParser(recover=True, load_dtd=False, no_network=True, resolve_entities=False)
LEFT_OUT = ("xref", "table-wrap", "fig", "disp-formula", "inline-formula", "sup")
WORDS = range(5, 31)
PARAGRAPHS = 15_000
COMMON = 100


def read_paragraphs(folder: Path) -> Iterator[str]:
    """The paragraphs of the JATS files below `folder` that are CC BY or in the public domain."""
    for path in sorted([*folder.rglob("*.nxml"), *folder.rglob("*.xml")]):
        root = etree.parse(path, PARSER).getroot()
        if root is not None and LICENCE.search(_licence(root)):
            etree.strip_elements(root, *LEFT_OUT, with_tail=False)
            for paragraph in root.iter("p"):
                yield " ".join("".join(paragraph.itertext()).split())


def _licence(root: etree._Element) -> str:
    return " ".join(etree.tostring(node, encoding="unicode") for node in root.iter("license"))


def plain_sentences(paragraphs: Sequence[str], teacher: Language, count: int, seed: int = 0) -> list[Doc]:
    """At most `count` sentences of common words with the teacher's own parse, drawn at random."""
    common = _common_words(paragraphs)
    draw = random.Random(seed)
    some = draw.sample(paragraphs, min(PARAGRAPHS, len(paragraphs)))
    found = [s for doc in teacher.pipe(some, batch_size=64) for s in doc.sents if _is_plain(s, common)]
    return [sentence.as_doc() for sentence in draw.sample(found, min(count, len(found)))]


def _common_words(paragraphs: Iterable[str]) -> set[str]:
    times = Counter(word.lower() for paragraph in paragraphs for word in re.findall(r"\w+", paragraph))
    return {word for word, count in times.items() if count >= COMMON}


def _is_plain(sentence: Span, common: Set[str]) -> bool:
    """A whole sentence with a finite verb and common words only, without numbers, brackets or symbols."""
    if len(sentence) not in WORDS or not sentence[0].is_title or sentence[-1].text not in ".?!":
        return False
    if not any(token.tag_ in ("VBZ", "VBP", "VBD", "MD") for token in sentence):
        return False
    return all(_is_plain_word(token, common) for token in sentence)


def _is_plain_word(token: Token, common: Set[str]) -> bool:
    if token.is_punct or token.tag_ == "POS":
        return not token.is_bracket
    return token.is_alpha and token.lower_ in common and (len(token) == 1 or not token.is_upper)
