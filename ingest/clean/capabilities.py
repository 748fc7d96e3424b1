"""Rows of a list of capabilities: words to codes of the catalogue, limits to its units.

A cell may name several capabilities ("Drehen, Fräsen; ISO 9001"). What the catalogue does not know is kept in the note
of the row, so that nobody loses a word; a row in which nothing is known is rejected.
Comes in: a recognised table. Goes out: `CleanRows`. Never: guesses a code, or knows a company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from ingest.clean.counterparts import Texts
from ingest.clean.dates import parse_dates
from ingest.clean.left_out import mark, tell, with_marks
from ingest.tables import GOOD_COLUMNS, LEFT_OUT_COLUMNS, CleanRows, RawTable, Recognition
from schemas.catalogues.capabilities import catalogue, meant_by, names_limit, value_in

#: Between the capabilities of one cell; a comma inside a number parts nothing.
_BETWEEN = re.compile(r"\s*(?:[;\n|•/]|,(?!\d))\s*")
_LAST_UNIT = re.compile(r"\W*\b(mm|cm|m|kg|t|kN)\b\W*$")
#: What is kept of one stated capability.
STATED = ("capability_code", "capability_value", "free_hours_per_week", "last_day", "capability_note")


def clean_capabilities(table: RawTable, recognition: Recognition) -> CleanRows:
    """Every record below the headings ends in capabilities or is left out with its reason."""
    cells = [name for name in table.frame.columns if name != "line"]
    body = table.frame.filter(pl.col("line") > recognition.heading_line)
    body = body.filter(pl.any_horizontal(pl.col(cells).is_not_null()))
    if body.is_empty():
        return CleanRows(pl.DataFrame(schema=GOOD_COLUMNS), pl.DataFrame(schema=LEFT_OUT_COLUMNS), 0)
    said = _stated(body, recognition)
    frame = with_marks(body).with_columns(
        words=pl.Series([", ".join(words) for words in _words(body, recognition)], dtype=pl.String),
        is_known=pl.col("line").is_in(said["line"].unique().implode()),
        day=Texts(body, recognition).get("last_day"),
        is_bad_day=_bad_days(body, recognition),
    )
    frame = mark(frame, pl.col("words") == "", "no_capability")
    frame = mark(frame, ~pl.col("is_known"), "unknown_capability", value=pl.col("words"))
    frame = mark(frame, pl.col("is_bad_day"), "not_a_day", value=pl.col("day"))
    left_out = tell(frame, recognition)
    good = said.filter(~pl.col("line").is_in(left_out["line"].implode()))
    return CleanRows(_as_good(good), left_out, body.height, recognition.notes)


def _words(body: pl.DataFrame, recognition: Recognition) -> list[list[str]]:
    """What each row names, cell by cell."""
    columns = [
        _with_limit(body[f"c{column.position}"], column.heading) for column in recognition.all("capability")
    ]
    return [
        [word for cell in row if cell for word in _BETWEEN.split(cell.strip()) if word]
        for row in zip(*columns, strict=True)
    ]


def _with_limit(cells: pl.Series, heading: str) -> pl.Series:
    """Cells under a heading that names a limit say it in full: `1500` under `max. Länge (mm)`."""
    if not names_limit(heading):
        return cells
    unit = _LAST_UNIT.search(heading)
    said = f"{heading[: unit.start()] if unit else heading} {{}} {unit[1] if unit else ''}"
    return pl.Series([None if cell is None else said.format(cell) for cell in cells], dtype=pl.String)


def _stated(body: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """One record per capability that a row names: line, part_no, code, limit, free hours, last day, note."""
    texts = Texts(body, recognition)
    rows = zip(
        body["line"],
        _words(body, recognition),
        texts.get("capability_value"),
        texts.get("unit"),
        texts.get("free_hours_per_week"),
        parse_dates(texts.get("last_day")),
        texts.get("capability_note"),
        strict=True,
    )
    records: list[tuple[object, ...]] = []
    for line, words, limit, unit, free, last_day, note in rows:
        limit_text = f"{limit or ''} {unit or ''}".strip()
        for part, (code, value) in enumerate(_codes(words, limit_text)):
            hours = _hours(free) if catalogue()[code].kind == "process" else None
            told = _note(words, note) if part == 0 else None
            records.append((line, part, code, value, hours, last_day, told))
    names = ("line", "part_no", *STATED)
    return pl.DataFrame(records, schema={name: GOOD_COLUMNS[name] for name in names}, orient="row")


def _note(words: list[str], note: str | None) -> str | None:
    """The note of a row, and the words of it that the catalogue does not know."""
    unknown = [word for word in words if not meant_by(word)]
    parts = [*filter(None, [note]), *([f"nicht im Katalog: {', '.join(unknown)}"] if unknown else [])]
    return " · ".join(parts) or None


def _codes(words: list[str], limit_text: str) -> Iterator[tuple[str, float | None]]:
    """Codes with their limits; a limit stands in a column of its own, or in the word."""
    for word in words:
        for code in meant_by(word):
            unit = catalogue()[code].unit
            yield code, value_in(limit_text, unit) if limit_text else value_in(word, unit)


def _hours(text: str | None) -> float | None:
    """Hours a week from a cell such as "40", "40 h" or "12,5"."""
    match = re.search(r"\d+(?:[.,]\d+)?", text or "")
    return float(match[0].replace(",", ".")) if match else None


def _bad_days(body: pl.DataFrame, recognition: Recognition) -> pl.Series:
    """Whether a row gives a last day that is none."""
    written = Texts(body, recognition).get("last_day")
    return written.is_not_null() & parse_dates(written).is_null()


def _as_good(said: pl.DataFrame) -> pl.DataFrame:
    side = pl.lit("capability").alias("side")
    missing = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in GOOD_COLUMNS.items()
        if name not in said.columns
    ]
    return said.with_columns(*missing).with_columns(side).select(list(GOOD_COLUMNS))
