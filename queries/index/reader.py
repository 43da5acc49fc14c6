"""How is the index asked? By SQL whose values are all parameters, on connections that threads take in turn."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import QueryError, QueryTimeoutError, StoreError

Row = tuple[Any, ...]
_STEPS = 20_000  # of SQLite's machine between two looks at the clock


class Reader:
    """The rows of an index, to be read only; threads may share it.

    :param seconds: that one question may take
    """

    def __init__(self, path: Path, seconds: float = 10.0) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._seconds = seconds
        self._idle: list[sqlite3.Connection] = []  # the one that was used last is at the end, and goes first

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of the answer.

        :raises QueryTimeoutError: if it takes too long
        """
        connection = self._taken()
        deadline = time.monotonic() + self._seconds
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise QueryTimeoutError(f"stopped after {self._seconds:g} s; ask for less") from None
            raise StoreError(f"the index could not be read: {error}; restart the server") from None
        except (OverflowError, UnicodeEncodeError, sqlite3.InterfaceError) as error:
            raise QueryError(f"a value that nothing can have: {error}") from None
        finally:
            self._idle.append(connection)

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, if there is one."""
        return next(iter(self.rows(sql, values)), None)

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number of an answer."""
        return int(self.rows(sql, values)[0][0])

    def close(self) -> None:
        """Close all connections; nobody reads any more."""
        while self._idle:
            with suppress(sqlite3.Error):
                self._idle.pop().close()

    def _taken(self) -> sqlite3.Connection:
        """A connection that no other thread uses until it is put back."""
        with suppress(IndexError):
            return self._idle.pop()
        connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection
