"""Which words carry a relation, and which stand between such a word and what it is about?

The words are data: ``triggers.tsv``, ``nouns.tsv`` and ``states.tsv`` beside this file, each line with an
example that is its test. An effect says what a trigger does to its object:

    improve                 raises what the object does; of a condition, relieves it
    up, down                raises or lowers what the object does
    increase, decrease      raises or lowers how much there is of it
    induce                  raises the amount of a molecule, starts a process, brings about a disease
    gain, loss              of a noun: more or less of the thing itself ("loss of PTEN")
    relieve, worsen, treat, prevent, cause, contribute, test
                            what is done to a condition
    affect, role            changes it, which way is not said
    bind, target, secrete, produce, express, locate, marker, associate, correlate, sensitise, desensitise
                            the relations of these names
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from kg.vocabulary import Aspect

#: net direction of an effect: +1, -1, or 0 where it has none
SIGN = MappingProxyType(
    {
        "up": 1,
        "improve": 1,
        "increase": 1,
        "induce": 1,
        "gain": 1,
        "worsen": 1,
        "cause": 1,
        "contribute": 1,
        "down": -1,
        "decrease": -1,
        "loss": -1,
        "relieve": -1,
        "treat": -1,
        "prevent": -1,
    }
)

RAISING_ADJECTIVES = frozenset(
    "increased elevated high higher enhanced upregulated up-regulated excessive raised greater overexpressed "
    "augmented heightened strong stronger improved increasing".split()
)
LOWERING_ADJECTIVES = frozenset(
    "reduced decreased low lower impaired diminished suppressed downregulated down-regulated attenuated poor "
    "poorer weak weaker defective deficient absent insufficient limited decreasing less fewer".split()
)


#: aspects of a therapy: how well it works on those who get it
RESPONSES = frozenset({Aspect.RESPONSE, Aspect.SENSITIVITY, Aspect.RESISTANCE})
#: nouns for those who have a condition: "patients with melanoma"
PEOPLE = frozenset("patient individual people subject case person child adult woman man participant".split())
#: what is given against a condition, by itself no trigger: "a *pill* for Y"
MEDICINES = frozenset("drug medicine medication pill tablet vaccine".split())
#: verbs of those in whom something is seen: "the mice *showed* more X"
SHOWING = frozenset("have exert show play display exhibit".split())
#: verbs of those who see it
FINDING = frozenset("find detect observe see".split())
LACKING = frozenset({"lack", "lose"})
UNABLE = frozenset({"unable", "incapable"})
#: verbs whose subject makes others do something: "*prompts* macrophages to release"
CAUSING = frozenset(
    "prompt cause induce lead stimulate force make drive instruct trigger enable allow promote let help tell teach "
    "goad prod nudge coax spur rouse urge push".split()
)
FRACTIONS = frozenset("half third quarter fifth tenth fraction".split())
#: what is measured, and neither better nor worse for being more
MEASURES = frozenset("pressure weight composition rate".split())
#: what gets better and not simply more: "improves blood *pressure*"
_BETTERED = MEASURES | frozenset("profile status balance".split())
_BETTERING = frozenset({"improve", "improvement", "rescue", "restore", "restoration"})


def bettered(verb: str, head: str) -> str:
    """The effect of one who betters what a word names, "" where the verb's own holds.

    >>> bettered("rescue", "death"), bettered("improve", "pressure"), bettered("improve", "memory")
    ('down', 'affect', '')
    """
    bridge = bridges().get(head)
    if verb not in _BETTERING:
        return ""
    if bridge is not None and bridge.sign < 0:
        return "down"
    return "affect" if head in _BETTERED and verb.startswith("improve") else ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that carries a relation. ``objects`` are ``dobj`` or the prepositions that lead to its object.

    ``lemma`` may have words after the first, "switch off", "keep in check". ``aspect`` is the side of the object that
    the word itself names: who "recruits" cells raises their infiltration.
    """

    lemma: str
    effect: str
    objects: frozenset[str]
    weak: bool = False
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A noun between a trigger and an entity: "the *release* of IL-6". ``sign`` is -1 for death and the like.

    ``only`` means that a name before the noun is not what it is about: "EGFR antibody".
    """

    lemma: str
    aspect: Aspect | None
    objects: frozenset[str]
    sign: int = 1
    only: bool = False


def rows(name: str) -> list[list[str]]:
    """The cells of each line of a table beside this file, but for its remarks."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def triggers(part: str) -> MappingProxyType[str, Trigger]:
    """Triggers of one part of speech (V, N) by lemma."""
    return MappingProxyType({row[0]: _trigger(*row[:5]) for row in rows("triggers.tsv") if row[1] == part})


def _trigger(lemma: str, _part: str, effect: str, objects: str, note: str) -> Trigger:
    aspect = Aspect(note) if note not in ("", "weak") else None
    return Trigger(lemma, effect, frozenset(objects.split("|")), note == "weak", aspect)


@dataclass(frozen=True, slots=True)
class State:
    """What a word says of something alone: "died", "sluggish". ``sign`` is +1 or -1, more or less of the aspect.

    ``alone`` is 1 where the word tells of a change by itself, and 0 where it must be compared or denied: "survive".
    """

    lemma: str
    sign: int
    aspect: Aspect
    alone: int = 1


@cache
def states(part: str) -> MappingProxyType[str, State]:
    """Verbs without an object (I) or adjectives (G) by lemma."""
    found = {
        lemma: State(lemma, 1 if change == "up" else -1, Aspect(aspect), int(note != "neutral"))
        for lemma, told, change, note, aspect, *_example in rows("states.tsv")
        if told == part
    }
    return MappingProxyType(found)


@cache
def phrases() -> Mapping[str, tuple[Trigger, ...]]:
    """Verbs of several words by the first, the longest first."""
    found: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in sorted(triggers("V").values(), key=lambda one: -len(one.lemma)):
        if " " in trigger.lemma:
            found[trigger.lemma.split()[0]].append(trigger)
    return MappingProxyType({verb: tuple(ones) for verb, ones in found.items()})


@cache
def bridges() -> MappingProxyType[str, Bridge]:
    """Nouns that stand between a trigger and an entity, by lemma."""
    found = {}
    for lemma, _kind, aspect, objects, only, *_example in rows("nouns.tsv"):
        sign = -1 if aspect.endswith("-") else 1
        name = aspect.rstrip("-")
        found[lemma] = Bridge(
            lemma, Aspect(name) if name else None, frozenset(objects.split("|")), sign, only == "only"
        )
    return MappingProxyType(found)
