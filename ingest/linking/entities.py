"""Which entity of the graph does an identifier stand for?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from ingest.lexicon import Lexicon
from ingest.linking.usage import Usage
from ingest.mention import CATEGORIES_OF, Kind
from kg.model import Entity
from kg.vocabulary import Category

Entities = Callable[[str], Entity]

#: what a name of a kind is when nothing more is known
CATEGORY_OF: dict[Kind, Category] = {
    Kind.GENE: Category.GENE,
    Kind.CHEMICAL: Category.CHEMICAL,
    Kind.DISEASE: Category.DISEASE,
    Kind.CELL_TYPE: Category.CELL,
    Kind.CELL_LINE: Category.CELL_LINE,
    Kind.SPECIES: Category.TAXON,
    Kind.VARIANT: Category.VARIANT,
    Kind.ANATOMY: Category.ANATOMY,
    Kind.PROCESS: Category.PROCESS,
    Kind.COMPONENT: Category.COMPONENT,
}

_DRUGGED = frozenset({Category.DRUG, Category.CHEMICAL})
#: salts as which MeSH files drugs, the commonest first
_SALTS = (
    "hydrochloride", "sodium", "fumarate", "citrate", "maleate", "tartrate", "mesylate", "sulfate", "phosphate",
    "acetate", "succinate", "bromide", "chloride", "hydrobromide", "potassium", "calcium", "besylate", "tosylate",
    "isethionate", "nitrate", "hydrate", "lactate",
)  # fmt: skip


def entities_of(lexicon: Lexicon) -> Entities:
    """What gives the entity of a term of the lexicon; those given lately are kept."""

    @lru_cache(maxsize=1 << 14)
    def entity(identifier: str) -> Entity:
        term = lexicon.get(identifier)
        above = lexicon.ancestors(term.id)
        return Entity(term.id, term.label, term.category, term.synonyms, term.xrefs, above)

    return entity


class Described:
    """Entities as the lexicon and the annotators' table know them."""

    def __init__(self, lexicon: Lexicon, usage: Usage, entity: Entities) -> None:
        self._lexicon, self._usage, self._entity = lexicon, usage, entity
        self._of_salt = lru_cache(maxsize=1 << 14)(self._number_of_salt)
        self._of_base = lru_cache(maxsize=1 << 14)(self._number_of_base)

    def find(self, identifier: str, kind: Kind) -> Entity | None:
        """The entity of an identifier, as the lexicon has it or as annotators named it."""
        term = self._lexicon.find(identifier)
        if term and (term.category in CATEGORIES_OF[kind] or term.category is Category.PROCESS):
            return self._with_aliases(self._entity(term.id))
        label = self._usage.label(identifier)
        if label is None:
            return None
        return Entity(identifier, label, CATEGORY_OF[kind], xrefs=(term.id,) if term else ())

    def _with_aliases(self, entity: Entity) -> Entity:
        others = (*self._usage.aliases(entity.id), *self._of_salt(entity), *self._of_base(entity))
        return replace(entity, xrefs=(*entity.xrefs, *others)) if others else entity

    def _number_of_salt(self, entity: Entity) -> tuple[str, ...]:
        """MeSH's number of a drug that it files under one of its salts: sildenafil under sildenafil citrate."""
        if entity.category is not Category.DRUG or any(
            x.startswith("MESH:") for x in (entity.id, *entity.xrefs)
        ):
            return ()
        for salt in _SALTS:
            name = f"{entity.label} {salt}"
            senses = self._lexicon.lookup(name, 1)
            if senses and senses[0].term.label.lower() == name.lower():
                return tuple(x for x in senses[0].term.xrefs if x.startswith("MESH:D"))
        return ()

    def _number_of_base(self, entity: Entity) -> tuple[str, ...]:
        """MeSH's number of a drug whose salt this is: MeSH files salts with the drug, metformin hydrochloride too."""
        if entity.category not in _DRUGGED or any(x.startswith("MESH:") for x in (entity.id, *entity.xrefs)):
            return ()
        base, _, salt = entity.label.lower().rpartition(" ")
        base = re.sub(r" (?:mono|di|hemi)$", "", base)
        if not base or re.sub(r"^(?:mono|di|tri|hemi)", "", salt) not in _SALTS:
            return ()
        senses = [sense for sense in self._lexicon.lookup(base, 5) if sense.category in _DRUGGED]
        return tuple(x for x in senses[0].term.xrefs if x.startswith("MESH:D")) if senses else ()
