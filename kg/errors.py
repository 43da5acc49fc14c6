"""What can go wrong, as one tree.

    LitkgError
    ├── ReadError            an input, or one record of it, cannot be read
    │   └── BrokenOffError  it ends or is damaged in its midst
    ├── LexiconError         the compiled lexicon is missing or damaged
    ├── ModelError           a packaged language model is missing, damaged or of another version
    ├── IdentifierError      a CURIE or IRI is malformed or its prefix is unknown
    ├── UnknownEntityError   nothing is known by this identifier
    ├── UnknownDocumentError the store holds no document of this identifier
    ├── StoreError           the store cannot be opened, read or written
    │   └── StoreLockedError another process is writing to it
    ├── QueryError           a query is malformed, or its parameters are
    │   ├── UnknownQueryError  the library has no query of this name
    │   ├── QueryTimeoutError  it ran past its deadline and was stopped
    │   └── QueryMemoryError   it needed more memory than it may have
    └── ExportError          the graph cannot be written in this form

Every message is one line that says what is wrong, where, and what to do about it.
"""

from __future__ import annotations


class LitkgError(Exception):
    """Root of everything that litkg raises on purpose."""


class ReadError(LitkgError):
    """An input, or one record of it, cannot be read; the others are not affected."""

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")


class BrokenOffError(ReadError):
    """An input ends, or is damaged, in its midst."""

    def after(self, documents: int) -> ReadError:
        """The same, which says whether so many documents that were read before it are anything.

        >>> str(BrokenOffError("a.gz", "the gzip data ends too early").after(0))
        'a.gz: the gzip data ends too early; nothing of it was read'
        """
        read = "what came before was read" if documents else "nothing of it was read"
        return ReadError(self.source, f"{self.reason}; {read}")


class LexiconError(LitkgError):
    """The compiled lexicon is missing or damaged."""


class ModelError(LitkgError):
    """A packaged language model is missing, damaged or made for another version."""


class IdentifierError(LitkgError):
    """A CURIE or an IRI is malformed, or its prefix is not known."""


class UnknownEntityError(LitkgError):
    """Nothing is known by this identifier."""


class UnknownDocumentError(LitkgError):
    """The store holds no document of this identifier."""


class StoreError(LitkgError):
    """The store cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class QueryError(LitkgError):
    """A query, or a parameter of it, is malformed."""


class UnknownQueryError(QueryError):
    """The library has no query of this name."""


class QueryTimeoutError(QueryError):
    """A query ran past its deadline and was stopped."""


class QueryMemoryError(QueryError):
    """A query needed more memory than it may have and was stopped."""


class ExportError(LitkgError):
    """The graph cannot be written in the form asked for."""
