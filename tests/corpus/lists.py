"""Good lists of many shapes, a few dozen rows each, from one random generator."""

from __future__ import annotations

import html
import io
import json
import random
from collections.abc import Callable

import xlsxwriter

NAMES = ("Rübezahl Draht AG", "Frau Holle Bettfedern GmbH", "Zwergen Stahl KG", "Däumling Guss GmbH & Co. KG",
         "Sterntaler Münzen e.K.", "Drosselbart Galvanik GmbH", "Rapunzel Seile AG")  # fmt: skip
CITIES = (("58095", "Hagen"), ("58636", "Iserlohn"), ("58507", "Lüdenscheid"), ("44135", "Dortmund"))
Row = list[str]


def _amount(rng: random.Random) -> str:
    return f"{rng.randint(1, 9_999_999):,}".replace(",", ".") + f",{rng.randint(0, 99):02d}"


def _partners(rng: random.Random) -> list[tuple[str, str, str, str]]:
    count = rng.randint(8, 40)
    return [(str(70_001 + at), f"{rng.choice(NAMES)} {at}", *rng.choice(CITIES)) for at in range(count)]


def suppliers(rng: random.Random) -> list[Row]:
    """A list by hand: titles above, a sum below."""
    body = [[*partner, _amount(rng)] for partner in _partners(rng)]
    titles = [["Lieferanten 2025", "", "", "", ""]] * rng.randint(0, 2)
    heads = ["Lieferanten-Nr.", "Firma", "PLZ", "Ort", "Umsatz 2025 EUR"]
    return [*titles, heads, *body, ["", "Summe", "", "", "1,00"]]


def customers(rng: random.Random) -> list[Row]:
    """Two years as columns, in thousands."""
    heads = ["Kunde", "PLZ/Ort", "Umsatz 2024 (T€)", "Umsatz 2025 (T€)", "Ansprechpartner"]
    return [
        heads,
        *([n, f"{p} {c}", _amount(rng), _amount(rng), "Herr Holle"] for _, n, p, c in _partners(rng)),
    ]


def sap(rng: random.Random) -> list[Row]:
    """LFA1, most columns empty."""
    heads = "MANDT LIFNR LAND1 NAME1 NAME2 ORT01 PSTLZ REGIO STRAS LOEVM XCPDK VBUND STCEG".split()
    return [
        heads,
        *(
            ["100", number.zfill(10), "DE", name, "", city, postcode, "", "", "", "", "", ""]
            for number, name, postcode, city in _partners(rng)
        ),
    ]


def datev(rng: random.Random) -> list[Row]:
    """Master data with the first line."""
    meta = ["EXTF", "700", "16", "Debitoren/Kreditoren", "5", "20260101000000000", "", "RE", "", "", "1", "2",
            "20250101", "4"] + [""] * 17  # fmt: skip
    heads = [
        "Konto",
        "Name (Adressattyp Unternehmen)",
        "Adressattyp",
        "Straße",
        "Postleitzahl",
        "Ort",
        "IBAN-Nr. 1",
    ]
    return [meta, heads, *([no, name, "2", "", plz, city, ""] for no, name, plz, city in _partners(rng))]


def relations(rng: random.Random) -> list[Row]:
    """Both ends in each row."""
    heads = ["Lieferant", "Ort Lieferant", "Kunde", "Ort Kunde", "Volumen 2025 (EUR)"]
    pairs = zip(_partners(rng), _partners(rng), strict=False)
    return [heads, *([a[1], a[3], f"{b[1]} Nord", b[3], _amount(rng)] for a, b in pairs)]


def figures(rng: random.Random) -> list[Row]:
    """The sender's own years."""
    heads = ["Geschäftsjahr", "Umsatzerlöse (T€)", "Materialaufwand (T€)", "Beschäftigte"]
    return [
        heads,
        *([str(year), _amount(rng), _amount(rng), str(rng.randint(1, 900))] for year in range(2015, 2026)),
    ]


TABLES: tuple[Callable[[random.Random], list[Row]], ...] = (
    suppliers,
    customers,
    sap,
    datev,
    relations,
    figures,
)
ENCODINGS = ("cp1252", "utf-8", "utf-8-sig", "utf-16")


def as_text(rows: list[Row], rng: random.Random) -> bytes:
    """The rows as delimited text in one of the usual ways."""
    delimiter, encoding = rng.choice(";;;,\t|"), rng.choice(ENCODINGS)
    ending = rng.choice(("\r\n", "\n", "\r"))
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    return (ending.join(lines) + ending).encode(encoding, "replace")


def as_workbook(rows: list[Row]) -> bytes:
    """The rows as XLSX."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Liste")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, column, cell)
    return buffer.getvalue()


def as_html(rows: list[Row]) -> bytes:
    """The rows as an HTML table."""
    lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html><meta charset="utf-8"><table>{body}</table></html>'.encode()


def as_spreadsheet_xml(rows: list[Row]) -> bytes:
    """The rows as SpreadsheetML 2003."""
    lines = (
        "".join(f'<Cell><Data s:Type="String">{html.escape(cell)}</Data></Cell>' for cell in row)
        for row in rows
    )
    body = "\n".join(f"<Row>{line}</Row>" for line in lines)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:s="{space}"><Worksheet s:Name="Liste">'
        f"<Table>{body}</Table></Worksheet></Workbook>"
    ).encode()


def as_sheet(rows: list[Row], rng: random.Random) -> bytes:
    """The rows as a spreadsheet in one of the ways in which programs write them."""
    return rng.choice((as_workbook, as_html, as_spreadsheet_xml))(rows)


def invoice(rng: random.Random) -> bytes:
    """An electronic invoice in UBL."""
    _, name, postcode, city = _partners(rng)[0]
    party = (
        "<a:Party><a:PartyName><b:Name>{}</b:Name></a:PartyName><a:PostalAddress><b:CityName>{}</b:CityName>"
        "<b:PostalZone>{}</b:PostalZone></a:PostalAddress></a:Party>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:a" xmlns:b="urn:b">'
        f"<b:ID>R-{rng.randint(1, 99999)}</b:ID><b:IssueDate>2025-03-05</b:IssueDate>"
        "<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>"
        f"<a:AccountingSupplierParty>{party.format(name.replace('&', '&amp;'), city, postcode)}"
        "</a:AccountingSupplierParty>"
        f"<a:AccountingCustomerParty>{party.format('Irrlicht AG', 'Altena', '58762')}</a:AccountingCustomerParty>"
        f"<a:LegalMonetaryTotal><b:TaxExclusiveAmount>{rng.randint(1, 99999)}.50</b:TaxExclusiveAmount>"
        "</a:LegalMonetaryTotal></Invoice>"
    ).encode()


def notices(rng: random.Random) -> bytes:
    """Award notices in OCDS."""
    releases = [
        {
            "ocid": f"ocds-{at}",
            "buyer": {"name": "Stadt Altena"},
            "awards": [
                {
                    "id": "1",
                    "value": {"amount": rng.randint(1, 99999), "currency": "EUR"},
                    "suppliers": [{"name": name}],
                }
            ],
        }
        for at, (_, name, _, _) in enumerate(_partners(rng))
    ]
    return json.dumps({"releases": releases}, ensure_ascii=False).encode()
