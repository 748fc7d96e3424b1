"""Workbooks, tables in markup, invoices and award notices through a guarded child process.

This process never parses one itself. The child has 1.5 GB of memory and 30 seconds of CPU and can be killed by
a hostile file; here that is an `UnreadableFile` and nothing more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers.delimited import FORBIDDEN, MAX_FIELDS, MAX_RECORD_CHARACTERS, to_frame
from ingest.readers.kind import (
    damaged,
    no_invoice,
    no_notices,
    no_table,
    password_protected,
    too_much_inside,
)
from ingest.tables import RawTable

CHILD = Path(__file__).parent / "guarded"
WALL_SECONDS = 60.0
_REFUSALS = {
    "password": password_protected,
    "too_much_inside": too_much_inside,
    "no_invoice": no_invoice,
    "no_notices": no_notices,
    "no_table": no_table,
}
#: Kinds whose numbers are text, as somebody wanted them shown.
_UNTYPED = ("html", "mhtml")


def read_workbook(data: bytes, kind: str) -> list[RawTable]:
    """All sheets of a workbook, hidden ones marked, as text; `kind` is xlsx, xls, ods, or
    spreadsheetml, html, mhtml (a sheet for each table), or invoice, notices, notice_tables (one sheet each).

    Raises `UnreadableFile` when the workbook is damaged, has a password or is beyond the limits.
    """
    lines = _run_child(data, kind).split("\n")
    head = json.loads(lines[0])
    if error := head.get("error"):
        raise _REFUSALS.get(error, damaged)()
    tables = [
        _to_table(sheet["name"], sheet["is_hidden"], json.loads(body), is_typed=kind not in _UNTYPED)
        for sheet, body in zip(head["sheets"], lines[1:], strict=True)
    ]
    if not any(table.frame.height for table in tables):
        raise UnreadableFile(
            "empty",
            "Die Arbeitsmappe ist leer. Speichern Sie die Liste noch einmal und laden Sie sie dann hoch.",
            "The workbook is empty. Save the list again and upload it then.",
        )
    return tables


def _run_child(data: bytes, kind: str) -> str:
    try:
        finished = subprocess.run(
            [sys.executable, "-I", str(CHILD), kind],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_much_inside() from error
    if finished.returncode < 0 or b"MemoryError" in finished.stderr:
        raise too_much_inside()
    if finished.returncode != 0 or not finished.stdout:
        raise damaged()
    return finished.stdout.decode("ascii")


def _to_table(name: str, is_hidden: bool, records: list[list[object]], *, is_typed: bool) -> RawTable:
    lines: list[int] = []
    rows: list[list[str]] = []
    problems: dict[int, str] = {}
    for number, *cells in records:
        line = int(str(number))
        texts = [unicodedata.normalize("NFC", str(cell)) for cell in cells]
        if any(FORBIDDEN.search(cell) for cell in texts):
            problems[line] = "forbidden_characters"
            texts = [FORBIDDEN.sub("\ufffd", cell) for cell in texts]
        if any(len(cell) > MAX_RECORD_CHARACTERS for cell in texts):
            problems[line] = "cell_too_long"
            texts = [cell[:MAX_RECORD_CHARACTERS] for cell in texts]
        lines.append(line)
        rows.append(texts[:MAX_FIELDS])
    return RawTable(
        sheet=name,
        frame=to_frame(lines, rows),
        encoding=None,
        delimiter=None,
        is_hidden=is_hidden,
        is_spreadsheet=is_typed,
        line_problems=problems,
    )
