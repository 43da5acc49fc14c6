"""How is a SPARQL server spoken to?

By the three protocols of SPARQL 1.1: Query, Update and Graph Store. Every request that is made can be made
twice without harm, so one that a network loses is sent again, later and later, until patience ends.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import pyoxigraph as ox
import urllib3
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Triple

from kg.database import Results
from kg.errors import QueryError, StoreError

_RETRIED = (408, 429, 502, 503, 504)
_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json, application/n-triples;q=0.9"
#: seconds to connect, and to wait for the next bytes
_TIMEOUT = urllib3.Timeout(connect=10, read=300)


#: how Virtuoso writes true and false
_VIRTUOSO_FLAG = re.compile(rb'(XMLSchema#boolean", "value": ")([01])(?=")')


def _as_xsd_writes(found: re.Match[bytes]) -> bytes:
    return found[1] + (b"true" if found[2] == b"1" else b"false")


def is_endpoint(place: str | os.PathLike[str]) -> bool:
    """Whether a store is named by an address, not by a folder.

    >>> is_endpoint("http://localhost:7878"), is_endpoint("litkg-store")
    (True, False)
    """
    return isinstance(place, str) and place.startswith(("http://", "https://"))


class Endpoint:
    """A server at an address.

    Queries go to ``query``, updates to ``update`` and graphs to ``store`` below the address; what follows a
    number sign names others: ``http://localhost:3030/ds#store=data``. A name and a password in the address
    are sent as they are (Basic), LITKG_STORE_TOKEN as a bearer's token.

    :param retries: how often a request is sent again; the waits are 0, 1, 2, 4 … seconds
    """

    def __init__(self, address: str, retries: int = 6) -> None:
        plain, options = urldefrag(address)
        parts = urlsplit(plain)
        host = parts.netloc.rpartition("@")[2]
        #: the address as it may be shown
        self.address = f"{parts.scheme}://{host}{parts.path}"
        named = {"query": "query", "update": "update", "store": "store", **dict(parse_qsl(options))}
        if unknown := named.keys() - {"query", "update", "store"}:
            raise StoreError(f"{self.address}: {min(unknown)!r} is no option; query=, update= and store= are")
        start = self.address.rstrip("/") + "/"
        self._query, self._update, self._store = (
            urljoin(start, named[k]) for k in ("query", "update", "store")
        )
        waits = urllib3.Retry(
            retries,
            backoff_factor=0.5,
            status_forcelist=_RETRIED,
            allowed_methods=None,
            raise_on_status=False,
        )
        self._pool = urllib3.PoolManager(
            headers=_credentials(parts.username, parts.password), retries=waits, timeout=_TIMEOUT, maxsize=4
        )

    def query(
        self, sparql: str, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = ()
    ) -> Results:
        """The answer to a query.

        :raises QueryError: if the server does not accept it
        :raises StoreError: if the server does not answer
        """
        form = [("query", sparql)]  # as a form: Virtuoso 7.2 never answers a query that is sent as it is
        form += [("default-graph-uri", iri) for iri in default_graphs]
        form += [("named-graph-uri", iri) for iri in named_graphs]
        reply = self._send("POST", self._query, urlencode(form), _FORM, _RESULTS)
        if reply.status == 400:
            raise QueryError(f"not a SPARQL 1.1 query: {_told(reply)}")
        self._check(reply)
        return self._results(reply)

    def update(self, sparql: str) -> None:
        """Run an update.

        :raises StoreError: if the server does not answer or refuses
        """
        self._check(self._send("POST", self._update, sparql, "application/sparql-update"))

    def read(self, graph: NamedNode) -> list[Triple]:
        """The triples of a graph, none where there is no such graph.

        :raises StoreError: if the server does not answer or refuses
        """
        accepted = "application/n-triples, text/turtle;q=0.5"
        reply = self._send("GET", self._of(graph), accept=accepted)
        if reply.status == 404:
            return []
        self._check(reply)
        turtle = "turtle" in reply.headers.get("Content-Type", "")
        form = RdfFormat.TURTLE if turtle else RdfFormat.N_TRIPLES
        return [quad.triple for quad in ox.parse(reply.data, form)]

    def write(self, graph: NamedNode, triples: Iterable[Triple]) -> None:
        """Add triples to a graph.

        :raises StoreError: if the server does not answer or refuses
        """
        body = ox.serialize(
            triples, format=RdfFormat.TURTLE
        )  # N-Triples is Turtle, and all servers know that
        self._check(self._send("POST", self._of(graph), body or b"", "text/turtle"))

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _of(self, graph: NamedNode) -> str:
        return f"{self._store}?{urlencode({'graph': graph.value})}"

    def _send(
        self, method: str, address: str, body: str | bytes = b"", kind: str = "", accept: str = "*/*"
    ) -> urllib3.BaseHTTPResponse:
        headers = {**self._pool.headers, "Accept": accept, **({"Content-Type": kind} if kind else {})}
        data = body.encode() if isinstance(body, str) else body
        try:
            return self._pool.request(method, address, body=data or None, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            raise StoreError(
                f"{self.address}: no answer ({_cause(reason)}); what was acknowledged before is kept, so go on later"
            ) from None

    def _check(self, reply: urllib3.BaseHTTPResponse) -> None:
        if reply.status in (401, 403):
            raise StoreError(
                f"{self.address}: refused ({reply.status}); give a name and password in the address, "
                "or LITKG_STORE_TOKEN"
            )
        if reply.status >= 300:
            raise StoreError(f"{self.address}: answered {reply.status}: {_told(reply)}")

    def _results(self, reply: urllib3.BaseHTTPResponse) -> Results:
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip()
        try:
            if kind == "application/sparql-results+json":
                self._check_whole(reply)
                told = _VIRTUOSO_FLAG.sub(_as_xsd_writes, reply.data)
                return ox.parse_query_results(told, QueryResultsFormat.JSON)
            form = RdfFormat.from_media_type(kind)
            held = ox.Store()
            held.load(reply.data, form)
            found = held.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
            assert isinstance(found, ox.QueryTriples)
            return found
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.address}: no SPARQL server? It answered {kind}: {error}") from None

    def _check_whole(self, reply: urllib3.BaseHTTPResponse) -> None:
        if limit := reply.headers.get("X-SPARQL-MaxRows"):
            raise StoreError(
                f"{self.address}: the server cuts answers after {limit} rows; let it give all of them"
            )


def _credentials(name: str | None, password: str | None) -> dict[str, str]:
    agent = {"User-Agent": "litkg"}
    if name is not None:
        return {**agent, **urllib3.make_headers(basic_auth=f"{name}:{password or ''}")}
    token = os.environ.get("LITKG_STORE_TOKEN")
    return {**agent, "Authorization": f"Bearer {token}"} if token else agent


def _told(reply: urllib3.BaseHTTPResponse) -> str:
    return " ".join(reply.data.decode(errors="replace").split())[:300] or reply.reason or "nothing"


def _cause(error: object) -> str:
    """The last of a chain of causes, without the addresses of objects."""
    return str(error).rpartition(">: ")[2].rpartition("object at")[0] or str(error).rpartition(">: ")[2]
