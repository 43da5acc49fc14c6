"""Where is a request answered? In a thread, since answers are read from disk; the loop only passes messages on.

FastAPI would see to that by itself, but anyio, which it uses, goes round the loop once more for each call: 0.2 ms.
Where a worker answers, the loop itself waits for it.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from queries.guard import Underway
from queries.request import Reply

Given = ParamSpec("Given")
Found = TypeVar("Found")


async def in_thread(task: Callable[Given, Found], *arguments: Given.args, **options: Given.kwargs) -> Found:
    """What a task returns or raises, done in a thread of the loop's own."""
    return await in_thread_of(None, partial(task, *arguments, **options))


async def in_thread_of(executor: Executor | None, task: Callable[[], Found]) -> Found:
    """The same in a thread of these; None for the loop's own."""
    return await asyncio.get_running_loop().run_in_executor(executor, task)


async def finished(begun: Underway, patience: float) -> Reply:
    """The answer of a worker, for which the loop itself waits; of a slow one, or a large answer, in a thread.

    :param patience: seconds until it counts as slow
    :raises LitkgError: as `queries.guard.QueryPool.run` does
    """
    try:
        await _readable(begun.fileno(), patience)
    except BaseException:
        begun.drop()
        raise
    return begun.take() if begun.is_answered() else await in_thread(begun.finish, 0.0)


async def _readable(file: int, seconds: float) -> bool:
    """Whether there is something to read within so many seconds."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[bool] = loop.create_future()
    timer = loop.call_later(seconds, _settle, ready, False)
    loop.add_reader(file, _settle, ready, True)
    try:
        return await ready
    finally:
        loop.remove_reader(file)
        timer.cancel()


def _settle(ready: asyncio.Future[bool], value: bool) -> None:
    if not ready.done():
        ready.set_result(value)


class Threaded(APIRoute):
    """A route whose plain function is called in a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(
            path, endpoint if inspect.iscoroutinefunction(endpoint) else _threaded(endpoint), **options
        )


class Straight(APIRoute):
    """A route whose coroutine is given the request and the parts of its path; FastAPI only describes it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)

        async def straight(scope: Scope, receive: Receive, send: Send) -> None:
            response = await endpoint(Request(scope, receive), **scope["path_params"])
            await response(scope, receive, send)

        self.app = straight


def _threaded(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def threaded(**given: Any) -> Any:
        return await in_thread(endpoint, **given)

    threaded.__signature__ = inspect.signature(endpoint, eval_str=True)  # type: ignore[attr-defined]
    return threaded
