"""In a list of one side, columns that speak of the other side are not the counterpart's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.recognise.columns import FIXED, ONE_OF_EACH
from ingest.recognise.headings import key
from ingest.tables import Column

_OWN_SIDE = {"suppliers": "supplier", "customers": "customer", "orders": "supplier"}


def choose_side(columns: Sequence[Column], list_kind: str) -> list[Column]:
    """Keep one column for each single-valued meaning: the list's own side first, then neutral ones."""
    own = _OWN_SIDE.get(list_kind)

    def rank(column: Column) -> tuple[int, float, int]:
        fit = 2 if own is not None and column.end == own else 1 if column.end is None else 0
        return (3 if column.reason == FIXED else fit, column.score, -column.position)

    best: dict[str, Column] = {}
    for column in columns:
        if column.meaning in ONE_OF_EACH and (
            column.meaning not in best or rank(column) > rank(best[column.meaning])
        ):
            best[column.meaning] = column
    has_bank = any(column.meaning == "bank" for column in columns)
    return [
        column
        if column.meaning not in ONE_OF_EACH or best[column.meaning] is column
        else _second(column, has_bank=has_bank)
        for column in columns
    ]


def _second(column: Column, *, has_bank: bool) -> Column:
    """A column whose meaning another one gives; a second account number beside bank data is the bank's."""
    if column.meaning != "partner_no":
        return replace(column, meaning="not_needed", reason=f"another column already gives {column.meaning}")
    if has_bank and key(column.heading).startswith("konto"):
        return replace(column, meaning="bank", samples=(), reason="an account number beside bank data")
    return replace(column, meaning="own_number", reason="another column already gives partner_no")
