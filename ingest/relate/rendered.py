"""What makes others how they are?

"X *makes* T cells more suppressive", "X *leaves* macrophages unable to make Y", "X *renders* tumours resistant to Y".
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.relate.arguments import Arguments
from ingest.relate.bearers import missing, mutated
from ingest.relate.frames import Frame, paired
from ingest.relate.lexis import triggers
from ingest.relate.otherwise import made_so
from ingest.relate.syntax import is_passive, prepositional_objects, surface_subjects
from ingest.relate.tree import Token

_RENDERING = frozenset("make render leave keep".split())
_TRUST, _OF_A_RESPONSE = 0.82, 0.86


def rendered_frames(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """What the adjective says of the object of such a verb, as done by the verb's subject."""
    yield from _responding(adjective, arguments)
    yield from _changed(adjective, arguments)


def _responding(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *makes* tumours resistant to Y", "Y left cells sensitive to X"."""
    trigger = triggers("A").get(adjective.lower_)
    if trigger is None or trigger.effect not in ("resist", "sensitise"):
        return
    verb = adjective.head if adjective.dep_ != "amod" else adjective.head.head
    behind = adjective.dep_ != "amod" or adjective.head.i < adjective.i
    if not behind or verb.lemma_.lower() not in _RENDERING:
        return
    words = [token for token, _ in surface_subjects(verb)]
    subjects = [
        (a, _OF_A_RESPONSE)
        for t in words
        for a in arguments.of(t) or missing(t, arguments) or mutated(t, arguments)
    ]
    objects = [a for token in prepositional_objects(adjective, trigger.objects) for a in arguments.of(token)]
    yield from paired(adjective, trigger.effect, subjects, objects, "rendered")


def _changed(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """ "X *makes* T cells more suppressive", "X *leaves* macrophages unable to make Y"."""
    found = _patient(adjective)
    if found is None or is_passive(found[0]):
        return
    verb, patient = found
    words = [token for token, _ in surface_subjects(verb)]
    subjects = [(a, _TRUST) for t in words for a in arguments.of(t) or missing(t, arguments)]
    if subjects:
        yield from paired(verb, "cause", subjects, made_so(adjective, patient, arguments), "rendered")


def _patient(adjective: Token) -> tuple[Token, Token] | None:
    """The verb, and the noun that is made so."""
    noun, verb = adjective.head, adjective.head
    if adjective.dep_ == "amod" and noun.dep_ == "dobj" and noun.i < adjective.i:
        verb = noun.head
        return (verb, noun) if verb.lemma_.lower() in _RENDERING else None
    if adjective.dep_ not in ("ccomp", "xcomp", "oprd", "acomp") or verb.lemma_.lower() not in _RENDERING:
        return None
    own = [c for c in adjective.children if c.dep_ == "nsubj"]
    direct = [c for c in verb.children if c.dep_ == "dobj" and c.i < adjective.i]
    return (verb, (own or direct)[0]) if own or direct else None
