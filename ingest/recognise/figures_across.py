"""A company's own figures with a row for each figure and a column for each year, as people write them by hand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.recognise.extras import currency_in, unit_in, year_in
from ingest.recognise.figures import COSTS
from ingest.recognise.headings import understand
from ingest.tables import Column, Hints, RawTable, Recognition

LAYOUT = "figures_across"
_FIGURES = frozenset({*COSTS, "revenue", "amount", "employees"})
_SEARCHED_ROWS = 40
_LABEL_SCORE = 0.95


def figure_of(label: str | None) -> tuple[str, float | None] | None:
    """The figure that a row is about, and its own unit; None for other rows (`EBIT`).

    >>> figure_of("Materialaufwand (T€)"), figure_of("Umsatz"), figure_of("EBIT")
    (('material_cost', 1000.0), ('revenue', None), None)
    """
    heading = understand(label.strip()) if label else None
    if heading is None or heading.meaning not in _FIGURES:
        return None
    return ("revenue" if heading.meaning == "amount" else heading.meaning), heading.unit


def recognise(table: RawTable, hints: Hints) -> Recognition | None:
    """What such a table says, or None where it is another: years in one row, below them two figures or more."""
    if hints.list_kind not in (None, "figures") or table.frame.width < 3:
        return None
    rows = list(table.frame.head(_SEARCHED_ROWS).iter_rows())
    labels = [figure_of(row[1]) for row in rows]
    for at, row in enumerate(rows):
        years = {position: year for position, cell in enumerate(row[2:], start=1) if (year := _year(cell))}
        below = {label[0] for label in labels[at + 1 :] if label is not None}
        if years and len(below) >= 2 and below & set(COSTS):
            return _recognition(table, rows[: at + 1], years, hints)
    return _of_one_year(table, rows, [label[0] if label else None for label in labels], hints)


def _of_one_year(
    table: RawTable, rows: Sequence[tuple[object, ...]], labels: Sequence[str | None], hints: Hints
) -> Recognition | None:
    """Figures below one another in one column, of the year that the title names."""
    first = next((at for at, label in enumerate(labels) if label is not None), 0)
    title = " ".join(str(cell) for row in rows[:first] for cell in row[1:] if cell is not None)
    year = hints.year or year_in(title)
    if first == 0 or year is None or table.frame.width != 3 or len(set(labels[first:]) - {None}) < 2:
        return None
    return _recognition(table, rows[:first], {1: year}, hints) if set(labels) & set(COSTS) else None


def _year(cell: str | None) -> int | None:
    """The year of a heading that says nothing else: `2025`, `GJ 2025`, `2025 T€`."""
    if cell is None or year_in(cell) is None:
        return None
    heading = understand(cell.strip())
    return heading.year if heading.meaning == "amount" and heading.reason.startswith("only a year") else None


def _recognition(
    table: RawTable, above: Sequence[tuple[object, ...]], years: dict[int, int], hints: Hints
) -> Recognition:
    heading_row = above[-1]
    words = " ".join(str(cell) for row in above for cell in row[1:] if cell is not None)
    unit = hints.amount_unit or unit_in(words) or 1.0
    line = int(str(heading_row[0]))
    body = table.frame.filter(pl.col("line") > line)
    columns = []
    for position, cell in enumerate(heading_row[1:]):
        heading = str(cell or "")
        values = body[f"c{position}"].drop_nulls()
        if not heading and values.is_empty():
            continue
        meaning = "figure_label" if position == 0 else "figure" if position in years else "unknown"
        samples = tuple(values.unique(maintain_order=True).head(3).to_list())
        score = 0.0 if meaning == "unknown" else _LABEL_SCORE
        reason = "figures below one another, years beside" if score else "no year"
        columns.append(Column(position, heading, meaning, score, samples, reason, unit, years.get(position)))
    return Recognition(
        shape="figures",
        list_kind="figures",
        heading_line=line,
        columns=tuple(columns),
        amount_unit=unit,
        currency=currency_in(words) or "EUR",
        decimal=hints.decimal or ",",
        is_decimal_said=hints.decimal is not None,
        meta={"layout": LAYOUT},
    )
