"""How is ``litkg serve`` run? Safe by itself: on loopback, read only, and with limits where others come in."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from kg.errors import LitkgError
from queries.app import create_app
from queries.patience import impatient
from queries.safety import LOOPBACK, Limits
from queries.service import Ingest

_SHORTEST_TOKEN = 16
_PUBLIC_RATE = 20.0
_PATIENCE = 20.0
_MOST_CONNECTIONS = 800  # most systems let a process open 1,024 files


def serve(
    store_path: Path,
    *,
    host: str,
    port: int,
    timeout: float,
    workers: int,
    memory: int,
    rate: float | None,
    names: Sequence[str],
    cors: Sequence[str],
    token_file: str | None,
    receive: Ingest,
) -> None:
    """Serve a store until interrupted.

    :param memory: MB of address space of each query
    :param rate: requests a second of each client, 0 for any number; None: any on loopback, else 20
    :param names: host names that a server on loopback answers to besides its own, where a proxy stands before it
    :param token_file: file with the token; None: from the environment (LITKG_TOKEN), if it is there
    :param receive: reads documents that clients send
    :raises LitkgError: if the token cannot be read or is too short
    """
    app = create_app(
        store_path,
        timeout=timeout,
        workers=workers,
        slow=workers,
        memory=memory << 20,
        ingest=receive,
        token=read_token(token_file),
        origins=cors,
        limits=limits_for(host, rate, names),
    )
    print(f"litkg: serving {store_path} at http://{host}:{port}/ (Ctrl-C stops)", file=sys.stderr)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=impatient(_PATIENCE),
        limit_concurrency=_MOST_CONNECTIONS,
    )


def limits_for(host: str, rate: float | None, names: Sequence[str] = ()) -> Limits:
    """What clients of a server at this address may do.

    >>> limits_for("127.0.0.1", None).rate, limits_for("0.0.0.0", None).rate, limits_for("0.0.0.0", 5).hosts
    (0.0, 20.0, ())
    """
    local = host in ("localhost", "127.0.0.1", "::1")
    usual = 0.0 if local else _PUBLIC_RATE
    return Limits(usual if rate is None else rate, hosts=(*LOOPBACK, *names) if local else tuple(names))


def read_token(file: str | None) -> str | None:
    """What lets clients write: from a file or the environment, never from a command line, which others can see.

    :raises LitkgError: if it cannot be read or is too short
    """
    try:
        token = Path(file).read_text(encoding="utf-8") if file else os.environ.get("LITKG_TOKEN", "")
    except (OSError, UnicodeDecodeError):
        raise LitkgError(f"{file}: cannot be read as a token") from None
    if (token.strip() or file) and len(token.strip()) < _SHORTEST_TOKEN:
        raise LitkgError(f"the token is shorter than {_SHORTEST_TOKEN} characters; take a longer one")
    return token.strip() or None
