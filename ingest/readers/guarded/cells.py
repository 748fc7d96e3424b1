"""Sheets of cells: how a cell becomes text, how merged cells are filled, and which rows are kept.

Runs inside the guarded child, standard library only.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Corner = tuple[int, int]
MAX_HEADING_ROWS = 30
MAX_MERGE_CELLS = 10_000
_YEARS = range(1900, 2100)
_WRITTEN_AMOUNT = re.compile(r"(?:[A-Z]{3} ?|[€$£] ?)?[-+(]?\d[\d.,' ]*[-)]?(?: ?(?:%|[€$£]|[A-Z]{3}|Euro))?")


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


def is_number(cell: object) -> bool:
    """Whether a cell is a number, as such or written with its currency; a year is the word of a heading.

    >>> is_number("1.234,50 €"), is_number(7.0), is_number("2024"), is_number("Summe")
    (True, True, False, False)
    """
    if isinstance(cell, str):
        return bool(_WRITTEN_AMOUNT.fullmatch(cell)) and not (cell.isdecimal() and int(cell[:9]) in _YEARS)
    return isinstance(cell, (int, float)) and cell not in _YEARS


def fill_merged(rows: list[list[Any]], ranges: Iterable[tuple[Corner, Corner]]) -> None:
    """Repeat merged text: downwards everywhere, to the right in rows that may be headings only.

    Numbers are never repeated: a merged amount belongs to its rows together, once. A row with a number in it is no
    heading: "Summe" over four columns names nobody.
    """
    budget = MAX_MERGE_CELLS
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        is_heading = top < MAX_HEADING_ROWS and not any(map(is_number, rows[top]))
        last_column = right if is_heading else left
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(last_column, len(rows[row]) - 1) + 1):
                budget -= 1
                if budget > 0 and rows[row][column] in ("", None):
                    rows[row][column] = rows[top][left]
