"""What all commands share: the settings of the call, the open workspace, and how answers are printed."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from ingest.recover import Recovery
from lieferkette.access.actor import Actor
from lieferkette.answers import Answer
from lieferkette.i18n.lists import note_texts
from lieferkette.i18n.numbers import percent
from lieferkette.i18n.say import say
from lieferkette.settings import Settings
from lieferkette.workspace import Workspace

settings = Settings()
#: Columns whose numbers are parts of a whole, by what their names hold.
_SHARES = ("share", "loss")
_ROLES = {"owner": Actor.owner(), "chamber": Actor.chamber(), "admin": Actor.admin()}


@dataclass
class Elsewhere:
    """A call that another process handed over: the open workspace, the files it sent, and those it gets."""

    workspace: Workspace
    files: Mapping[str, bytes]
    written: dict[str, bytes] = field(default_factory=dict)


_elsewhere: ContextVar[Elsewhere | None] = ContextVar("elsewhere", default=None)


@contextmanager
def calling_from(elsewhere: Elsewhere) -> Iterator[None]:
    """Run a command for another process, which alone reads and writes its files."""
    token = _elsewhere.set(elsewhere)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def read_file(path: Path) -> bytes:
    """The bytes of a file that the call names. Raises OSError."""
    elsewhere = _elsewhere.get()
    if elsewhere is None:
        return path.read_bytes()
    if str(path) not in elsewhere.files:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return elsewhere.files[str(path)]


def write_file(path: Path, data: bytes) -> None:
    """Write a file that the call names."""
    elsewhere = _elsewhere.get()
    if elsewhere is None:
        path.write_bytes(data)
    else:
        elsewhere.written[str(path)] = data


@contextmanager
def workspace() -> Iterator[Workspace]:
    """The warehouse of the call, open for its duration."""
    elsewhere = _elsewhere.get()
    if elsewhere is not None:
        yield elsewhere.workspace
        return
    opened = Workspace.open(settings.warehouse)
    _tell_recovery(opened.recovery)
    try:
        yield opened
    finally:
        opened.close()


def _tell_recovery(recovery: Recovery) -> None:
    """Say on the error stream what opening found; nothing where all was well."""
    if recovery.taken_up:
        names = ", ".join(result.file for result in recovery.taken_up)
        progress(text(f"Nachgeholt, was schon angenommen war: {names}", f"Taken up again: {names}"))
    if recovery.damaged_lines:
        progress(
            text(
                f"{recovery.damaged_lines} Zeilen des Eingangsbuchs sind beschädigt: `lieferkette doctor`.",
                f"{recovery.damaged_lines} lines of the ledger are damaged: `lieferkette doctor`.",
            )
        )
    if recovery.missing or recovery.changes_lost:
        progress(
            text(
                f"Es fehlen {len(recovery.missing)} Uploads und {recovery.changes_lost} Änderungen, die bestätigt "
                "waren. Einzelheiten sagt `lieferkette doctor`.",
                f"{len(recovery.missing)} uploads and {recovery.changes_lost} changes are missing that had been "
                "confirmed. `lieferkette doctor` says more.",
            )
        )


def actor(opened: Workspace) -> Actor:
    """Who asks: owner, chamber, admin, a company by id or name, or WHO@COMPANY as somebody with its grant."""
    if settings.actor in _ROLES:
        return _ROLES[settings.actor]
    grantee, is_consultant, company = settings.actor.rpartition("@")
    company_id = opened.reader(Actor.owner()).find(company)
    if is_consultant and grantee.strip():
        return Actor.consultant(grantee.strip(), company_id)
    return Actor.company(company_id)


def text(de: str, en: str) -> str:
    """The text in the language of the call."""
    return en if settings.language == "en" else de


def put(line: str = "") -> None:
    """Print a line of text, unless JSON was asked for."""
    if not settings.is_json:
        print(line)


def put_json(value: dict[str, Any]) -> None:
    """Print the one JSON object of a call that asked for it."""
    if settings.is_json:
        json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
        print()


def put_notes(notes: Sequence[str]) -> None:
    """Print what was assumed in reading a list, each with the option of `ingest` that corrects it."""
    if notes:
        put(f"{say('note.title', settings.language)}:")
    for line in note_texts(notes, settings.language, has_options=True):
        put(f"  · {line}")


def progress(message: str) -> None:
    """Say on the error stream how far long work has come."""
    print(message, file=sys.stderr, flush=True)


_STAGES = {
    "receive": ("angekommen", "received"),
    "read": ("wird gelesen", "being read"),
    "load": ("wird übernommen", "being loaded"),
}


def stage(name: str, reached: str) -> None:
    """Say how far a file has come; what came of it is printed at the end."""
    if reached in _STAGES:
        progress(f"{name}: {text(*_STAGES[reached])}")


def put_sentences(answer: Answer) -> None:
    """Print the findings of an answer, a line each, and what they rest on."""
    for sentence in answer.sentences:
        put(say(sentence, settings.language))
    rests_on = answer.coverage
    put(
        say(
            "coverage_rests_on",
            settings.language,
            lists_count=rests_on.lists_in_view,
            companies_count=rests_on.companies_with_lists,
            period=", ".join(rests_on.periods) or "–",
            matched_share=rests_on.rows_matched_share,
            spend_of_cost_share=rests_on.spend_of_cost_share,
            one_sided_share=rests_on.one_sided_share,
        )
    )


def about(answer: Answer) -> dict[str, Any]:
    """What every JSON answer says about itself."""
    return {
        "sentences": [say(sentence, settings.language) for sentence in answer.sentences],
        "view_id": answer.view_id,
        "coverage": answer.coverage.as_json(),
    }


def records(frame: pl.DataFrame, *columns: str) -> list[dict[str, Any]]:
    """Rows of a frame as JSON objects."""
    return (frame.select(columns) if columns else frame).to_dicts()


def put_table(frame: pl.DataFrame, headings: dict[str, str], limit: int | None = None) -> None:
    """Print columns of a frame, numbers to the right, with a line that says how many rows are not shown."""
    if settings.is_json:
        return
    rows = [
        [_cell(name, value) for name, value in zip(headings, row, strict=True)]
        for row in frame.select(list(headings)).head(limit or frame.height).iter_rows()
    ]
    is_number = [frame.schema[name].is_numeric() for name in headings]
    _put_columns([list(headings.values()), *rows], is_number)
    if limit is not None and frame.height > limit:
        print(text(f"… und {frame.height - limit} weitere", f"… and {frame.height - limit} more"))


def _put_columns(lines: Sequence[Sequence[str]], is_number: Sequence[bool]) -> None:
    widths = [max(len(line[i]) for line in lines) for i in range(len(is_number))]
    for line in lines:
        cells = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, is_number, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and any(part in name for part in _SHARES):
        return percent(value, "en" if settings.language == "en" else "de")
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, float | Decimal):
        whole = f"{value:,.0f}" if abs(float(value)) >= 10 else f"{value:,.3f}"
        return whole.translate(str.maketrans(",.", ".,")) if settings.language == "de" else whole
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
