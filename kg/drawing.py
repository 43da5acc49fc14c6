"""How is the neighbourhood of an entity drawn? As SVG, what acts on it left, what it acts on right.

Red is what lowers something, green what raises it; dashed is what is only supposed, crossed what is denied. Colours are
attributes, over which a style sheet goes by the classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from math import hypot
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from kg.vocabulary import Direction

Way = Literal["in", "out", "either"]

_WIDTH, _ROW, _BOX, _HEIGHT = 430, 34, 148, 26  # of the picture, a line, and a box in it
_HUB = 40  # radius
_LETTERS = 18  # that fit into a box
_HUB_LETTERS = 11
_INK, _GROUND = "#1b2326", "#ffffff"
_LINES = MappingProxyType({"increased": "#0f6b3f", "decreased": "#b3361b", "plain": "#4d5b62"})
#: fill and line of each group of categories
_TINTS = MappingProxyType(
    {
        "gene": ("#e3ecfb", "#3b68b4"),
        "drug": ("#e2f3e6", "#2a7d44"),
        "disease": ("#fbe7e3", "#b8472f"),
        "cell": ("#fbf0d3", "#94690a"),
        "thing": ("#ece7f5", "#71559f"),
    }
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; notebooks show it.

    ``signs`` are those of its lines (increased, decreased, plain); ``hedged`` and ``negated`` whether one is so.
    """

    svg: str
    signs: frozenset[str]
    hedged: bool
    negated: bool

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Path | str) -> None:
        """Write it to a file."""
        Path(path).write_text(self.svg, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the picture shows it; a click on it leads to ``address``, if there is one."""

    curie: str
    label: str
    category: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The statement that links a neighbour to the entity in the middle.

    ``way`` is in where the neighbour acts, out where the entity does, either for relations without direction;
    ``told`` is the statement in words; a click leads to ``address``, if there is one.
    """

    neighbour: Entity
    way: Way
    direction: Direction | None
    belief: float
    negated: bool
    hedged: bool
    told: str
    address: str = ""


def drawn(centre: Entity, left: Mapping[str, Link], right: Mapping[str, Link]) -> Picture:
    """The picture of an entity between the links of its neighbours on either side, by their CURIEs."""
    height = max(max(len(left), len(right)) * _ROW, 2 * _HUB + 2 * _ROW)
    middle = _WIDTH / 2, height / 2
    lines, boxes = [], []
    for side, x in ((left, _BOX / 2), (right, _WIDTH - _BOX / 2)):
        top = middle[1] - (len(side) - 1) * _ROW / 2
        for place, link in enumerate(side.values()):
            at = x, top + place * _ROW
            inward = link.way == "in" or (link.way == "either" and side is left)
            lines.append(_line(link, at, middle, inward))
            boxes.append(_box(link.neighbour, at))
    start = 0 if left else _BOX
    width = _WIDTH - start - (0 if right else _BOX)
    links = [*left.values(), *right.values()]
    about = escape(
        f"The surest neighbours of {centre.label}: what acts on it stands left, what it acts on right"
    )
    role = "group" if any(link.address or link.neighbour.address for link in links) else "img"
    return Picture(
        f'<svg viewBox="{start} 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" width="{width * 1.08:.0f}" '
        f'role="{role}" aria-label="{about}" font-family="sans-serif" font-size="12">{_ENDS}'
        f"{''.join(lines)}{_hub(centre, middle)}{''.join(boxes)}</svg>",
        frozenset(_sign(link) for link in links),
        any(link.hedged for link in links),
        any(link.negated for link in links),
    )


def _line(link: Link, at: tuple[float, float], middle: tuple[float, float], inward: bool) -> str:
    """A line between the inner edge of a box and the rim of the hub, in the direction of the statement."""
    x = at[0] + (_BOX / 2 if at[0] < middle[0] else -_BOX / 2)
    dx, dy = x - middle[0], at[1] - middle[1]
    reach = (_HUB + 5) / hypot(dx, dy)
    gap = 0 if inward else 3 if x < middle[0] else -3  # for the head of the arrow
    ends = [(x + gap, at[1]), (middle[0] + dx * reach, middle[1] + dy * reach)]
    (x1, y1), (x2, y2) = ends if inward else ends[::-1]
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    sign = _sign(link)
    end = "" if link.way == "either" else f' marker-end="url(#end-{sign})"'
    dashes = ' stroke-dasharray="4 4"' if link.hedged else ""
    cross = f"M{(x1 + x2) / 2 - 4:.1f} {(y1 + y2) / 2 - 4:.1f}l8 8m0-8l-8 8"
    shape = (
        f'<title>{escape(link.told)}</title><line class="grip" {place} stroke="transparent" stroke-width="12"/>'
        f'<line {place} stroke="{_LINES[sign]}" stroke-width="1.6"{dashes}{end}/>'
    )
    if link.negated:
        shape += f'<path class="cross" d="{cross}" stroke="{_INK}" stroke-width="2"/>'
    return _linked(
        link.address, f"edge {sign}{' hedged' * link.hedged}{' negated' * link.negated}", shape, False
    )


def _box(entity: Entity, at: tuple[float, float]) -> str:
    (x, y), (fill, line) = at, _TINTS[tint(entity.category)]
    shape = (
        f"<title>{escape(f'{entity.label} ({entity.curie})')}</title>"
        f'<rect x="{x - _BOX / 2 + 1:.1f}" y="{y - _HEIGHT / 2:.1f}" width="{_BOX - 2}" height="{_HEIGHT}" rx="6" '
        f'fill="{fill}" stroke="{line}"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" fill="{_INK}">'
        f"{escape(_short(entity.label, _LETTERS))}</text>"
    )
    return _linked(entity.address, f"node {tint(entity.category)}", shape, True)


def _hub(entity: Entity, middle: tuple[float, float]) -> str:
    (x, y), (fill, line) = middle, _TINTS[tint(entity.category)]
    words = _wrapped(entity.label)
    rows = (
        f'<text x="{x:.1f}" y="{y + 4 + 14 * (row - (len(words) - 1) / 2):.1f}" class="hub" text-anchor="middle" '
        f'font-weight="700" fill="{_INK}">{escape(word)}</text>'
        for row, word in enumerate(words)
    )
    kind = f"hub {tint(entity.category)}"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_HUB}" class="{kind}" fill="{fill}" stroke="{line}" '
        f'stroke-width="1.5"/>{"".join(rows)}'
    )


