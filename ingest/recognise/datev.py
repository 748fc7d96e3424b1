"""DATEV's first line: format, category and the length of ledger accounts; and what its headings mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.tables import Hints

MASTER_DATA, LABELS, POSTINGS, ADDRESSES = "16", "20", "21", "48"
DEFAULT_LEDGER_LENGTH = 4


@dataclass(frozen=True)
class DatevMeta:
    """What the first line of a DATEV file says."""

    version: str
    category: str
    category_name: str
    ledger_length: int
    period_start: date | None
    period_end: date | None
    currency: str | None


def read_meta(cells: Sequence[str | None]) -> DatevMeta | None:
    """The meta line's content, or None when the line is no DATEV meta line.

    >>> read_meta(["EXTF", "700", "16", "Debitoren/Kreditoren", "5"]).ledger_length
    4
    """
    if not cells or (cells[0] or "").strip('" ').upper() not in ("EXTF", "DTVF"):
        return None
    padded = [cell or "" for cell in cells] + [""] * 31
    length = padded[13]
    return DatevMeta(
        version=padded[1],
        category=padded[2].lstrip("0"),
        category_name=padded[3],
        ledger_length=int(length) if length in ("4", "5", "6", "7", "8") else DEFAULT_LEDGER_LENGTH,
        period_start=_date(padded[14]),
        period_end=_date(padded[15]),
        currency=next((cell for cell in padded[19:25] if len(cell) == 3 and cell.isupper()), None),
    )


def meta_again(hints: Hints) -> DatevMeta:
    """What the first line said of rows that come again without it."""
    told = hints.meta
    start = date(hints.year, 1, 1) if hints.year else None
    end = date(hints.year, 12, 31) if hints.year else None
    length = int(told.get("ledger_length", DEFAULT_LEDGER_LENGTH))
    version, name = told.get("version", ""), told.get("category_name", "")
    return DatevMeta(version, told["category"], name, length, start, end, None)


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 else None
    except ValueError:
        return None


SHAPES = {
    MASTER_DATA: ("datev_master", "suppliers_and_customers"),
    ADDRESSES: ("datev_addresses", "suppliers_and_customers"),
    LABELS: ("datev_labels", "suppliers_and_customers"),
    POSTINGS: ("datev_postings", "suppliers_and_customers"),
}
"""Categories that name counterparts: shape and kind of list."""

MASTER_MEANINGS = {
    "Konto": "partner_no",
    "Kundennummer": "own_number",
    "Nummer Fremdsystem": "not_needed",
    "Internet": "web",
    "Steuernummer": "personal",
    "Länderkennzeichen": "not_needed",
}
"""What headings mean in master data (category 16) beyond the general aliases."""

ADDRESS_MEANINGS = {**MASTER_MEANINGS, "Adressnummer": "not_needed"}
"""What headings mean in various addresses (category 48)."""

LABEL_MEANINGS = {
    "Konto": "partner_no",
    "Kontenbeschriftung": "name",
    "Kontobeschriftung": "name",
    "Sprach-ID": "not_needed",
}
"""What headings mean in labels of accounts (category 20); those of ledger accounts name nobody."""

POSTING_MEANINGS = {
    "Umsatz": "amount",
    "Umsatz (ohne Soll/Haben-Kz)": "amount",
    "Konto": "partner_no",
    "WKZ": "currency",
    "Belegdatum": "posting_date",
    "EU-Land u. UStID": "not_needed",
    "EU-Mitgliedstaat u. USt-IdNr.": "not_needed",
    "Auftragsnummer": "not_needed",
    "Land": "not_needed",
    "Leistungsdatum": "not_needed",
}
"""What headings mean in postings (category 21); the account may also stand in `Gegenkonto`."""

MEANINGS = {POSTINGS: POSTING_MEANINGS, ADDRESSES: ADDRESS_MEANINGS, LABELS: LABEL_MEANINGS}
"""Meanings of headings by category."""
