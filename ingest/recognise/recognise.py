"""Recognise one table: shape, heading row, columns, unit and kind of amounts, currency, period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ingest.clean.amounts import decide_convention, is_in_doubt
from ingest.errors import UnreadableFile
from ingest.notes import note
from ingest.recognise import capability_list, datev, figures_across
from ingest.recognise.amount_columns import settle_amounts
from ingest.recognise.balances import ledger_length, settle_sums
from ingest.recognise.columns import describe_columns
from ingest.recognise.context import Context, read_context
from ingest.recognise.figures import are_figures, with_figures
from ingest.recognise.heading_row import (
    SEARCHED_ROWS,
    HeadingRow,
    find_heading_row,
    heading_row_at,
    heading_row_with,
    with_units_below,
)
from ingest.recognise.headings import key
from ingest.recognise.headless import headings_by_values, with_doubt
from ingest.recognise.list_kind import decide_list_kind
from ingest.recognise.positions import find_positions
from ingest.recognise.realign import find_split, realigned
from ingest.recognise.relations import give_ends
from ingest.recognise.shapes import Shape, find_shape
from ingest.recognise.side_by_side import parted
from ingest.recognise.sides import choose_side
from ingest.recognise.units import apart_by_currency, share_units
from ingest.tables import Column, Hints, RawTable, Recognition

NO_HEADING_DE = (
    "Wir haben keine Kopfzeile gefunden und auch keine Spalte mit Namen von Unternehmen. "
    "Zeigen Sie uns die Zeile mit den Überschriften, oder schreiben Sie über jede Spalte, was sie enthält: "
    "Name, PLZ, Ort, Umsatz."
)
NO_HEADING_EN = (
    "We found no heading row and no column with names of companies. Show us the row with the headings, or "
    "write above each column what it holds: name, postcode, town, turnover."
)


def recognise(table: RawTable, hints: Hints, file_name: str) -> Recognition:
    """Recognise one table; what `hints` fix is taken as given.

    Raises `UnreadableFile` (code `no_heading`) when no row reads like headings and none was named.
    """
    rows = [row[1:] for row in table.frame.head(SEARCHED_ROWS + 5).iter_rows()]
    lines = table.frame["line"].head(SEARCHED_ROWS + 5).to_list()
    meta = datev.read_meta(rows[0]) if rows else None
    if meta is not None and len(rows) > 1:
        return _recognise_datev(
            table, meta, hints, HeadingRow(lines[1], 1, tuple(cell or "" for cell in rows[1]), 0.0)
        )
    capabilities = capability_list.recognise(table, rows, lines, hints)
    if capabilities is not None:
        return capabilities
    figures = figures_across.recognise(table, hints) if hints.heading_line is None else None
    if figures is not None:
        return figures
    by_position = find_positions(rows, table.frame.width - 1)
    found = by_position[1] if by_position else _heading_row(rows, lines, hints)
    if found is None:
        found = headings_by_values(table, rows, lines)
    if found is None:
        raise UnreadableFile("no_heading", NO_HEADING_DE, NO_HEADING_EN)
    if "category" in hints.meta:
        return _recognise_datev(table, datev.meta_again(hints), hints, found)
    found = with_units_below(found, rows, lines)
    mark = by_position[0] if by_position else None
    return _recognise_table(table, found, mark, hints, file_name)


def _recognise_table(
    table: RawTable, found: HeadingRow, record_mark: str | None, hints: Hints, file_name: str
) -> Recognition:
    """Recognise a table whose headings are known."""
    split = find_split(table, found.headings, found.line)
    details = {"record_mark": record_mark} if record_mark else dict[str, str]()
    if split is not None:
        details |= {"split_at": str(split[0]), "split_extra": str(split[1])}
        table = realigned(table, Recognition("", "", found.line, (), meta=details))
    context = read_context(table, found, file_name, hints)
    shape = find_shape(found.headings)
    columns = describe_columns(table, found, _fixed(shape, hints))
    columns = with_doubt(columns) if found.is_by_values else columns
    has_two_ends = shape is None or shape.list_kind == "relations"
    columns, is_relations = give_ends(columns, table, is_allowed=has_two_ends)
    list_kind, kind_note = decide_list_kind(columns, shape, context, hints, is_relations=is_relations)
    if are_figures(columns, hints):
        list_kind, kind_note, is_relations = "figures", None, False
    columns = columns if is_relations else choose_side(columns, list_kind)
    columns, unit_notes = share_units(columns, table, found.line, context, hints)
    columns = with_figures(columns, list_kind, context, hints)
    digits = ledger_length(columns, table, found.line) if hints.list_kind is None and not shape else None
    if digits is not None:
        list_kind, kind_note = "suppliers_and_customers", None
        details |= {"ledger_length": str(digits)}
    columns = settle_sums(columns, list_kind)
    apart = apart_by_currency(columns, table, found.line)
    columns = settle_amounts(columns, context, hints, shape.amount_kind if shape else None, apart)
    plain = "handmade" if context.is_handmade else "table"
    without_shape = {"figures": "figures", "relations": "relations"}.get(list_kind, plain)
    name = shape.name if shape else "datev_balances" if digits is not None else without_shape
    notes = [*([kind_note] if kind_note else []), *unit_notes]
    return _finish(table, name, list_kind, found, columns, context, notes, details, hints.decimal)


def _heading_row(
    rows: Sequence[Sequence[str | None]], lines: Sequence[int], hints: Hints
) -> HeadingRow | None:
    """The row named by the caller, or holding the headings that the caller mapped, or the likeliest."""
    if hints.heading_line is not None:
        return heading_row_at(rows, lines, hints.heading_line)
    mapped = {key(heading) for heading in hints.mapping}
    said = heading_row_with(rows, lines, mapped)
    return said or find_heading_row(rows, lines) or _row_of_known_export(rows, lines)


def _row_of_known_export(rows: Sequence[Sequence[str | None]], lines: Sequence[int]) -> HeadingRow | None:
    """The first row that has all headings of a known export, whose words no alias knows."""
    for row, line in zip(rows, lines, strict=True):
        if find_shape([cell or "" for cell in row]) is not None:
            return heading_row_at(rows, lines, line)
    return None


def recognise_all(
    tables: Sequence[RawTable], hints: Hints, file_name: str
) -> list[tuple[RawTable, Recognition]]:
    """Recognise every visible sheet that has a heading row; hidden sheets only when all are hidden.

    Raises `UnreadableFile` when no sheet has one.
    """
    filled = parted([table for table in tables if table.frame.height])
    visible = [table for table in filled if not table.is_hidden] or filled
    found: list[tuple[RawTable, Recognition]] = []
    problem: UnreadableFile | None = None
    for table in visible:
        try:
            found.append((table, recognise(table, hints, file_name)))
        except UnreadableFile as error:
            problem = error
    if not found:
        raise problem or UnreadableFile("no_heading", NO_HEADING_DE, NO_HEADING_EN)
    return found


def _fixed(shape: Shape | None, hints: Hints) -> Mapping[str, str]:
    """Meanings by heading that need no guessing: the shape's own, then what the caller fixed."""
    fixed = dict(shape.meanings) if shape else {}
    fixed.update({key(heading): meaning for heading, meaning in hints.mapping.items()})
    return fixed


