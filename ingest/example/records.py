"""What a written row means: the form in which writers report the truth of each line that they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.example.spelling import Company, Spelling


@dataclass(frozen=True)
class Mention:
    """One counterpart of a sender's list: how it is written and what it is worth in each year."""

    company: Company
    spelling: Spelling
    partner_no: str
    side: str  # supplier or customer, seen from the sender
    cents: dict[int, int]  # year -> euros in cents; a year without trade is missing
    is_own_group: bool = False


@dataclass(frozen=True)
class TruthRow:
    """One record of one line of a file.

    record: relation, order_header, member, registry; or what names no partner: natural_person,
    one_time_account, deleted, sum, note. `amount` is what is written times the unit, in `currency`; None
    without one.
    """

    line: int
    record: str
    side: str | None = None
    mention: Mention | None = None
    part_no: int = 0
    year: int | None = None
    amount_written: str | None = None
    unit: int = 1
    amount: Decimal | None = None
    currency: str | None = None
    document_no: str | None = None
    has_vat_id: bool = False
    amount_kind: str | None = None  # where it differs from the file's


@dataclass(frozen=True)
class FileOrder:
    """One file to be written."""

    path: str  # relative to the example's folder
    format: str
    role: str
    sender: Company | None
    years: tuple[int, ...]
    is_complete: bool
    sharing: str
    amount_kind: str
    bundle: str | None = None  # files that one system exports together
    style: int = 0  # a variant of the format


def euros(cents: int) -> Decimal:
    """Whole cents as Decimal euros.

    >>> euros(123450)
    Decimal('1234.50')
    """
    return Decimal(cents).scaleb(-2)


def german(amount: Decimal) -> str:
    """An amount as German software writes it.

    >>> german(Decimal("1234567.8"))
    '1.234.567,80'
    """
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def relation(line: int, mention: Mention, **values: Any) -> TruthRow:
    """The truth of a row that names a counterpart."""
    return TruthRow(line, "relation", mention.side, mention, **values)
