"""How likely is a name right: its borders, its kind, and the entity that it is linked to?

The score of a link says how likely annotators of corpora are to make it. Curators are stricter: they count as wrong
what is cut short ("cancer" of "breast cancer"), a gene that stands for a family, a wider disease. Boosted trees, grown
by ``ingest.linking.train.trust`` on names that strict readers judged in their sentences, say how likely they are to let
a name pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log, log1p
from pathlib import Path

import numpy as np

from ingest.lexicon import NameStatus
from ingest.linking.familiar import Linked, familiar
from ingest.linking.ranker import Floats, Trees, chances, read_trees
from ingest.linking.repute import Counts, Repute, repute
from ingest.mention import Recognised
from kg.vocabulary import Category

PACKAGED = Path(__file__).parent / "data" / "trust.npz"

_CATEGORIES = tuple(Category)
_STATUSES = {status.value: float(place) for place, status in enumerate(NameStatus)}
_SPACES = tuple("HGNC MGI RGD NCBIGene FPLX MONDO HP MESH CHEBI UNII GO UBERON CL litkg".split())
#: the columns of `features`
FEATURES = (
    "score",  # the link's, 0-1
    "rival",  # that of the next candidate
    "own",  # 1 of what no vocabulary knows and shape or parts do not tell
    "shaped",  # 1 of what no list was asked about and the name's shape or parts say
    "status",  # place of the name's status, best first; -1 of what annotators alone used, -2 of what has none
    "fit",  # how well the name names the entity as lists have it, 0-1
    "steps",  # how far what was looked up is from the name, 0-3
    "uses",  # log of 1 + the documents whose annotators took it so
    "share",  # their share of those that used the name
    "defined",  # 1 of a short form whose long form was looked up
    "counterpart",  # 1 of the gene in another species
    "listed",  # 1 where lists alone have found it
    "alike",  # share of the words that name and label have in common
    "lost",  # share of the name's words that the label lacks
    "label",  # 1 where it is the label
    "synonym",  # 1 where it is a synonym
    "characters",  # log of their number
    "words",
    "small",  # 1 where all letters are small
    "capitals",  # 1 where all are capitals
    "digits",  # 1 where there are some
    "plural",
    "brackets",  # 1 where brackets or a stroke are in it
    "joined",  # 1 where two are, by "and" or "or"
    "hyphen",  # 1 where one is in it
    "adjective",  # 1 where it ends like one
    "inner",  # number of names in it
    "glued before",  # 1 where a hyphen or stroke stands before it
    "glued behind",  # 1 where one stands behind it
    "cut",  # 1 where a letter or digit follows at once
    "adjective before",
    "noun before",
    "capital before",
    "stage before",  # 1 where the word before says which form or stage of a disease
    "noun behind",
    "part behind",  # 1 where that makes it the name of something else: a line, a receptor, a surgery
    "end behind",  # 1 where a stop, a comma or a bracket follows
    "name before",  # 1 where another name ends one character before it
    "name behind",  # 1 where another begins one behind it
    "heads",  # log of 1 + the longer names of the text that end with it
    "prefixed",  # 1 of capitals behind one or two small letters: mCRC
    "familiar",  # log of 1 + the articles that use the name so
    "judged",  # log of 1 + the other articles in which readers judged a name of the entity
    "passed",  # the share of these in which they let it pass, 0-1
    "judged so",  # as "judged", where it was called so
    "passed so",  # as "passed", where it was called so
    "ancestors",  # log of 1 + the number of the entity's superclasses
    "spotted",  # how sure the recogniser is that there is a name, 0-1; 1 of what it was not asked about
    "namesakes",  # log of the number of names of the same letters in the text
    "large",  # log of the text's number of characters
    "microbes",  # from -1 in a text about mammals to 1 in one about microbes, plants and other animals
    *(f"is {category.name}" for category in _CATEGORIES),
    *(f"in {space}" for space in _SPACES),
)
_WORDS = re.compile(r"[a-z0-9]+")
_BEFORE = re.compile(r"([\w-]+)[ \xa0]?$")
_BEHIND = re.compile(r"[ \xa0]?([\w-]+)")
_JOINED = re.compile(r"\b(?:and|or)\b|/")
_PREFIXED = re.compile(r"[a-z]{1,2}[A-Z]{2}")
_ADJECTIVE = re.compile(r"(?:al|ic|ar|ous|ary|ive)$")
_QUALIFIES = re.compile(r"(?:al|ic|ive|ous|ary|ed|ing|ar|ent|ant|ile|oid)$")
_STAGE = re.compile(
    r"metastatic|advanced|locali[sz]ed|severe|mild|acute|chronic|early|late|recurrent|relapsed|refractory|deep|total|"
    r"active|uncomplicated|juvenile|adult|childhood|familial|hereditary|sporadic|primary|secondary|invasive|advance",
    re.I,
)
_PART = frozenset(
    "receptor gene protein cell line inhibitor antibody domain region element site promoter surgery flow marker "
    "antigen deletion mutation deficiency syndrome disease subunit family complex type group factor".split()
)
_OTHERS = (
    "bacteri,fung,yeast,plant,arabidopsis,virus,strain,coli ,cerevisiae,drosophila,zebrafish,elegans".split(
        ","
    )
)
_MAMMALS = "human,patient,mice,mouse,rats,rat ,murine".split(",")
_SMALL = frozenset(
    "the a an of in and with by to for on from is was were are that which or as at than not be has have had its their "
    "this these those but also can may both between after before during into via through we it who when while if "
    "however against without within under over per each all some other such did does do".split()
)


def features(
    text: str,
    names: Sequence[Recognised],
    places: Sequence[int],
    judged: Repute | None = None,
    own: Mapping[Linked, Counts] | None = None,
) -> Floats:
    """A row of `FEATURES` for each of the names of a text at these positions among them.

    ``judged`` is what readers thought of names, ``own`` what of this is of the text itself and is left out.
    """
    judged = judged or repute()
    times = Counter(name.span.of(text) for name in names)
    around = _Around(names, times)
    of_text = log(max(1, len(text))), _microbes(text)
    rows = []
    for place in places:
        name = names[place]
        surface = name.span.of(text)
        row = (*_of_link(name, surface), *_of_surface(name, surface), *_of_place(text, name))
        row = (*row, *around.of(name, surface), float(_PREFIXED.match(surface) is not None))
        row = (*row, log1p(familiar().articles(name, surface)))
        row = (*row, *judged.of(surface, name.best.entity.id, own), *_of_basis(name))
        rows.append((*row, log(times[surface]), *of_text, *_of_entity(name)))
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


class _Around:
    """The other names of a text; ``surfaces`` are how it writes them."""

    def __init__(self, names: Sequence[Recognised], surfaces: Iterable[str]) -> None:
        self._starts = {name.span.start for name in names}
        self._ends = {name.span.end for name in names}
        self._heads: Counter[str] = Counter()
        for surface in set(map(str.lower, surfaces)):
            words = surface.split(" ")
            self._heads.update(" ".join(words[at:]) for at in range(1, len(words)))

    def of(self, name: Recognised, surface: str) -> tuple[float, ...]:
        """Whether names stand close before and behind it, and how many longer ones end with it."""
        return (
            float(name.span.start - 1 in self._ends),
            float(name.span.end + 1 in self._starts),
            log1p(self._heads[surface.lower()]),
        )


def _of_basis(name: Recognised) -> tuple[float, float]:
    basis = name.best.basis
    return log1p(len(name.best.entity.ancestors)), basis.spotted if basis else 1.0


def _microbes(text: str) -> float:
    small = text.lower()
    other, mammals = (sum(map(small.count, words)) for words in (_OTHERS, _MAMMALS))
    return (other - mammals) / (1 + other + mammals)


def _of_link(name: Recognised, surface: str) -> tuple[float, ...]:
    best, basis = name.best, name.best.basis
    words, known = _stems(surface), _stems(best.entity.label)
    return (
        best.score,
        name.candidates[1].score if len(name.candidates) > 1 else 0.0,
        float(not name.linked and basis is not None),
        float(basis is None),
        -2.0 if basis is None else _STATUSES.get(basis.status, -1.0),
        basis.fit if basis else 0.0,
        float(basis.steps) if basis else 0.0,
        log1p(basis.uses) if basis else 0.0,
        basis.uses / basis.known if basis and basis.known else 0.0,
        float(basis is not None and basis.defined),
        float(basis is not None and basis.counterpart),
        float(basis is not None and basis.listed),
        len(words & known) / max(1, len(words | known)),
        len(words - known) / max(1, len(words)),
        float(_plain(surface) == _plain(best.entity.label)),
        float(any(_plain(surface) == _plain(one) for one in best.entity.synonyms)),
    )


def _of_surface(name: Recognised, surface: str) -> tuple[float, ...]:
    return (
        log(max(1, len(surface))),
        float(len(surface.split())),
        float(surface.islower()),
        float(surface.isupper()),
        float(any(map(str.isdigit, surface))),
        float(surface.endswith("s")),
        float("(" in surface or "/" in surface),
        float(_JOINED.search(surface) is not None),
        float("-" in surface),
        float(surface.islower() and surface.isalpha() and _ADJECTIVE.search(surface) is not None),
        float(len(name.inner)),
    )


def _of_place(text: str, name: Recognised) -> tuple[float, ...]:
    start, end = name.span.start, name.span.end
    before, behind = text[max(0, start - 30) : start], text[end : end + 30]
    found, follows = _BEFORE.search(before), _BEHIND.match(behind)
    one, next_ = found[1] if found else "", follows[1] if follows else ""
    noun = behind[:1].isspace() and next_.islower() and next_ not in _SMALL
    return (
        float(before[-1:] in ("-", "/")),
        float(behind[:1] in ("-", "/")),
        float(behind[:1].isalnum()),
        float(one.islower() and _QUALIFIES.search(one) is not None),
        float(one.islower() and one not in _SMALL),
        float(one[:1].isupper()),
        float(_STAGE.fullmatch(one) is not None),
        float(noun and not next_.endswith(("ed", "ly"))),
        float(next_.lower().removesuffix("s") in _PART),
        float(behind[:1] in (".", ",", ";", ":", ")")),
    )


def _of_entity(name: Recognised) -> tuple[float, ...]:
    entity = name.best.entity
    space = entity.id.partition(":")[0] if name.linked or name.best.basis is not None else ""
    return (
        *(float(entity.category is category) for category in _CATEGORIES),
        *(float(space == one) for one in _SPACES),
    )


def _stems(words: str) -> set[str]:
    return {word.removesuffix("s") for word in _WORDS.findall(words.lower())}


def _plain(words: str) -> str:
    return words.lower().removesuffix("s")


@cache
def _trees() -> Trees:
    return read_trees(PACKAGED)


def trust(
    text: str,
    names: Sequence[Recognised],
    places: Sequence[int],
    trees: Trees | None = None,
    judged: Repute | None = None,
    own: Mapping[Linked, Counts] | None = None,
) -> Floats:
    """How likely a strict reader is to let each of the names at these positions pass, 0-1.

    The packaged trees say so unless others are given; ``judged`` and ``own`` are as of `features`.
    """
    if not len(places):
        return np.zeros(0)
    return chances((trees or _trees()).log_odds(features(text, names, places, judged, own)))
