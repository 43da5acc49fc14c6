"""Which entities may a name of this kind mean, before the document is looked at?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.lexicon import OWN_NAMES, Lexicon, NameStatus, Sense
from ingest.lexicon.key import key
from ingest.linking.forms import Form, Step, forms
from ingest.linking.reviewed import NONE, Reviewed
from ingest.linking.usage import Usage
from ingest.linking.usual import Usual
from ingest.mention import CATEGORIES_OF, Kind

#: senses of one form that are looked at, of whatever category
_SENSES = 40
#: options of one name that are ranked
_MOST = 16
#: kinds of things that MeSH files under a wider heading, or another, than their own name
FILED_WIDER = frozenset({Kind.DISEASE, Kind.CHEMICAL})
#: kinds that one corpus of full texts annotates, whose subjects make a name mean there what it means nowhere else
_OF_ONE_CORPUS = frozenset({Kind.ANATOMY, Kind.CELL_TYPE, Kind.PROCESS, Kind.COMPONENT})
#: how well a reviewed meaning fits its name, as the lexicon scores curated names
_REVIEWED = 0.94
#: a name with a sense as good as this, or used by annotators, needs no further forms
_GOOD = 0.45


@dataclass(frozen=True, slots=True)
class Option:
    """An entity that a name may mean.

    ``status`` and ``score`` (0-1) are the lexicon's, None and 0 for what only annotators used; ``uses`` counts
    the documents whose annotators took the form for the entity, ``known`` those that used the form at all.
    ``origin`` is the entity whose counterpart in another species this is, empty if the name is its own.
    """

    entity: str
    form: Form
    status: NameStatus | None = None
    score: float = 0.0
    uses: int = 0
    known: int = 0
    origin: str = ""

    @property
    def namespace(self) -> str:
        """The prefix of the entity's CURIE."""
        return self.entity.partition(":")[0]


class Finder:
    """Looks names up in the lexicon and among the names that annotators used.

    ``usual`` is what short forms that a text does not define stand for.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        usage: Usage,
        reviewed: Reviewed | None = None,
        usual: Usual | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.usage = usage
        self.reviewed = reviewed or Reviewed()
        self.usual = usual or Usual()
        self.options = lru_cache(maxsize=1 << 15)(self._options)
        self._senses = lru_cache(maxsize=1 << 15)(self._looked_up)

    def listed(self, name: str, kind: Kind) -> bool:
        """Whether the name as written is one that the lexicon or the annotators know well."""
        return any(
            o.form.step is Step.WRITTEN and (o.score >= _GOOD or o.uses) for o in self.options(name, kind)
        )

    def _options(self, name: str, kind: Kind) -> tuple[Option, ...]:
        """The options of a name, those of nearer forms first, each entity once."""
        best: dict[str, Option] = {}
        reached, good = Step.WRITTEN, False
        for form in forms(name, kind):
            if form.step > reached:
                if good:
                    break
                reached = form.step
            for option in (*self._listed(form, kind), *self._used(form, kind)):
                good = good or option.score >= _GOOD or option.uses > 0
                held = best.get(option.entity)
                best[option.entity] = _merged(held, option) if held else option
            if good and form.step >= Step.REWRITTEN:
                break
        found: Iterable[Option] = best.values()
        if kind in FILED_WIDER:
            found = self._joined(found)
        elif kind in _OF_ONE_CORPUS:
            found = _told_apart(found)
        return tuple(sorted(found, key=_worth)[:_MOST])

    def _joined(self, options: Iterable[Option]) -> Iterator[Option]:
        """The options, those that only annotators know counted to a term of this name that has their number.

        They took "colon cancer" for MeSH's colonic neoplasms; Mondo has a term of that name with the same number.
        """
        held = list(options)
        gained: dict[str, Option] = {}
        for option in held:
            named = self._named_as(option, held) if option.status is None else None
            if named:
                uses = option.uses + gained.get(named.entity, named).uses
                gained[named.entity] = replace(named, uses=uses, known=option.known)
                gained[option.entity] = named
        for option in held:
            if option.status is None and option.entity in gained:
                continue
            yield gained.get(option.entity, option)

    def _named_as(self, option: Option, held: Sequence[Option]) -> Option | None:
        """The term that has the form of this option for its own name, and its number; a label before all others."""
        written = [o for o in held if o.status in OWN_NAMES and o.form == option.form]
        labels = [o for o in written if o.status is NameStatus.LABEL]
        numbers = self.numbers(option.entity) if written else frozenset()
        return next((o for o in labels or written if numbers & self.numbers(o.entity)), None)

    def numbers(self, entity: str) -> frozenset[str]:
        """MeSH's and OMIM's numbers of an entity."""
        term = self.lexicon.find(entity)
        known = (entity, *term.xrefs) if term else (entity,)
        return frozenset(x for x in known if x.startswith(("MESH:", "OMIM:")))

    def _listed(self, form: Form, kind: Kind) -> Iterable[Option]:
        meant = self.reviewed.meaning(form.text, kind) if form.step is Step.WRITTEN else ""
        if meant and meant != NONE:
            yield Option(meant, form, NameStatus.CURATED, _REVIEWED)
        for sense in self._senses(form.text, kind):
            yield Option(sense.term_id, form, sense.status, sense.score)

    def _looked_up(self, text: str, kind: Kind) -> tuple[Sense, ...]:
        allowed = CATEGORIES_OF[kind]
        return tuple(s for s in self.lexicon.lookup(text, _SENSES) if s.category in allowed)

    def _used(self, form: Form, kind: Kind) -> Iterable[Option]:
        if kind is Kind.CHEMICAL and form.text == "O2":
            return  # its key is that of O2-, superoxide
        uses = self.usage.of(kind, key(form.text))
        known = sum(use.documents for use in uses)
        yield from (Option(use.entity, form, uses=use.documents, known=known) for use in uses)


def _merged(one: Option, other: Option) -> Option:
    """Both readings of one entity in one: the nearer form, the better status, the most uses."""
    near, far = (one, other) if one.form.step <= other.form.step else (other, one)
    listed = near if near.status is not None else far
    return replace(
        near,
        status=listed.status,
        score=listed.score,
        uses=max(one.uses, other.uses),
        known=max(one.known, other.known),
    )


def _told_apart(options: Iterable[Option]) -> Iterator[Option]:
    """The options without what one document alone took a listed name for: a lens for its epithelium."""
    held = list(options)
    listed = any(o.status in OWN_NAMES and o.form.step is Step.WRITTEN for o in held)
    yield from (o for o in held if not (listed and o.status is None and o.uses == 1))


def _worth(option: Option) -> tuple[int, int, float, str]:
    return (option.form.step, -option.uses, -option.score, option.entity)
