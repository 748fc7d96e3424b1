"""Sheets of cells: how a cell becomes text, how merged cells are filled, and which rows are kept.

Runs inside the guarded child, standard library only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Corner = tuple[int, int]
MAX_HEADING_ROWS = 30
MAX_MERGE_CELLS = 10_000


@dataclass
class Sheet:
    """Rows of cells, merged ones filled; the first row stands on line `first_line`."""

    name: str
    rows: list[list[Any]]
    is_hidden: bool = False
    first_line: int = 1

    def records(self) -> list[list[object]]:
        """Rows as [line, text, text, ...], trailing blanks cut, blank rows left out."""
        kept: list[list[object]] = []
        for line, row in enumerate(self.rows, start=self.first_line):
            cells = ["" if cell is None else as_text(cell) for cell in row]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                kept.append([line, *cells])
        return kept


def as_text(value: object) -> str:
    """One cell as text.

    >>> as_text(1234.5), as_text(58636.0), as_text(12.345)
    ('1234.5', '58636', '12.3450')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return number_as_text(float(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time(0) else value.isoformat(" ")
    return str(value)


def number_as_text(value: float) -> str:
    """A number without exponent, without `.0`, and never with exactly three decimals."""
    text = format(round(value, 8), ".8f").rstrip("0").rstrip(".")
    whole, _, decimals = text.partition(".")
    return text + "0" if len(decimals) == 3 else whole if not decimals else text


def fill_merged(rows: list[list[Any]], ranges: Iterable[tuple[Corner, Corner]]) -> None:
    """Repeat merged text: downwards everywhere, to the right among possible heading rows only.

    Numbers are never repeated: a merged amount belongs to its rows together, once.
    """
    budget = MAX_MERGE_CELLS
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        last_column = right if top < MAX_HEADING_ROWS else left
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(last_column, len(rows[row]) - 1) + 1):
                budget -= 1
                if budget > 0 and rows[row][column] in ("", None):
                    rows[row][column] = rows[top][left]
