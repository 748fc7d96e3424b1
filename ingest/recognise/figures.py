"""Lists of a company's own five figures by year: they name nobody, and their amounts are nobody's turnover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.recognise.context import Context
from ingest.tables import Column, Hints

COSTS = ("material_cost", "personnel_cost", "value_added")
"""Figures whose headings no list of counterparts has."""

_NAMING = frozenset({"name", "number_and_name", "partner_no", "name_unspecified", "short_name"})
_OF_A_COMPANY = ("members", "registry", "figures")


def are_figures(columns: Sequence[Column], hints: Hints) -> bool:
    """Whether the columns give a company's own figures: costs beside revenue or employees, and no name."""
    if hints.list_kind is not None:
        return hints.list_kind == "figures"
    meanings = {column.meaning for column in columns}
    others = meanings & {"amount", "revenue", "employees", "year"}
    costs = meanings & set(COSTS)
    return bool(costs) and len(costs | others) >= 2 and not meanings & _NAMING


def with_figures(columns: Sequence[Column], list_kind: str, context: Context, hints: Hints) -> list[Column]:
    """In lists about companies themselves, turnover is the company's revenue; every figure gets its unit."""
    if list_kind not in _OF_A_COMPANY:
        return [_no_figure(column) if column.meaning in COSTS else column for column in columns]
    settled = []
    has_revenue = any(column.meaning == "revenue" for column in columns)
    for column in columns:
        changed = column
        if column.meaning == "amount":
            changed = (
                replace(column, meaning="not_needed", reason="another column already gives revenue")
                if has_revenue
                else replace(column, meaning="revenue")
            )
            has_revenue = True
        if changed.meaning in ("revenue", *COSTS):
            unit = hints.amount_unit or (column.unit if column.has_unit else context.unit) or 1.0
            changed = replace(changed, unit=unit, currency=column.currency or context.currency)
        settled.append(changed)
    return settled


def _no_figure(column: Column) -> Column:
    return replace(column, meaning="not_needed", reason="a company's own figure, and this list is of others")
