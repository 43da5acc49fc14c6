"""Which names does a text leave in doubt, however well a list knows them?

What is doubted is not linked; its candidates are kept. Two kinds of names make most wrong links of real text: short
acronyms that the text neither defines nor speaks of in other words (the HD of a maker's device, the APS of a
clinic), and genes of microbes, viruses and plants that share a name with one of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property

from ingest.lexicon import OWN_NAMES, Lexicon, NameStatus
from ingest.lexicon.key import key
from ingest.linking.changes import tells_no_change
from ingest.linking.features import Name
from ingest.linking.options import Option
from ingest.linking.orthologs import in_any_species
from ingest.linking.remainder import against
from ingest.linking.reviewed import NONE, Reviewed
from ingest.linking.species import TAXON_OF_NAMESPACE, SpeciesInText
from ingest.mention import CATEGORIES_OF, Kind

#: why what the tables of `ingest.linking.reviewed` exclude is doubted
OTHERWISE = "a name of something else in most articles"
REFUSED = "readers said that the name is not meant so"
#: why the name of what many genes' products are or do is not linked to a gene
A_CLASS = "the name of a class, not of one gene"
#: of two to four capitals, perhaps with a number or in the plural
ACRONYM = re.compile(r"[A-Z]{2,4}s?|[A-Z]\d{1,2}")
_MANY_MEANINGS = frozenset({Kind.DISEASE, Kind.CHEMICAL, Kind.ANATOMY, Kind.CELL_TYPE, Kind.PROCESS})
#: documents whose annotators took an acronym for one thing, from which on everybody knows it: HIV, CNS, ATP
_WELL_KNOWN = 5
#: documents that are enough for one of four capitals that nobody took for anything else: DMSO, MPTP
_KNOWN = 2
_STEM = 5
#: kinds of names that groups are called by what they are given or have
_GROUPED = frozenset({Kind.CHEMICAL, Kind.DISEASE})
_CAPITALS = re.compile(r"[A-Z]{2,5}")

#: not told apart by `ingest.linking.species`, which knows the animals whose genes are linked
_MICROBES = (
    r"\w*virus(?:es)?|viral|(?:bacterio)?phages?|HIV(?:-[12])?|HPV-?\d*|EBV|HCMV|KSHV|HBV|HCV|SARS(?:-CoV)?(?:-2)?|"
    r"influenza|vaccinia|bacteri(?:um|al?)|E\. coli|Escherichia|Salmonella|Staphylococc\w+|Streptococc\w+|"
    r"Mycobacteri\w+|Pseudomonas|Bacillus|Clostridi\w+|Helicobacter|Listeria|Vibrio|Klebsiella|Acinetobacter|"
    r"Legionella|Chlamydia|Lactobacill\w+|Neisseria|Yersinia|Shigella|Campylobacter|archae\w+|prokaryot\w+|plants?|"
    r"Arabidopsis|rice|maize|wheat|tomato|tobacco|barley|soybean|Oryza|Nicotiana|yeasts?|S\. cerevisiae|"
    r"Saccharomyces(?: cerevisiae)?|S\. pombe|Candida|Aspergillus|fung(?:us|i|al)|Neurospora|"
    r"Plasmodium(?: falciparum)?|P\. falciparum|Leishmania|Trypanosoma|Toxoplasma|Schistosoma|Entamoeba|parasites?"
)
#: tried on text in small letters, as long texts are all looked through
_MICROBE = re.compile(rf"\b(?:{_MICROBES})\b".lower())
#: a word for the gene may stand between: "the bacterial co-chaperone GrpE"; what is "HIV-1-induced" is of the host
_MICROBE_BEFORE = re.compile(
    rf"\b(?:{_MICROBES})(?:['\u2019]s?)?[ -](?:(?:[\w-]*(?:protein|chaperone|kinase|enzyme|toxin|factor|gene|antigen|"
    r"protease|polymerase|receptor|homolog(?:ue)?|ortholog(?:ue)?)) )?$",
    re.I,
)
#: several of a kind: the plural of a class names no one gene
_FAMILY = re.compile(
    r"(?:\b|(?<=[a-z]))(?:receptors|kinases|phosphatases|proteases|proteinases|peptidases|caspases|enzymes|proteins|"
    r"cytokines|chemokines|adipokines|hormones|factors|channels|transporters|integrins|cadherins|collagens|histones|"
    r"isoforms|subunits|ligands|antigens|molecules|interferons|interleukins|genes|immunoglobulins|globulins)$",
    re.I,
)
_SYMBOL = re.compile(r"\d|[A-Z]{2}")
#: what many enzymes do: lists have single genes under these names, too
_CLASS = re.compile(
    r"(?:(?:non-)?receptor )?(?:(?:protein|receptor|serine|tyrosine|threonine|serine/threonine|lipid|dual)[ -]){0,2}"
    r"(?:kinase|phosphatase)|cytokine|chemokine|growth factor|transcription factor|homeobox(?: gene)?|"
    r"(?:alpha|beta|gamma|heavy|light)[ -](?:chain|subunit)|\d+[ -]kDa (?:protein|subunit)|"
    r"(?:cysteine |serine |aspartic |metallo)?prote(?:in)?ase|(?:phospho)?lipase|esterase|oxidase|reductase|"
    r"dehydrogenase|"
    r"(?:ubiquitin |E3 )*ligase|\w*transferase|hydrolase|peptidase|polymerase|helicase|nuclease|isomerase|"
    r"(?:G|AT)TPase|(?:nuclear |steroid )?[\"\u201c]?hormone[\"\u201d]? receptor|nuclear receptor|lymphokine|monokine|"
    r"(?:guanine )?nucleotide exchange factor|cyclin[- ]dependent kinase|class I+|I+ interferons?",
)
#: letters that tell apart the members of families
_GREEK = re.compile(r"-?(?:alpha|beta|gamma|delta|epsilon|zeta|kappa|[\u03b1-\u03c9])", re.I)
_WEIGHT = re.compile(r"pp?\d{2,3}")
#: of names as `_words` writes them: what is no chance word of a text
_TELLING = re.compile(r"\w \w|^ (?=\w*\d)\w{4,} $")
#: antibodies of a class, of which lists have subunits of receptors under the same name
_ANTIBODIES = re.compile(r"Ig[ADEGM]\d?s?")
#: chloramphenicol acetyltransferase, and words of a text that measures promoters with it
_REPORTER = "CAT"
_REPORTED = re.compile(r"chloramphenicol|reporter|transfect|promoter", re.I)
#: numbers of Uberon that came from ontologies of fish, frogs and flies, and words for these
_OTHER_BODIES = re.compile(r"UBERON:(?:2|3|6)\d{6}")
_OTHER_ANIMALS = re.compile(
    r"fish\b|Xenopus|\bfrogs?\b|amphibian|Drosophila|\bfl(?:y|ies)\b|insect|mosquito|beetle|moth", re.I
)
#: words for microbes, at least so many and so many to one for a mammal, that make a text one about them
_SEVERAL, _MAINLY = 3, 3
#: an alias of so many characters, no more like the symbol (0-1), needs so large a share of a longer name in the text
_SHORT, _LIKE, _MENTIONED = 3, 0.63, 0.5


class Doubts:
    """What the text says against the likeliest options of its names."""

    def __init__(
        self, text: str, species: SpeciesInText, lexicon: Lexicon, reviewed: Reviewed | None = None
    ) -> None:
        self._text, self._species, self._lexicon = text, species, lexicon
        self._reviewed = reviewed or Reviewed()

    def of(self, name: Name, option: Option) -> str:
        """Why the option is not to be believed, in words for a person; empty if nothing speaks against it."""
        if self._is_meant(name, option):
            return ""
        return (
            self._by_text(name, option)
            or against(name, option, self._names(option.entity))
            or self._by_tables(name, option)
        )

    def _is_meant(self, name: Name, option: Option) -> bool:
        """Whether this is the reviewed meaning of the name, or its counterpart in another species."""
        meant = self._reviewed.meaning(name.name, name.kind)
        if not meant or meant == NONE or _is_of_microbe(self._text, name.starts):
            return False
        return option.entity in in_any_species(meant, self._lexicon)

    def _by_tables(self, name: Name, option: Option) -> str:
        otherwise = self._means_other(name)
        refused = self._reviewed.refuses(name.name, name.kind, option.entity)
        if not (otherwise or refused) or self.spells_out(option.entity, name.name):
            return ""
        short = name.kind in _MANY_MEANINGS and ACRONYM.fullmatch(name.name)
        if short and self.speaks_of(option.entity):
            return ""
        return OTHERWISE if otherwise else REFUSED

    def _means_other(self, name: Name) -> bool:
        """Whether the reviewed meaning is nothing that vocabularies have, or a thing of another kind."""
        meant = self._reviewed.meaning(name.name, name.kind)
        if not meant or meant == NONE:
            return meant == NONE
        term = self._lexicon.find(meant)
        return term is not None and term.category not in CATEGORIES_OF[name.kind]

    def _by_text(self, name: Name, option: Option) -> str:
        if name.kind is Kind.GENE:
            return self._of_gene(name, option)
        if _OTHER_BODIES.match(option.entity) and not _OTHER_ANIMALS.search(self._text):
            return "a part of animals that the text does not speak of"
        if self._is_a_group(name) and not self.speaks_of(option.entity):
            return "the name of a group of the study"
        if name.kind in _MANY_MEANINGS and not name.defined and ACRONYM.fullmatch(name.surface):
            label = option.status is NameStatus.LABEL and (option.uses or name.kind is not Kind.CHEMICAL)
            known = label or option.status is NameStatus.CURATED or option.uses >= _WELL_KNOWN
            known = known or (len(name.surface) > 3 and option.uses == option.known >= _KNOWN)
            known = known or option.entity in name.usual
            if not (known or self.speaks_of(option.entity)):
                return "an acronym that the text does not define"
        return ""

    def _is_a_group(self, name: Name) -> bool:
        """Whether an acronym is what the text calls a group of patients: "(the PAN group)", "Group HD"."""
        if name.defined or name.kind not in _GROUPED or not _CAPITALS.fullmatch(name.surface):
            return False
        called = rf"\((?:the )?{name.surface}[ -](?:group|arm)\)|\b[Gg]roup {name.surface}\b"
        return re.search(called, self._text) is not None

    def _label(self, entity: str) -> str:
        term = self._lexicon.find(entity)
        return term.label if term else ""

    def _names(self, entity: str) -> tuple[str, ...]:
        term = self._lexicon.find(entity)
        return (term.label, *term.synonyms) if term else ()

    def speaks_of(self, entity: str) -> bool:
        """Whether the text has all long words of one of the entity's names, but for their endings."""
        return any(map(self._has_words_of, self._names(entity)))

    def calls_otherwise(self, entity: str, name: str) -> bool:
        """Whether the text has another name of the entity than this, in words or a symbol with a number."""
        own = _words(name)
        others = (one for one in map(_words, self._names(entity)) if one not in own)
        return any(_TELLING.search(one) and one in self._words for one in others)

    def spells_out(self, entity: str, name: str) -> bool:
        """Whether the text has one of the entity's names of several words, word for word, other than this name."""
        names = map(_words, self._names(entity))
        own = _words(name)
        return any(one.count(" ") > 2 and one not in own and one in self._words for one in names)

    def _has_words_of(self, name: str) -> bool:
        stems = _stems(name)
        return bool(stems) and all(f" {stem}" in self._words for stem in stems)

    @cached_property
    def _words(self) -> str:
        return _words(self._text)

    def _of_gene(self, name: Name, option: Option) -> str:
        if option.namespace not in TAXON_OF_NAMESPACE:
            return ""
        starts = name.starts[:1] if option.status in OWN_NAMES else name.starts
        if _is_of_microbe(self._text, starts):
            return "of a microbe or plant, by the words before it"
        if _FAMILY.search(name.name) and not _SYMBOL.search(name.name):
            return "the name of many genes, not of one"
        if _CLASS.fullmatch(name.name):
            return A_CLASS
        if _ANTIBODIES.fullmatch(name.name) and not self._label(option.entity).upper().startswith("IGH"):
            return "the name of antibodies, not of this gene"
        alias = option.status is NameStatus.ALIAS and not (option.uses or option.origin)
        alias = alias and option.entity not in name.usual
        if alias and self._is_one_of_many(name, option):
            return "an alias of several genes"
        if _GREEK.fullmatch(name.name):
            return "a letter, of which gene the text does not say"
        if self._is_weight(name, option):
            return "a protein's weight, of which the text says nothing else"
        if self._is_stretch(name, option):
            return "a stretch of DNA, by the words beside it"
        if name.name == _REPORTER and _REPORTED.search(self._text) and not self.speaks_of(option.entity):
            return "a gene of bacteria that reports"
        if self._is_bare(name, option):
            return "a short alias of a gene of which the text says nothing else"
        if option.status not in OWN_NAMES and option.uses == 0 and self._is_of_microbes:
            return "no gene's own name, in a text about microbes or plants"
        return ""

    def _is_one_of_many(self, name: Name, option: Option) -> bool:
        """Whether several genes of the species go by the name, none of which the text calls by another."""
        rivals = [o for o in name.options if o.namespace == option.namespace and o.score >= option.score]
        return len(rivals) >= _SEVERAL and not self.speaks_of(option.entity)

    def _is_weight(self, name: Name, option: Option) -> bool:
        """Whether a protein goes by its weight and by no other name of the gene: the p140 of a text."""
        known = option.status in OWN_NAMES or any(one.uses > 1 for one in name.options)
        if known or not _WEIGHT.fullmatch(name.name):
            return False
        return not (self.speaks_of(option.entity) or self.calls_otherwise(option.entity, name.name))

    def _is_stretch(self, name: Name, option: Option) -> bool:
        """Whether an acronym is that of a site or an element of DNA somewhere: the TAR element."""
        if (
            option.uses
            or name.defined
            or not _CAPITALS.fullmatch(name.surface)
            or self.speaks_of(option.entity)
        ):
            return False
        word = name.surface
        called = rf"\b{word}s?[ -](?:elements?|sites?|motifs?|box(?:es)?)\b|\b(?:element|motif) {word}\b"
        return re.search(called, self._text) is not None

    def _is_bare(self, name: Name, option: Option) -> bool:
        """Whether all that speaks for the gene is an alias of three letters, unlike its symbol.

        Readers of real sentences called three of four such names wrong.
        """
        own = option.status is None or option.status in OWN_NAMES
        if own or option.uses or name.defined or len(name.surface) > _SHORT or option.entity in name.usual:
            return False
        term = self._lexicon.find(option.entity)
        if term is None or SequenceMatcher(None, key(name.surface), key(term.label)).ratio() > _LIKE:
            return False
        if self.calls_otherwise(option.entity, name.name):
            return False
        return all(self._share_of_words(one) < _MENTIONED for one in (term.label, *term.synonyms))

    def _share_of_words(self, name: str) -> float:
        """Share of the long words of a name that the text has, but for their endings; 0 if it has none."""
        stems = _stems(name)
        return sum(f" {stem}" in self._words for stem in stems) / max(1, len(stems))

    @cached_property
    def _is_of_microbes(self) -> bool:
        named = sum(1 for _ in _MICROBE.finditer(self._text.lower()))
        mammals = sum(self._species.counts[taxon] for taxon in TAXON_OF_NAMESPACE.values())
        return named >= _SEVERAL and named >= _MAINLY * mammals


