"""In a list of one side, columns that speak of the other side are not the counterpart's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.recognise.columns import FIXED, ONE_OF_EACH
from ingest.tables import Column

_OWN_SIDE = {"suppliers": "supplier", "customers": "customer", "orders": "supplier"}


def choose_side(columns: Sequence[Column], list_kind: str) -> list[Column]:
    """Keep one column for each single-valued meaning: the one of the list's own side, then the neutral one."""
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
    return [
        column
        if column.meaning not in ONE_OF_EACH or best[column.meaning] is column
        else replace(
            column,
            meaning="own_number" if column.meaning == "partner_no" else "not_needed",
            reason=f"another column already gives {column.meaning}",
        )
        for column in columns
    ]
