"""A small graph for the questions: six documents about made-up findings."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Claim, Contribution, Document, Entity, Evidence, Mention, Span, Statement
from kg.vocabulary import Category

ENTITIES = (
    Entity("HGNC:18628", "STAB1", Category.GENE, ("Clever-1", "stabilin-1"), ("NCBIGene:23166",)),
    Entity("litkg:gene.sclever-1", "sClever-1", Category.GENE, ("soluble Clever-1",)),
    Entity("HGNC:8760", "PDCD1", Category.GENE, ("PD-1",)),
    Entity("CL:0000084", "T cell", Category.CELL, ("T lymphocyte",), (), ("CL:0000000",)),
    Entity("CL:0000625", "CD8-positive T cell", Category.CELL, (), (), ("CL:0000084", "CL:0000000")),
    Entity("CL:0000235", "macrophage", Category.CELL, (), (), ("CL:0000000",)),
    Entity("MONDO:0005105", "melanoma", Category.DISEASE),
    Entity("litkg:drug.bexmarilimab", "bexmarilimab", Category.DRUG, ("FP-1305",)),
    Entity("litkg:treatment.anti-pd-1-therapy", "anti-PD-1 therapy", Category.TREATMENT),
)
BY_LABEL = {entity.label: entity for entity in ENTITIES}


def document(identifier: str, *claims: tuple[str, str, str, str], **marks: str) -> Contribution:
    """A document of one sentence for each (sentence, subject, relation, object), entities by label.

    ``marks`` name sentences by number: ``negated="0"``, ``hedged="1 2"``, ``response="0"`` for the aspect.
    """
    text = " ".join(sentence for sentence, *_ in claims)
    article = Document(id=identifier, text=text, title=f"Article {identifier}")
    made, mentions, start = [], [], 0
    for number, (sentence, subject, relation, obj) in enumerate(claims):
        marked = {mark for mark, numbers in marks.items() if str(number) in numbers.split()}
        aspect = next(iter(marked - {"negated", "hedged"}), None)
        told = Statement(BY_LABEL[subject].id, relation, BY_LABEL[obj].id, aspect, "negated" in marked)
        made.append(Claim(told, _evidence(article, sentence, start, "hedged" in marked)))
        mentions.append(
            Mention(
                Span(start, start + 4), sentence[:4], BY_LABEL[subject].category, BY_LABEL[subject].id, 0.9
            )
        )
        start += len(sentence) + 1
    return Contribution(article, ENTITIES, tuple(mentions), tuple(made))


def _evidence(article: Document, sentence: str, start: int, hedged: bool) -> Evidence:
    return Evidence(
        document=article.id,
        sentence=Span(start, start + len(sentence)),
        sentence_text=sentence,
        subject=Span(start, start + 4),
        object=Span(start + 10, start + 14),
        cue=Span(start + 5, start + 9),
        hedged=hedged,
        extractor="test",
        score=0.8,
        section="body",
    )


def articles() -> Iterator[Contribution]:
    """All documents of the graph."""
    yield document(
        "PMID:1",
        ("Clever-1 holds CD8+ T cells down.", "STAB1", "inhibits", "CD8-positive T cell"),
        ("Macrophages shed sClever-1.", "macrophage", "secretes", "sClever-1"),
        ("Bexmarilimab is aimed at Clever-1.", "bexmarilimab", "targets", "STAB1"),
    )
    yield document(
        "PMID:2",
        ("Clever-1 suppresses CD8+ T cells.", "STAB1", "inhibits", "CD8-positive T cell"),
        ("sClever-1 binds PD-1.", "sClever-1", "binds", "PDCD1"),
    )
    yield document(
        "PMID:3", ("Clever-1 does not inhibit T cells.", "STAB1", "inhibits", "T cell"), negated="0"
    )
    yield document(
        "PMID:4",
        ("Clever-1 might activate CD8+ T cells.", "STAB1", "activates", "CD8-positive T cell"),
        ("Clever-1 may tell of melanoma.", "STAB1", "biomarker_for", "melanoma"),
        hedged="0 1",
    )
    yield document(
        "PMID:5",
        ("sClever-1 makes anti-PD-1 fail.", "sClever-1", "confers_resistance_to", "anti-PD-1 therapy"),
        ("PD-1 loss blunts anti-PD-1.", "PDCD1", "decreases_amount_of", "anti-PD-1 therapy"),
        ("Anti-PD-1 therapy works in melanoma.", "anti-PD-1 therapy", "treats", "melanoma"),
        response="1",
    )
    yield document(
        "PMID:6",
        ("T cells drive macrophages.", "T cell", "activates", "macrophage"),
        ("PD-1 inhibits T cells.", "PDCD1", "inhibits", "T cell"),
    )
