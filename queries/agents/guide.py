"""What must an agent know to write SPARQL? How the graph is laid out, its vocabulary, the library's questions."""

from __future__ import annotations

from kg.store import Store
from kg.vocabulary import ASPECTS, RELATIONS, Category
from queries.library import Library

_GUIDE = """\
# How the graph is laid out

Outside GRAPH a pattern matches what is assembled of all articles; `GRAPH ?document {{ … }}` reaches what each says.

* A statement that stands as a fact is a plain triple: `?drug rel:inhibits ?gene`. Denied, merely supposed and
  little believed statements are not; they are only nodes.
* A statement is a node: `?s a biolink:Association ; biolink:subject ?a ; litkg:relation rel:inhibits ;
  biolink:object ?b ; litkg:belief ?belief ; biolink:negated ?denied ; litkg:hedged ?supposed ;
  litkg:evidence_count ?n`, perhaps `litkg:aspect ?aspect`, `litkg:contradicts ?other`.
* Evidence is in the graph of its article, as is what an article is called: `GRAPH ?document {{
  ?evidence litkg:supports ?s ; biolink:supporting_text ?sentence . ?document dcterms:title ?title }}`.
* An entity has `rdfs:label`, `skos:altLabel`, `biolink:category`, `skos:exactMatch`. `rdfs:subClassOf`
  leads to all its superclasses, so `?cell rdfs:subClassOf CL:0000084` finds T cells of any kind.
* SERVICE is refused. These prefixes need not be declared: {prefixes}.

# Relations

{relations}

# Aspects

{aspects}

# Categories

{categories}
"""


def guide(store: Store) -> str:
    """How the graph of a store is laid out, in Markdown."""
    return _GUIDE.format(
        prefixes=", ".join(sorted(store.prefixes())),
        relations="\n".join(f"* `rel:{name}`: {r.definition}" for name, r in RELATIONS.items()),
        aspects=", ".join(ASPECTS),
        categories=", ".join(category.value for category in Category),
    )


def questions(library: Library) -> list[dict[str, object]]:
    """The questions of a library: name, what each answers, and its parameters with examples."""
    return [
        {
            "name": template.name,
            "summary": template.summary,
            "parameters": {
                p.name: f"{p.type}{', required' if p.required else ''}: {p.description}; e.g. {p.example}"
                for p in template.parameters
            },
        }
        for template in library.templates()
    ]
