"""Hand-made XLSX: title rows, years as columns, thousands of euros, PLZ and Ort in one cell, a sum, notes."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from ingest.example.records import FileOrder, Mention, TruthRow, euros, german, relation

# a fixed day, so that the same world gives the same bytes
MADE_AT = datetime(2026, 1, 31, 9, 0, 0)
COUNTRY_NAMES = {
    "DE": "Deutschland",
    "NL": "Niederlande",
    "BE": "Belgien",
    "AT": "Österreich",
    "CZ": "Tschechien",
    "PL": "Polen",
    "IT": "Italien",
    "SE": "Schweden",
    "FR": "Frankreich",
    "CN": "China",
    "TR": "Türkei",
    "IN": "Indien",
    "US": "USA",
    "CH": "Schweiz",
}
TITLES = {"suppliers": ("Lieferantenübersicht", "Lieferant"), "customers": ("Kundenübersicht", "Kunde")}
THOUSAND = 1_000
ONE_DECIMAL = Decimal("0.1")


def write(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """Write a workbook. `style` 0: thousands as numbers; 1: euros; 2: euros as text, a hidden sheet."""
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": MADE_AT})
    sheet = workbook.add_worksheet("Übersicht")
    title, partner = TITLES[order.role]
    bold = workbook.add_format({"bold": True})
    unit_text = "Angaben in T€" if order.style == 0 else "Angaben in EUR, netto"
    sender = order.sender["name"] if order.sender else ""
    sheet.write_string(0, 0, f"{sender} – {title}", bold)
    sheet.write_string(1, 0, f"Stand: 31.01.2026, {unit_text}")
    years = [str(year) for year in order.years]
    for column, heading in enumerate(["Nr.", partner, "Straße", "PLZ/Ort", "Land", *years, "Anteil %", "WZ"]):
        sheet.write_string(3, column, heading, bold)
    truth, totals = _write_body(sheet, order, mentions)
    _write_foot(sheet, order, truth, totals, 4 + len(mentions))
    if order.style == 2:
        hidden = workbook.add_worksheet("Notizen")
        hidden.write_string(0, 0, "Nur intern: Termine für Jahresgespräche")
        hidden.hide()
    workbook.close()
    return truth


def _write_body(
    sheet: Any, order: FileOrder, mentions: list[Mention]
) -> tuple[list[TruthRow], list[Decimal]]:
    truth: list[TruthRow] = []
    totals = [Decimal(0)] * len(order.years)
    whole = sum(mention.cents.get(order.years[-1], 0) for mention in mentions) or 1
    for number, mention in enumerate(mentions, start=1):
        row, written = 3 + number, mention.spelling
        sheet.write_number(row, 0, number)
        place = f"{written.postcode} {written.city}".strip()
        for column, text in enumerate(
            (written.name, written.street, place, COUNTRY_NAMES[written.country_code]), 1
        ):
            if text:
                sheet.write_string(row, column, text)
        sheet.write_string(row, 6 + len(order.years), mention.company["sector_code"])
        for part_no, year in enumerate(order.years):
            if year not in mention.cents:
                continue
            amount, unit = _rounded(mention.cents[year], order.style)
            text = _write_amount(sheet, row, 5 + part_no, amount, order.style)
            totals[part_no] += amount
            truth.append(
                relation(
                    row + 1,
                    mention,
                    part_no=part_no,
                    year=year,
                    amount_written=text,
                    unit=unit,
                    amount=amount * unit,
                    currency="EUR",
                )
            )
        share = round(mention.cents.get(order.years[-1], 0) / whole * 100, 1)
        sheet.write_number(row, 5 + len(order.years), share)
    return truth, totals


def _write_foot(sheet: Any, order: FileOrder, truth: list[TruthRow], totals: list[Decimal], row: int) -> None:
    sheet.write_string(row, 1, "Summe")
    for part_no, total in enumerate(totals):
        _write_amount(sheet, row, 5 + part_no, total, order.style)
    truth.append(TruthRow(row + 1, "sum"))
    sheet.write_string(row + 2, 0, "Angaben ohne Gewähr, Rückfragen bitte an den Einkauf.")
    truth.append(TruthRow(row + 3, "note"))


def _rounded(cents: int, style: int) -> tuple[Decimal, int]:
    """The amount that is written, and its unit: thousands are rounded to a tenth, at least one tenth."""
    if style == 0:
        thousands = (euros(cents) / THOUSAND).quantize(ONE_DECIMAL, ROUND_HALF_UP)
        return max(thousands, ONE_DECIMAL), THOUSAND
    return euros(cents), 1


def _write_amount(sheet: Any, row: int, column: int, amount: Decimal, style: int) -> str:
    if style == 2:
        sheet.write_string(row, column, f"{german(amount)} €")
        return f"{german(amount)} €"
    sheet.write_number(row, column, float(amount))
    return str(amount)
