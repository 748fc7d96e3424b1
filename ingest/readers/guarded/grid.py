"""A sheet that is written cell by cell, as HTML and SpreadsheetML do it: spans keep their places free.

Runs inside the guarded child, standard library only. A span or an index costs a few letters and may ask for a
million cells, so what is given room is counted, not what is written.
"""

from __future__ import annotations

from typing import Any

# beside this file, which is run alone
from cells import Corner, fill_merged  # type: ignore[import-not-found]
from prescan import MAX_COLUMNS, TooMuch  # type: ignore[import-not-found]

MAX_ROWS = 1_048_576
#: As many cells as 50 MB of markup can spell out.
MAX_CELLS = 10_000_000


class Grid:
    """Rows in the order in which they are written. Raises `TooMuch` beyond the limits."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._merged: list[tuple[Corner, Corner]] = []
        self._rows_below: dict[int, int] = {}
        self._taken: frozenset[int] = frozenset()
        self._next = 0
        self._room = MAX_CELLS

    def open_row(self, number: int | None = None) -> None:
        """Begin the next row, or the row with this number (from 1), which must lie below."""
        at = len(self.rows) + 1 if number is None else number
        if at > MAX_ROWS:
            raise TooMuch("rows")
        if at <= len(self.rows):
            raise ValueError("rows run backwards")
        while len(self.rows) < at:
            self._append_row()

    def place(
        self,
        value: object,
        across: int = 1,
        down: int = 1,
        *,
        column: int | None = None,
        repeats: bool = True,
    ) -> None:
        """Put a cell at the next free place of the row, or in this column (from 1), spanning `across` and `down`.

        Where it `repeats`, `filled` repeats its text over what it spans.
        """
        at = self._next if column is None else column - 1
        if at < self._next:
            raise ValueError("cells run backwards")
        while column is None and at in self._taken:
            at += 1
        if at >= MAX_COLUMNS:
            raise TooMuch("columns")
        end = min(at + max(across, 1), MAX_COLUMNS)
        self._widen(end)
        top = len(self.rows) - 1
        self.rows[top][at] = value
        self._next = end
        if down > 1:
            self._rows_below.update(dict.fromkeys(range(at, end), down - 1))
        if repeats and (down > 1 or across > 1):
            self._merged.append(((top, at), (top + max(down, 1) - 1, end - 1)))

    def filled(self) -> list[list[Any]]:
        """The rows, with the text of merged cells repeated."""
        fill_merged(self.rows, self._merged)
        return self.rows

    def texts(self) -> list[list[str]]:
        """The texts of every row that has any, without its blanks."""
        return [texts for row in self.rows if (texts := [cell for cell in row if cell])]

    def _append_row(self) -> None:
        self.rows.append([])
        self._next = 0
        self._taken = frozenset(self._rows_below)
        self._widen(max(self._taken, default=-1) + 1)
        self._rows_below = {column: left - 1 for column, left in self._rows_below.items() if left > 1}

    def _widen(self, width: int) -> None:
        row = self.rows[-1]
        missing = width - len(row)
        if missing <= 0:
            return
        self._room -= missing
        if self._room < 0:
            raise TooMuch("cells")
        row.extend([None] * missing)
