"""Which look-ups can an agent make? Those of the HTTP API, each answer small, with sentences and articles to quote."""

# no "from __future__ import annotations" here: signatures are read when the server starts

from typing import Annotated

from pydantic import Field

from kg.errors import QueryError
from kg.model import DocumentKind
from kg.vocabulary import Aspect, Category, Direction
from queries.agents import told
from queries.agents.arguments import (
    Belief,
    Cursor,
    Date,
    Entity,
    Hash,
    Identifier,
    Limit,
    Quotes,
    Text,
    Things,
)
from queries.details import document_detail
from queries.index.conditions import Conditions, Role
from queries.paths import find_paths
from queries.results import DocumentPage, Path, Statistics
from queries.routes.parameters import RelationName
from queries.run import Table
from queries.service import Service, solutions_table

_ROWS = 100
_LETTERS = 20_000
_SOLUTIONS, _TURTLE = "application/sparql-results+json", "text/turtle"


class Tools:
    """The tools; each public method is one, and its parameters are what an agent gives."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def find_entities(
        self, *, name: Text, category: Category | None = None, limit: Limit = 10
    ) -> told.Things:
        """Find genes, drugs, diseases, cells and so on by name, synonym or identifier, perhaps unfinished."""
        with self._service.editions.reading() as edition:
            page = edition.index.search(name, category and category.value, limit)
        return told.Things(tuple(map(told.thing, page.items)))

    def describe_entity(self, *, entity: Entity) -> told.Described:
        """Tell the names, identifiers, supertypes and subtypes of one entity."""
        with self._service.editions.reading() as edition:
            things = Things(edition)
            found = edition.index.entity(things.curie(entity))
        return told.Described(
            told.Thing(found.id, found.label, found.category, found.statements, None, found.synonyms[:30]),
            found.iri,
            found.xrefs[:30],
            tuple(above for above in found.ancestors if above.category)[:15],
            found.children[:30],
            found.descendants,
            things.notes,
        )

    def list_neighbours(
        self,
        *,
        entity: Entity,
        relation: RelationName | None = None,
        category: Annotated[
            Category | None, Field(description="of either side; of the neighbour, in effect")
        ] = None,
        min_belief: Belief = 0.0,
        limit: Limit = 10,
        cursor: Cursor | None = None,
    ) -> told.Surroundings:
        """List what acts on an entity and what it acts on, by relation, the surest first."""
        conditions = Conditions(
            relation=relation and relation.value, category=category and category.value, min_belief=min_belief
        )
        with self._service.editions.reading() as edition:
            things, index = Things(edition), edition.index
            page = index.neighbours(things.curie(entity), conditions, limit, cursor)
            found = index.statements_of(item.best for item in page.items)
            best = told.said(index, [found[item.best] for item in page.items])
        items = tuple(
            told.Beside(n.entity, n.relation, n.outgoing, n.statements, n.evidence_count, surest)
            for n, surest in zip(page.items, best, strict=True)
        )
        return told.Surroundings(items, page.total, page.next, things.notes)

    def find_statements(
        self,
        *,
        entity: Annotated[Entity | None, Field(description="on either side, or the side of `role`")] = None,
        role: Role = "either",
        subject: Entity | None = None,
        object: Entity | None = None,
        subtypes: Annotated[bool, Field(description="whether subtypes of these entities count, too")] = False,
        relation: RelationName | None = None,
        aspect: Aspect | None = None,
        direction: Direction | None = None,
        subject_category: Category | None = None,
        object_category: Category | None = None,
        min_belief: Belief = 0.0,
        denied: Annotated[bool | None, Field(description="only (not) denied ones")] = None,
        supposed: Annotated[bool | None, Field(description="only those (not) merely supposed")] = None,
        document: Identifier | None = None,
        kind: Annotated[DocumentKind | None, Field(description="of a document that says it")] = None,
        since: Annotated[Date | None, Field(description="said by a document of this date or later")] = None,
        until: Date | None = None,
        new_since: Annotated[Date | None, Field(description="said by none before; the latest first")] = None,
        quotes: Quotes = 1,
        limit: Limit = 10,
        cursor: Cursor | None = None,
    ) -> told.Statements:
        """Find what articles claim, by any conditions, the most believed first; each with sentences to quote."""
        with self._service.editions.reading() as edition:
            things, index = Things(edition), edition.index
            conditions = Conditions(
                entity=things.perhaps(entity),
                role=role,
                subject=things.perhaps(subject),
                object=things.perhaps(object),
                subtypes=subtypes,
                relation=relation and relation.value,
                aspect=aspect and aspect.value,
                direction=direction and direction.value,
                subject_category=subject_category and subject_category.value,
                object_category=object_category and object_category.value,
                min_belief=min_belief,
                negated=denied,
                hedged=supposed,
                document=document,
                kind=kind and kind.value,
                since=since,
                until=until,
                new_since=new_since,
            )
            page = (index.newest if new_since else index.statements)(conditions, limit, cursor)
            items = tuple(told.said(index, page.items, quotes))
        return told.Statements(items, page.total, page.next, things.notes)

    def show_statement(self, *, statement: Hash, quotes: Limit = 20) -> told.Shown:
        """Show one statement with its sentences and articles, and the statements that say the opposite."""
        with self._service.editions.reading() as edition:
            found, index = edition.graph.statement(statement), edition.index
            items = index.statements_of([found.hash, *found.contradicts])
            (one,) = told.said(index, [items.pop(found.hash)], quotes)
            return told.Shown(one, tuple(told.said(index, items.values())))

    def search_sentences(
        self,
        *,
        text: Annotated[
            Text, Field(description='words; "double quotes" make a phrase, -word leaves one out')
        ],
        entity: Entity | None = None,
        relation: RelationName | None = None,
        since: Date | None = None,
        limit: Limit = 10,
        cursor: Cursor | None = None,
    ) -> told.Sentences:
        """Search the sentences that statements were read in, by their words."""
        with self._service.editions.reading() as edition:
            things, index = Things(edition), edition.index
            conditions = Conditions(
                entity=things.perhaps(entity), relation=relation and relation.value, since=since
            )
            page = index.sentences(text, conditions, limit, cursor)
        items = tuple(
            told.Heard(
                hit.sentence,
                hit.document,
                hit.title,
                hit.date,
                hit.section,
                tuple(map(told.in_words, hit.statements)),
                tuple(item.id for item in hit.statements),
            )
            for hit in page.items
        )
        return told.Sentences(items, page.total, page.next, things.notes)

    def find_paths(
        self,
        *,
        source: Entity,
        target: Entity,
        steps: Annotated[int, Field(ge=1, le=3, description="at most so many statements")] = 3,
        both_ways: Annotated[bool, Field(description="whether to follow statements backwards, too")] = False,
        limit: Annotated[int, Field(ge=1, le=20)] = 5,
    ) -> told.Chains:
        """Find how one thing leads to another: chains of statements that stand as facts, each step quoted."""
        with self._service.editions.reading() as edition:
            things, index = Things(edition), edition.index
            ends = things.curie(source), things.curie(target)
            page = find_paths(edition.graph, index, *ends, steps=steps, both_ways=both_ways, limit=limit)
            items = tuple(
                told.Chain(
                    _chain(path),
                    round(path.belief, 3),
                    tuple(told.said(index, [step.statement for step in path.steps])),
                )
                for path in page.items
            )
        return told.Chains(items, things.notes)

    def find_contradictions(
        self,
        *,
        entity: Annotated[Entity | None, Field(description="on either side")] = None,
        subtypes: bool = False,
        relation: RelationName | None = None,
        min_belief: Belief = 0.0,
        limit: Limit = 5,
        cursor: Cursor | None = None,
    ) -> told.Oppositions:
        """Find pairs of statements that cannot both hold, with sentences of both sides."""
        with self._service.editions.reading() as edition:
            things, index = Things(edition), edition.index
            conditions = Conditions(
                entity=things.perhaps(entity),
                subtypes=subtypes,
                relation=relation and relation.value,
                min_belief=min_belief,
            )
            page = index.contradictions(conditions, limit, cursor)
            items = []
            for pair in page.items:
                one, other = told.said(index, [pair.one, pair.other])
                items.append(told.Opposed(one, other, round(pair.weaker, 3)))
        return told.Oppositions(tuple(items), page.total, page.next, things.notes)

    def list_documents(
        self,
        *,
        text: Annotated[str, Field(max_length=500, description="part of a title or identifier")] = "",
        kind: DocumentKind | None = None,
        since: Date | None = None,
        limit: Limit = 10,
        cursor: Cursor | None = None,
    ) -> DocumentPage:
        """List the articles of the graph, the latest first."""
        with self._service.editions.reading() as edition:
            return edition.index.documents(text, kind and kind.value, since, limit, cursor)

    def read_document(
        self,
        *,
        document: Identifier,
        start: Annotated[int, Field(ge=0, description="code point of the text to begin at")] = 0,
        length: Annotated[int, Field(ge=1, le=10_000)] = 4000,
    ) -> told.Article:
        """Read a stretch of an article's text, with the names and statements that were read in it."""
        with self._service.editions.reading() as edition:
            found = document_detail(edition.graph, edition.index, document)
            end = start + length
            claims = [c.statement for c in found.claims if start <= c.evidence.sentence_range.start < end]
            statements = told.said(edition.index, {s.id: s for s in claims}.values(), 0)
        names = (m for m in found.mentions if start <= m.range.start < end)
        return told.Article(
            found.id,
            found.iri,
            found.title,
            found.date,
            found.kind,
            found.journal,
            found.authors[:10],
            start,
            len(found.text),
            found.text[start:end],
            tuple(told.Marked(m.range.start, m.text, m.entity) for m in names),
            tuple(statements),
        )

    def ask_question(
        self,
        *,
        name: Annotated[Text, Field(description="of a question of the library, such as what-inhibits")],
        values: Annotated[dict[str, str] | None, Field(description='such as {"entity": "T cell"}')] = None,
    ) -> told.Rows:
        """Ask a question of the library; the resource litkg://questions lists them with their parameters."""
        with self._service.editions.reading() as edition:
            return _rows(self._service.ask(edition, name, values or {}))

    def run_sparql(
        self, *, query: Annotated[str, Field(min_length=1, max_length=100_000)]
    ) -> told.Rows | told.Triples:
        """Run a SPARQL 1.1 query, read only and with a deadline; litkg://guide tells how the graph is laid out."""
        service = self._service
        with service.editions.reading() as edition:
            dataset = edition.dataset(service.notes)
            reply = service.strangers.run(dataset, query, solutions=_SOLUTIONS, graph=_TURTLE)
            if reply.media == _SOLUTIONS:
                return _rows(solutions_table(reply.body, edition.graph.store.identifiers))
        if len(reply.body) > _LETTERS:
            raise QueryError(
                f"the answer has {len(reply.body)} bytes of Turtle; add a LIMIT, or ask for less"
            )
        return told.Triples(reply.body.decode())

    def count_everything(self) -> Statistics:
        """Tell how much the graph holds: articles, statements, entities, by kind, relation, category and year."""
        with self._service.editions.reading() as edition:
            return edition.index.statistics()


def _rows(table: Table) -> told.Rows:
    rows = told.rows_within(table.rows, _ROWS, _LETTERS)
    return told.Rows(table.columns, rows, len(table.rows) - len(rows), table.notes)


def _chain(path: Path) -> str:
    """A path in words, each statement as it reads."""
    return "; ".join(told.in_words(step.statement) for step in path.steps)
