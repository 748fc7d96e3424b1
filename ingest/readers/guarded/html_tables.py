"""Tables of an HTML page, which many programs write under the name of an XLS: each table is a sheet.

Everything is text as it is shown; `stacked.py` says what belongs together. Runs inside the guarded child, standard
library only.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

# beside this file, which is run alone
from cells import Sheet, is_number  # type: ignore[import-not-found]
from grid import Grid  # type: ignore[import-not-found]
from prescan import TooMuch  # type: ignore[import-not-found]
from stacked import Stack  # type: ignore[import-not-found]

MAX_DEPTH = 100
_CELLS = frozenset({"td", "th"})
_STRUCTURE = _CELLS | {"table", "tr"}
_BLOCKS = frozenset(
    "address blockquote br caption center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre ul".split()
)
_UNSEEN = frozenset({"script", "style", "title", "xml"})
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DIGITS = re.compile(r"\s*(\d{1,9})")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>")
_SHEET_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden")


def read_html(page: str, name: str = "") -> list[Sheet]:
    """The tables of a page that hold anything. Raises `TooMuch` beyond the limits, `ValueError` where it is damaged."""
    if "<!ENTITY" in page:
        raise TooMuch("dtd")
    reader = _Page(name)
    try:
        reader.feed(page)
        reader.close()
    except AssertionError as error:  # how the parser says that a declaration is none
        raise ValueError("no HTML") from error
    return reader.finish()


class _Table:
    def __init__(self, *, is_hidden: bool) -> None:
        self.grid = Grid()
        self.is_hidden = is_hidden
        self.has_row = False
        self.words: list[str] | None = None
        self.span = (1, 1)

    def open_row(self) -> None:
        self.close_cell()
        self.grid.open_row()
        self.has_row = True

    def close_cell(self) -> None:
        if self.words is None:
            return
        text, self.words = " ".join("".join(self.words).split()), None
        self.grid.place(text, *self.span, repeats=not is_number(text))


class _Page(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._stack = Stack(name)
        self._tables: list[_Table] = []
        self._words: list[str] = []
        self._unseen: list[str] = []

    def updatepos(self, _: int, end: int) -> int:
        """Nobody asks for the place in the page, and counting its lines takes time."""
        return end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_shown = not any(
            key == "hidden" or (key == "style" and value and _NOT_SHOWN.search(value)) for key, value in attrs
        )
        if tag in _STRUCTURE:
            was_unseen, self._unseen = bool(self._unseen), []
            self._end_words()
            if tag == "table":
                self._open_table(is_hidden=was_unseen or not is_shown)
            elif self._tables:
                self._open(self._tables[-1], tag, dict(attrs))
        elif self._unseen:
            self._unseen += [tag] * (tag == self._unseen[0])
        elif tag in _UNSEEN or (not is_shown and tag not in _VOID):
            self._unseen.append(tag)
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _STRUCTURE:
            self._unseen.clear()
            self._end_words()
            if self._tables:
                self._close(self._tables[-1], tag)
        elif self._unseen:
            if tag == self._unseen[0]:
                self._unseen.pop()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        cell = self._tables[-1].words if self._tables else None
        if cell is not None:
            cell.append(data)
        elif self._words or data.strip():
            self._words.append(data)

    def handle_comment(self, data: str) -> None:
        """What Excel says of the sheet stands in a comment."""
        if found := _SHEET_NAME.search(data):
            self._stack.name = self._stack.name or found[1]
        self._stack.is_hidden |= bool(_SHEET_HIDDEN.search(data))

    def finish(self) -> list[Sheet]:
        """The sheets, after what was never closed."""
        while self._tables:
            self._close_table()
        self._end_words()
        return list(self._stack.finish())

    def _open_table(self, *, is_hidden: bool) -> None:
        if len(self._tables) >= MAX_DEPTH:
            raise TooMuch("depth")
        self._tables.append(_Table(is_hidden=is_hidden))

    @staticmethod
    def _open(table: _Table, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr" or not table.has_row:
            table.open_row()
        if tag in _CELLS:
            table.close_cell()
            table.words = []
            table.span = (_count(attributes.get("colspan")), _count(attributes.get("rowspan")))

    def _close(self, table: _Table, tag: str) -> None:
        table.close_cell()
        if tag == "tr":
            table.has_row = False
        elif tag == "table":
            self._close_table()

    def _close_table(self) -> None:
        """End the innermost table. A single row or column inside a cell is that cell's text."""
        table = self._tables.pop()
        table.close_cell()
        rows = table.grid.texts()
        around = self._tables[-1].words if self._tables else None
        if around is not None and (len(rows) <= 1 or all(len(row) == 1 for row in rows)):
            around.append(" ".join(" ".join(row) for row in rows))
            return
        for outer in self._tables:
            self._stack.add_table(outer.grid, is_hidden=outer.is_hidden)
            outer.grid = Grid()
            outer.grid.open_row()
        self._stack.add_table(table.grid, is_hidden=table.is_hidden)

    def _break(self) -> None:
        if self._tables and self._tables[-1].words is not None:
            self._tables[-1].words.append(" ")
        else:
            self._end_words()

    def _end_words(self) -> None:
        if self._words:
            self._stack.add_text(" ".join("".join(self._words).split()))
            self._words = []


def _count(said: str | None) -> int:
    found = _DIGITS.match(said or "")
    return int(found[1]) if found else 1
