"""What the chamber and the courts have: the member register, the extract of the commercial register, and a
network's list that names both ends of each relation."""

from __future__ import annotations

from pathlib import Path

from ingest.example.records import FileOrder, Mention, TruthRow, euros, german, relation
from ingest.example.spelling import Company, plain
from ingest.example.writers.text import write_lines

MEMBERS = ("IHK-Nr.", "Firma", "Straße", "PLZ", "Ort", "WZ 2008", "Größenklasse", "USt-IdNr.")
REGISTRY = ("Registernummer", "Firma", "Frühere Firma", "Status", "Amtsgericht", "Sitz")
RELATIONS = ("Lieferant", "PLZ Lieferant", "Ort Lieferant", "Kunde", "PLZ Kunde", "Ort Kunde")
SIZE_CLASSES = ((10, "1-9"), (20, "10-19"), (50, "20-49"), (100, "50-99"), (250, "100-249"), (500, "250-499"))
LARGEST_CLASS = "500 und mehr"


def size_class(employees: int) -> str:
    """The class of size as the chamber prints it.

    >>> size_class(60)
    '50-99'
    """
    return next((label for below, label in SIZE_CLASSES if employees < below), LARGEST_CLASS)


def write_members(path: Path, companies: list[Company]) -> list[TruthRow]:
    """The chamber's members; three of four told it their VAT id."""
    rows: list[list[object]] = [list(MEMBERS)]
    truth = []
    for company in companies:
        vat_id = company["vat_id"] if company["company_no"] % 4 else ""
        place = [company["street"], company["postcode"], company["city"]]
        number = f"{200_000 + company['company_no']}"
        size = size_class(company["employees"])
        rows.append([number, company["name"], *place, company["sector_code"], size, vat_id])
        truth.append(TruthRow(len(rows), "member", "company", _own(company, number), has_vat_id=bool(vat_id)))
    write_lines(path, rows, "utf-8-sig")
    return truth


def write_registry(path: Path, companies: list[Company]) -> list[TruthRow]:
    """The companies that are in the commercial register, with their former names."""
    rows: list[list[object]] = [list(REGISTRY)]
    truth = []
    for company in companies:
        if not company["register_number"]:
            continue
        former = company["former_name"] or ""
        court = [company["register_court"], company["city"]]
        rows.append([company["register_number"], company["name"], former, "aktiv", *court])
        truth.append(TruthRow(len(rows), "registry", "company", _own(company, company["register_number"])))
    write_lines(path, rows, "utf-8")
    return truth


def write_relations(path: Path, order: FileOrder, pairs: list[tuple[Mention, Mention]]) -> list[TruthRow]:
    """A list with both ends: two truth rows a line, the supplier's and the customer's."""
    year = order.years[-1]
    rows: list[list[object]] = [[*RELATIONS, f"Liefervolumen {year} (EUR)"]]
    truth: list[TruthRow] = []
    for supplier, customer in pairs:
        amount = euros(supplier.cents[year])
        ends = [(end.spelling.name, end.spelling.postcode, end.spelling.city) for end in (supplier, customer)]
        rows.append([*ends[0], *ends[1], german(amount)])
        values = {"year": year, "amount_written": german(amount), "amount": amount, "currency": "EUR"}
        truth += [relation(len(rows), end, **values) for end in (supplier, customer)]
    write_lines(path, rows, "utf-8")
    return truth


def _own(company: Company, number: str) -> Mention:
    return Mention(company, plain(company), number, "company", {})
