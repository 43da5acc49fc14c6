"""How is the index asked? By SQL whose values are all parameters, on a connection of each thread's own."""

from __future__ import annotations

import sqlite3
import threading
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
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of the answer.

        :raises QueryTimeoutError: if it takes too long
        """
        connection = self._connection()
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

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row, if there is one."""
        return next(iter(self.rows(sql, values)), None)

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number of an answer."""
        return int(self.rows(sql, values)[0][0])

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._all:
                with suppress(sqlite3.Error):
                    connection.close()
            self._all.clear()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False, isolation_level=None)
            connection.execute("PRAGMA query_only = ON")
            self._own.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection
