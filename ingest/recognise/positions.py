"""Exports without headings whose records say their type first: what each field is, read from positions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from ingest.recognise.heading_row import HeadingRow

SEARCHED_RECORDS = 5


@cache
def records() -> Mapping[str, tuple[str, ...]]:
    """Headings by type of record."""
    text = resources.files("ingest.recognise").joinpath("positions.toml").read_text(encoding="utf-8")
    return {entry["mark"]: tuple(entry["headings"]) for entry in tomllib.loads(text)["record"]}


def find_positions(rows: Sequence[Sequence[str | None]], width: int) -> tuple[str, HeadingRow] | None:
    """The type of record that the first rows begin with, and the headings of its fields; None for other tables.

    Fields beyond those that are known are called by their number, so that they can be named as not understood.
    """
    first_cells = [str(row[0]) for row in rows[:SEARCHED_RECORDS] if row and row[0]]
    mark = next((cell for cell in first_cells if cell in records()), None)
    if mark is None:
        return None
    known = records()[mark]
    more = [f"Feld {at}" for at in range(len(known) + 1, width + 1)]
    return mark, HeadingRow(0, 0, (*known, *more), 0.0)