def _is_of_microbe(text: str, starts: Sequence[int]) -> bool:
    """Whether a word for a microbe or plant stands before one of these places."""
    return any(_MICROBE_BEFORE.search(text[max(0, at - 50) : at]) for at in starts)


def _stems(name: str) -> set[str]:
    """How the long words of a name begin."""
    return {word[:_STEM] for word in key(name).split() if len(word) >= _STEM}


def _words(text: str) -> str:
    """The text's words, small, with a space before and behind each."""
    return " " + re.sub(r"[^a-z0-9]+", " ", text.lower()).strip() + " "


#: what the recogniser takes for names that say nothing of a substance or a body
_IDLE: dict[Kind, re.Pattern[str]] = {
    # ions, and stretches of DNA
    Kind.GENE: re.compile(
        r"(?:Ca|K|Na|Mg|Zn|Cl)\d?[+-]|Ca2|homeobox|(?:[Oo]mega|n)-?[369]|Ags?|[Aa]ntigens?|"
        r"(?:.*[ -])?(?:(?:respons(?:e|ive)|regulatory|inducible|silencer|enhancer|promoter|binding|stimulated) |"
        r"(?:PU|X1?|Y|E|CCAAT|TATA|GC|CRE|purine|HMG|BAT)[ -])(?:elements?|box(?:es)?|sites?|motifs?|sequences?)"
        r"(?:[ -](?:\d[a-z]?|[A-Z]|alpha|beta|gamma|delta))?"
    ),
    Kind.DISEASE: re.compile(
        r"(?:odds|hazard|risk|rate) ratios?|relative risks?|confidence intervals?|(?:stable|progressive) disease|"
        r".*[- ](?:(?:sero)?negative|uninfected|free)",
        re.I,
    ),
    Kind.CHEMICAL: re.compile(
        r"(?:Fi|Pa|Pv|Sa|Sp|Sv|Et|PET|P)C?O\(?2\)?|solutions?|stabili[sz]ers?|contrasts?|chow|electrons?|protons?|"
        r"placebos?|aerosols?|vehicles?|[Aa]n? \d+",
    ),
    # strains of mice and rats, not the cells that were made of some of them
    Kind.CELL_LINE: re.compile(
        r"(?i:BALB/?-?c(?:J|By)?)|C57(?:BL)?/?(?:6\w*|10\w*|Bl\w*)?|C3H(?:/He\w*)?|DBA/?[12]\w?|129(?:/?Sv\w*|S\d\w*)?|"
        r"FVB(?:/NJ?)?|NOD(?:/\w+)?|SJL(?:/J)?|CBA(?:/J)?|A/J|(?:Sprague|SPRAGUE)[- ]\w+|Wistar|ICR|CD-?1|Swiss"
    ),
    Kind.ANATOMY: re.compile(r"[Ll]ife|[Ee]xtensions?|[Aa]dults?|[Oo]ral(?:ly)?|[Ii]mmune|[Nn]ervous"),
    # what is counted or changed, not what happens
    Kind.PROCESS: re.compile(
        r"SNPs?|(?:(?:single[- ])?nucleotide |gen(?:e|etic) )?polymorphisms?|AUC|(?:\w+ )?cell counts?|pulse|"
        r"(?:(?:missense|nonsense|point|germ-?line|somatic|frameshift|gene) )?mutations?",
        re.I,
    ),
}


#: numbers of trials, which letters and digits make look like codes of drugs
_TRIAL = re.compile(r"(?:NCT|ISRCTN|EudraCT|ACTRN|ChiCTR|UMIN|JPRN|DRKS|CTRI)[- /\w]*\d{3,}[-\w]*")


def says_nothing(surface: str, kind: Kind) -> bool:
    """Whether this is no name of a thing of the kind, whoever takes it for one: the life of "quality of life".

    >>> says_nothing("FiO2", Kind.CHEMICAL), says_nothing("O2", Kind.CHEMICAL), says_nothing("life", Kind.ANATOMY)
    (True, False, True)
    """
    if kind is Kind.VARIANT:
        return tells_no_change(surface)
    if kind is not Kind.CELL_LINE and not any(map(str.isalpha, surface)):
        return True  # the 36 of "serines 32 and 36"
    idle = _IDLE.get(kind)
    nothing = idle is not None and idle.fullmatch(surface) is not None
    return nothing or _TRIAL.fullmatch(surface) is not None
