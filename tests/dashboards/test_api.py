"""The command line beside running dashboards: the same call, the same output, and nobody else is answered."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lieferkette import cli, remote
from tests.chaos.world import REGISTER

ROOT = Path(__file__).parents[2]
SUPPLIERS = "Nummer;Name;PLZ;Ort;Umsatz 2025 (EUR)\n1;Zwergen Stahl KG;58095;Hagen;1000,00\n"
COMPANY = "Rübezahl Draht AG"


Said = tuple[int, str, str]


def call(folder: Path, *words: str) -> Said:
    """One call of the command line: exit code, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(["--warehouse", "w.duckdb", "--language", "en", *words])
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("beside")
    (made / "register.csv").write_text(REGISTER, encoding="utf-8")
    (made / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    assert call(made, "ingest", "register.csv", "--as", "registry")[0] == 0
    return made


@pytest.fixture(scope="module")
def card(folder: Path) -> Iterator[dict[str, object]]:
    """The dashboards, running; gives their port and token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "dashboards.serve",
        "--warehouse",
        "w.duckdb",
        "--port",
        str(port),
        "--no-browser",
    ]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
        )
        try:
            yield _once_it_answers(folder, port)
        finally:
            process.terminate()
            process.wait(30)


def _once_it_answers(folder: Path, port: int) -> dict[str, object]:
    for _ in range(300):
        try:
            reach = json.loads((folder / "w.duckdb.api").read_text())
            asked = {"words": ["uploads", "list"], "settings": _settings(), "files": {}}
            if asked_for(port, str(reach["token"]), asked) == 200:
                return reach  # type: ignore[no-any-return]
        except (OSError, ValueError, http.client.HTTPException):
            pass
        time.sleep(0.2)
    raise AssertionError((folder / "serve.log").read_text())


def _settings() -> dict[str, object]:
    return {"actor": "owner", "language": "en", "is_json": False}


def asked_for(port: int, token: str, asked: dict[str, object]) -> int:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", remote.PATH, json.dumps(asked), {"Authorization": f"Bearer {token}"})
        return connection.getresponse().status


CALLS = [
    ["companies", "find", "a"],
    ["companies", "show", COMPANY, "--json"],
    ["chain", COMPANY],
    ["dependencies", COMPANY, "--json"],
    ["uploads", "list"],
    ["review", "list", "--json"],
    ["ingest", "missing.csv"],
    ["companies", "find", "a", "--actor", COMPANY],
    ["nonsense"],
]


@pytest.fixture(scope="module")
def before(folder: Path) -> list[Said]:
    """What the calls answer while the file is free."""
    assert call(folder, "ingest", "suppliers.csv", "--company", COMPANY, "--as", "suppliers")[0] == 0
    return [call(folder, *words) for words in CALLS]


def test_every_call_answers_the_same_beside_the_dashboards(
    folder: Path, before: list[Said], card: dict[str, object]
) -> None:
    assert [code for code, _, _ in before] == [0, 0, 0, 0, 0, 0, 2, 0, 2]
    assert [call(folder, *words) for words in CALLS] == before


def test_files_go_there_and_come_back(folder: Path, before: list[Said], card: dict[str, object]) -> None:
    _, out, _ = call(folder, "ingest", "suppliers.csv", "--company", COMPANY, "--as", "suppliers", "--json")
    again = json.loads(out)["uploads"][0]
    assert again["status"] == "unchanged"
    assert call(folder, "uploads", "rejected", again["upload_id"], "--out", "left.xlsx")[0] == 0
    assert (folder / "left.xlsx").read_bytes()[:2] == b"PK"


def test_what_needs_the_file_alone_says_who_has_it(
    folder: Path, before: list[Said], card: dict[str, object]
) -> None:
    code, out, err = call(folder, "doctor")
    assert (code, out) == (1, "")
    assert "Stop the dashboards" in err


def test_nobody_is_answered_without_the_token(
    folder: Path, before: list[Said], card: dict[str, object]
) -> None:
    asked = {"words": ["uploads", "list"], "settings": _settings(), "files": {}}
    port = int(str(card["port"]))
    assert [asked_for(port, token, asked) for token in ("", "wrong", str(card["token"]))] == [403, 403, 200]
    assert (folder / "w.duckdb.api").stat().st_mode & 0o077 == 0