def _linked(address: str, kind: str, shape: str, reached: bool) -> str:
    """What is drawn, as a link if it has an address; ``reached`` if people without a mouse shall come to it."""
    if not address:
        return f'<g class="{kind}">{shape}</g>'
    hidden = "" if reached else ' tabindex="-1" aria-hidden="true"'
    return f'<a href="{escape(address)}" class="{kind}"{hidden}>{shape}</a>'


def _sign(link: Link) -> str:
    return str(link.direction or "plain")


def tint(category: str) -> str:
    """The group of colours that a category has: gene, drug, disease, cell or thing.

    >>> tint("biolink:Gene"), tint("biolink:Treatment")
    ('gene', 'drug')
    """
    return _GROUPS.get(category.partition(":")[2], "thing")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _wrapped(label: str) -> tuple[str, ...]:
    """A name in at most three short lines."""
    lines: list[str] = []
    for word in label.replace("-", "-\u200b").split():
        for part in word.split("\u200b"):
            glue = "" if lines and lines[-1].endswith("-") else " "
            if lines and len(lines[-1]) + len(glue) + len(part) <= _HUB_LETTERS:
                lines[-1] += glue + part
            else:
                lines.append(part)
    shown = [_short(line, _HUB_LETTERS) for line in lines[:3]]
    if len(lines) > 3:
        shown[-1] = _short(shown[-1] + "…", _HUB_LETTERS)
    return tuple(shown)


_GROUPS = MappingProxyType(
    {
        "Gene": "gene",
        "GeneFamily": "gene",
        "SequenceVariant": "gene",
        "Drug": "drug",
        "ChemicalEntity": "drug",
        "Treatment": "drug",
        "Disease": "disease",
        "PhenotypicFeature": "disease",
        "Cell": "cell",
        "CellLine": "cell",
        "AnatomicalEntity": "cell",
        "CellularComponent": "cell",
    }
)


_ENDS = "<defs>{}</defs>".format(
    "".join(
        f'<marker id="end-{sign}" class="{sign}" viewBox="0 0 10 10" refX="{5 if sign == "decreased" else 9}" refY="5" '
        'markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        + (
            f'<path d="M5 0v10" class="bar" fill="none" stroke="{colour}" stroke-width="2.5"/>'
            if sign == "decreased"
            else f'<path d="M1 1 9 5 1 9z" fill="{colour}"/>'
        )
        + "</marker>"
        for sign, colour in _LINES.items()
    )
)
