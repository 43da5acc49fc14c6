"""Which paragraphs are page furniture? Subscribe boxes, share bars, related articles and their teasers.

The rules know the words that sites use for these, in whole lines only, never a particular site. A list of
other articles is cut where what follows its heading looks like teasers; a paper's own "Related work", or an
article that goes on after a "Read more" box, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.read.blocks import Block

_LONGEST_NOTICE = 200
_LONGEST_HEADING = 80
_LONG = 350
"""Code points: teasers are shorter than this; two paragraphs in a row of this length are an article."""
_PROSE = 80
"""Code points: a paragraph of the article has at least these and ends like a sentence."""


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)


# Headings of lists of other articles; they must be all of the line.
_LIST_HEADING = _any_of(
    (
        r"(?:related|similar|recommended|suggested|featured|popular|trending|latest|recent|other|more)"
        r"(?: (?:news|research|health|science|blog|top|medical))?"
        r" (?:articles?|stories|story|posts?|news|reading|reads|topics|coverage|headlines|content|videos)"
        r"(?: (?:from|in|on|by|about|for) .{1,50})?",
        r"(?:you )?(?:might|may)(?: also)? (?:like|enjoy|be interested in)(?: .{1,20})?",
        r"most (?:read|popular|viewed|shared|recent|discussed)(?: (?:articles|stories|news|posts))?",
        r"recommended(?: for you| by our editors)?|editor[’']?s[’']? (?:picks?|choice)",
        r"(?:people|readers) also (?:read|viewed|liked)|cited by|linkout.{1,4}more resources",
        r"around the web|from (?:our partners|around the web)",
        r"(?:sponsored|promoted)(?: content| stories| links)?",
    )
)

# Headings that sites also put over a box in the middle of an article.
_BOX_HEADING = _any_of(
    (
        r"(?:read )?more (?:from|in|on|like)(?: (?:this|the|our))?\b.{0,40}|in case you missed it",
        r"(?:read|see|explore|discover) (?:more|next|also)|also (?:read|of interest|on this site)",
        r"(?:what to )?read(?: this)? next|up next|keep reading|related|trending(?: now)?",
        r"don[’']t miss(?: .{1,20})?",
    )
)

_MAIL = r"(?:inbox|newsletters?|e-?mails?(?: address(?:es)?)?|mailing list|subscribers)\b"

# Lines about the site and not the subject: what the line begins with; it must be short.
_NOTICE = _any_of(
    (
        r"(?:subscribe|sign up|register)(?: (?:now|today|here|for free))?[.!]?$",
        r"(?:subscribe|sign up|register) (?:to|for|now|today|here|and)\b.*"
        r"\b(?:inbox|newsletters?|mailing list|updates|alerts|feed|digest|channel|podcast|news)\b",
        r"(?:stay|keep) (?:updated|informed|connected|in touch|tuned|up[ -]to[ -]date|in the loop)\b",
        rf"(?:get|receive) (?:the|our|all the|your)\b.*\b{_MAIL}",
        rf"(?:join|enter|delivered|straight to)\b.*\b{_MAIL}",
        r"(?:(?:our|weekly|daily|free|e-?mail|the) ){0,3}newsletters?(?: sign[ -]?up| subscription)?$",
        r"share$|share (?:this|via|on|with)\b.{0,40}$|share (?:article|page|story)$",
        r"(?:tweet|retweet|pin it|copy (?:the )?link|bookmark|facebook|twitter|x|linkedin|whatsapp|reddit)$",
        r"(?:telegram|instagram|pinterest|bluesky|mastodon|youtube)$",
        r"(?:print|e-?mail|save)(?: this)?(?: page| article| story)?$",
        r"(?:follow|like|find) (?:us|me) on\b|follow us$",
        r"(?:advertisement|sponsored|promoted)$|advertisement [-–—]",
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b",
        r"(?:accept|manage|reject)(?: all)? cookies$",
        r"cookie (?:policy|settings|preferences|notice)\b|privacy policy\b",
        r"terms (?:of|and) (?:use|service|conditions)\b|all rights reserved",
        r"©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})",
        r"(?:post|leave|add|write) (?:a|your) (?:comment|reply)|\d* ?comments?$|log in to (?:comment|reply)",
        r"(?:back|return) to (?:top|home|the top)|skip to (?:main )?content|click here\b",
        r"(?:load|show|view|see) (?:more|all)$|(?:previous|next) (?:article|post|story)$",
        r"(?:read|see|learn) more ?[:»›→]|(?:related|also read|read also|read next|see also) ?:",
        r"read the (?:full|original) (?:article|story|post)\b",
    )
)

_SCIENTIFIC = re.compile(
    r"(?:[\dIVX]{1,4}[.)]? )?"
    r"(?:abstract|introduction|background|objectives?|(?:(?:materials?|patients) and )?methods"
    r"|results|findings|discussion|conclusions?|limitations|acknowledge?ments?)[.:]?",
    re.I,
)
_SENTENCE_END = re.compile(r"\.[\"'”’)\]]*$")  # a title may end in ? or !, an excerpt in …
_TRIM = " \t:|•·»›→-–—*#"


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that belong to the article, in order; all of them where no prose would be left.

    Lists of other articles are sought only after the first paragraph of prose, notices everywhere but in
    the title.
    """
    texts = [block.text for block in blocks]
    kept: list[Block] = []
    has_prose = False
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        line = block.text.strip(_TRIM)
        if block.kind != "title" and _is_heading(line, _LIST_HEADING, _BOX_HEADING):
            if has_prose:
                at = _end_of_teasers(texts, at, in_box=_is_heading(line, _BOX_HEADING))
        elif block.kind == "title" or not _is_notice(line):
            kept.append(block)
            has_prose = has_prose or _is_prose(block)
    return kept if has_prose else list(blocks)


def _is_notice(line: str) -> bool:
    return len(line) <= _LONGEST_NOTICE and _NOTICE.match(line) is not None


def _is_heading(line: str, *patterns: re.Pattern[str]) -> bool:
    return len(line) <= _LONGEST_HEADING and any(pattern.fullmatch(line) for pattern in patterns)


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and _ends_sentence(block.text)


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-8:]) is not None


def _end_of_teasers(texts: Sequence[str], start: int, in_box: bool) -> int:
    """Where the teasers that begin at ``start`` end: at the end of all, unless the article goes on somewhere.

    It goes on with a scientific heading or two long paragraphs; after a box also with three sentences in a
    row, for teasers have titles between them.
    """
    for at in range(start, len(texts)):
        two, three = texts[at : at + 2], texts[at : at + 3]
        if _SCIENTIFIC.fullmatch(texts[at]) or (len(two) == 2 and min(map(len, two)) >= _LONG):
            return at
        if in_box and len(three) == 3 and all(map(_ends_sentence, three)):
            return at
    return len(texts)
