"""Lets schemathesis send SPARQL as what it is: text. See `schemathesis.toml`."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-query", "application/sparql-update")
def text(context: Any, value: Any) -> bytes:
    """A query or an update, or whatever else is sent in its place."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
