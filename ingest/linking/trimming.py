"""Which words around a name are no part of it?

"the human IL-2 receptor gene" is listed as "IL-2 receptor", "Pb" as "lead", "HeLa cells" as "HeLa".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.mention import Kind

INSERTED = re.compile(r"\s?[(\[][^()\[\]]*[)\]](?=\s|$)|(?<=\s)[(\[][^()\[\]]*[)\]]\s?")
POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_LEADING = re.compile(
    r"^(?:the|a|an|this|these|our|its|their|human|mouse|murine|rat|mutant|mutated|wild[- ]type|recombinant|"
    r"endogenous|exogenous|soluble|total|serum|plasma|native|full[- ]length|truncated|active|activated|"
    r"phosphorylated|phospho|anti|non|dominant[- ]negative|fetal|patient|normal|several|other|various|"
    r"severe|mild|moderate|acute|chronic|primary|secondary|advanced|early|late|recurrent|sporadic|isolated|"
    r"idiopathic|progressive|symptomatic|transient|persistent|massive|fatal|refractory|intractable)(?:\s+|-)",
    re.I,
)
#: of these, the ones without which a name means the same; the rest belong to `ingest.linking.forms`
IDLE = re.compile(
    r"^(?:the|a|an|this|these|our|its|their|human|mouse|murine|rat|mutant|mutated|wild[- ]type|recombinant|"
    r"endogenous|exogenous|native|full[- ]length|normal|several|other|various)(?:\s+|-(?=[A-Z]))",
    re.I,
)
_GENE_TAIL = re.compile(
    r"(?:\s+|-)(?:genes?|proteins?|mRNAs?|transcripts?|cDNAs?|loc(?:us|i)|alleles?|promoters?|polypeptides?|"
    r"products?|isoforms?|homologs?|mutants?|mutations?|enzymes?|antigens?|molecules?|peptides?|expression|"
    r"levels?|polymorphisms?|variants?|knockout|null|deficient|positive|negative|deficiency)$",
    re.I,
)
_GENOTYPE = re.compile(r"(?:\s*\(?(?:[-−–+]\s?/\s?[-−–+]|[+−])\)?|\^.*)$")
#: where cells were taken from, and how: the same cells
_CELL_ORIGIN = re.compile(
    r"^(?:the|human|mouse|murine|rat|normal|adult|freshly|primary|purified|isolated|cultured|circulating|adherent|"
    r"non-?adherent|unfractionated|peripheral[- ]blood|peripheral|blood(?=[- ](?:derived )?(?:mono|lympho|leu|T|B))|"
    r"donor|autologous|allogeneic|healthy|ex vivo|in vitro)(?:[- ]derived)?(?:\s+|-)",
    re.I,
)
#: the kind of cell that a line is, around its name: "promyelocytic leukemia HL-60", "Jurkat T"
_LINEAGE = re.compile(r"^(?:[a-z][a-z/-]{4,}|Burkitt(?:['’]s)?|[TB](?:-cell)?)\s+(?=.*[A-Z\d])")
_LYMPHOCYTE = re.compile(r"\s+(?:T|B|T[- ]cells?|B[- ]cells?|[TB][- ]lymphocytes?|lymphocytes?)$")
_PREFIXED = re.compile(r"^[hmrp](?=[A-Z])|^(?:si|sh|dn|ca)(?=[A-Z]{2})|^(?:c|v)-(?=[A-Z])")
_TAIL: dict[Kind, re.Pattern[str]] = {
    Kind.GENE: _GENE_TAIL,
    Kind.DISEASE: re.compile(
        r"\s+(?:patients?|symptoms?|episodes?|attacks?|cases?|phenotypes?|changes?)$", re.I
    ),
    Kind.CHEMICAL: re.compile(r"\s+(?:therapy|treatment|levels?|molecules?|ions?|solution|drugs?)$", re.I),
    Kind.CELL_LINE: re.compile(r"(?:\s+|-)(?:cells?|cell lines?|lines?)$", re.I),
    Kind.SPECIES: re.compile(r"\s+(?:patients?|strains?|cells?|species|spp?\.?)$", re.I),
}


def trimmed(name: str, kind: Kind) -> Iterator[str]:
    """The name without what stands around it, less and less of it."""
    text = " ".join(name.split())
    for cut in (INSERTED, POSSESSIVE):
        bare = cut.sub("", text).strip()
        if bare != text:
            text = bare
            yield text
    if kind is Kind.GENE:
        yield from _gene_trimmed(text)
    elif kind in (Kind.CELL_LINE, Kind.CELL_TYPE):
        yield from _cell_trimmed(text, kind)
    else:
        if kind is Kind.CHEMICAL:
            yield from _element(text)
            if (code := _GROUPED.sub("", text)) != text:
                yield code
        tail = _TAIL.get(kind)
        short = IDLE.sub("", text)
        short = tail.sub("", short) if tail else short
        yield short
        if "-" in short:
            yield short.replace("-", " ")


_ELEMENTS = dict(
    pair.split(":")
    for pair in (
        "Li:lithium Na:sodium K:potassium Ca:calcium Mg:magnesium Zn:zinc Fe:iron Cu:copper Pb:lead Hg:mercury "
        "Cd:cadmium As:arsenic Al:aluminum Mn:manganese Se:selenium Cr:chromium Ni:nickel Co:cobalt Cl:chloride "
        "Au:gold Ag:silver Pt:platinum Ba:barium Sr:strontium Sn:tin Ti:titanium Si:silicon Br:bromide I:iodine "
        "O2:oxygen H2O:water N2:nitrogen"
    ).split()
)
_MICRO_RNA = re.compile(r"^(?:mi(?:cro)?RNAs?|microRNAs?)[- ]?(?=\d)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
_CHARGE = re.compile(r"\(?\d?[+-]\)?$|\(\d?[+-]\)|\s?\(?\b(?:I{1,3}|IV|V|VI)\)$")


def _element(text: str) -> Iterator[str]:
    """The name of an element that the text is the symbol of, with or without its charge: Pb, Ca(2+)."""
    bare = _CHARGE.sub("", text)
    if bare != text:
        yield bare
    if name := _ELEMENTS.get(bare):
        yield name
    if (formula := re.sub(r"\((\d+)\)", r"\1", text)) != text:
        yield formula


def _gene_trimmed(text: str) -> Iterator[str]:
    for _ in range(3):
        shorter = _GENE_TAIL.sub("", _GENOTYPE.sub("", IDLE.sub("", text)))
        if shorter == text or not shorter:
            break
        text = shorter
        yield text
    if (micro := _MICRO_RNA.sub("miR-", text)) != text:
        yield micro
    prefixed = _PREFIXED.sub("", text)
    if prefixed != text and len(prefixed) > 1:
        yield prefixed
    if text.endswith("s") and len(text) > 3:
        yield text[:-1]


def _cell_trimmed(text: str, kind: Kind) -> Iterator[str]:
    if kind is Kind.CELL_LINE:
        short = _TAIL[kind].sub("", IDLE.sub("", text))
        yield short
        yield (short := _LYMPHOCYTE.sub("", short))
        yield short.split("/")[0]
        yield re.sub(r"([A-Za-z])(\d)", r"\1-\2", short)
        yield re.sub(r"(\d)([A-Za-z])", r"\1-\2", short)
        while (bare := _LINEAGE.sub("", short, count=1)) != short:
            yield (short := bare)
        return
    yield IDLE.sub("", text)
    while (bare := _CELL_ORIGIN.sub("", text, count=1)) != text:
        yield (text := bare)
    if not re.search(r"cells?$", text, re.I):
        yield f"{text} cell"
    else:
        yield re.sub(r"[\s-]*cells?$", "", text, flags=re.I)
