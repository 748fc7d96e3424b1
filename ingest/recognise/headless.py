"""Lists without headings, or with none above the names: columns are told by what stands in them.

Comes in: a table in which no row reads like headings. Goes out: headings that its columns could have had, or None.
Never: takes a table for a list in which hardly any cell of a column ends in a legal form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from ingest.clean.names import has_legal_form
from ingest.recognise.heading_row import HeadingRow
from ingest.recognise.headings import understand
from ingest.recognise.values import share
from ingest.tables import Column, RawTable

SCORE = 0.6
REASON = "by its values; no heading stands above it"
_LOOKED_AT = 200
_FEWEST_ROWS, _LEGAL_FORMS, _MOST = 3, 0.3, 0.8
_ALIGNED = r"\S\s{3,}\S"
_POSTCODE = r"^(?:[A-Z]{1,3}[- ])?\d{4,5}$|^\d{2}-\d{3}$"
_WORDS = r"^[\p{L}'’][\p{L}\s.,'’()/-]+$"
_STREET = r"^\p{L}.*\s\d{1,4}\s?[a-zA-Z]?$"
_NUMBER = r"^[A-Z]{0,4}[-_]?\d{3,10}$"
_MONEY = r"^-?[\d.,'’\s]*\d[.,]\d{2}-?\s*(?:€|EUR|CHF)?$"
_TITLE = re.compile(
    r"(?i)^(?:unsere|die|alle|liste|übersicht|top|stand)\b|^(?:lieferanten|kunden|partner|firmen|suppliers|customers)\w*\W*$|:$"
)


def headings_by_values(
    table: RawTable, rows: Sequence[Sequence[str | None]], lines: Sequence[int]
) -> HeadingRow | None:
    """Headings for a table that has none, or its row of headings completed by the name that it lacks."""
    cells = [name for name in table.frame.columns if name != "line"]
    columns = [table.frame[name].drop_nulls().head(_LOOKED_AT) for name in cells]
    name_at = _name_column(columns)
    if name_at is None:
        return None
    completed = _completed(rows, lines, name_at)
    if completed is not None or _has_unknown_headings(rows[0], columns):
        return completed
    titles = [line for row, line in zip(rows, lines, strict=True) if _is_title(row)]
    return HeadingRow(max(titles, default=0), len(titles), _told(columns, name_at), SCORE, is_by_values=True)


def _has_unknown_headings(first: Sequence[str | None], columns: Sequence[pl.Series]) -> bool:
    """Whether words stand above a column of numbers: headings that nobody knows, which a person has to explain."""
    return any(
        cell is not None and not any(map(str.isdigit, cell)) and share(values[1:], r"\d") > _MOST
        for cell, values in zip(first, columns, strict=True)
    )


def _is_title(row: Sequence[str | None]) -> bool:
    texts = [cell for cell in row if cell]
    return len(texts) == 1 and bool(_TITLE.search(texts[0])) and not has_legal_form(pl.Series(texts))[0]


def _told(columns: Sequence[pl.Series], name_at: int) -> tuple[str, ...]:
    """What each column would be called; `Feld 3` where its values do not tell."""
    told = {name_at: "Name"}
    _tell(told, "PLZ", columns, _POSTCODE, lambda at: _is_before_place(columns, at, told))
    postcode_at = next((at for at, heading in told.items() if heading == "PLZ"), None)
    if postcode_at is not None:
        told[postcode_at + 1] = "Ort"
    _tell(told, "Nummer", columns, _NUMBER, lambda at: columns[at].n_unique() == columns[at].len())
    _tell(told, "Straße", columns, _STREET)
    if sum(share(values, _MONEY) > _MOST for at, values in enumerate(columns) if at not in told) == 1:
        _tell(told, "Betrag", columns, _MONEY)
    return tuple(told.get(at, f"Feld {at + 1}") for at in range(len(columns)))


def with_doubt(columns: Sequence[Column]) -> list[Column]:
    """The columns as told by their values, so that nobody takes their headings for read ones."""
    return [replace(column, score=min(column.score, SCORE), reason=REASON) for column in columns]


def _name_column(columns: Sequence[pl.Series]) -> int | None:
    """The column in which most cells end in a legal form."""
    shares = [
        int((has_legal_form(values) & ~values.str.contains(_ALIGNED)).sum()) / values.len()
        if values.len() >= _FEWEST_ROWS
        else 0.0
        for values in columns
    ]
    best = max(range(len(shares)), key=lambda at: shares[at], default=None)
    return best if best is not None and shares[best] >= _LEGAL_FORMS else None


def _completed(rows: Sequence[Sequence[str | None]], lines: Sequence[int], name_at: int) -> HeadingRow | None:
    """The row with most headings, all known, that lacks one above the names, with `Name` there."""
    best: HeadingRow | None = None
    for index, row in enumerate(rows):
        texts = [cell for cell in row if cell]
        is_row = row[name_at] is None and texts and all(understand(text).score > 0 for text in texts)
        if is_row and len(texts) > (best.score if best else 0):
            headings = tuple("Name" if at == name_at else cell or "" for at, cell in enumerate(row))
            best = HeadingRow(lines[index], index, headings, len(texts))
    return best


def _tell(
    told: dict[int, str],
    heading: str,
    columns: Sequence[pl.Series],
    pattern: str,
    of: Callable[[int], bool] = lambda at: True,
) -> None:
    """Call the first column so that is not told yet and whose values fit."""
    for at, values in enumerate(columns):
        if at not in told and share(values, pattern) > _MOST and of(at):
            told[at] = heading
            return


def _is_before_place(columns: Sequence[pl.Series], at: int, told: dict[int, str]) -> bool:
    return at + 1 < len(columns) and at + 1 not in told and share(columns[at + 1], _WORDS) > _MOST
