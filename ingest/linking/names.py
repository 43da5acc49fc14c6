"""Which names does a document use, once each, and what may they mean there?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.lexicon import Lexicon, NameStatus
from ingest.linking.features import Filed, Name
from ingest.linking.forms import Step
from ingest.linking.meanings import PROCEDURE, Meanings, resemblance
from ingest.linking.options import Finder, Option
from ingest.linking.species import HUMAN, TAXON_OF_NAMESPACE, SpeciesInText, taxon_of_casing
from ingest.mention import Kind, Spotted

#: how far what only the short form means must resemble the long form: the long form's veto
ALIKE = 0.5
#: and where the long form is not in the text: Huntington's disease is not Hodgkin's disease
_MUCH_ALIKE = 0.75
#: species whose genes a name may be of in a text that names no species
_ANY = frozenset(TAXON_OF_NAMESPACE.values())
#: namespaces of human genes and of families, whose human reading needs no counterpart
_HUMAN = frozenset({"HGNC", "FPLX"})
#: documents from which on a short form has a usual meaning
_USUAL = 2
#: a gene has the name of the disease that it causes for its symbol
_SYMBOLS = frozenset({NameStatus.LABEL, NameStatus.PREVIOUS})
_OWN_SYMBOLS = frozenset({NameStatus.LABEL, NameStatus.EXACT})
#: letters and a number, which stand for few other things
_NUMBERED = re.compile(r"(?=.{4})[A-Za-z]{2,5}-?\d{1,3}[A-Za-z]?")
#: options of a name, the nearest first, whose counterparts in other species are looked up
_LIKELY = 4


def names_in(
    text: str, spotted: Sequence[Spotted], meanings: Meanings, species: SpeciesInText, finder: Finder
) -> dict[Filed, Name]:
    """The names of a document, in order of their first place; a short form is filed with its long form."""
    places: defaultdict[Filed, list[Spotted]] = defaultdict(list)
    for one in spotted:
        places[filed(one.span.of(text), one.kind, meanings)].append(one)
    return {
        key: _name(key, tuple(sorted(held, key=lambda s: s.span.start)), text, meanings, species, finder)
        for key, held in places.items()
    }


def filed(surface: str, kind: Kind, meanings: Meanings) -> Filed:
    """Where a surface is filed: a short form where its long form is."""
    surface = " ".join(surface.split())
    if kind is Kind.VARIANT:
        return kind, surface
    return kind, meanings.long(surface) or meanings.spelled_out(surface)


def _name(
    key: Filed,
    held: tuple[Spotted, ...],
    text: str,
    meanings: Meanings,
    species: SpeciesInText,
    finder: Finder,
) -> Name:
    kind, name = key
    starts = tuple(one.span.start for one in held)
    surface = meanings.without_bracket(" ".join(held[0].span.of(text).split()))
    short = meanings.short_of.get(name)
    if kind is Kind.VARIANT:
        return Name(kind, surface, name, starts, ())
    long_options = finder.options(name, kind)
    if name != surface and short is None:  # short forms in it were spelled out: its own spelling counts too
        long_options = _united(finder.options(surface, kind), long_options)
    usual = finder.usual.long(surface, kind) if short is None and name == surface else ""
    meant = finder.options(usual, kind) if usual else ()
    long_options = _united(long_options, meant)
    short_options = finder.options(short, kind) if short else ()
    symbol_of = _by_symbol(short, short_options, long_options) if short else frozenset()
    if symbol_of:
        long_options = ()
    known = {option.entity for option in long_options}
    named_after = kind is Kind.GENE and not long_options and finder.listed(name, Kind.DISEASE)
    done = PROCEDURE.search(name) is not None  # what is done is no substance, whatever else its letters mean
    likeness = {
        option.entity: 1.0
        if (named_after and option.status in _SYMBOLS)
        or (not done and _is_usual(option, long_options))
        or option.entity in symbol_of
        else _likeness(name, option, finder)
        for option in short_options
        if option.entity not in known
    }
    understood = short in meanings.understood
    alike = _MUCH_ALIKE if understood else ALIKE
    added = [option for option in short_options if likeness.get(option.entity, 0) >= alike]
    options = (*long_options, *added)
    options = (*options, *_counterparts(options, surface, kind, species, finder.lexicon))
    return Name(
        kind,
        surface,
        name,
        starts,
        options,
        defined=short is not None,
        by_long=frozenset(known) if short else frozenset(),
        by_short=frozenset(option.entity for option in short_options),
        resembling=likeness,
        targets=sum(species.is_target(one.span.start, one.span.end) for one in held)
        if kind is Kind.GENE
        else 0,
        usual=_all_of(meant, options),
        understood=understood,
    )


def _all_of(meant: Sequence[Option], options: Sequence[Option]) -> frozenset[str]:
    """The options that a long form means, and their counterparts in other species."""
    held = frozenset(option.entity for option in meant)
    return held | {option.entity for option in options if option.origin in held} if held else held


def _is_usual(option: Option, long_options: Sequence[Option]) -> bool:
    """Whether annotators mostly took the short form for this and no list has the long form: HER2 needs no likeness."""
    return not long_options and 2 * option.uses > option.known >= _USUAL


def _by_symbol(short: str, options: Sequence[Option], long_options: Sequence[Option]) -> frozenset[str]:
    """What a long form that no list has, as written, is by its short form, a symbol: TRPV5, SLP-76."""
    listed = any(one.form.step is not Step.SHORTENED for one in long_options)
    if listed or not _NUMBERED.fullmatch(short):
        return frozenset()
    return frozenset(option.entity for option in options if option.status in _OWN_SYMBOLS)


def _united(options: Sequence[Option], others: Sequence[Option]) -> tuple[Option, ...]:
    held = {option.entity for option in options}
    return (*options, *(option for option in others if option.entity not in held))


def _likeness(name: str, option: Option, finder: Finder) -> float:
    term = finder.lexicon.find(option.entity)
    label = finder.usage.label(option.entity)
    return resemblance(name, (term.label, *term.synonyms) if term else (label,) if label else ())


def _counterparts(
    options: Sequence[Option], surface: str, kind: Kind, species: SpeciesInText, lexicon: Lexicon
) -> list[Option]:
    """The same genes in the other species that the document names, or that the symbol is written for."""
    if kind is not Kind.GENE:
        return []
    wanted = {*species.shares, HUMAN, taxon_of_casing(surface) or HUMAN} if species.shares else _ANY
    held = {option.entity for option in options}
    found: dict[str, Option] = {}
    if not wanted - {HUMAN} and all(option.namespace in _HUMAN for option in options):
        return []
    for option in [o for o in options if o.namespace in TAXON_OF_NAMESPACE][:_LIKELY]:
        for other in lexicon.orthologs(option.entity):
            taxon = TAXON_OF_NAMESPACE.get(other.partition(":")[0])
            if taxon in wanted and other not in held and other not in found:
                found[other] = replace(option, entity=other, origin=option.entity, uses=0, known=0)
    return list(found.values())
