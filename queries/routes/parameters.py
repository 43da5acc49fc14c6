"""Which parameters do several routes have, and how are they read?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from fastapi import Depends, Path, Query

from kg.errors import IdentifierError, UnknownEntityError
from kg.model import DocumentKind
from kg.vocabulary import RELATIONS, Aspect, Category, Direction
from queries.edition import Edition
from queries.index.conditions import Conditions, Role

#: relations as OpenAPI and FastAPI want them: a choice
RelationName = StrEnum("RelationName", {name: name for name in RELATIONS})  # type: ignore[misc]

CURIE = r"^[^\x00-\x20\x7f-\xa0:]+:[^\x00-\x20\x7f-\xa0]+$"
#: an XML 1.0 character, more or less: no control characters, which no name has
PLAIN = r"^[^\x00-\x1f\x7f]*$"
DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"

Curie = Annotated[
    str,
    Path(
        description="CURIE of an entity, or of an equivalent in another vocabulary",
        examples=["CL:0000084"],
        min_length=3,
        max_length=300,
        pattern=CURIE,
    ),
]
Hash = Annotated[
    str,
    Path(description="20 hexadecimal digits", examples=["59d101580f2e415c593f"], pattern=r"^[0-9a-f]{20}$"),
]
Identifier = Annotated[
    str, Path(description="identifier of a document", examples=["PMID:12345"], max_length=2000, pattern=PLAIN)
]
Limit = Annotated[int, Query(ge=1, le=500, description="at most so many")]
Cursor = Annotated[
    str | None,
    Query(max_length=2000, pattern=r"^[A-Za-z0-9_-]+$", description="`next` of the page before, to go on"),
]
Text = Annotated[
    str, Query(min_length=1, max_length=500, pattern=PLAIN, description="what to look for", examples=["PD-1"])
]
Date = Annotated[
    str | None, Query(pattern=DATE, description="ISO 8601: year, month or day", examples=["2015"])
]


async def read_conditions(  # a plain function would cost a thread
    entity: Annotated[
        str | None, Query(description="CURIE of an entity on either side", max_length=300, pattern=CURIE)
    ] = None,
    role: Annotated[Role, Query(description="the side on which `entity` stands")] = "either",
    subject: Annotated[str | None, Query(description="CURIE", max_length=300, pattern=CURIE)] = None,
    object: Annotated[str | None, Query(description="CURIE", max_length=300, pattern=CURIE)] = None,
    subtypes: Annotated[bool, Query(description="whether subtypes of these entities count, too")] = False,
    relation: RelationName | None = None,
    aspect: Annotated[Aspect | None, Query(description="side of the object that is meant")] = None,
    direction: Annotated[Direction | None, Query(description="which way the object is moved")] = None,
    category: Annotated[Category | None, Query(description="of either side")] = None,
    subject_category: Category | None = None,
    object_category: Category | None = None,
    min_belief: Annotated[float, Query(ge=0, le=1, description="0-1, higher is surer")] = 0.0,
    max_belief: Annotated[float, Query(ge=0, le=1)] = 1.0,
    negated: Annotated[bool | None, Query(description="only (not) negated ones")] = None,
    hedged: Annotated[
        bool | None, Query(description="only those that (not) all sources only suppose")
    ] = None,
    contradicted: Annotated[
        bool | None, Query(description="only those that another statement contradicts, or none")
    ] = None,
    document: Annotated[
        str | None, Query(description="identifier of a document that says it", max_length=2000, pattern=PLAIN)
    ] = None,
    kind: Annotated[DocumentKind | None, Query(description="of a document that says it")] = None,
    since: Date = None,
    until: Date = None,
) -> Conditions:
    """The conditions on statements that a request states."""
    return Conditions(
        entity=entity,
        role=role,
        subject=subject,
        object=object,
        subtypes=subtypes,
        relation=_value(relation),
        aspect=_value(aspect),
        direction=_value(direction),
        category=_value(category),
        subject_category=_value(subject_category),
        object_category=_value(object_category),
        min_belief=min_belief,
        max_belief=max_belief,
        negated=negated,
        hedged=hedged,
        contradicted=contradicted,
        document=document,
        kind=_value(kind),
        since=since,
        until=until,
    )


Asked = Annotated[Conditions, Depends(read_conditions)]
Ways = Literal["forward", "both"]


def settled(edition: Edition, asked: Conditions, **changes: object) -> Conditions:
    """The conditions with entities by the CURIEs that the graph knows them by.

    :raises UnknownEntityError: if one is no CURIE
    """
    fields = {name: getattr(asked, name) for name in Conditions.__slots__}
    for name in ("entity", "subject", "object"):
        if fields[name] is not None:
            fields[name] = known(edition, fields[name])
    return Conditions(**{**fields, **changes})


def known(edition: Edition, curie: str) -> str:
    """The CURIE by which the graph knows a thing, however its prefix is spelled, or an equivalent.

    :raises UnknownEntityError: if it is no CURIE, or its prefix is not known
    """
    try:
        return edition.index.resolve(edition.graph.store.identifiers.standardise(curie))
    except IdentifierError as error:
        raise UnknownEntityError(str(error)) from None


def _value(choice: StrEnum | None) -> str | None:
    return None if choice is None else choice.value
