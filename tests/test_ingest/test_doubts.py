"""Which names a text leaves in doubt, so that they are not linked to what a list says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ingest.extract import Extraction
from ingest.language import find_abbreviations
from ingest.linking.doubts import says_nothing
from ingest.linking.linker import Linker
from ingest.linking.meanings import agents_apart
from ingest.mention import Kind, Recognised, Spotted
from kg.model import Span
from kg.vocabulary import Category

Extract = Callable[[str], Extraction]


def linked(linker: Linker, text: str, surface: str, kind: Kind) -> Recognised:
    """The last place of a surface, linked in its text."""
    start = text.rindex(surface)
    (found,) = linker.link_spotted(text, [Spotted(Span(start, start + len(surface)), kind, 1.0)], [])
    return found


MICROBES = {
    "bacterial": "Wounds held the bacterial cytolysin.",
    "of E. coli": "Refolding needs the E. coli chaperone GroEL.",
    "of HIV": "Cells were given HIV-1 Rev.",
    "of yeast": "It resembles the yeast protein Rrp41p.",
}


@pytest.mark.parametrize("text", MICROBES.values(), ids=MICROBES.keys())
def test_link_takes_no_protein_of_a_microbe_for_a_human_gene(linker: Linker, text: str) -> None:
    found = linked(linker, text, text.split()[-1].strip("."), Kind.GENE)
    assert not found.linked
    assert "microbe" in found.best.reason


def test_link_believes_the_first_place_of_a_name(linker: Linker) -> None:
    text = "HIV-1-TAT harms neurons of patients. TAT then spreads."
    places = [Span(at, at + 3) for at in (text.index("TAT"), text.rindex("TAT"))]
    found = linker.link_spotted(text, [Spotted(span, Kind.GENE, 1.0) for span in places], [])
    assert all("microbe" in name.best.reason for name in found)


HOSTS = {
    "induced": "Virus-induced IL6 rose in patients.",
    "needed": "The virus needs CCR5 of human cells.",
    "infected": "HIV-1-infected people lacked CCR5.",
}


@pytest.mark.parametrize("text", HOSTS.values(), ids=HOSTS.keys())
def test_link_keeps_genes_of_the_host(linker: Linker, text: str) -> None:
    assert linked(linker, text, "IL6" if "IL6" in text else "CCR5", Kind.GENE).linked


def test_link_takes_the_plural_of_a_class_for_no_gene(linker: Linker) -> None:
    found = linked(linker, "Hepatic cells express interleukin receptors.", "interleukin receptors", Kind.GENE)
    assert (found.best.entity.id, found.best.entity.category) == ("MESH:D018123", Category.GENE_FAMILY)
    found = linked(linker, "Plants have class III chitinases.", "class III chitinases", Kind.GENE)
    assert (found.linked, found.best.entity.category) == (False, Category.GENE_FAMILY)


def test_link_takes_the_plural_of_a_class_for_the_class_if_it_was_reviewed(linker: Linker) -> None:
    found = linked(linker, "Hepatic cells express cytokine receptors.", "cytokine receptors", Kind.GENE)
    assert found.best.entity.id == "MESH:D018121"


def test_link_doubts_an_acronym_that_the_text_does_not_speak_of(linker: Linker) -> None:
    found = linked(linker, "Scans were made with an HD of the newest make.", "HD", Kind.DISEASE)
    assert not found.linked
    assert [c.entity.id for c in found.candidates[1:]] == ["MONDO:0007739"]
    assert "does not define" in found.best.reason


SPOKEN_OF = {
    "in other words": ("The disease of Huntington: HD.", "HD", Kind.DISEASE),
    "well known": ("Neurons of the CNS.", "CNS", Kind.ANATOMY),
    "by its usual meaning": ("Patients with AML were seen.", "AML", Kind.DISEASE),
    "a label": ("They took ATP away.", "ATP", Kind.CHEMICAL),
}


@pytest.mark.parametrize(("text", "surface", "kind"), SPOKEN_OF.values(), ids=SPOKEN_OF.keys())
def test_link_keeps_acronyms_that_are_known_or_spoken_of(
    linker: Linker, text: str, surface: str, kind: Kind
) -> None:
    assert linked(linker, text, surface, kind).linked


def test_link_takes_a_short_form_of_many_meanings_for_what_the_text_speaks_of(linker: Linker) -> None:
    alone = linked(linker, "Some had CHD.", "CHD", Kind.DISEASE)
    spoken_of = linked(linker, "In coronary disease of patients, CHD rose.", "CHD", Kind.DISEASE)
    assert (alone.linked, spoken_of.linked) == (False, True)


def test_class_is_a_family_of_the_graphs_own(linker: Linker) -> None:
    found = linked(linker, "It is a tyrosine kinase of frogs.", "tyrosine kinase", Kind.GENE)
    assert (found.best.entity.id, found.best.entity.category) == (
        "litkg:family.tyrosine-kinase",
        Category.GENE_FAMILY,
    )


def test_link_takes_a_family_by_its_own_name(linker: Linker) -> None:
    found = linked(linker, "Neurons have serotonin receptors.", "serotonin receptors", Kind.GENE)
    assert found.best.entity.id == "FPLX:HTR"


def test_link_takes_a_short_form_for_its_usual_meaning(linker: Linker) -> None:
    """GH is an alias of another gene; articles that define it mean the hormone."""
    found = linked(linker, "GH was given to patients.", "GH", Kind.GENE)
    assert found.best.entity.id == "HGNC:4261"


def test_link_takes_what_annotators_mean_before_the_usual_meaning(linker: Linker) -> None:
    assert (
        linked(linker, "It was washed with 1 M HCl twice.", "HCl", Kind.CHEMICAL).best.entity.id
        == "CHEBI:17883"
    )


def test_genes_apart_takes_an_acronym_before_a_word_for_a_gene_for_the_gene(linker: Linker) -> None:
    text = "The VHL gene is lost in VHL disease, and so is the Wilms tumor gene."
    spans = [Span(4, 7), Span(24, 27), Span(text.index("Wilms"), text.index("Wilms") + 11)]
    found = linker.genes_apart(text, [Spotted(span, Kind.DISEASE, 1.0) for span in spans])
    assert [one.kind for one in found] == [Kind.GENE, Kind.DISEASE, Kind.DISEASE]


def test_link_doubts_an_acronym_that_a_group_is_called_by(linker: Linker) -> None:
    text = "One received aspirin, paracetamol and naproxen (the ATP group); ATP was better."
    assert not linked(linker, text, "ATP", Kind.CHEMICAL).linked
    assert linked(linker, text.replace("the ATP group", "three"), "ATP", Kind.CHEMICAL).linked


def test_genes_apart_takes_a_virus_for_an_organism(linker: Linker) -> None:
    text = "The dengue virus causes dengue."
    found = linker.genes_apart(
        text, [Spotted(Span(4, 16), Kind.DISEASE, 0.9), Spotted(Span(24, 30), Kind.DISEASE, 0.9)]
    )
    assert [one.kind for one in found] == [Kind.SPECIES, Kind.DISEASE]


def test_link_takes_the_gene_named_after_a_disease_for_the_gene(linker: Linker) -> None:
    text = "Duchenne muscular dystrophy (DMD): the DMD gene is long."
    start = text.index("DMD gene")
    (found,) = linker.link_spotted(
        text, [Spotted(Span(start, start + 3), Kind.GENE, 1.0)], find_abbreviations(text)
    )
    assert found.best.entity.id == "HGNC:2928"


IDLE = {
    "life": ("life", Kind.ANATOMY, True),
    "inspired oxygen": ("FiO2", Kind.CHEMICAL, True),
    "an age": ("A 46", Kind.CHEMICAL, True),
    "oxygen": ("O2", Kind.CHEMICAL, False),
    "carbon dioxide": ("CO2", Kind.CHEMICAL, False),
    "liver": ("liver", Kind.ANATOMY, False),
    "a plasmid": ("pRS426", Kind.VARIANT, True),
    "a variant": ("V600E", Kind.VARIANT, False),
    "a number": ("36", Kind.CHEMICAL, True),
    "an ion": ("Ca2+", Kind.GENE, True),
    "a gene": ("CA2", Kind.GENE, False),
    "a stretch of DNA": ("glucocorticoid response element 2", Kind.GENE, True),
    "what binds it": ("CRE binding protein", Kind.GENE, False),
    "who has none": ("HIV-seronegative", Kind.DISEASE, True),
    "a statistic": ("hazard ratio", Kind.DISEASE, True),
    "repeats": ("36 CAG repeats", Kind.VARIANT, False),
    "what is changed": ("missense mutations", Kind.PROCESS, True),
    "what is counted": ("platelet cell count", Kind.PROCESS, True),
    "what happens": ("cell growth", Kind.PROCESS, False),
    "by mouth": ("oral", Kind.ANATOMY, True),
    "the mouth": ("oral cavity", Kind.ANATOMY, False),
}


@pytest.mark.parametrize(("surface", "kind", "idle"), IDLE.values(), ids=IDLE.keys())
def test_says_nothing_knows_idle_words(surface: str, kind: Kind, idle: bool) -> None:
    assert says_nothing(surface, kind) is idle


def test_extract_names_no_life_and_no_age(extract: Extract) -> None:
    text = "A 46-year-old woman with melanoma had a good quality of life while FiO2 and O2 were set."
    named = {mention.text: mention.entity for mention in extract(text).mentions}
    assert named["O2"] == "CHEBI:15379"
    assert not {"life", "A 46", "FiO2"} & named.keys()


def test_extract_takes_no_mutation_that_a_list_has_for_a_process(extract: Extract) -> None:
    named = {mention.text for mention in extract("Missense mutations of PTEN raised cell growth.").mentions}
    assert named == {"PTEN", "cell growth"}


def test_agents_apart_takes_an_antithymocyte_globulin_for_no_gene() -> None:
    text = "Antithymocyte globulin (ATG) is made of gamma globulin."
    genes = [
        Spotted(Span(*found.span()), Kind.GENE, 0.9)
        for found in re.finditer(r"Anti\w+ globulin|ATG|gamma globulin", text)
    ]
    found = agents_apart(text, genes, find_abbreviations(text))
    assert [one.kind for one in found] == [Kind.CHEMICAL, Kind.CHEMICAL, Kind.GENE]


def test_agents_apart_takes_what_inhibits_for_no_gene() -> None:
    text = "The serotonin reuptake inhibitor (SRI) helped; SRIs are safe, and SERT is its gene."
    genes = [Spotted(Span(at := text.index(one), at + len(one)), Kind.GENE, 0.8) for one in ("SRIs", "SERT")]
    found = agents_apart(text, genes, find_abbreviations(text))
    assert [one.kind for one in found] == [Kind.CHEMICAL, Kind.GENE]


@pytest.mark.parametrize(
    ("text", "find", "gene"),
    [
        ("We added anti-CD3 mAb.", "anti-CD3 mAb", "CD3"),
        ("We added anti-Fas MAb.", "Fas MAb", "Fas"),
        ("Anti-IL-6 was given.", "Anti-IL-6", "IL-6"),
        ("The anti-thrombin III fell.", "anti-thrombin III", "anti-thrombin III"),
    ],
)
def test_agents_apart_takes_an_antibody_for_the_name_of_its_target(text: str, find: str, gene: str) -> None:
    (one,) = agents_apart(text, [Spotted(Span(at := text.index(find), at + len(find)), Kind.GENE, 0.9)], ())
    assert one.span.of(text) == gene


NOT_CELLS = {
    "specific": "The T cell-specific enhancer of CD3D is bound by GATA3.",
    "lysate": "The protein was made in reticulocyte lysates.",
}


@pytest.mark.parametrize("text", NOT_CELLS.values(), ids=NOT_CELLS.keys())
def test_extract_takes_what_is_named_by_a_cell_for_no_cell(extract: Extract, text: str) -> None:
    assert not [m for m in extract(text).mentions if m.category.value == "biolink:Cell"]


CLASSES = {
    "class-of-enzymes": ("A lipase was made by patients.", "lipase", Kind.GENE),
    "alias-of-several": ("PrP rose in patients.", "PrP", Kind.GENE),
    "parts-of-fish": ("A pillow lay there.", "pillow", Kind.ANATOMY),
}


@pytest.mark.parametrize(("text", "surface", "kind"), CLASSES.values(), ids=CLASSES.keys())
def test_link_takes_no_class_for_one_of_it(linker: Linker, text: str, surface: str, kind: Kind) -> None:
    assert not linked(linker, text, surface, kind).linked


@pytest.mark.parametrize(
    ("surface", "kind", "nothing"),
    [
        ("NCT00843570", Kind.CHEMICAL, True),
        ("C57BL/6", Kind.CELL_LINE, True),
        ("BALB/c 3T3", Kind.CELL_LINE, False),
        ("adult", Kind.ANATOMY, True),
    ],
)
def test_says_nothing_knows_trials_strains_and_stages(surface: str, kind: Kind, nothing: bool) -> None:
    assert says_nothing(surface, kind) is nothing


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Insulin raised GLUT4 at the surface.", "HGNC:11009"),
        ("In rats, insulin raised GLUT4 at the surface of adipocytes of these rats.", "RGD:2711"),
    ],
)
def test_link_takes_a_gene_that_is_plain_where_its_species_is_not(
    text: str, entity: str, linker: Linker
) -> None:
    assert linked(linker, text, "GLUT4", Kind.GENE).best.entity.id == entity


@pytest.mark.parametrize(
    ("surface", "entity"), [("amelogenin", "MESH:D053523"), ("protein tyrosine kinases", ""), ("Gag", "")]
)
def test_link_files_a_protein_under_its_heading_unless_it_means_something_else(
    surface: str, entity: str, linker: Linker
) -> None:
    found = linked(linker, f"The {surface} of these tissues rose.", surface, Kind.GENE)
    assert (found.best.entity.id if found.linked else "") == entity
