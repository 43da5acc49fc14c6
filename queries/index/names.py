"""How is a name written in the index, and how is what a person types read?"""

from __future__ import annotations

import re

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_LONGEST = 200


def key_of(name: str) -> str:
    """What two spellings of a name have in common: no case, no spaces, no punctuation.

    >>> key_of("Clever-1") == key_of("clever 1")
    True
    """
    return _BETWEEN_WORDS.sub("", name[:_LONGEST].casefold())


def words_of(text: str) -> list[str]:
    """The words of a text, as the full-text index has them.

    >>> words_of('PD-1 "AND" T cells*')
    ['PD', '1', 'AND', 'T', 'cells']
    """
    return [word for word in _BETWEEN_WORDS.split(text[: 5 * _LONGEST]) if word]


def match_start(text: str) -> str:
    """A full-text expression: all these words, the last one perhaps unfinished; nothing of it is syntax.

    >>> match_start("t cel")
    '"t" "cel" *'
    """
    words = [f'"{word}"' for word in words_of(text)]
    return f"{' '.join(words)} *" if words else ""


def match_words(text: str) -> str:
    """A full-text expression: all these words; what stands in double quotes is a phrase, ``-word`` is excluded.

    >>> match_words('"T cells" PD-1 -mouse')
    '("T cells" AND "PD 1") NOT "mouse"'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for sign, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|([^\s"]+))', text[: 5 * _LONGEST]):
        words = " ".join(words_of(phrase or word))
        if words:
            (unwanted if sign else wanted).append(f'"{words}"')
    if not wanted:
        return ""
    return " NOT ".join([f"({' AND '.join(wanted)})" if unwanted else " AND ".join(wanted), *unwanted])
