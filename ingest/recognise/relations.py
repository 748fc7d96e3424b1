"""Lists that carry both ends of a relation: which column belongs to the supplier, which to the customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.tables import Column, RawTable

OF_A_COMPANY = frozenset(
    "partner_no name number_and_name name_2 name_3 short_name street house_number postcode city "
    "postcode_city address "
    "country country_name vat_id register_number register_court lei duns web sector_code "
    "sector_code_2025 sector_text ags "
    "group_partner group_flag".split()
)
_NAMES = ("name", "number_and_name")


def give_ends(columns: Sequence[Column], table: RawTable, *, is_allowed: bool) -> tuple[list[Column], bool]:
    """Prefix the meanings with `supplier_` and `customer_` when both ends are named in columns of their own.

    Returns the columns and whether this is a list of relations. A column about a company that does not say
    which end it means is left as `unknown` there.
    """
    named = {column.end for column in columns if column.meaning in _NAMES and _is_filled(column, table)}
    numbered = {
        column.end for column in columns if column.meaning == "partner_no" and _is_filled(column, table)
    }
    has_both = {"supplier", "customer"} <= named or (
        {"supplier", "customer"} <= named | numbered and None not in named and not named
    )
    if not (is_allowed and has_both):
        return list(columns), False
    return [_with_end(column) for column in columns], True


def _is_filled(column: Column, table: RawTable) -> bool:
    return table.frame[f"c{column.position}"].count() > 1


def _with_end(column: Column) -> Column:
    if column.meaning not in OF_A_COMPANY:
        return column
    if column.end is None:
        return replace(
            column, meaning="unknown", score=0.0, reason="does not say which end of the relation it means"
        )
    return replace(column, meaning=f"{column.end}_{column.meaning}")
