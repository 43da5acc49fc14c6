"""What is made how: "X *makes* T cells more suppressive", "X *leaves* macrophages unable to make Y"?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.relate.arguments import Arguments
from ingest.relate.bearers import missing
from ingest.relate.frames import Frame, paired
from ingest.relate.otherwise import made_so
from ingest.relate.syntax import is_passive, surface_subjects
from ingest.relate.tree import Token

_RENDERING = frozenset("make render leave keep".split())
_TRUST = 0.82


def made_so_frames(adjective: Token, arguments: Arguments) -> Iterator[Frame]:
    """What the adjective says of the object of such a verb, as done by the verb's subject."""
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
