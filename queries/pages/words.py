"""How does a page say what the graph holds? Relations, beliefs and kinds in plain words."""

from __future__ import annotations

from types import MappingProxyType

from kg.drawing import tint as tint
from kg.vocabulary import RELATIONS
from queries.results import StatementItem

#: of each relation, how it is denied, and how it reads from the object's side
_SAID = MappingProxyType(
    {
        "activates": ("does not activate", "activated by"),
        "inhibits": ("does not inhibit", "inhibited by"),
        "increases_amount_of": ("does not increase the amount of", "amount increased by"),
        "decreases_amount_of": ("does not decrease the amount of", "amount decreased by"),
        "affects": ("does not affect", "affected by"),
        "binds": ("does not bind", "bound by"),
        "targets": ("does not target", "targeted by"),
        "secretes": ("does not secrete", "secreted by"),
        "produces": ("does not produce", "produced by"),
        "expresses": ("does not express", "expressed by"),
        "treats": ("does not treat", "treated by"),
        "tested_for": ("is not tested for", "tested therapies"),
        "prevents": ("does not prevent", "prevented by"),
        "worsens": ("does not worsen", "worsened by"),
        "causes": ("does not cause", "caused by"),
        "contributes_to": ("does not contribute to", "contributed to by"),
        "confers_resistance_to": ("does not confer resistance to", "resistance conferred by"),
        "confers_sensitivity_to": ("does not confer sensitivity to", "sensitivity conferred by"),
        "biomarker_for": ("is no biomarker for", "has biomarker"),
        "associated_with": ("is not associated with", "associated with"),
        "positively_correlated_with": (
            "is not positively correlated with",
            "positively correlated with",
        ),
        "negatively_correlated_with": (
            "is not negatively correlated with",
            "negatively correlated with",
        ),
        "substrate_of": ("is no substrate of", "has substrate"),
        "located_in": ("is not located in", "is the place of"),
        "part_of": ("is no part of", "has part"),
        "form_of": ("is no form of", "has form"),
        "variant_of": ("is no variant of", "has variant"),
    }
)
#: relations that need "is" to make a sentence
_WITH_IS = frozenset(
    (
        "tested_for",
        "biomarker_for",
        "associated_with",
        "positively_correlated_with",
        "negatively_correlated_with",
        "substrate_of",
        "located_in",
        "part_of",
        "form_of",
        "variant_of",
    )
)
#: relations that tell what something is or goes with, not what it does
_STATES = _WITH_IS - {"tested_for"} | {"binds"}
_BELIEFS = ((0.9, "very likely"), (0.75, "likely"), (0.5, "more likely than not"), (0.0001, "doubtful"))
_KINDS = MappingProxyType(
    {
        "news": "news item",
        "abstract": "abstract",
        "full_text": "full text",
        "preprint": "preprint",
        "text": "text",
        "withdrawn": "withdrawn",
    }
)


_SPECIES = MappingProxyType({"MGI": "mouse", "RGD": "rat"})
_EXTRACTORS = MappingProxyType({"patterns": "rules", "pairs": "the classifier"})


def verb(statement: StatementItem) -> str:
    """The relation of a statement as it reads between subject and object."""
    return denied(statement.relation) if statement.negated else relation(statement.relation)


def relation(name: str) -> str:
    """A relation as it reads between subject and object.

    >>> relation("inhibits"), relation("part_of")
    ('inhibits', 'is part of')
    """
    return f"{'is ' if name in _WITH_IS else ''}{RELATIONS[name].label}"


def denied(name: str) -> str:
    """A relation that does not hold, as it reads between subject and object."""
    return _SAID[name][0]


def heading(name: str, side: str) -> str:
    """The heading over statements by a relation about an entity that stands on this side of it.

    >>> heading("inhibits", "subject"), heading("inhibits", "object"), heading("binds", "either")
    ('Inhibits', 'Inhibited by', 'Binds')
    """
    text = _SAID[name][1] if side == "object" else RELATIONS[name].label
    return text[:1].upper() + text[1:]


def is_act(name: str) -> bool:
    """Whether the relation is something that the subject does to the object.

    >>> is_act("inhibits"), is_act("part_of")
    (True, False)
    """
    return name not in _STATES


def belief(value: float) -> str:
    """A belief in words.

    >>> belief(0.92), belief(0.3), belief(0)
    ('very likely', 'doubtful', 'not believed')
    """
    return next((text for least, text in _BELIEFS if value >= least), "not believed")


def kind(name: str) -> str:
    """A kind of document."""
    return _KINDS.get(name, name)


def extractor(name: str) -> str:
    """What read a sentence, with its version.

    >>> extractor("pairs-1")
    'the classifier (pairs-1)'
    """
    plain = _EXTRACTORS.get(name.partition("-")[0])
    return f"{plain} ({name})" if plain else name


def category(name: str, curie: str = "") -> str:
    """A Biolink class in plain words, with the species where an identifier tells one that is not man.

    >>> category("biolink:BiologicalProcess"), category("biolink:Gene", "MGI:96548"), category("")
    ('biological process', 'mouse gene', '')
    """
    plain = name.partition(":")[2]
    said = "".join(f" {c.lower()}" if c.isupper() else c for c in plain).strip()
    species = _SPECIES.get(curie.partition(":")[0], "")
    return f"{species} {said}".strip()


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "sentence"), counted(1200, "sentence")
    ('1 sentence', '1,200 sentences')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
