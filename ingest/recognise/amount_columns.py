"""Which columns hold amounts, of which year, unit and kind; totals beside years are not added again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.recognise.context import Context
from ingest.tables import Column, Hints

DEFAULT_KIND = "invoiced_net"


def settle_amounts(
    columns: Sequence[Column],
    context: Context,
    hints: Hints,
    default_kind: str | None,
    apart: Collection[int] = (),
) -> list[Column]:
    """Give every amount column its unit, kind and year, and set aside those that would count twice.

    `apart` are positions of columns that never count twice, because no row fills two of them.
    """
    has_years = any(column.meaning == "amount" and column.year is not None for column in columns)
    has_amounts = any(column.meaning == "amount" for column in columns)
    year = context.year or max(
        (column.year for column in columns if column.meaning == "amount" and column.year), default=None
    )
    at_home = {
        _mark(column) for column in columns if column.meaning == "amount" and column.is_in_home_currency
    }
    settled: list[Column] = []
    taken: set[tuple[int | None, str, str | None]] = set()
    for column in columns:
        changed = column
        if column.meaning == "total":
            changed = (
                _set_aside(column, "a total of other columns")
                if has_amounts
                else replace(column, meaning="amount")
            )
        elif column.meaning == "amount_previous":
            is_known = year is not None and year - 1 not in {other.year for other in columns}
            changed = (
                replace(column, meaning="amount", year=(year or 0) - 1)
                if is_known
                else _set_aside(column, "of the year before, and no year is known")
            )
        elif (
            column.meaning == "amount"
            and has_years
            and column.year is None
            and not _has_own_kind(column, columns)
        ):
            changed = _set_aside(column, "a total beside columns with years")
        if changed.meaning == "amount":
            changed = _with_unit_and_kind(changed, context, hints, default_kind)
            mark = _mark(changed)
            if mark in taken and column.position not in apart:
                changed = _set_aside(column, "another column already gives this amount")
            elif _mark(column) in at_home and not column.is_in_home_currency:
                changed = _set_aside(column, "another column gives it in the currency of the books")
            else:
                taken.add(mark)
        settled.append(changed)
    return settled


def _mark(column: Column) -> tuple[int | None, str, str | None]:
    """What makes two columns the same amount: year, kind and end of the relation."""
    return column.year, column.kind or DEFAULT_KIND, column.end


def _has_own_kind(column: Column, columns: Sequence[Column]) -> bool:
    """A balance beside yearly turnovers is an amount of another kind and no total of them."""
    kinds_with_year = {
        other.kind or DEFAULT_KIND for other in columns if other.meaning == "amount" and other.year
    }
    return column.kind is not None and column.kind not in kinds_with_year


def _set_aside(column: Column, reason: str) -> Column:
    return replace(column, meaning="not_needed", reason=reason)


def _with_unit_and_kind(column: Column, context: Context, hints: Hints, default_kind: str | None) -> Column:
    unit = hints.amount_unit or (column.unit if column.has_unit else context.unit) or 1.0
    kind = hints.amount_kind or column.kind or default_kind or DEFAULT_KIND
    if default_kind is not None and hints.amount_kind is None:
        kind = default_kind
    return replace(column, unit=unit, kind=kind, currency=column.currency)
