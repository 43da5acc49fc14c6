"""Is it a company that is named, not what it makes: "*Sanofi* bought a drug", "*Foobiol Therapeutics*"?"""

from __future__ import annotations

import re

from kg.model import Span

#: makers of drugs and reagents whose names are taken for substances, but for those that mean something else, too
_MAKERS = frozenset(
    "abbvie abcam alnylam amgen astellas astrazeneca bayer beigene biogen biontech celgene curevac eisai "
    "genentech genmab glaxosmithkline gsk illumina incyte invitrogen ipsen janssen lundbeck merck "
    "moderna novartis novavax pfizer promega qiagen regeneron roche sanofi servier sigma-aldrich takeda "
    "teva".split()
)
_FIRM = re.compile(
    r",? (?:Inc|Ltd|Limited|Corp(?:oration)?|GmbH|AG|plc|PLC|LLC|S\.?A\.?|N\.?V\.?|Pharma(?:ceuticals?)?|Therapeutics|"
    r"Bio(?:sciences?|tech(?:nolog(?:y|ies))?|pharma(?:ceuticals?)?|logics)|Laboratories)\b(?! (?:cells?|treatment)\b)"
)


def is_maker(text: str, span: Span) -> bool:
    """Whether the name at this place is that of a company, by itself or by the words behind it.

    >>> is_maker("Pfizer tests it.", Span(0, 6)), is_maker("Aspirin helps.", Span(0, 7))
    (True, False)
    """
    return span.of(text).casefold() in _MAKERS or _FIRM.match(text, span.end) is not None
