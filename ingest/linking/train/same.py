"""Which identifiers of the corpora, unknown to the lexicon, are those of things that it knows?

A number of a chemical or disease is the thing that the lexicon calls by the name that annotators gave the number
to. Of genes only those of mouse and rat lack numbers: a number is the gene whose symbol or own synonym the
annotated names are, in texts about its species.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ingest.lexicon import OWN_NAMES, Lexicon, NameStatus
from ingest.lexicon.key import key
from ingest.linking.species import MOUSE, RAT, TAXON_OF_NAMESPACE, SpeciesInText
from ingest.linking.train.corpora import Annotated
from ingest.mention import CATEGORIES_OF, Kind
from kg.vocabulary import Category

#: names by which an entity of a corpus is known to be one of the lexicon
_SURE = 0.6
_GENE_NAMES = OWN_NAMES | {NameStatus.ALIAS, NameStatus.PREVIOUS}
#: share of the species words that make a text one about the species, and of the votes that settle a gene
_MAINLY, _MOSTLY = 0.5, 0.8
#: documents that must agree on a gene; one is enough where the name is the gene's symbol
_AGREEING = 2


def find_same(lexicon: Lexicon, documents: Iterable[Annotated]) -> dict[str, str]:
    """The lexicon's identifiers of those that only the corpora have."""
    documents = list(documents)
    return {**_things(lexicon, documents), **settled_genes(lexicon, gene_votes(lexicon, documents))}


def _things(lexicon: Lexicon, documents: Iterable[Annotated]) -> dict[str, str]:
    """Chemicals and diseases that the lexicon knows by a name of theirs."""
    found: dict[str, str] = {}
    for document in documents:
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            identifier, surface = min(identifiers), one.span.of(document.text)
            if len(identifiers) > 1 or one.kind not in (Kind.CHEMICAL, Kind.DISEASE):
                continue
            if identifier in found or len(surface) < 5 or lexicon.find(identifier):
                continue
            senses = [s for s in lexicon.lookup(surface) if s.category in CATEGORIES_OF[one.kind]]
            if senses and senses[0].status in OWN_NAMES and senses[0].score >= _SURE:
                found[identifier] = senses[0].term_id
    return found


Votes = dict[str, Counter[tuple[str, bool]]]


def gene_votes(lexicon: Lexicon, documents: Iterable[Annotated], known: bool = False) -> Votes:
    """For each number of a gene the genes of mouse or rat that its names mean, and whether by their symbol.

    One vote a document. Of numbers that the lexicon does not have, or, to check the rule, of those that are
    ``known``.
    """
    votes: defaultdict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for document in documents:
        species = SpeciesInText(document.text)
        cast: defaultdict[str, set[tuple[str, bool]]] = defaultdict(set)
        for one, identifiers in zip(document.spotted, document.identifiers, strict=True):
            taxon = species.nearest(one.span.start)
            if one.kind is not Kind.GENE or len(identifiers) > 1 or taxon not in (MOUSE, RAT):
                continue
            if species.shares[taxon] >= _MAINLY and (lexicon.find(min(identifiers)) is not None) is known:
                cast[min(identifiers)] |= set(_genes(lexicon, one.span.of(document.text), taxon))
        for identifier, genes in cast.items():
            votes[identifier].update(genes)
    return votes


def _genes(lexicon: Lexicon, surface: str, taxon: str) -> Iterator[tuple[str, bool]]:
    """The gene of a species that a name means first of all, and whether the name is its symbol."""
    senses = [s for s in lexicon.lookup(surface) if s.category is Category.GENE][:1]
    for sense in senses:
        if sense.status not in _GENE_NAMES:
            continue
        for one in (sense.term_id, *lexicon.orthologs(sense.term_id)):
            if TAXON_OF_NAMESPACE.get(one.partition(":")[0]) == taxon:
                yield one, key(surface) == key(lexicon.get(one).label)


def settled_genes(lexicon: Lexicon, votes: Mapping[str, Counter[tuple[str, bool]]]) -> dict[str, str]:
    """The numbers whose names agree on one gene that has no number yet; none where two numbers claim it."""
    found: dict[str, str] = {}
    for identifier, cast in votes.items():
        genes: Counter[str] = Counter()
        for (gene, _), count in cast.items():
            genes[gene] += count
        gene = min(genes, key=lambda one: (-genes[one], one), default="")
        enough = genes[gene] >= _AGREEING or cast[gene, True] > 0
        if gene and enough and genes[gene] >= _MOSTLY * genes.total() and not _numbered(lexicon, gene):
            found[identifier] = gene
    claims = Counter(found.values())
    return {identifier: gene for identifier, gene in found.items() if claims[gene] == 1}


def _numbered(lexicon: Lexicon, gene: str) -> bool:
    return any(number.startswith("NCBIGene:") for number in lexicon.get(gene).xrefs)
