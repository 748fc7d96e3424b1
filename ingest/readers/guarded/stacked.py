"""Text and tables that stand below one another on a page, as sheets; lines run on, as a spreadsheet program shows it.

Text before a table, and a table that holds nothing but titles or a single row (the headings, where they are kept in
place while the rows move), are rows above the table that follows. Runs inside the guarded child.
"""

from __future__ import annotations

from typing import Any

# beside this file, which is run alone
from cells import Sheet  # type: ignore[import-not-found]
from grid import Grid  # type: ignore[import-not-found]


class Stack:
    """Takes text and tables in their order; `name` and `is_hidden` are what the page says of its sheet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_hidden = False
        self._sheets: list[Sheet] = []
        self._titles: list[list[Any]] = []
        self._line = 1
        self._has_table = False

    def add_text(self, text: str) -> None:
        """A line of text is a title of the table below."""
        if text:
            self._titles.append([text])

    def add_table(self, grid: Grid, *, is_hidden: bool) -> None:
        """A table is a sheet below its titles, or more titles, or nothing where it is blank."""
        rows = grid.texts()
        if not rows:
            return
        self._has_table = True
        is_title = len(rows) == 1 or all(len(row) == 1 or row[0].endswith(":") for row in rows)
        if is_title and not is_hidden:
            self._titles += grid.filled()
        else:
            self._append(self._titles + grid.filled(), is_hidden=is_hidden)

    def finish(self) -> list[Sheet]:
        """The sheets, none where there was no table; what stands below the last one belongs to it."""
        if self._titles and self._sheets:
            self._sheets[-1].rows += self._titles
        elif self._has_table and self._titles:
            self._append(self._titles)
        return self._sheets

    def _append(self, rows: list[list[Any]], *, is_hidden: bool = False) -> None:
        number = len(self._sheets) + 1
        name = self.name if number == 1 else f"{self.name} ({number})".strip()
        self._sheets.append(Sheet(name, rows, self.is_hidden or is_hidden, self._line))
        self._line += len(rows)
        self._titles = []