def _recognise_datev(table: RawTable, meta: datev.DatevMeta, hints: Hints, found: HeadingRow) -> Recognition:
    """A DATEV file says itself what it is; only some categories are lists of counterparts."""
    fixed = {key(heading): meaning for heading, meaning in hints.mapping.items()}
    own = datev.MEANINGS.get(meta.category, datev.MASTER_MEANINGS)
    columns = describe_columns(table, found, {key(name): meaning for name, meaning in own.items()} | fixed)
    shape, list_kind = datev.SHAPES.get(meta.category, ("datev_other", "not_a_list"))
    context = Context(year=hints.year, currency=meta.currency or "EUR", is_german=True)
    if meta.category == datev.POSTINGS:
        context = Context(
            hints.year, None, meta.currency or "EUR", True, False, meta.period_start, meta.period_end
        )
    kind = "posted_gross" if meta.category == datev.POSTINGS else None
    columns = choose_side(columns, list_kind)
    columns = settle_amounts(columns, context, hints, kind) if kind else columns
    details = {
        "ledger_length": str(meta.ledger_length),
        "category": meta.category,
        "version": meta.version,
        "category_name": meta.category_name,
    }
    if list_kind != "not_a_list":
        list_kind = hints.list_kind or list_kind
    return _finish(table, shape, list_kind, found, columns, context, [], details, hints.decimal)


def _finish(
    table: RawTable,
    shape: str,
    list_kind: str,
    found: HeadingRow,
    columns: Sequence[Column],
    context: Context,
    notes: list[str],
    meta: Mapping[str, str] | None = None,
    said_decimal: str | None = None,
) -> Recognition:
    amounts = [column for column in columns if column.meaning == "amount"]
    decimal, currency = said_decimal or ",", context.currency
    if amounts:
        values = table.frame.filter(table.frame["line"] > found.line)[f"c{amounts[0].position}"]
        convention = decide_convention(
            values, is_spreadsheet=table.is_spreadsheet, fallback="," if context.is_german else "."
        )
        decimal = said_decimal or convention.decimal
        if said_decimal is None and not convention.is_sure and is_in_doubt(values):
            notes.append(note("decimal_assumed", decimal))
        currency = currency or amounts[0].currency
        if (
            currency is None
            and context.is_german
            and (
                any(column.is_in_home_currency for column in amounts)
                or not any(column.meaning == "currency" for column in columns)
            )
        ):
            currency = "EUR"
            notes.append(note("currency_assumed", currency))
    start, end = context.period_start, context.period_end
    if start is None and context.year is not None:
        start, end = date(context.year, 1, 1), date(context.year, 12, 31)
    kinds = {column.kind for column in amounts if column.kind}
    return Recognition(
        shape=shape,
        list_kind=list_kind,
        heading_line=found.line,
        columns=tuple(columns),
        amount_kind=amounts[0].kind if len(kinds) == 1 else None,
        amount_unit=amounts[0].unit if amounts else 1.0,
        currency=currency,
        period_start=start,
        period_end=end,
        decimal=decimal,
        is_decimal_said=said_decimal is not None,
        notes=tuple(notes),
        meta=meta or {},
    )
