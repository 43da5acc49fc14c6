"""Does what is left of a name still mean the thing, where words of it had to be dropped to find it?

"IL-2 gene promoter" is still about IL-2; "IkappaBalpha kinase" is not IkappaBalpha, nor is adenosine triphosphate
adenosine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lexicon import OWN_NAMES, NameStatus
from ingest.linking.features import Name
from ingest.linking.forms import Step
from ingest.linking.meanings import stems
from ingest.linking.options import Option
from ingest.mention import Kind

DROPPED = "named in part only: with the words that were dropped it is another thing"
UNHEARD = "taken so by one annotator, in words that say something else"
#: words that make another thing of a gene, of a substance
_ANOTHER = {
    Kind.GENE: re.compile(
        r"kinases?|phosphatases?|receptors?|ligands?|inhibitors?|antagonists?|transferases?|enzymes?|killer|sequences?|"
        r"sites?|elements?|response|responsive|(?:super)?famil(?:y|ies)|groups?|associated|related|activat(?:ing|ed)|"
        r"interacting|binding|like|only|nuclear|induced|inducible|stimulated|regulated|dependent|specific",
        re.I,
    ),
    Kind.CHEMICAL: re.compile(r"\w*phosphates?", re.I),
}
#: on the surface of cells, called receptor or ligand by whoever writes of what it binds
_MARKER = re.compile(r"CD ?\d+\w?")
#: where a name is a list of things that are given together
_TOGETHER = re.compile(r", |\+| (?:plus|and|with) ")
#: a part of a symbol: the HLF of "E2A-HLF"
_SYMBOL = re.compile(r"[A-Z]{2,}\w*|\w*\d\w*")
#: what comes of diseases, and is none of them: "cardiovascular death" is no cardiovascular disorder
_OUTCOME = re.compile(r"\b(?:deaths?|mortality|metastas[ei]s|disabilit(?:y|ies)|stigma)$", re.I)


def against(name: Name, option: Option, names: Sequence[str]) -> str:
    """What the words say that the option leaves out, against its being meant; empty if nothing.

    ``names`` are those of the option's entity.
    """
    if option.form.step is Step.SHORTENED and _is_another(name, option, names):
        return DROPPED
    return UNHEARD if name.kind is Kind.DISEASE and _is_unheard(name, option, names) else ""


def _is_another(name: Name, option: Option, names: Sequence[str]) -> bool:
    dropped = _dropped(name.name, option.form.text)
    if name.kind is Kind.CHEMICAL and _TOGETHER.search(name.name):
        return True
    weak = name.kind is Kind.GENE and option.status in _WEAK
    if weak and not option.uses and any(map(_SYMBOL.fullmatch, dropped)):
        return True
    other = None if _MARKER.fullmatch(option.form.text) else _ANOTHER.get(name.kind)
    held = {stem for one in names for stem in stems(one)}
    return other is not None and any(other.fullmatch(word) and not stems(word) & held for word in dropped)


#: names that entities have by the way
_WEAK = frozenset({NameStatus.ALIAS, NameStatus.RELATED})


def _dropped(name: str, form: str) -> list[str]:
    """The words of the name that the form lacks."""
    kept = set(_WORD.findall(form.lower()))
    return [word for word in _WORD.findall(name) if word.lower() not in kept]


_WORD = re.compile(r"[^\W_]+")


def _is_unheard(name: Name, option: Option, names: Sequence[str]) -> bool:
    """Whether one annotator alone took a description for this, none of whose names ends so: cardiovascular death."""
    loose = option.form.step >= Step.REWRITTEN and option.status not in OWN_NAMES
    if not (option.status is None or loose) or option.uses > 1 or not _OUTCOME.search(name.name):
        return False
    own, head = stems(name.name), stems(name.name.split()[-1])
    return bool(names) and not any(head & held or held <= own for held in map(stems, names))
