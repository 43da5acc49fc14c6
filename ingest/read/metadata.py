"""How are dates, DOIs, names and languages written the same way, whatever the source?"""

from __future__ import annotations

import re
from datetime import date

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_WORDED_DATE = re.compile(r"(\d{4})[ -/]+([A-Za-z]{3})[a-z]*\.?(?:[ -/]+(\d{1,2})(?!\d))?")
# ISO 639-2 as the National Library of Medicine writes it, to ISO 639-1 as the web does; others stay
_LANGUAGE_PAIRS = """
    eng=en fre=fr ger=de jpn=ja spa=es ita=it rus=ru chi=zh pol=pl por=pt dut=nl dan=da swe=sv nor=no
    fin=fi hun=hu cze=cs tur=tr kor=ko heb=he gre=el ukr=uk rum=ro hrv=hr srp=sr bul=bg slo=sk slv=sl
    ara=ar per=fa ice=is lit=lt lav=lv est=et cat=ca glg=gl bos=bs mac=mk alb=sq vie=vi tha=th ind=id
    may=ms hin=hi geo=ka arm=hy und= mul=
"""
_LANGUAGES = dict(pair.split("=") for pair in _LANGUAGE_PAIRS.split())


def iso_date(text: str) -> str:
    """The date that the text begins with, in ISO 8601, as precise as it is there; empty for none.

    >>> [iso_date(text) for text in ("2018/05/17", "2023 Feb", "1998 Dec-1999 Jan", "2025-09-14T08:00Z")]
    ['2018-05-17', '2023-02', '1998-12', '2025-09-14']
    """
    text = text.strip()
    if worded := _WORDED_DATE.match(text):
        year, month, day = worded.groups()
        return _valid_date(int(year), _month(month), int(day or 0))
    if numbered := _DATE.match(text):
        year, month, day = numbered.groups()
        return _valid_date(int(year), int(month or 0), int(day or 0))
    return ""


def _month(name: str) -> int:
    return _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 0


def _valid_date(year: int, month: int, day: int) -> str:
    """The date cut down to the parts that make a real one; a part of 0 is not known."""
    if year < 1000:
        return ""
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}"


def find_doi(text: str) -> str:
    """The first DOI in the text, in lower case (DOIs do not distinguish case); empty where there is none.

    >>> find_doi("https://doi.org/10.1056/NEJMoa1715274.")
    '10.1056/nejmoa1715274'
    """
    found = _DOI.search(text)
    return found.group().rstrip(".,;)]").lower() if found else ""


_LICENCE = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)(?:/(\d\.\d))?", re.I)


def find_licence(text: str) -> str:
    """The address of the first Creative Commons licence in the text; empty where there is none.

    >>> find_licence("under http://creativecommons.org/licenses/by/2.0/legalcode, which permits")
    'https://creativecommons.org/licenses/by/2.0/'
    """
    found = _LICENCE.search(text)
    if found is None:
        return ""
    kind, name, version = found.groups()
    parts = (kind.lower(), name.lower(), version)
    return f"https://creativecommons.org/{'/'.join(filter(None, parts))}/"


def language_code(code: str) -> str:
    """The primary language of a tag, two letters where there are two.

    >>> [language_code(code) for code in ("en-GB", "eng", "pt_BR", "und")]
    ['en', 'en', 'pt', '']
    """
    primary = re.split(r"[-_]", code.strip().lower())[0]
    primary = _LANGUAGES.get(primary, primary)
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""


def person(name: str) -> str:
    """A name in reading order.

    >>> person("Shetty, Shishir"), person("Maija Hollmén")
    ('Shishir Shetty', 'Maija Hollmén')
    """
    last, comma, first = name.partition(",")
    parts = (first, last) if comma and "," not in first else (name,)
    return " ".join(" ".join(parts).split())
