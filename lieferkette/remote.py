"""Hands a call over to the process that owns the warehouse: the dashboards, on this machine.

The dashboards leave a card beside the warehouse that only its user can read: the port, and a token. Files that the
call names are sent along as bytes and what it writes comes back the same way, so that a call answers the same
whoever owns the file. Never: talks to another machine.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import sys
from pathlib import Path
from typing import Any

from lieferkette.commands import terminal

PATH = "/api/call"
#: Commands that need the file for themselves, or files that lie beside the process.
NOT_HANDED_OVER = ("demo", "dashboard", "doctor", "restore", "import")


def card_of(address: str) -> Path:
    """Where the owner of a warehouse says how to reach it."""
    path = Path(address).absolute()
    return path.with_name(f"{path.name}.api")


def hand_over(words: list[str]) -> int | None:
    """Let the owner run the call and print what it said; None where nobody can be reached."""
    settings = terminal.settings
    if not words or words[0] in NOT_HANDED_OVER or "://" in settings.warehouse:
        return None
    call = {
        "words": _with_whole_path(words),
        "settings": {"actor": settings.actor, "language": settings.language, "is_json": settings.is_json},
        "files": {name: _packed(Path(name).read_bytes()) for name in _named(words) if Path(name).is_file()},
    }
    said = _asked(card_of(settings.warehouse), call)
    if said is None:
        return None
    for name, content in said["written"].items():
        Path(name).write_bytes(base64.b64decode(content))
    sys.stdout.write(said["out"])
    sys.stderr.write(said["err"])
    return int(said["code"])


def _named(words: list[str]) -> set[str]:
    """Every word that may name a file, also behind `--option=`."""
    return {*words, *(word.partition("=")[2] for word in words if word.startswith("--"))} - {""}


def _with_whole_path(words: list[str]) -> list[str]:
    """The owner writes backups itself, to where this process means."""
    return [words[0], *(str(Path(word).absolute()) for word in words[1:])] if words[0] == "backup" else words


def _asked(card: Path, call: dict[str, Any]) -> dict[str, Any] | None:
    try:
        reach = json.loads(card.read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {reach['token']}", "Content-Type": "application/json"}
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(reach["port"]))) as connection:
            connection.request("POST", PATH, json.dumps(call), headers)
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else None
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return None


def _packed(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
