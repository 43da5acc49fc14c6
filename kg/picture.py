"""How does the neighbourhood of an entity look? A picture in SVG, which notebooks and web pages show as it is.

The entity stands in the middle of its surest neighbours; an edge is the surest statement between two, red where it
lowers something, green where it raises something, dashed where it is denied or only supposed. The same graph gives
the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING

import networkx

from kg.vocabulary import RELATIONS, Direction

if TYPE_CHECKING:
    from kg.graph import AssembledStatement, Graph

_WIDE, _HIGH, _EDGE, _RADIUS = 760, 560, 90, 7
_COLOURS = {Direction.INCREASED: "#1b7837", Direction.DECREASED: "#b2182b", None: "#555555"}
_LONGEST = 26


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; notebooks show it."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Path | str) -> None:
        """Write it to a file."""
        Path(path).write_text(self.svg, encoding="utf-8")


def neighbourhood(graph: Graph, curie: str, most: int, min_belief: float) -> list[AssembledStatement]:
    """The surest statement between an entity and each of its surest neighbours, at most so many.

    :raises UnknownEntityError: if no document names the entity
    """
    centre = graph.entity(curie).id
    best: dict[str, AssembledStatement] = {}
    ways = [{"subject": centre}, {"object": centre}]
    found = [s for way in ways for s in graph.statements(**way, min_belief=min_belief, limit=20 * most)]  # type: ignore[arg-type]
    for item in sorted(found, key=lambda s: (-s.belief, s.hash)):
        ends = item.statement.subject, item.statement.object
        other = ends[1] if ends[0] == centre else ends[0]
        if other != centre:
            best.setdefault(other, item)
    return list(best.values())[:most]


def picture(
    statements: Iterable[AssembledStatement],
    labels: Callable[[str], str],
    centre: str,
    link: Callable[[str], str] | None = None,
) -> Picture:
    """A picture of statements.

    :param labels: what an entity is called
    :param link: the address that a click on an entity leads to; none if it is not given
    """
    shown = list(statements)
    network: networkx.Graph[str] = networkx.Graph()
    network.add_node(centre)
    network.add_edges_from((s.statement.subject, s.statement.object) for s in shown)
    placed = networkx.spring_layout(network, seed=0, k=1.5 / max(len(network), 1) ** 0.5, iterations=200)
    at = _spread({node: (float(x), float(y)) for node, (x, y) in placed.items()}, centre)
    named = {node: labels(node) for node in network}
    lines = [_line(item, at, named) for item in shown]
    nodes = [_node(node, at[node], named[node], link, node == centre) for node in network]
    title = escape(f"What is known of {named[centre]}")
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{title}</title>{_ARROWS}'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(lines)}{"".join(nodes)}</svg>'
    )


def _spread(placed: dict[str, tuple[float, float]], centre: str) -> dict[str, tuple[float, float]]:
    """Places in the picture, the centre in its middle."""
    x0, y0 = placed[centre]
    far = max((max(abs(x - x0), abs(y - y0)) for x, y in placed.values()), default=0) or 1.0
    return {
        node: (
            _WIDE / 2 + (x - x0) / far * (_WIDE / 2 - _EDGE),
            _HIGH / 2 + (y - y0) / far * (_HIGH / 2 - _EDGE / 2),
        )
        for node, (x, y) in placed.items()
    }


def _line(item: AssembledStatement, at: dict[str, tuple[float, float]], named: dict[str, str]) -> str:
    told = item.statement
    relation = RELATIONS[told.relation]
    (x1, y1), (x2, y2) = at[told.subject], at[told.object]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    gap = (_RADIUS + 6) / length
    ends = x1 + (x2 - x1) * gap, y1 + (y2 - y1) * gap, x2 - (x2 - x1) * gap, y2 - (y2 - y1) * gap
    aspect = f" ({told.aspect})" if told.aspect else ""
    mark = "denied: " * told.negated + "only supposed: " * item.hedged
    words = (
        f"{mark}{named[told.subject]} {relation.label} {named[told.object]}{aspect}, belief {item.belief:.2f}"
    )
    dashes = ' stroke-dasharray="5 4"' if told.negated or item.hedged else ""
    arrow = "" if relation.symmetric else f' marker-end="url(#litkg-{relation.direction or "plain"})"'
    colour, width = _COLOURS[relation.direction], 1 + 2 * item.belief
    place = " ".join(
        f'{name}="{value:.1f}"' for name, value in zip(("x1", "y1", "x2", "y2"), ends, strict=True)
    )
    return (
        f'<line {place} stroke="{colour}" stroke-width="{width:.1f}"{dashes}{arrow}>'
        f"<title>{escape(words)}</title></line>"
    )


def _node(
    curie: str, at: tuple[float, float], label: str, link: Callable[[str], str] | None, central: bool
) -> str:
    x, y = at
    short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    weight = ' font-weight="bold"' if central else ""
    drawn = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}" fill="{"#08306b" if central else "#6baed6"}"/>'
        f'<text x="{x:.1f}" y="{y - _RADIUS - 4:.1f}" text-anchor="middle"{weight}>{escape(short)}</text>'
        f"<title>{escape(f'{label} ({curie})')}</title>"
    )
    return f'<a href="{escape(link(curie))}">{drawn}</a>' if link else f"<g>{drawn}</g>"


_ARROWS = "<defs>{}</defs>".format(
    "".join(
        f'<marker id="litkg-{direction or "plain"}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for direction, colour in _COLOURS.items()
    )
)
