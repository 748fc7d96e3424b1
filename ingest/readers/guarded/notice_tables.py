"""Award notices as the CSV tables of the Datenservice Öffentlicher Einkauf: one record for each winner and buyer.

Comes in: the packed tables of a day or a month. Goes out: the records of `notices.py`. Runs inside the guarded child,
standard library only. The tables say who won a notice, not which lot: a notice with several winners or buyers tells
no one's share and carries no amount, and a framework's value stands in the column of ceilings.
Never: takes a tender's value for an award's where there are several tenders, or passes on a natural person.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict

# beside this file, which is run alone
from notices import HEADINGS, NoNotices  # type: ignore[import-not-found]

Row = dict[str, str]
MAX_CELL_CHARACTERS = 4_000_000
_VAT_ID = re.compile(r"\bDE(?:[ -]?[0-9]){9}(?![0-9])")
_REGISTER_NUMBER = re.compile(r"(?:HR[AB]|GnR|PR|VR)\s?[0-9]", re.IGNORECASE)


def read_notice_tables(data: bytes) -> list[list[object]]:
    """Line 1 with the headings, then a record for each winner and buyer. Raises `NoNotices`."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tables = _Tables(archive)
            rows = [row for notice in tables.newest() for row in _of_notice(notice, tables)]
    except (
        zipfile.BadZipFile,
        csv.Error,
        UnicodeDecodeError,
        NotImplementedError,
        EOFError,
        OSError,
    ) as error:
        raise NoNotices from error
    if not rows:
        raise NoNotices
    return [[1, *HEADINGS], *([line, *row] for line, row in enumerate(rows, start=2))]


class _Tables:
    """The tables that matter here, their rows by notice and version; a table without rows is not in the file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = {name.rpartition("/")[2]: name for name in archive.namelist()}

        def table(name: str) -> list[Row]:
            if f"{name}.csv" not in entries:
                return []
            text = archive.read(entries[f"{name}.csv"]).decode("utf-8-sig")
            return list(csv.DictReader(io.StringIO(text, newline="")))

        def by_notice(name: str) -> dict[tuple[str, str], list[Row]]:
            found = defaultdict(list)
            for row in table(name):
                found[_key(row)].append(row)
            return found

        self.notices = table("notice")
        self.organisations = by_notice("organisation")
        self.results = by_notice("noticeResult")
        self.lot_results = by_notice("procedureLotResult")
        self.tenders = by_notice("tender")
        self.contracts = by_notice("contract")
        self.purposes = by_notice("purpose")
        self.codes = by_notice("classification")

    def newest(self) -> list[Row]:
        """The newest version of each notice."""
        by_id: dict[str, Row] = {}
        for row in self.notices:
            known = by_id.get(_text(row, "noticeIdentifier"))
            if known is None or _version(row) >= _version(known):
                by_id[_text(row, "noticeIdentifier")] = row
        return list(by_id.values())


def _of_notice(notice: Row, tables: _Tables) -> list[list[object]]:
    key = _key(notice)
    lot_results = tables.lot_results[key]
    if lot_results and not any(_text(row, "winnerChosen").startswith("selec") for row in lot_results):
        return []
    named = tables.organisations[key]
    winners, buyers = _in_role(named, "winner"), _in_role(named, "buyer")
    amounts = ["", "", ""]
    if len(winners) == len(buyers) == 1:
        amounts = _amounts(key, tables)
    contracts = tables.contracts[key]
    days = [_first(contracts, "contractConclusionDate"), _first(contracts, "winnerDecisionDate")]
    day = next((day for day in (*days, _text(notice, "publicationDate")) if day), "")
    head = [key[0], day[:10], *amounts]
    subject = [
        _first(tables.purposes[key], "title")[:200],
        _first(tables.codes[key], "mainClassificationCode"),
    ]
    return [[*head, *subject, *_party(winner), *_party(buyer)] for winner in winners for buyer in buyers]


def _amounts(key: tuple[str, str], tables: _Tables) -> list[str]:
    """Value of the order, or of the framework, and the currency."""
    results, lots, tenders = tables.results[key], tables.lot_results[key], tables.tenders[key]
    ceilings = [(results, "noticeFrameworkValue"), (lots, "frameworkMaximumValue")]
    is_framework = any(_first(rows, column) for rows, column in ceilings) or any(
        _text(row, "contractFrameworkAgreement").lower() == "true" for row in tables.contracts[key]
    )
    sources = [(results, "noticeValue"), *([(tenders, "tenderValue")] if len(tenders) == 1 else [])]
    if is_framework:
        sources = [ceilings[0], *([ceilings[1]] if len(lots) == 1 else []), *sources]
    for rows, column in sources:
        amount = _first(rows, column)
        if amount:
            ends = ["", amount] if is_framework else [amount, ""]
            return [*ends, _first(rows, f"{column}Currency")]
    return ["", "", ""]


def _in_role(organisations: list[Row], role: str) -> list[Row]:
    """The organisations in a role, each once; a natural person is none."""
    found = {}
    for row in organisations:
        is_person = _text(row, "organisationNaturalPerson").lower() == "true"
        if role in _text(row, "organisationRole").lower().split(",") and not is_person:
            found[_text(row, "organisationName"), _text(row, "organisationPostCode")] = row
    return [row for (name, _), row in found.items() if name]


def _party(row: Row) -> list[str]:
    """Name, register number, VAT id, street, postcode, town and country; the tables know no street."""
    number = _text(row, "organisationIdentifier")
    vat_id = _VAT_ID.search(number.upper())
    return [
        _text(row, "organisationName"),
        number if _REGISTER_NUMBER.match(number) else "",
        re.sub(r"[ -]", "", vat_id[0]) if vat_id else "",
        "",
        _text(row, "organisationPostCode"),
        _text(row, "organisationCity"),
        _text(row, "organisationCountryCode"),
    ]


def _first(rows: list[Row], column: str) -> str:
    return next((text for row in rows if (text := _text(row, column))), "")


def _text(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _key(row: Row) -> tuple[str, str]:
    return _text(row, "noticeIdentifier"), _text(row, "noticeVersion")


def _version(row: Row) -> int:
    version = _text(row, "noticeVersion")
    return int(version) if version.isdecimal() else 0
