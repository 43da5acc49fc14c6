"""What does the index answer? Entities, statements, neighbours, contradictions, documents and sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property

from kg.errors import UnknownEntityError
from queries.index import selects
from queries.index.conditions import Conditions
from queries.index.cursor import read_cursor, write_cursor
from queries.index.names import key_of, match_start, match_words
from queries.index.reader import Reader, Row
from queries.results import (
    Contradiction,
    ContradictionPage,
    Count,
    DocumentItem,
    DocumentPage,
    EntityDetail,
    EntityItem,
    EntityPage,
    Hierarchy,
    Named,
    Neighbour,
    NeighbourPage,
    Quote,
    Range,
    SentenceHit,
    SentencePage,
    StatementItem,
    StatementPage,
    Statistics,
)

_HIGHEST = "\U0010ffff"
_MANY = 400  # names of one kind of match that are weighed against each other


class Index:
    """Look-ups in the index of one snapshot."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def reader(self) -> Reader:
        """The rows themselves, for look-ups that stand elsewhere."""
        return self._reader

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def search(self, text: str, category: str | None = None, limit: int = 10) -> EntityPage:
        """Entities by name, synonym or identifier, perhaps unfinished, the best match first.

        Equal names come before names that start with the text, and these before names that have its words; a
        label before a synonym, and an entity that more statements are about before others.
        """
        found: dict[int, Row] = {}
        for rank, rows in enumerate(self._matches(text, category)):
            for entity, kind, name, weight in rows:
                row = (rank, kind if rank == 0 else 0, -weight, len(name), name, entity)
                found[entity] = min(found.get(entity, row), row)
            if len(found) >= limit:
                break
        best = sorted(found.values())[:limit]
        items = self._entities({row[-1]: row[4] for row in best})
        return EntityPage(tuple(items[row[-1]] for row in best))

    def entity(self, curie: str) -> EntityDetail:
        """An entity by its CURIE.

        :raises UnknownEntityError: if the graph has none of it
        """
        item = self._item(curie)
        hierarchy = self.hierarchy(curie)
        return EntityDetail(
            item.id,
            item.iri,
            item.label,
            item.category,
            item.synonyms,
            item.xrefs,
            item.statements,
            hierarchy.ancestors,
            hierarchy.children,
            hierarchy.descendants,
        )

    def hierarchy(self, curie: str) -> Hierarchy:
        """What stands above an entity and directly below it.

        :raises UnknownEntityError: if the graph has none of this CURIE
        """
        row = self._reader.row("SELECT id, lineage, label, category FROM entity WHERE curie = ?", (curie,))
        if row is None:
            raise UnknownEntityError(f"no document of this graph names {curie}; search by name instead")
        number, lineage, label, category = row
        above = self.named(lineage.split())
        children = self._reader.rows(selects.CHILDREN, (number, number, number, number))
        count = self._reader.number("SELECT COUNT(*) - 1 FROM below WHERE ancestor = ?", (number,))
        return Hierarchy(
            Named(curie, label, category),
            tuple(above[ancestor] for ancestor in lineage.split()),
            tuple(Named(*child) for child in children),
            count,
        )

    def named(self, curies: Iterable[str]) -> dict[str, Named]:
        """Entities by CURIE; one that the graph does not describe is called by its CURIE."""
        asked = list(dict.fromkeys(curies))
        found = {curie: Named(curie, curie) for curie in asked}
        sql = "SELECT curie, label, category FROM entity WHERE curie IN (SELECT value FROM json_each(?))"
        return found | {row[0]: Named(*row) for row in self._reader.rows(sql, (json.dumps(asked),))}

    def statements(self, conditions: Conditions, limit: int = 50, cursor: str | None = None) -> StatementPage:
        """Statements that fulfil the conditions, the most believed first, then by hash."""
        where, values = conditions.where()
        after, key = _after(cursor, "s.belief", "s.hash", (float, str))
        rows = self._reader.rows(
            f"{selects.STATEMENT} WHERE {where} AND {after} ORDER BY s.belief DESC, s.hash LIMIT ?",
            (*values, *key, limit + 1),
        )
        total = self._reader.number(f"SELECT COUNT(*) FROM statement s WHERE {where}", values)
        items = tuple(map(_statement, rows[:limit]))
        following = write_cursor((items[-1].belief, items[-1].id)) if len(rows) > limit else None
        return StatementPage(items, following, total)

    def newest(self, conditions: Conditions, limit: int = 50, cursor: str | None = None) -> StatementPage:
        """Statements that fulfil the conditions, those last that were said first the longest time ago."""
        where, values = conditions.where()
        after, key = _after(cursor, "s.first_date", "s.hash", (str, str))
        rows = self._reader.rows(
            f"{selects.STATEMENT} WHERE {where} AND {after} ORDER BY s.first_date DESC, s.hash LIMIT ?",
            (*values, *key, limit + 1),
        )
        total = self._reader.number(f"SELECT COUNT(*) FROM statement s WHERE {where}", values)
        items = tuple(map(_statement, rows[:limit]))
        following = write_cursor((items[-1].first_date, items[-1].id)) if len(rows) > limit else None
        return StatementPage(items, following, total)

    def statements_of(self, hashes: Iterable[str]) -> dict[str, StatementItem]:
        """Statements by hash; unknown ones are left out."""
        sql = f"{selects.STATEMENT} WHERE s.hash IN (SELECT value FROM json_each(?))"
        found = map(_statement, self._reader.rows(sql, (json.dumps(list(hashes)),)))
        return {item.id: item for item in found}

    def neighbours(
        self, curie: str, conditions: Conditions, limit: int = 50, cursor: str | None = None
    ) -> NeighbourPage:
        """Entities that statements link to this one, by relation and direction, the surest first.

        :raises UnknownEntityError: if the graph has none of this CURIE
        """
        row = self._reader.row("SELECT id FROM entity WHERE curie = ?", (curie,))
        if row is None:
            raise UnknownEntityError(f"no document of this graph names {curie}; search by name instead")
        where, values = conditions.where()
        key = read_cursor(cursor, (float, int, str, int)) or ()
        after = selects.NEIGHBOUR_AFTER if key else "1"
        inner = selects.NEIGHBOURS.format(where=where)
        asked = (row[0], *values, row[0], row[0], *values)
        seek = (key[0], key[0], *key[1:]) if key else ()
        rows = self._reader.rows(
            f"{inner} WHERE {after} ORDER BY {selects.NEIGHBOUR_ORDER} LIMIT ?", (*asked, *seek, limit + 1)
        )
        total = self._reader.number(f"SELECT COUNT(*) FROM ({inner})", asked)
        items = tuple(Neighbour(Named(*r[:3]), r[3], bool(r[4]), *r[5:12]) for r in rows[:limit])
        last = rows[limit - 1] if len(rows) > limit else None
        following = write_cursor((last[6], last[12], last[3], last[4])) if last else None
        return NeighbourPage(items, following, total)

    def contradictions(
        self, conditions: Conditions, limit: int = 20, cursor: str | None = None
    ) -> ContradictionPage:
        """Pairs of opposite statements of which one fulfils the conditions."""
        where, values = conditions.where()
        matching = f"SELECT s.id FROM statement s WHERE s.contradictions > 0 AND {where}"
        pairs = f"FROM contradiction WHERE (one IN ({matching}) OR other IN ({matching}))"
        if not values:
            pairs = "FROM contradiction WHERE 1"
        asked = (*values, *values)
        key = read_cursor(cursor, (float, int, int))
        after = "AND (weaker, one, other) < (?, ?, ?)" if key else ""
        rows = self._reader.rows(
            f"SELECT weaker, one, other {pairs} {after} ORDER BY weaker DESC, one DESC, other DESC LIMIT ?",
            (*asked, *(key or ()), limit + 1),
        )
        shown = rows[:limit]
        told = self._statements_by_number({n for row in shown for n in row[1:]})
        items = tuple(Contradiction(told[one], told[other], weaker) for weaker, one, other in shown)
        following = write_cursor(shown[-1]) if len(rows) > limit else None
        return ContradictionPage(items, following, self._reader.number(f"SELECT COUNT(*) {pairs}", asked))

    def contradictions_of(self, curie: str) -> int:
        """How many statements about an entity another statement contradicts."""
        sql = "SELECT COUNT(*) FROM statement s WHERE s.contradictions > 0 AND {}"
        where, values = Conditions(entity=curie).where()
        return self._reader.number(sql.format(where), values)

    def documents(
        self,
        text: str = "",
        kind: str | None = None,
        since: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> DocumentPage:
        """Documents, the latest first, then by identifier; ``text`` is part of the title or the identifier."""
        asked = [
            (
                "(title LIKE ? ESCAPE '\\' OR identifier LIKE ? ESCAPE '\\')",
                (_like(text), _like(text)) if text else None,
            ),
            ("kind = ?", None if kind is None else (kind,)),
            ("date >= ?", None if since is None else (since,)),
        ]
        where = " AND ".join(part for part, values in asked if values) or "1"
        given = tuple(value for _, values in asked if values for value in values)
        after, key = _after(cursor, "date", "identifier", (str, str))
        rows = self._reader.rows(
            f"{selects.DOCUMENT} WHERE {where} AND {after} ORDER BY date DESC, identifier LIMIT ?",
            (*given, *key, limit + 1),
        )
        items = tuple(map(_document, rows[:limit]))
        following = write_cursor((items[-1].date, items[-1].id)) if len(rows) > limit else None
        return DocumentPage(
            items, following, self._reader.number(f"SELECT COUNT(*) FROM document WHERE {where}", given)
        )

    def sentences(
        self, text: str, conditions: Conditions, limit: int = 20, cursor: str | None = None
    ) -> SentencePage:
        """Sentences that prove statements and have these words, the best match (BM25) first.

        "Double quotes" make a phrase, a minus leaves a word out.
        """
        match = match_words(text)
        if not match:
            return SentencePage((), None, 0)
        where, values = conditions.where()
        narrowed = selects.NARROWED.format(where=where) if where != "1" else ""
        key = read_cursor(cursor, (int,))
        start = int(key[0]) if key else 0
        rows = self._reader.rows(
            selects.SENTENCES.format(narrowed=narrowed), (match, *values, limit + 1, start)
        )
        total = self._reader.number(selects.SENTENCES_COUNT.format(narrowed=narrowed), (match, *values))
        shown = rows[:limit]
        made = self._made_by([row[0] for row in shown])
        items = tuple(
            SentenceHit(
                document, title, date, section, text, Range(start_, end), marked, tuple(made.get(number, ()))
            )
            for number, document, title, date, section, text, start_, end, marked in shown
        )
        return SentencePage(items, write_cursor((start + limit,)) if len(rows) > limit else None, total)

    def documents_at(self, iris: Iterable[str]) -> dict[str, DocumentItem]:
        """Documents by IRI; unknown ones are left out."""
        sql = f"{selects.DOCUMENT} WHERE iri IN (SELECT value FROM json_each(?))"
        found = map(_document, self._reader.rows(sql, (json.dumps(sorted(set(iris))),)))
        return {item.iri: item for item in found}

    def quotes(self, hashes: Iterable[str], each: int) -> dict[str, tuple[Quote, ...]]:
        """The surest sentences of statements, at most so many of each, by hash."""
        found: dict[str, dict[str, Quote]] = {}
        rows = self._reader.rows(selects.QUOTES, (json.dumps(list(hashes)), each))
        for name, text, document, title, date, iri, section, score, supposed in rows:
            quote = Quote(text, document, title, date, iri, section, score, bool(supposed))
            found.setdefault(name, {}).setdefault(text, quote)
        return {name: tuple(quotes.values()) for name, quotes in found.items()}

    def documents_of(self, identifiers: Iterable[str]) -> dict[str, tuple[str, str, str]]:
        """Title, date and kind of documents, by identifier."""
        sql = "SELECT identifier, title, date, kind FROM document WHERE identifier IN (SELECT value FROM json_each(?))"
        rows = self._reader.rows(sql, (json.dumps(sorted(set(identifiers))),))
        return {row[0]: (row[1], row[2], row[3]) for row in rows}

    def statistics(self) -> Statistics:
        """How much there is."""
        return self._statistics

    def meta(self) -> dict[str, str]:
        """What is noted of the snapshot."""
        return dict(self._reader.rows("SELECT key, value FROM meta"))

    def predicates(self) -> dict[str, int]:
        """How many triples of the assembly have each predicate, by IRI."""
        found: dict[str, int] = json.loads(self.meta()["predicates"])
        return found

    def links(self, column: str, number: int, limit: int) -> list[Row]:
        """The surest links (other entity, statement, belief) of an entity as ``subject`` or ``object``."""
        other = {"subject": "object", "object": "subject"}[column]
        sql = f"SELECT {other}, statement, belief FROM link WHERE {column} = ? ORDER BY belief DESC, {other} LIMIT ?"
        return self._reader.rows(sql, (number, limit))

    def links_between(self, sources: Iterable[int], targets: Iterable[int]) -> list[Row]:
        """The links (subject, object, statement, belief) from any of the sources to any of the targets."""
        sql = (
            "SELECT l.subject, l.object, l.statement, l.belief FROM json_each(?) a "
            "CROSS JOIN link l ON l.subject = a.value WHERE l.object IN (SELECT value FROM json_each(?))"
        )
        return self._reader.rows(sql, (json.dumps(list(sources)), json.dumps(list(targets))))

    def number_of(self, curie: str) -> int:
        """The number of an entity in the index.

        :raises UnknownEntityError: if the graph has none of this CURIE
        """
        row = self._reader.row("SELECT id FROM entity WHERE curie = ?", (curie,))
        if row is None:
            raise UnknownEntityError(f"no document of this graph names {curie}; search by name instead")
        return int(row[0])

    def resolve(self, curie: str) -> str:
        """The CURIE by which the graph knows a thing: itself, or the entity that it is an equivalent of."""
        row = self._reader.row(selects.SAME, (curie, curie, key_of(curie)))
        return str(row[0]) if row else curie

    def statements_numbered(self, numbers: Iterable[int]) -> dict[int, StatementItem]:
        """Statements by their numbers in the index."""
        return self._statements_by_number(set(numbers))

    @cached_property
    def _statistics(self) -> Statistics:
        meta, count = self.meta(), self._reader.number
        rows = self._reader.rows

        def counts(sql: str) -> tuple[Count, ...]:
            return tuple(Count(str(name), number) for name, number in rows(sql))

        first, last = rows(
            "SELECT COALESCE(MIN(NULLIF(date, '')), ''), COALESCE(MAX(date), '') FROM document"
        )[0]
        return Statistics(
            documents=count("SELECT COUNT(*) FROM document"),
            statements=count("SELECT COUNT(*) FROM statement"),
            evidence=count("SELECT COUNT(*) FROM evidence"),
            mentions=int(meta["mentions"]),
            entities=count("SELECT COUNT(*) FROM entity WHERE category != ''"),
            quads=int(meta["quads"]),
            contradictions=count("SELECT COUNT(*) FROM contradiction"),
            first_date=first,
            last_date=last,
            relations=counts("SELECT relation, COUNT(*) AS n FROM statement GROUP BY 1 ORDER BY n DESC, 1"),
            categories=counts(
                "SELECT category, COUNT(*) AS n FROM entity WHERE category != '' GROUP BY 1 ORDER BY n DESC, 1"
            ),
            kinds=counts("SELECT kind, COUNT(*) AS n FROM document GROUP BY 1 ORDER BY n DESC, 1"),
            years=counts(
                "SELECT SUBSTR(date, 1, 4) AS year, COUNT(*) FROM document WHERE date != '' GROUP BY 1 ORDER BY 1"
            ),
        )

    def _matches(self, text: str, category: str | None) -> Iterable[list[Row]]:
        key, words = key_of(text), match_start(text)
        if not key:
            return
        of_category = "AND e.category = ?" if category else ""
        given = (category,) if category else ()
        by_key = f"{selects.NAMES} WHERE {{}} {of_category} ORDER BY e.statements DESC, LENGTH(n.key) LIMIT {_MANY}"
        yield self._reader.rows(by_key.format("n.key = ?"), (key, *given))
        yield self._reader.rows(by_key.format("n.key > ? AND n.key < ?"), (key, key + _HIGHEST, *given))
        words_of = "JOIN name_words w ON w.rowid = n.id WHERE name_words MATCH ?"
        by_word = f"{selects.NAMES} {words_of} {of_category} LIMIT {_MANY}"
        yield self._reader.rows(by_word, (words, *given)) if words else []

    def _entities(self, matched: dict[int, str]) -> dict[int, EntityItem]:
        sql = f"{selects.ENTITY} WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._reader.rows(sql, (json.dumps(list(matched)),))
        return {row[0]: _entity(row, matched[row[0]]) for row in rows}

    def _item(self, curie: str) -> EntityItem:
        row = self._reader.row(f"{selects.ENTITY} WHERE curie = ?", (curie,))
        if row is None:
            raise UnknownEntityError(f"no document of this graph names {curie}; search by name instead")
        return _entity(row, "")

    def _statements_by_number(self, numbers: set[int]) -> dict[int, StatementItem]:
        sql = f"{selects.STATEMENT} WHERE s.id IN (SELECT value FROM json_each(?))"
        return {row[0]: _statement(row) for row in self._reader.rows(sql, (json.dumps(sorted(numbers)),))}

    def _made_by(self, sentences: list[int]) -> dict[int, list[StatementItem]]:
        sql = (
            "SELECT DISTINCT sentence, statement FROM evidence "
            "WHERE sentence IN (SELECT value FROM json_each(?)) ORDER BY statement"
        )
        pairs = self._reader.rows(sql, (json.dumps(sentences),))
        told = self._statements_by_number({statement for _, statement in pairs})
        made: dict[int, list[StatementItem]] = {}
        for sentence, statement in pairs:
            made.setdefault(sentence, []).append(told[statement])
        return made


def _after(
    cursor: str | None, first: str, second: str, types: tuple[type, type]
) -> tuple[str, tuple[object, ...]]:
    """The condition that a row comes after the cursor, in falling order of the first and rising of the second."""
    key = read_cursor(cursor, types)
    if key is None:
        return "1", ()
    return f"{first} <= ? AND ({first} < ? OR {second} > ?)", (key[0], key[0], key[1])


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _entity(row: Row, matched: str) -> EntityItem:
    _, curie, iri, label, category, synonyms, xrefs, statements = row
    return EntityItem(
        curie,
        iri,
        label,
        category,
        tuple(json.loads(synonyms)),
        tuple(json.loads(xrefs)),
        statements,
        matched,
    )


def _document(row: Row) -> DocumentItem:
    identifier, iri, title, date, kind, journal, statements, withdrawn = row
    return DocumentItem(identifier, iri, title, date, kind, journal, statements, bool(withdrawn))


def _statement(row: Row) -> StatementItem:
    return StatementItem(
        row[1],
        Named(row[2], row[3], row[4]),
        row[5],
        Named(row[6], row[7], row[8]),
        row[9],
        row[10],
        bool(row[11]),
        bool(row[12]),
        *row[13:],
    )
