"""What may an agent give to a tool? Types that a JSON schema can tell, and names of things as well as CURIEs."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from kg.errors import UnknownEntityError
from queries.edition import Edition
from queries.index.names import key_of
from queries.routes.parameters import CURIE, DATE, PLAIN, known

_OTHERS = 4

Text = Annotated[str, Field(min_length=1, max_length=500, pattern=PLAIN)]
Entity = Annotated[
    str,
    Field(min_length=1, max_length=300, pattern=PLAIN, description="a name (PD-1) or a CURIE (HGNC:8760)"),
]
Identifier = Annotated[
    str, Field(min_length=1, max_length=2000, pattern=PLAIN, description="as other tools give it")
]
Hash = Annotated[
    str, Field(pattern=r"^[0-9a-f]{20}$", description="`id` of a statement: 20 hexadecimal digits")
]
Date = Annotated[str, Field(pattern=DATE, description="ISO 8601: year, month or day")]
Belief = Annotated[float, Field(ge=0, le=1, description="0-1, higher is surer")]
Limit = Annotated[int, Field(ge=1, le=50)]
Quotes = Annotated[int, Field(ge=0, le=5, description="sentences to quote of each statement")]
Cursor = Annotated[str, Field(max_length=2000, description="`next` of the answer before, to go on")]


class Things:
    """Reads entities as an agent names them, and notes how names were read."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """How names were read, where that is not plain."""
        return tuple(self._notes)

    def curie(self, text: str) -> str:
        """The CURIE of a CURIE or a name.

        :raises UnknownEntityError: if no entity is called so; the message names what is near
        """
        if curie := self._known(text):
            return curie
        found = self._edition.index.search(text, limit=_OTHERS + 1).items
        equal = [item for item in found if key_of(item.matched) == key_of(text)]
        if not equal:
            near = " or ".join(f"{item.label} ({item.id})" for item in found[:3])
            hint = f"did you mean {near}?" if near else "try a synonym, or find_entities"
            raise UnknownEntityError(f"no document of this graph names {text!r}; {hint}")
        best, *others = equal
        if others or key_of(best.label) != key_of(text):
            also = ", ".join(f"{item.label} ({item.id})" for item in others)
            more = f"; it could also be {also}" if also else ""
            self._notes.append(f"{text!r} was read as {best.label} ({best.id}){more}")
        return best.id

    def perhaps(self, text: str | None) -> str | None:
        """`curie`, None for none."""
        return None if text is None else self.curie(text)

    def _known(self, text: str) -> str | None:
        """The CURIE by which the graph knows this one; None if it is none, or unknown."""
        if not re.fullmatch(CURIE, text):
            return None
        try:
            curie = known(self._edition, text)
            self._edition.index.number_of(curie)
        except UnknownEntityError:
            return None
        return curie
