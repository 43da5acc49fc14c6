"""Which names does no list hold, and how are they recognised by their shape?

New antibodies and kinase inhibitors (by the stem of their international non-proprietary name), anti-X
agents, inhibitors of X, soluble forms of a protein, cells defined by markers, sequence variants, and names
that the text introduces itself ("the protein Foo-3"). Each pattern yields a `Recognised` whose entity has
an identifier of the graph's own and, where that is known, the class that it belongs to.

Stems: WHO, The use of stems in the selection of international nonproprietary names (INN), 2018.
Variants: HGVS nomenclature, doi:10.1002/humu.22981.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.cover import Cover
from ingest.mention import GENES, Candidate, Recognised, own_identifier
from kg.model import Entity, Span
from kg.vocabulary import Category

#: looks a name up in the lexicon: best candidates first, none for an unknown name
Lookup = Callable[[str], tuple[Candidate, ...]]

_INN = re.compile(
    r"\b[A-Za-z]?[a-z]{3,}(?:mab|tinib|ciclib|parib|zomib|rafenib|metinib|lisib|sertib|degib|leucel|cabtagene)"
    r"(?:[ -](?:vedotin|emtansine|deruxtecan|govitecan|[a-z]{4}(?=\b)))?\b"
)
_INN_SUFFIX = frozenset({"vedotin", "emtansine", "deruxtecan", "govitecan"})

_RS = re.compile(r"\brs\d{3,10}\b")
_PROTEIN_CHANGE = re.compile(
    r"\bp\.\(?(?:[A-Z][a-z]{2}|[A-Z])\d{1,5}(?:[A-Z][a-z]{2}|[A-Z*=]|fs\S{0,6}|del|dup)\)?(?![\w])"
    r"|(?<![\w.-])(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)-?\d{1,4}-?(?:-->|>|to)?-?"
    r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter)\b"
)
_SHORT_CHANGE = re.compile(r"(?<![\w.])([ACDEFGHIKLMNPQRSTVWY])(\d{2,4})([ACDEFGHIKLMNPQRSTVWY])(?![\w-])")
_DNA_CHANGE = re.compile(
    r"\b[cgm]\.[-*]?\d+(?:[+-]\d+)?(?:_\d+(?:[+-]\d+)?)?(?:[ACGT]+>[ACGT]+|del[ACGT]*|ins[ACGT]+|dup[ACGT]*)"
)
_VARIANTS = (_RS, _PROTEIN_CHANGE, _DNA_CHANGE)

_ANTI = re.compile(r"(?<![\w-])(?:anti|Anti)[-\u2010\u2011\u2013 ]?$")
_ANTI_UNKNOWN = re.compile(
    r"(?<![\w-])[Aa]nti-((?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z][\w-]{2,15})(?= ?(?:antibod|mAb|therap))"
)
_AGENT = re.compile(
    r"(?:[ -](?:based|targeted|blocking|neutrali[sz]ing|monoclonal|checkpoint|immune|directed))*"
    r"[ -](antibod(?:y|ies)|mAbs?|therap(?:y|ies)|immunotherap(?:y|ies)|treatments?|blockade|agents?|drugs?"
    r"|inhibitors?)\b"
)
_INHIBITOR = re.compile(
    r"(?: (?:receptor|kinase|tyrosine kinase|checkpoint|pathway))*"
    r" (inhibitors?|blockers?|antagonists?|agonists?|degraders?|blockade|checkpoint inhibition)\b"
)
_JOINED = re.compile(r" ?(?:/|and/or|and|or) ?(?:anti-)?$")

_SOLUBLE_PREFIX = re.compile(r"(?<![\w-])s(?=[A-Z])([A-Z][\w]*(?:[-\u2010\u2011][\w]+){0,3})")
_SOLUBLE_WORD = re.compile(r"\b[Ss]oluble $")

_MARKERS = re.compile(
    r"(?:(?<=[\s(,;])|^)((?:[A-Z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+){0,2}"
    r"(?:\+|\u207a|\u2212|-(?=[A-Z ])|hi(?:gh)?|lo(?:w)?|dim|bright|neg|pos"
    r"|[- ]positive|[- ]negative|[- ]expressing|-like|-polari[sz]ed)[ ,]*){1,6})$"
)
_ONE_MARKER = re.compile(
    r"([A-Z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+){0,2}?)"
    r"(\+|\u207a|\u2212|-like|-polari[sz]ed|"
    r"[- ]positive|[- ]negative|[- ]expressing|-(?=[A-Z ]|$)|high|hi|low|lo|dim|bright|neg|pos)[ ,]*"
)
_SIGNS = {
    "⁺": "+",
    "−": "-",
    "positive": "+",
    "negative": "-",
    "pos": "+",
    "neg": "-",
    "high": "hi",
    "low": "lo",
    "expressing": "+",
}

_NAME = r"((?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){0,2})"
_INTRODUCED = (
    (
        Category.GENE,
        re.compile(
            r"\b(?:protein|receptor|gene|cytokine|chemokine|kinase|ligand|enzyme|transcription factor) "
            rf"{_NAME}(?![\w-])"
        ),
    ),
    (Category.GENE, re.compile(rf"(?<![\w-]){_NAME} (?:protein|gene|receptor|kinase|mRNA)\b")),
    (
        Category.DRUG,
        re.compile(rf"\b(?:drug|antibody|inhibitor|compound|agonist|antagonist|vaccine) {_NAME}(?![\w-])"),
    ),
)
_NOT_A_NAME = re.compile(
    r"^(?:COVID|SARS|NCT|ISRCTN|Fig|Table|Grade|Stage|Phase|Type|Class|Group|Day|ECOG|CI)\W?\d|^[A-Z]\d$|^(?:Ig[GAMDE]\d?|[A-Z]-\d)$",
    re.I,
)


def own(
    category: Category, name: str, *, parents: Sequence[Entity] = (), synonyms: Sequence[str] = ()
) -> Entity:
    """An entity of the graph's own; ``parents`` are classes that it belongs to, nearest first."""
    ancestors = dict.fromkeys(a for p in parents for a in (p.id, *p.ancestors))
    return Entity(
        own_identifier(category, name),
        name,
        category,
        tuple(s for s in dict.fromkeys(synonyms) if s != name),
        (),
        tuple(ancestors),
    )


