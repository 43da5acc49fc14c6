"""What is a frame, what are the subjects and objects of one, and how do they pair up?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.phrasal import direct_objects
from ingest.relate.syntax import SUBJECTS, is_verb, surface_subjects
from ingest.relate.tree import Token

#: what one step to the subject costs of the trust
_STEP = 0.06


@dataclass(frozen=True, slots=True)
class Frame:
    """One effect with one subject and one object. ``base`` is how far frames of its kind are trusted, 0-1.

    ``judged`` is set where the rule itself has seen to whether it is denied, supposed or an aim.
    """

    trigger: Token
    effect: str
    subject: Argument
    object: Argument
    base: float
    kind: str
    judged: bool = False


def paired(
    trigger: Token,
    effect: str,
    subjects: Iterable[tuple[Argument, float]],
    objects: Iterable[Argument],
    kind: str,
    judged: bool = False,
) -> Iterator[Frame]:
    """A frame for every subject, which comes with its trust, and every object that is another name."""
    others = list(objects)
    for subject, base in subjects:
        for other in others:
            if subject.name != other.name:
                yield Frame(trigger, effect, subject, other, base, kind, judged)


def doers(verb: Token, arguments: Arguments, trust: float) -> list[tuple[Argument, float]]:
    """What the subjects of the verb stand for, trusted less for each step to where they stand."""
    return [
        (a, trust - _STEP * steps) for token, steps in surface_subjects(verb) for a in arguments.of(token)
    ]


def objects_of(verb: Token, word: Token, arguments: Arguments) -> Iterator[Argument]:
    """What the objects of the verb stand for, which may hang on the ``word`` that stands with it."""
    own = direct_objects(verb, word)
    if own:
        yield from (a for token in own for a in arguments.of(token))
    elif not (verb.dep_ == "conj" and is_verb(verb.head)):
        yield from (
            replace(a, steps=a.steps + 1) for token in _later_objects(verb) for a in arguments.of(token)
        )


def _later_objects(verb: Token) -> list[Token]:
    """ "X inhibits and Y activates Z": the object hangs on the last verb."""
    later = (c for c in verb.children if c.dep_ == "conj" and is_verb(c))
    lone = (c for c in later if not any(g.dep_ in SUBJECTS for g in c.children))
    return [g for c in lone for g in c.children if g.dep_ == "dobj"]
