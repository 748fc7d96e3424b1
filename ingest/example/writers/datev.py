"""DATEV debtors and creditors (EXTF, category 16): master data without a single amount.

Creditors lie at 70000 and above, debtors at 10000 and above, as with ledger accounts of four digits.
"""

from __future__ import annotations

from pathlib import Path

from ingest.example.records import FileOrder, Mention, TruthRow, relation

HEADINGS_510 = (
    "Konto;Name (Adressattyp Unternehmen);Unternehmensgegenstand;Name (Adressattyp natürl. Person);"
    "Vorname (Adressattyp natürl. Person);Name (Adressattyp keine Angabe);Adressattyp;Kurzbezeichnung;"
    "EU-Land;EU-UStID;Anrede;Titel/Akad. Grad;Adelstitel;Namensvorsatz;Adressart;Straße;Postfach;"
    "Postleitzahl;Ort;Land;Versandzusatz;Adresszusatz;Abweichende Anrede;Abw. Zustellbezeichnung 1;"
    "Abw. Zustellbezeichnung 2;Kennz. Korrespondenzadresse;Adresse Gültig von;Adresse Gültig bis;Telefon;"
    "Bemerkung (Telefon);Telefon GL;Bemerkung (Telefon GL);E-Mail;Bemerkung (E-Mail);Internet;"
    "Bemerkung (Internet);Fax;Bemerkung (Fax);Sonstige;Bemerkung (Sonstige);Bankleitzahl 1;"
    "Bankbezeichnung 1;Bank-Kontonummer 1;Länderkennzeichen 1;IBAN-Nr. 1"
).split(";")
HEADINGS_700 = [
    heading.replace("Adressattyp", "Adressatentyp").replace("EU-UStID", "EU-USt-IdNr.")
    for heading in HEADINGS_510
]
NUMBERS = {"Konto", "Adressattyp", "Adressatentyp"}
PERSONS = (("Holle", "Frida"), ("Sandmann", "Emil"), ("Wunderlich", "Alice"), ("Siebenstein", "Otto"))
COLLECTIVE = "Diverse Kreditoren"
Record = tuple[dict[str, str], Mention | None, str]


def write(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """Write one master data export; `style` 0 is version 700, 1 is version 510."""
    headings = HEADINGS_700 if order.style == 0 else HEADINGS_510
    version, format_version = ("700", "5") if order.style == 0 else ("510", "4")
    meta = f'"EXTF";{version};16;"Debitoren/Kreditoren";{format_version};20260115093352970;;"RE";"Admin";"";'
    meta += f'55003;63021;{order.years[-1]}0101;4;;;"";"";;;;"";;"";;"";;;"";"";'
    lines = [meta, ";".join(headings)]
    truth: list[TruthRow] = []
    for record in _records(mentions, len(mentions) % 3 + 2):
        values, mention, kind = record
        lines.append(";".join(_cell(heading, values) for heading in HEADINGS_510))
        line = len(lines)
        if mention is None:
            truth.append(TruthRow(line, kind))
        else:
            truth.append(relation(line, mention, has_vat_id=bool(values["EU-UStID"])))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252", "replace"))
    return truth


def _records(mentions: list[Mention], persons: int) -> list[Record]:
    """By account: debtors, private persons among them, creditors, and the collective account."""
    records: list[Record] = [(_company(mention), mention, "relation") for mention in mentions]
    for number, (name, first_name) in enumerate(PERSONS[:persons]):
        person = {
            "Konto": str(69_000 + number),
            "Name (Adressattyp natürl. Person)": name,
            "Vorname (Adressattyp natürl. Person)": first_name,
            "Adressattyp": "1",
            "Straße": f"Märchenallee {number + 1}",
            "Postleitzahl": "58636",
            "Ort": "Iserlohn",
            "Land": "DE",
        }
        records.append((person, None, "natural_person"))
    records.append(
        ({"Konto": "79999", "Name (Adressattyp Unternehmen)": COLLECTIVE}, None, "one_time_account")
    )
    return sorted(records, key=lambda record: int(record[0]["Konto"]))


def _company(mention: Mention) -> dict[str, str]:
    written = mention.spelling
    return {
        "Konto": mention.partner_no,
        "Name (Adressattyp Unternehmen)": written.name,
        "Adressattyp": "2",
        "Kurzbezeichnung": written.name[:15],
        "EU-Land": written.vat_id[:2],
        "EU-UStID": written.vat_id[2:],
        "Adressart": "STR",
        "Straße": written.street,
        "Postleitzahl": written.postcode,
        "Ort": written.city,
        "Land": written.country_code,
        # not an account: its check digits are zeros
        "IBAN-Nr. 1": f"{written.country_code}00999900000000{mention.partner_no}",
    }


def _cell(heading: str, values: dict[str, str]) -> str:
    value = values.get(heading, "")
    return value if heading in NUMBERS else '"' + value.replace('"', '""') + '"'
