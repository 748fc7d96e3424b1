"""The one route beside the pages: runs calls of the command line, because this process owns the warehouse.

Comes in: a call with a token from a file that only this machine's user can read. Goes out: what it printed and its
exit code. Never: answers another machine, or a call without the token.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import io
import json
import os
import secrets
import threading
from collections.abc import Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards.components import house
from lieferkette import cli
from lieferkette.commands import terminal
from lieferkette.remote import NOT_HANDED_OVER, PATH, card_of
from lieferkette.settings import DEFAULT_WAREHOUSE
from lieferkette.workspace import Workspace

MAX_BYTES = 256 * 1024 * 1024
_HERE = ("127.0.0.1", "::1")
_token = secrets.token_urlsafe(32)
# what a command prints goes to the one output of the process, so one call is answered at a time
_one_at_a_time = threading.Lock()


def routes() -> list[Route]:
    """The routes of this file."""
    return [Route(PATH, _call, methods=["POST"])]


@contextlib.contextmanager
def announced(port: int) -> Iterator[None]:
    """While the pages are served, the command line finds them by a card beside the warehouse."""
    address = os.environ.get("LIEFERKETTE_WAREHOUSE", DEFAULT_WAREHOUSE)
    if "://" in address:
        yield
        return
    card = card_of(address)
    card.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    card.unlink(missing_ok=True)
    with os.fdopen(os.open(card, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"port": port, "token": _token}, file)
    try:
        yield
    finally:
        card.unlink(missing_ok=True)


async def _call(request: Request) -> Response:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    is_here = request.client is not None and request.client.host in _HERE
    if not is_here or not hmac.compare_digest(given.encode(), _token.encode()):
        return Response(status_code=403)
    if int(request.headers.get("content-length") or MAX_BYTES + 1) > MAX_BYTES:
        return Response(status_code=413)
    call = json.loads(await request.body())
    if not call["words"] or call["words"][0] in NOT_HANDED_OVER:
        return Response(status_code=409)
    return JSONResponse(await run_in_threadpool(answer, house.workspace(), call))


def answer(workspace: Workspace, call: dict[str, Any]) -> dict[str, Any]:
    """Run the call on the open workspace; gives `code`, `out`, `err` and the files `written`."""
    files = {name: base64.b64decode(content) for name, content in call["files"].items()}
    elsewhere = terminal.Elsewhere(workspace, files)
    out, err = io.StringIO(), io.StringIO()
    said = call["settings"]
    words = ["--actor", said["actor"], "--language", said["language"], *call["words"]]
    with (
        _one_at_a_time,
        terminal.calling_from(elsewhere),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = cli.run([*(["--json"] if said["is_json"] else []), *words], is_handed_over=True)
    written = {name: base64.b64encode(data).decode("ascii") for name, data in elsewhere.written.items()}
    return {"code": code, "out": out.getvalue(), "err": err.getvalue(), "written": written}
