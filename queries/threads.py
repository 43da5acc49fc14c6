"""Where is a request answered? In a thread, since answers are read from disk; the loop only passes messages on.

FastAPI would see to that by itself, but anyio, which it uses, goes round the loop once more for each call: 0.2 ms.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from fastapi.routing import APIRoute

Given = ParamSpec("Given")
Found = TypeVar("Found")


async def in_thread(task: Callable[Given, Found], *arguments: Given.args, **options: Given.kwargs) -> Found:
    """What a task returns or raises, done in a thread of the loop's own."""
    return await in_thread_of(None, partial(task, *arguments, **options))


async def in_thread_of(executor: Executor | None, task: Callable[[], Found]) -> Found:
    """The same in a thread of these; None for the loop's own."""
    return await asyncio.get_running_loop().run_in_executor(executor, task)


class Threaded(APIRoute):
    """A route whose plain function is called in a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(
            path, endpoint if inspect.iscoroutinefunction(endpoint) else _threaded(endpoint), **options
        )


def _threaded(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def threaded(**given: Any) -> Any:
        return await in_thread(endpoint, **given)

    threaded.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
    return threaded
