"""Requests are answered in threads, so that the loop goes on."""

from __future__ import annotations

import inspect
import threading
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from fastapi.routing import APIRoute

from queries.app import create_app
from queries.threads import Threaded
from tests.test_queries.conftest import Client

router = APIRouter(route_class=Threaded)


@router.get("/plain")
def plain(number: Annotated[int, Query(le=9)]) -> dict[str, object]:
    return {"number": number, "main": threading.current_thread() is threading.main_thread()}


@router.get("/failing")
def failing() -> None:
    raise ValueError("it failed")


def made() -> Client:
    app = FastAPI()
    app.router.routes.extend(router.routes)
    return Client(app)


def test_plain_function_is_called_in_a_thread_with_what_it_asks_for() -> None:
    assert made().get("/plain?number=7").json() == {"number": 7, "main": False}
    assert made().get("/plain?number=10").status_code == 422


def test_error_of_a_thread_is_the_server_s() -> None:
    assert made().get("/failing").status_code == 500


def test_no_route_is_called_in_a_thread_of_anyio(store_path: Path) -> None:
    app = create_app(store_path)
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    assert len(routes) > 20
    assert all(inspect.iscoroutinefunction(route.endpoint) for route in routes)
