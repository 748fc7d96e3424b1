"""Two lists on one sheet, side by side with an empty column between them: each is a table of its own.

Never: parts a table whose columns right of the gap name nobody; there the gap is decoration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.recognise.heading_row import SEARCHED_ROWS, find_heading_row
from ingest.tables import RawTable

_FEWEST_COLUMNS = 2


def parted(tables: Sequence[RawTable]) -> list[RawTable]:
    """The tables, those that hold two lists side by side in their parts; each part keeps its lines."""
    return [part for table in tables for part in _parts(table)]


def _parts(table: RawTable) -> list[RawTable]:
    cells = [name for name in table.frame.columns if name != "line"]
    blocks: list[list[str]] = [[]]
    for name in cells:
        if table.frame[name].null_count() == table.frame.height:
            blocks.append([])
        else:
            blocks[-1].append(name)
    filled = [block for block in blocks if block]
    if len(filled) < 2 or any(len(block) < _FEWEST_COLUMNS for block in filled):
        return [table]
    parts = [_part(table, block, number) for number, block in enumerate(filled, start=1)]
    found = [_heading_line(part) for part in parts]
    return parts if None not in found and len(set(found)) == 1 else [table]


def _part(table: RawTable, block: Sequence[str], number: int) -> RawTable:
    names = {name: f"c{at}" for at, name in enumerate(block)}
    sheet = table.sheet if number == 1 else f"{table.sheet or ''} ({number})".strip()
    return replace(table, sheet=sheet, frame=table.frame.select("line", *block).rename(names))


def _heading_line(part: RawTable) -> int | None:
    """The line of the part's own headings, which must name somebody; None where it has none."""
    head = part.frame.head(SEARCHED_ROWS)
    found = find_heading_row([row[1:] for row in head.iter_rows()], head["line"].to_list())
    return found.line if found else None
