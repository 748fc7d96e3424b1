"""SpreadsheetML 2003, the XML that many programs write under the name of an XLS: its worksheets with typed cells.

Runs inside the guarded child, standard library only. A DTD is refused before an entity of it is looked at; nothing is
kept but the cells.
"""

from __future__ import annotations

import datetime
import math
from xml.parsers import expat

# beside this file, which is run alone
from cells import Sheet  # type: ignore[import-not-found]
from grid import Grid  # type: ignore[import-not-found]
from prescan import TooMuch  # type: ignore[import-not-found]

MAX_DEPTH = 100
#: Elements whose text is looked at, by the element around them: a comment on a cell has data, too.
_READ = {("Cell", "Data"), ("WorksheetOptions", "Visible")}


def read_spreadsheet_xml(data: bytes) -> list[Sheet]:
    """All worksheets. Raises `TooMuch` beyond the limits or with a DTD, `ValueError` where it is damaged."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError("no well-formed XML") from error
    return [
        Sheet(name, grid.filled(), is_hidden)
        for name, grid, is_hidden in zip(reader.names, reader.grids, reader.hidden, strict=True)
    ]


class _Reader:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.grids: list[Grid] = []
        self.hidden: list[bool] = []
        self._path: list[str] = []
        self._row_span = 0
        self._cell: dict[str, str] = {}
        self._words: list[str] | None = None

    def doctype(self, *_: object) -> None:
        raise TooMuch("dtd")

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = _local(element)
        said = {_local(key): value for key, value in attributes.items()}
        if len(self._path) >= MAX_DEPTH:
            raise TooMuch("depth")
        if self._path and (self._path[-1], name) in _READ:
            self._words = []
            self._cell["Type"] = said.get("Type", "")
        self._path.append(name)
        if name == "Worksheet":
            self.names.append(said.get("Name", ""))
            self.grids.append(Grid())
            self.hidden.append(False)
        elif name == "Row" and self.grids:
            self.grids[-1].open_row(int(said["Index"]) if "Index" in said else None)
            self._row_span = int(said.get("Span", 0))
        elif name == "Cell":
            self._cell = said

    def text(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def end(self, element: str) -> None:
        name = self._path.pop()
        if self._words is not None and self._path and (self._path[-1], name) in _READ:
            words, self._words = "".join(self._words), None
            if name == "Data":
                self._cell["Data"] = words
            elif self.hidden:
                self.hidden[-1] = words.strip().endswith("Hidden")
        elif name == "Cell" and self.grids and self.grids[-1].rows:
            said, self._cell = self._cell, {}
            self.grids[-1].place(
                _typed(said.get("Data", ""), said.get("Type", "")),
                1 + int(said.get("MergeAcross", 0)),
                1 + int(said.get("MergeDown", 0)),
                column=int(said["Index"]) if "Index" in said else None,
            )
        elif name == "Row" and self.grids:
            # A row may stand for several that look alike, all of them blank.
            for _ in range(self._row_span):
                self.grids[-1].open_row()


def _typed(text: str, kind: str) -> object:
    """The value of a cell as a workbook would hold it; what is not of its kind stays text."""
    try:
        if kind == "Number" and math.isfinite(float(text)):
            return float(text)
        if kind == "DateTime":
            return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return "" if kind == "Error" else text


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2]
