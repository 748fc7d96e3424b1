"""Rows that are no counterparts: totals, subtotals, notes, repeated headings, exact duplicates."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.clean.left_out import mark
from ingest.tables import RawTable, Recognition

_SUM_WORD = (
    r"(?i)^\s*(?:\*+|(?:zwischen|gesamt|end|teil|seiten)-?\s?summen?|summen?|gesamt(?:betrag|umsatz|ergebnis|volumen|wert|einkauf|verkauf|saldo|summe)?|"
    r"(?:grand |sub)?total|subtotal|insgesamt|sum|übertrag|σ|∑|saldo gesamt)"
    r"(?:\s*(?:der|aller|über|:|=|in|netto|brutto|eur|€|\d).*|\s+(?:lieferanten?|kunden?|kreditoren|debitoren|suppliers|customers|inland|ausland|alle|gesamt))?[\s:=]*$"
)
_NOTE_WORD = (
    r"(?i)^\s*(?:\*+|hinweise?\b|anmerkung(?:en)?\b|stand\b[:\s]|quelle\b|erstellt\b|bemerkung\b|notes?\b:|note\b:|source\b:|"
    r"alle (?:angaben|beträge|werte)|angaben (?:in|ohne)|beträge "
    r"(?:in|ohne)|davon\b|ansprechpartner\b:|\d+\)\s)"
)
MIN_NOTE_LENGTH = 60


def mark_problems(frame: pl.DataFrame, table: RawTable) -> pl.DataFrame:
    """Rows that were broken while reading."""
    for code in sorted(set(table.line_problems.values())):
        lines = [line for line, problem in table.line_problems.items() if problem == code]
        frame = mark(frame, pl.col("line").is_in(lines), code)
    return frame


def mark_too_wide(frame: pl.DataFrame, recognition: Recognition, cells: Sequence[str]) -> pl.DataFrame:
    """Rows with something beyond the last heading."""
    last = max((column.position for column in recognition.columns if column.heading), default=-1)
    beyond = [name for name in cells if int(name[1:]) > last]
    if not beyond:
        return frame
    return mark(frame, pl.any_horizontal(pl.col(beyond).is_not_null()), "too_many_fields")


def mark_no_counterparts(frame: pl.DataFrame, recognition: Recognition, cells: Sequence[str]) -> pl.DataFrame:
    """Repeated headings, totals and notes. Expects the columns `name_text`, `number_text`, `place_text`."""
    ruled = [pl.col(name).str.contains(r"^[-=_*+|\s]+$").fill_null(True) for name in cells]
    frame = mark(frame, pl.all_horizontal(ruled), "rule")
    frame = _mark_repeated_headings(frame, recognition)
    text = pl.coalesce("name_text", "number_text", pl.coalesce([pl.col(name) for name in cells]))
    is_sum = text.str.contains(_SUM_WORD) & pl.col("place_text").is_null()
    first_word = (
        pl.coalesce([pl.col(name) for name in cells]).str.contains(_SUM_WORD) & pl.col("place_text").is_null()
    )
    frame = mark(frame, is_sum | first_word, "sum_row", value=text)
    filled = pl.sum_horizontal([pl.col(name).is_not_null() for name in cells])
    distinct = pl.concat_list([pl.col(name) for name in cells]).list.drop_nulls().list.unique().list.len()
    frame = frame.with_columns(filled_cells=filled, distinct_cells=distinct)
    return _mark_notes(frame, recognition, text)


def _mark_repeated_headings(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    named = [column for column in recognition.columns if column.heading]
    if len(named) < 2:
        return frame
    same = pl.sum_horizontal(
        [(pl.col(f"c{column.position}") == column.heading).fill_null(False) for column in named]
    )
    return mark(frame, same >= max(2, len(named) // 2), "repeated_heading")


def _mark_notes(frame: pl.DataFrame, recognition: Recognition, text: pl.Expr) -> pl.DataFrame:
    """Single cells that are no name: outside the name's column, worded like a note, or after a gap."""
    usual = sum(1 for column in recognition.columns if column.heading)
    if usual < 2:
        return mark(frame, text.str.contains(_NOTE_WORD), "note", value=text)
    is_alone = pl.col("distinct_cells") == 1
    is_outside = pl.col("name_text").is_null() & pl.col("number_text").is_null()
    is_number = text.str.contains(r"^[-+]?[\d.,' ]+\s?[€%]?-?$")
    wordy = (
        text.str.contains(_NOTE_WORD) | (text.str.len_chars() > MIN_NOTE_LENGTH) | text.str.contains(r":\s*$")
    )
    last_full = frame.filter(pl.col("distinct_cells") > 1)["line"].max()
    after_gap = (pl.col("line") > (int(str(last_full)) + 1 if last_full is not None else 0)) & pl.lit(
        last_full is not None
    )
    return mark(frame, is_alone & ~is_number & (is_outside | wordy | after_gap), "note", value=text)


def mark_only_numbers(frame: pl.DataFrame, cells: Sequence[str]) -> pl.DataFrame:
    """Rows without name and number whose filled cells are all numbers: subtotals without a word."""
    numeric = pl.all_horizontal(
        [
            (
                pl.col(name).is_null()
                | pl.col(name).str.contains(
                    r"^[-+(]?[\d.,' ]+\)?\s?(?:[A-Z]{3}|[€%*])?\s?-?\**$|^(?:EUR|USD|CHF|GBP|€)$"
                )
            )
            for name in cells
        ]
    )
    return mark(
        frame, pl.col("name_text").is_null() & pl.col("number_text").is_null() & numeric, "only_numbers"
    )


def mark_duplicates(frame: pl.DataFrame, cells: Sequence[str]) -> pl.DataFrame:
    """Rows that equal an earlier row in every cell; the first one stays."""
    marked = frame.with_columns(
        earlier=pl.col("line").min().over([*cells, pl.col("reason_code").is_null()])
        if cells
        else pl.col("line")
    )
    is_again = pl.col("earlier") < pl.col("line")
    return mark(marked, is_again, "duplicate", value=pl.col("earlier").cast(pl.String)).drop("earlier")
