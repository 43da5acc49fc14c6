"""Which kinds of things behave alike in a sentence?"""

from __future__ import annotations

from kg.vocabulary import Category

#: what kind of thing a name stands for, as far as rules on pairs and the classifier tell them apart
GROUP_OF: dict[Category, str] = {
    Category.GENE: "gene",
    Category.GENE_FAMILY: "gene",
    Category.DRUG: "chemical",
    Category.CHEMICAL: "chemical",
    Category.TREATMENT: "chemical",
    Category.DISEASE: "disease",
    Category.PHENOTYPE: "disease",
    Category.CELL: "cell",
    Category.CELL_LINE: "cell",
    Category.ANATOMY: "anatomy",
    Category.TAXON: "taxon",
    Category.PROCESS: "process",
    Category.ACTIVITY: "process",
    Category.COMPONENT: "component",
    Category.VARIANT: "variant",
}
GROUPS = tuple(dict.fromkeys(GROUP_OF.values()))
