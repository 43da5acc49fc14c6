"""What does the neighbourhood of an entity look like? What acts on it stands left of it, what it acts on right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from math import hypot

from queries.results import Named, RelationGroup, StatementItem

_MOST = 9  # entities of a side
_WIDTH, _ROW, _BOX, _HEIGHT = 430, 34, 148, 26  # of the picture, a line, and a box in it
_HUB = 40  # radius
_LETTERS = 18  # that fit into a box
_HUB_LETTERS = 11


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in a box; ``x`` and ``y`` are its middle, ``text`` its name as far as it fits."""

    entity: Named
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement as a line; ``sign`` is increased, decreased or "", ``towards`` says whether it has an end at all."""

    statement: StatementItem
    sign: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The boxes and lines, in units of a picture that begins at ``left`` and has this width and height."""

    left: int
    width: int
    height: int
    lines: tuple[str, ...]
    middle: tuple[float, float]
    radius: int
    box: tuple[int, int]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def draw(entity: Named, groups: Sequence[RelationGroup]) -> Picture | None:
    """The most believed neighbours of the groups, and their most believed statements; None if there are none."""
    incoming = _surest(_neighbours(groups, ("object",), entity.id), _MOST)
    outgoing = _surest(_neighbours(groups, ("subject",), entity.id), _MOST, incoming)
    free = list(_surest(_neighbours(groups, ("either",), entity.id), 2 * _MOST, incoming | outgoing).items())
    for other, statement in free:  # what has no direction fills the shorter side
        side = incoming if len(incoming) <= len(outgoing) else outgoing
        if len(side) < _MOST:
            side[other] = statement
    rows = max(len(incoming), len(outgoing))
    if not rows:
        return None
    height = max(rows * _ROW, 2 * _HUB + 2 * _ROW)
    middle = (_WIDTH / 2, height / 2)
    sides = ((incoming, _BOX / 2), (outgoing, _WIDTH - _BOX / 2))
    nodes, edges = [], []
    for found, x in sides:
        top = middle[1] - (len(found) - 1) * _ROW / 2
        for place, (other, statement) in enumerate(found.items()):
            node = Node(other, _short(other.label, _LETTERS), x, top + place * _ROW)
            nodes.append(node)
            edges.append(_edge(statement, node, middle, statement.subject == other))
    left = 0 if incoming else _BOX
    width = _WIDTH - left - (0 if outgoing else _BOX)
    lines = _wrapped(entity.label)
    return Picture(left, width, int(height), lines, middle, _HUB, (_BOX, _HEIGHT), tuple(nodes), tuple(edges))


def _neighbours(
    groups: Sequence[RelationGroup], sides: tuple[str, ...], curie: str
) -> list[tuple[Named, StatementItem]]:
    """The other entity of each statement; groups take turns, so that no relation crowds out the others."""
    rows = [group.items for group in groups if group.side in sides]
    turns: Iterable[StatementItem | None] = chain.from_iterable(zip_longest(*rows))
    told = [(_other(item, sides[0], curie), item) for item in turns if item]
    return [(other, item) for other, item in told if other.id != curie]


def _other(item: StatementItem, side: str, curie: str) -> Named:
    if side == "either":
        return item.object if item.subject.id == curie else item.subject
    return item.object if side == "subject" else item.subject


def _surest(
    found: list[tuple[Named, StatementItem]], most: int, taken: dict[Named, StatementItem] | None = None
) -> dict[Named, StatementItem]:
    """The first entities that are not taken, each with its most believed statement."""
    kept: dict[Named, StatementItem] = {}
    for other, item in found:
        if other in kept:
            kept[other] = max(kept[other], item, key=lambda each: each.belief)
        elif len(kept) < most and other not in (taken or {}):
            kept[other] = item
    return kept


def _edge(statement: StatementItem, node: Node, middle: tuple[float, float], inward: bool) -> Edge:
    """A line between the inner edge of a box and the rim of the hub, in the direction of the statement."""
    x = node.x + (_BOX / 2 if node.x < middle[0] else -_BOX / 2)
    dx, dy = x - middle[0], node.y - middle[1]
    reach = (_HUB + 5) / hypot(dx, dy)
    gap = 0 if inward else 3 if x < middle[0] else -3  # for the head of the arrow
    at_box, at_hub = (x + gap, node.y), (middle[0] + dx * reach, middle[1] + dy * reach)
    (x1, y1), (x2, y2) = (at_box, at_hub) if inward else (at_hub, at_box)
    return Edge(statement, statement.direction or "", round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1))


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
