"""How long does a page take? ``python tests/benchmarks/pages.py STORE [rounds]``

Every kind of page, in process, with values drawn from the store, a third of them hubs; milliseconds of processor time,
median and 95th percentile, the workers that answer SPARQL not counted; and the size of the page.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx

from queries.app import create_app
from queries.service import Service
from tests.benchmarks.serving import Values


def pages(values: Values) -> dict[str, Callable[[], str]]:
    """By name, what makes an address."""

    def path() -> str:
        return "/path-finder?" + urlencode(
            {"from": values.entity(), "to": values.entity(), "steps": 3, "ways": "both"}
        )

    return {
        "home": lambda: "/",
        "search": lambda: f"/entities?q={quote(values.word()[:4])}",
        "entity": lambda: f"/entities/{quote(values.entity())}",
        "entity, a hub, with subtypes": lambda: f"/entities/{quote(values.entities[0])}?subtypes=true",
        "statement": lambda: f"/statements/{values.statement()}",
        "statement, the most said": lambda: f"/statements/{values.most_said}",
        "article": lambda: f"/documents/{quote(values.document(), safe=':')}",
        "statements of an entity": lambda: f"/statements?entity={quote(values.entity())}",
        "sentences": lambda: f"/evidence?q={quote(values.word())}",
        "contradictions": lambda: "/contradictions",
        "what is new": lambda: "/new?since=1000",
        "articles": lambda: "/documents",
        "paths of three steps": path,
        "question": lambda: f"/queries/what-acts-on?entity={quote(values.entity())}",
        "SPARQL": lambda: "/sparql?query=" + quote("SELECT * { ?s rel:inhibits ?o } LIMIT 100"),
    }


async def measure(store: str, rounds: int) -> None:
    """Print a line for each kind of page."""
    app = create_app(store, workers=1)
    service: Service = app.state.service
    transport = httpx.ASGITransport(app)
    headers = {"accept": "text/html"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        await client.get("/stats")
        with service.editions.reading() as edition:
            values = Values(edition)
        for name, address in pages(values).items():
            taken, sizes = [], []
            await client.get(address())
            for _ in range(rounds):
                at, start = address(), time.process_time()
                response = await client.get(at)
                taken.append(1000 * (time.process_time() - start))
                sizes.append(len(response.content) >> 10)
                assert response.status_code == 200, (at, response.text[:300])
            highest = statistics.quantiles(taken, n=20)[-1]
            print(f"{name:<30} {statistics.median(taken):6.1f} {highest:6.1f} ms {max(sizes):5} kB at most")
    service.close()


if __name__ == "__main__":
    asyncio.run(measure(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40))
