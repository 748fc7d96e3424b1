"""Serves the pages on this machine: `python -m dashboards.serve --warehouse FILE --port 8501`.

Streamlit runs as an ASGI app behind two small layers of our own: one says in which language the page is, one
sets the headers that Streamlit leaves out. Never: listens beyond 127.0.0.1 unless told to.
"""

from __future__ import annotations

import argparse
import os
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards import api
from dashboards.components.failure import show_failure
from lieferkette.chains import compiled

_APP = Path(__file__).parent / "app.py"
# Streamlit's own script starts inline, and Plotly builds functions and styles at run time
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}
_SERVER_IS_AT_ROOT = b"<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"


class SafeHeaders:
    """Adds the headers above to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class PageShell:
    """Says in the page which language it is in (`lang="de"`, or "en" where the address asks for it) and where
    its server is.

    Without the second, a sub-page that is opened directly first looks for its server under its own address,
    which logs two errors in the browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        # compressed, the page could not be changed
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("language", ["de"])[0]
        changed = _changed(send, b"en" if asked == "en" else b"de")
        await self.app({**scope, "headers": headers}, receive, changed)


def _is_page(path: str) -> bool:
    """A page's address has one part and no ending; all else is an asset, a file or an interface."""
    return "/" not in path.strip("/") and "." not in path


def _changed(send: Send, language: bytes) -> Send:
    """A `send` that changes the head of an uncompressed page."""
    held: list[Message] = []

    async def send_page(message: Message) -> None:
        if message["type"] == "http.response.start":
            held[:] = [message]
            return
        body = message.get("body", b"")
        page = body.replace(b'<html lang="en"', b'<html lang="' + language + b'"', 1)
        page = page.replace(b"<head>", b"<head>" + _SERVER_IS_AT_ROOT, 1)
        if held:
            if page != body:
                MutableHeaders(scope=held[0])["content-length"] = str(len(page))
            await send(held.pop())
        await send({**message, "body": page})

    return send_page


def serve(warehouse: str | None = None, address: str = "127.0.0.1", port: int = 8501) -> None:
    """Serve until stopped. `warehouse` is a path or an address; by default LIEFERKETTE_WAREHOUSE."""
    if warehouse:
        os.environ["LIEFERKETTE_WAREHOUSE"] = warehouse
    app = st.App(
        _APP,
        routes=api.routes(),
        middleware=[Middleware(SafeHeaders), Middleware(PageShell)],
        on_script_error=show_failure,
    )
    threading.Thread(target=compiled.warm, daemon=True).start()  # while the first page is looked at
    with api.announced(port):
        app.run(config={"server.address": address, "server.port": port, "server.headless": True})


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m dashboards.serve", description=__doc__)
    parser.add_argument("--warehouse", help="file or address; by default LIEFERKETTE_WAREHOUSE")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    given = parser.parse_args(arguments)
    if not given.no_browser:
        webbrowser.open(f"http://127.0.0.1:{given.port}/")
    serve(given.warehouse, port=given.port)


if __name__ == "__main__":
    main()
