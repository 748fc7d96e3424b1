"""Semicolon CSV as small ERP systems and accountants send it: supplier lists, customer lists, balances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from ingest.example.records import FileOrder, Mention, TruthRow, euros, german, relation
from ingest.example.writers.text import write_lines

CENT = Decimal("0.01")
# the rates at which the invented senders booked; an assumption of the example
BOOKED_RATES = {"US": ("USD", Decimal("1.10")), "CH": ("CHF", Decimal("0.95"))}
VAT_FACTOR = Decimal("1.19")
ADDRESS = ("street", "postcode", "city", "country_code", "vat_id")
HEADS = {
    "suppliers": ("Kreditoren-Nr.", "Firma", "Straße", "PLZ", "Ort", "Land", "USt-IdNr.", "WZ 2008"),
    "customers": ("Kunden-Nr.", "Kunde", "Straße", "PLZ", "Ort", "Land", "USt-IdNr.", "WZ 2008"),
}
HEADS_WITH_CURRENCY = {
    "suppliers": (
        "Lieferantennummer",
        "Lieferantenname",
        "Anschrift",
        "Postleitzahl",
        "Stadt",
        "Länderkennzeichen",
    ),
    "customers": ("Kundennummer", "Kundenname", "Anschrift", "Postleitzahl", "Stadt", "Länderkennzeichen"),
}
FIGURES = ("revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur")
FIGURE_WORDS = ("Umsatzerlöse", "Materialaufwand", "Personalaufwand", "Wertschöpfung")
AMOUNT_WORD = {"suppliers": "EK-Volumen netto", "customers": "Umsatz netto"}


def write_cp1252(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """A list in cp1252 with one amount column for each year of the order, in euros."""
    amount_heads = [f"{AMOUNT_WORD[order.role]} {year} in EUR" for year in order.years]
    rows: list[list[object]] = [[*HEADS[order.role], *amount_heads]]
    truth: list[TruthRow] = []
    for mention in mentions:
        written = mention.spelling
        amounts = [euros(mention.cents[year]) if year in mention.cents else None for year in order.years]
        texts = [german(amount) if amount is not None else "" for amount in amounts]
        address = [getattr(written, part) for part in ADDRESS]
        rows.append([mention.partner_no, written.name, *address, mention.company["sector_code"], *texts])
        for part_no, (year, amount, text) in enumerate(zip(order.years, amounts, texts, strict=True)):
            if amount is not None:
                truth.append(
                    relation(
                        len(rows),
                        mention,
                        part_no=part_no,
                        year=year,
                        amount_written=text,
                        amount=amount,
                        currency="EUR",
                        has_vat_id=bool(written.vat_id),
                    )
                )
    write_lines(path, rows, "cp1252")
    return truth


def write_utf8(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """A list in UTF-8 with BOM, one year, each amount in the currency that the partner is paid in."""
    year = order.years[-1]
    rows: list[list[object]] = [
        [*HEADS_WITH_CURRENCY[order.role], f"Jahresumsatz {year}", "Währung", "Warengruppe"]
    ]
    truth = []
    for mention in mentions:
        written = mention.spelling
        currency, amount = _booked(mention, year)
        address = [written.street, written.postcode, written.city, written.country_code]
        seller = mention.company if order.role == "suppliers" else order.sender
        good = seller["good_text"] if seller else ""
        rows.append([mention.partner_no, written.name, *address, german(amount), currency, good])
        values = {"year": year, "amount_written": german(amount), "amount": amount, "currency": currency}
        truth.append(relation(len(rows), mention, **values))
    write_lines(path, rows, "utf-8-sig")
    return truth


def write_balances(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """An accountant's list of creditors' yearly turnover: gross, with a title above and a sum below."""
    year = order.years[-1]
    rows: list[list[object]] = [
        [f"Summen- und Saldenliste Kreditoren {year}", "", "", "", "", ""],
        [f"Zeitraum 01.01.{year} - 31.12.{year}", "", "", "", "", ""],
        ["Konto", "Bezeichnung", "PLZ", "Ort", "Jahresverkehrszahl Haben", "Saldo Haben"],
    ]
    truth = []
    total = Decimal(0)
    for mention in mentions:
        written = mention.spelling
        factor = VAT_FACTOR if mention.company["country_code"] == "DE" else Decimal(1)
        gross = (euros(mention.cents[year]) * factor).quantize(CENT, ROUND_HALF_UP)
        total += gross
        open_items = (gross / 12).quantize(CENT, ROUND_HALF_UP)
        head = [mention.partner_no, written.name, written.postcode, written.city]
        rows.append([*head, german(gross), german(open_items)])
        for part_no, (amount, kind) in enumerate(((gross, "posted_gross"), (open_items, "balance"))):
            values = {"year": year, "amount_written": german(amount), "amount": amount, "currency": "EUR"}
            truth.append(relation(len(rows), mention, part_no=part_no, amount_kind=kind, **values))
    rows.append(["", "Summe", "", "", german(total), ""])
    truth.append(TruthRow(len(rows), "sum"))
    write_lines(path, rows, "cp1252")
    return truth


def write_figures(path: Path, order: FileOrder, years: Sequence[Mapping[str, object]]) -> list[TruthRow]:
    """The sender's own five figures, a row for each business year, money in thousands of euros."""
    heads = ("Geschäftsjahr", *(f"{word} (T€)" for word in FIGURE_WORDS), "Beschäftigte")
    rows: list[list[object]] = [list(heads)]
    truth = []
    for year in years:
        money = [german_thousands(Decimal(str(year[name]))) for name in FIGURES]
        rows.append([year["year"], *money, year["employees"]])
        truth.append(TruthRow(len(rows), "figures", year=int(str(year["year"]))))
    write_lines(path, rows, "cp1252")
    return truth


def german_thousands(amount: Decimal) -> str:
    """Euros in thousands with three decimals, so that no euro is lost.

    >>> german_thousands(Decimal("1234567"))
    '1.234,567'
    """
    return f"{amount / 1000:,.3f}".translate(str.maketrans(",.", ".,"))


def _booked(mention: Mention, year: int) -> tuple[str, Decimal]:
    currency, rate = BOOKED_RATES.get(mention.company["country_code"], ("EUR", Decimal(1)))
    return currency, (euros(mention.cents[year]) * rate).quantize(CENT, ROUND_HALF_UP)
