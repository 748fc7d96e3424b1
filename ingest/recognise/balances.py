"""Lists of balances (Summen- und Saldenlisten): which sum is turnover, and whose account it is.

A creditor's turnover is what was credited, a debtor's what was debited; the other sum holds payments. Where a list
has accounts of both and the ledger's own, each row's side follows from its number, as in DATEV.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ingest.recognise.headings import key
from ingest.tables import Column, RawTable

SUMS = {"debit_sum": "customer", "credit_sum": "supplier"}
_MIN_SHARE = 0.9
_BARE = frozenset({"soll", "haben", "debit", "credit", "debits", "credits"})


def ledger_length(columns: Sequence[Column], table: RawTable, heading_line: int) -> int | None:
    """Digits of the ledger's own accounts where the list mixes accounts of both sides; None for other lists."""
    account = next((column for column in columns if column.meaning == "partner_no"), None)
    if account is None or not any(column.meaning in SUMS for column in columns):
        return None
    cells = table.frame.filter(pl.col("line") > heading_line)[f"c{account.position}"].drop_nulls()
    digits = cells.filter(cells.str.contains(r"^\d{3,9}$"))
    if digits.is_empty() or digits.len() < _MIN_SHARE * cells.len():
        return None
    longest = int(str(digits.str.len_chars().max()))
    persons = digits.filter(digits.str.len_chars() == longest).str.slice(0, 1).cast(pl.Int32)
    has_both = (persons < 7).any() and (persons >= 7).any()
    has_ledger = (digits.str.len_chars() < longest).any()
    return longest - 1 if longest >= 5 and (has_both or has_ledger) else None


def settle_sums(columns: Sequence[Column], list_kind: str) -> list[Column]:
    """The sum that is turnover becomes the amount; with both sides in one list each sum belongs to its own."""
    columns = _without_months(columns)
    own = {"suppliers": "supplier", "customers": "customer"}.get(list_kind)
    settled = []
    for column in columns:
        side = SUMS.get(column.meaning)
        if side is None:
            settled.append(column)
        elif own is None or side == own:
            settled.append(replace(column, meaning="amount", kind="posted_gross", end=None if own else side))
        else:
            settled.append(
                replace(column, meaning="not_needed", reason="holds payments and credit notes, no turnover")
            )
    return settled


def _without_months(columns: Sequence[Column]) -> list[Column]:
    """`Soll` beside `Soll kumuliert` is the sum of one month only."""
    of_year = {
        column.meaning for column in columns if column.meaning in SUMS and key(column.heading) not in _BARE
    }
    return [
        replace(column, meaning="not_needed", reason="of one month; another column gives the whole period")
        if column.meaning in of_year and key(column.heading) in _BARE
        else column
        for column in columns
    ]
