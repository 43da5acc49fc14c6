"""What is a frame, and how do subjects and objects pair up in one?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.relate.arguments import Argument, Arguments
from ingest.relate.syntax import surface_subjects
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
