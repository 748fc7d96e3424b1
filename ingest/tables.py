"""What the stages of reading hand to one another: tables of text, what was recognised, rows in and out.

`RawTable` is what readers give, `Recognition` what recognising adds, `CleanRows` what checking makes of both.
Nothing in here computes anything of a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

MEANINGS_WITHOUT_DATA = frozenset({"unknown", "personal", "bank", "not_needed"})
"""Meanings of columns from which nothing is loaded."""

COUNTERPART_COLUMNS: dict[str, pl.DataType] = {
    "partner_no": pl.String(),
    "name": pl.String(),
    "name_normalised": pl.String(),
    "legal_form": pl.String(),
    "street": pl.String(),
    "postcode": pl.String(),
    "city": pl.String(),
    "country_code": pl.String(),
    "ags": pl.String(),
    "vat_id": pl.String(),
    "register_number": pl.String(),
    "register_court": pl.String(),
    "lei": pl.String(),
    "duns": pl.String(),
    "web": pl.String(),
    "sector_code": pl.String(),
    "sector_source": pl.String(),
    "sector_confidence": pl.Float64(),
    "sector_text": pl.String(),
    "is_natural_person": pl.Boolean(),
    "is_group_internal": pl.Boolean(),
    "is_deleted": pl.Boolean(),
}
"""What is kept of one company named in a row."""

ENDS: tuple[str, ...] = ("", "supplier_", "customer_")
#: Sides of good rows that name a counterpart; other rows are about a company itself.
NAMING_SIDES = ("supplier", "customer", "both")
"""Prefixes of the counterpart columns: one named company, or both ends of a relation."""

AMOUNT_TYPE = pl.Decimal(18, 2)

GOOD_COLUMNS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "part_no": pl.Int32(),
    "side": pl.String(),
    **{f"{end}{name}": dtype for end in ENDS for name, dtype in COUNTERPART_COLUMNS.items()},
    "amount": AMOUNT_TYPE,
    "currency": pl.String(),
    "amount_kind": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "document_no": pl.String(),
    "good_system": pl.String(),
    "good_code": pl.String(),
    "good_text": pl.String(),
    "former_name": pl.String(),
    "status": pl.String(),
    "size_class": pl.String(),
    "employees": pl.Int64(),
    "revenue_eur": AMOUNT_TYPE,
    "material_cost_eur": AMOUNT_TYPE,
    "personnel_cost_eur": AMOUNT_TYPE,
    "value_added_eur": AMOUNT_TYPE,
    "kind": pl.String(),
    "capability_code": pl.String(),
    "capability_value": pl.Float64(),
    "free_hours_per_week": pl.Float64(),
    "last_day": pl.Date(),
    "capability_note": pl.String(),
}
"""Columns of `CleanRows.good`: one record per relation mention, per company in registers and member lists, per
business year of the sender itself, or per capability that it states."""

LEFT_OUT_COLUMNS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "outcome": pl.String(),
    "reason_code": pl.String(),
    "heading": pl.String(),
    "value": pl.String(),
    "reason_de": pl.String(),
    "reason_en": pl.String(),
    "mend_de": pl.String(),
    "mend_en": pl.String(),
    "raw": pl.String(),
}
"""Columns of `CleanRows.left_out`: one row per record that was not loaded."""


@dataclass(frozen=True)
class RawTable:
    """One sheet or file as text: column `line` (1-based physical line of each record), then c0, c1, ...

    `line_problems` maps a line to the code of what was wrong with it while reading (`broken_quotes`,
    `forbidden_characters`, `too_many_fields`); such lines are still rows and are accounted for later.
    `is_spreadsheet` says that numbers were typed cells, written in here with a decimal point.
    """

    sheet: str | None
    frame: pl.DataFrame
    encoding: str | None
    delimiter: str | None
    is_hidden: bool = False
    is_spreadsheet: bool = False
    line_problems: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hints:
    """What the caller fixes by hand; everything not given is recognised.

    `decimal` is the sign before the decimals, `meta` what the first line of a DATEV file said of rows that come
    again without it.
    """

    list_kind: str | None = None
    year: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    heading_line: int | None = None
    amount_unit: float | None = None
    amount_kind: str | None = None
    decimal: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column as recognised: its meaning with a score from 0 to 1, the reason, and what led to it.

    `unit` is what one in this column is worth (1, 1 000 or 1 000 000), `year` and `kind` belong to amounts.
    `end` is supplier or customer where the heading names one; `has_unit` says that it names unit or currency,
    `is_in_home_currency` that its amounts are in the books' currency, whatever the row's is.
    """

    position: int
    heading: str
    meaning: str
    score: float
    samples: tuple[str, ...]
    reason: str
    unit: float = 1.0
    year: int | None = None
    kind: str | None = None
    currency: str | None = None
    end: str | None = None
    has_unit: bool = False
    is_in_home_currency: bool = False


@dataclass(frozen=True)
class Recognition:
    """Which export this is, where its headings are, and what every column means."""

    shape: str
    list_kind: str
    heading_line: int
    columns: tuple[Column, ...]
    amount_kind: str | None = None
    amount_unit: float = 1.0
    currency: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    decimal: str = ","
    is_decimal_said: bool = False
    notes: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    def first(self, meaning: str) -> Column | None:
        """The column with this meaning, or None."""
        return next((column for column in self.columns if column.meaning == meaning), None)

    def all(self, meaning: str) -> tuple[Column, ...]:
        """All columns with this meaning, from left to right."""
        return tuple(column for column in self.columns if column.meaning == meaning)


@dataclass(frozen=True)
class CleanRows:
    """Rows that can be loaded, rows that were left out with their reasons, and how many were read.

    Always `rows_read == good["line"].n_unique() + left_out.height`.
    """

    good: pl.DataFrame
    left_out: pl.DataFrame
    rows_read: int
    notes: tuple[str, ...] = ()


def as_typed(frame: pl.DataFrame, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The named columns in this order and of these types; only what is of another type is cast."""
    chosen = frame[list(columns)]
    types = zip(columns.items(), chosen.dtypes, strict=True)
    other = {name: dtype for (name, dtype), present in types if present != dtype}
    return chosen.cast(other) if other else chosen  # type: ignore[arg-type]