def find_drugs(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Names with the stem of an antibody, a targeted inhibitor or a cell therapy that no list has."""
    covered = Cover(r.span for r in known)
    for match in _INN.finditer(text):
        name = match.group()
        head, _, suffix = (
            re.split(r"([ -])", name, maxsplit=1) if re.search(r"[ -]", name) else (name, "", "")
        )
        if suffix and suffix not in _INN_SUFFIX and " " in name:
            name = head
        span = Span(match.start(), match.start() + len(name))
        if not covered.overlaps(span):
            yield _one(span, own(Category.DRUG, name.lower()), 0.85, "ends in a stem of drug names")


def find_variants(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Sequence variants in HGVS notation, as reference SNP numbers, or as V600E beside a gene."""
    genes = {r.span.end: r for r in known if r.best.entity.category in GENES}
    for pattern in _VARIANTS:
        for match in pattern.finditer(text):
            yield _variant(
                Span(match.start(), match.end()), match.group(), _gene_before(genes, text, match.start())
            )
    for match in _SHORT_CHANGE.finditer(text):
        gene = _gene_before(genes, text, match.start())
        joined = text[max(0, match.start() - 1) : match.start()] == "-"
        if match.group(1) != match.group(3) and (
            gene
            or (
                not joined
                and re.search(
                    r"mutation|mutant|variant|polymorphism|substitution",
                    text[max(0, match.start() - 60) : match.end() + 60],
                )
            )
        ):
            yield _variant(Span(match.start(), match.end()), match.group(), gene)


def _gene_before(genes: dict[int, Recognised], text: str, start: int) -> Entity | None:
    for gap in (1, 2, 0):
        gene = genes.get(start - gap)
        if gene and not text[start - gap : start].strip(" (-"):
            return gene.best.entity
    return None


def _variant(span: Span, name: str, gene: Entity | None) -> Recognised:
    if name.startswith("rs"):
        return _one(span, Entity(f"DBSNP:{name}", name, Category.VARIANT), 0.95, "a reference SNP number")
    label = f"{gene.label} {name}" if gene else name
    return _one(
        span, own(Category.VARIANT, label, synonyms=(name,)), 0.85, "a sequence variant in standard notation"
    )


def find_agents(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Anti-X antibodies and therapies, inhibitors, agonists and blockade of X, for a gene or family X."""
    genes = sorted((r for r in known if r.best.entity.category in GENES), key=lambda r: r.span.start)
    for index, gene in enumerate(genes):
        last, names = _joined(text, genes, index)
        before = _ANTI.search(text[max(0, gene.span.start - 6) : gene.span.start])
        inner = tuple(g.span for g in genes[index : last + 1])
        target = "/".join(names)
        if before and re.match(
            r"[ -]CAR\b|[ -]chimeric", text[genes[last].span.end : genes[last].span.end + 9]
        ):
            continue
        if before:
            start = gene.span.start - len(before.group())
            yield _anti(text, start, genes[last].span.end, target, inner)
        elif not (index and _joins(text, genes[index - 1], gene)):
            match = _INHIBITOR.match(text, genes[last].span.end)
            if match:
                yield from _listed_before(text, genes, index, match.group(1))
                yield _inhibitor(Span(gene.span.start, match.end()), target, match.group(1), inner)


def _listed_before(text: str, genes: Sequence[Recognised], index: int, noun: str) -> Iterator[Recognised]:
    """The A and B of "A, B and C inhibitors"."""
    while index and re.fullmatch(
        r",? ?(?:and |or |, )", text[genes[index - 1].span.end : genes[index].span.start]
    ):
        index -= 1
        yield _inhibitor(genes[index].span, genes[index].best.entity.label, noun, ())


def _joins(text: str, left: Recognised, right: Recognised) -> bool:
    return bool(re.fullmatch(r"/", text[left.span.end : right.span.start]))


def _joined(text: str, genes: Sequence[Recognised], index: int) -> tuple[int, list[str]]:
    """The last of the genes that a slash joins to this one, and their labels."""
    last, names = index, [genes[index].best.entity.label]
    while last + 1 < len(genes) and re.fullmatch(
        r"/(?:anti-)?", text[genes[last].span.end : genes[last + 1].span.start]
    ):
        last += 1
        names.append(genes[last].best.entity.label)
    return last, names


def _anti(text: str, start: int, end: int, target: str, inner: tuple[Span, ...]) -> Recognised:
    match = _AGENT.match(text, end)
    noun = match.group(1).lower() if match else "therapy"
    antibody = noun.startswith(("antibod", "mab"))
    category, head = (Category.DRUG, "antibody") if antibody else (Category.TREATMENT, "therapy")
    span = Span(start, match.end() if match else end)
    entity = own(category, f"anti-{target} {head}", synonyms=(span.of(text),))
    return replace(_one(span, entity, 0.9, f"an agent against {target}"), inner=inner)


def _inhibitor(span: Span, target: str, noun: str, inner: tuple[Span, ...]) -> Recognised:
    head = noun.lower().removesuffix("s")
    head = {"blocker": "inhibitor", "checkpoint inhibition": "blockade"}.get(head, head)
    category = Category.TREATMENT if head == "blockade" else Category.DRUG
    entity = own(category, f"{target} {head}")
    return replace(_one(span, entity, 0.85, f"{head} of {target}"), inner=inner)


def find_soluble_forms(text: str, known: Sequence[Recognised], lookup: Lookup) -> Iterator[Recognised]:
    """Soluble or secreted forms of a protein: sPD-L1, sIL-2R, soluble CD14."""
    for match in _SOLUBLE_PREFIX.finditer(text):
        base = match.group(1)
        while base:
            best = next((c for c in lookup(base) if c.entity.category in GENES and c.score >= 0.5), None)
            if best and len(base) > 2:
                span = Span(match.start(), match.start() + 1 + len(base))
                yield _form(span, span.of(text), best.entity)
                break
            base = base.rpartition("-")[0]
    for gene in known:
        if gene.best.entity.category in GENES:
            word = _SOLUBLE_WORD.search(text[max(0, gene.span.start - 25) : gene.span.start])
            if word:
                span = Span(gene.span.start - len(word.group()), gene.span.end)
                yield _form(span, span.of(text), gene.best.entity)


def _form(span: Span, surface: str, base: Entity) -> Recognised:
    entity = own(
        Category.GENE,
        f"soluble {base.label}",
        parents=(base,),
        synonyms=(surface,) if " " not in surface else (),
    )
    return _one(span, entity, 0.85, f"soluble or secreted form of {base.label} ({base.id})")


def find_marked_cells(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Cells qualified by markers that make no cell type of the Cell Ontology: LYVE-1+ macrophages."""
    for cell in known:
        if cell.best.entity.category is not Category.CELL:
            continue
        before = _MARKERS.search(text[max(0, cell.span.start - 60) : cell.span.start])
        if not before:
            continue
        marks = sorted({m.group(1) + _sign(m.group(2)) for m in _ONE_MARKER.finditer(before.group(1))})
        span = Span(cell.span.start - len(before.group(1)), cell.span.end)
        head = cell.best.entity
        entity = own(Category.CELL, f"{' '.join(marks)} {head.label}", parents=(head,))
        yield _one(span, entity, 0.85, f"{head.label} ({head.id}) qualified by {', '.join(marks)}")


_CELLS_OF = re.compile(r" cells?\b(?! (?:carcinoma|lung|line|count|type))")


def find_cells_of_tumours(
    text: str, known: Sequence[Recognised], malignant: Entity | None
) -> Iterator[Recognised]:
    """Cells of a kind of tumour: breast cancer cells. The tumour stands for itself as well.

    ``malignant`` is the class that they belong to, the malignant cell of the Cell Ontology.
    """
    for tumour in known:
        disease = tumour.best.entity
        after = _CELLS_OF.match(text, tumour.span.end)
        if after and disease.category is Category.DISEASE and _NEOPLASMS & {disease.id, *disease.ancestors}:
            parents = (malignant,) if malignant else ()
            entity = own(Category.CELL, f"{disease.label} cell", parents=parents)
            found = _one(
                Span(tumour.span.start, after.end()), entity, 0.85, f"cell of {disease.label} ({disease.id})"
            )
            yield replace(found, inner=(tumour.span,))


_NEOPLASMS = frozenset({"MONDO:0005070", "MONDO:0004992", "MONDO:0023370"})


def _sign(written: str) -> str:
    bare = written.strip("- ") if len(written) > 1 else written
    return _SIGNS.get(bare, bare if bare in "+-" or bare in {"hi", "lo", "dim", "bright"} else f"-{bare}")


def find_introduced(text: str, known: Sequence[Recognised]) -> Iterator[Recognised]:
    """Names that no list has and that the text introduces by what they are, wherever they stand in it."""
    covered = Cover(r.span for r in known)
    introduced: dict[str, Category] = {}
    for category, pattern in _INTRODUCED:
        for match in pattern.finditer(text):
            name, span = match.group(1), Span(match.start(1), match.end(1))
            if not _NOT_A_NAME.search(name) and not covered.overlaps(span):
                introduced.setdefault(name, category)
    for match in _ANTI_UNKNOWN.finditer(text):
        introduced.setdefault(match.group(1), Category.GENE)
    for name, category in introduced.items():
        for place in re.finditer(rf"(?<![\w]){re.escape(name)}(?![\w])", text):
            span = Span(place.start(), place.end())
            if not covered.overlaps(span):
                yield _one(span, own(category, name), 0.6, "not in the lexicon; introduced by the text")


def _one(span: Span, entity: Entity, score: float, reason: str) -> Recognised:
    return Recognised(span, (Candidate(entity, score, reason),))


def without_covered(inner: Iterable[Recognised], outer: Sequence[Recognised]) -> Iterator[Recognised]:
    """Leave out what an outer name swallows, save the names inside it that stand for themselves as well."""
    kept_inside = {span for name in outer for span in name.inner}
    covered = Cover(name.span for name in outer)
    for name in inner:
        if name.span in kept_inside or not covered.overlaps(name.span):
            yield name
