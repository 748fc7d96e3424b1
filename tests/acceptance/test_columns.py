"""Columns of real lists: at least 98 % of those that carry something get their meaning, and no other is an amount.

Looked at once by hand; only headings stand here. The first test prints the figure.
"""

from __future__ import annotations

import pytest

from ingest.jobs import Options, preview
from tests.acceptance.conftest import LISTS

POSTINGS = "Umsatz=amount;S/H=debit_credit;Konto=partner_no;Belegdatum=posting_date;Belegfeld 1=document_no"
FACTORIES = "country=country;name=name;address=address;sector=sector_text"
#: File -> headings of its columns that carry something, with their meanings.
EXPECTED = {
    "datev/kivitendo_EXTF_Buchungsstapel.csv": "Umsatz (ohne Soll/Haben-Kz)=amount;Soll/Haben-Kennzeichen=debit_credit;"
    "WKZ Umsatz=currency;Konto=partner_no;Gegenkonto (ohne BU-Schlüssel)=contra_account;Belegdatum=posting_date;"
    "Belegfeld 1=document_no;Buchungstext=booking_text",
    "datev/kivitendo_EXTF_Div-Adressen.csv": "Konto=partner_no;Anrede=salutation;Name (Adressattyp Unternehmen)=name;"
    "Kurzbezeichnung=short_name;Adressattyp=address_type;Straße=street;Postleitzahl=postcode;Ort=city;Land=country;"
    "Internet=web",
    "datev/kivitendo_EXTF_Stammdaten-Deb-Kred.csv": "Konto=partner_no;Name (Adressattyp Unternehmen)=name;"
    "Unternehmensgegenstand=sector_text;Adressattyp=address_type;EU-Land=vat_country;EU-UStID=vat_number;"
    "Straße=street;Postleitzahl=postcode;Ort=city",
    "datev/kivitendo_pay_posting.csv": POSTINGS + ";Gegenkonto (ohne BU-Schlüssel)=contra_account",
    "datev/lint_valid_minimal_700.csv": POSTINGS + ";WKZ=currency;Gegenkonto=contra_account",
    "datev/lint_encoding_windows1252.csv": POSTINGS + ";WKZ=currency;Gegenkonto=contra_account",
    "osh/list_2.csv": FACTORIES,
    "osh/list_12.xls": FACTORIES,
    "osh/list_12.xlsx": FACTORIES,
    "osh/Winter 2019 Compliance List V2.csv": FACTORIES,
    "osh/calgary_split_1.csv": FACTORIES + ";country_name=country_name",
    "osh/osh_export_wilmar_facilities.csv": "os_id=partner_no;name=name;address=address;country_code=country;"
    "country_name=country_name;sector=sector_text;is_closed=deleted_flag",
    "sap/EKKO_s4_demo.csv": "Purchasing Document=document_no;Purch. Doc. Category=document_kind;Vendor=partner_no;"
    "Deletion indicator=deleted_flag;Currency=currency;Document Date=date",
    "sap/EKPO_s4_demo.csv": "Purchasing Document=document_no;Item=document_item;Short Text=good_text;"
    "Material Group=good_code;Net Order Value=amount",
    "sap/LFA1_small.csv": "Vendor Number=partner_no;Vendor Name=name;Country=country;City=city;Postal Code=postcode;"
    "Street Address=street",
    "sap/kreditoren_sap_de_small.csv": "Kreditor=partner_no;DUNS Nummer=duns;Land=country;Umsatzsteuer-Id.Nr=vat_id;"
    "Name=name;Ort=city;Straße=street;Hausnummer=house_number;LöVm=deleted_flag",
    "lieferketten_check_suppliers_synthetic.csv": "lieferant_id=partner_no;name=name;branche=sector_text;"
    "land_iso2=country;land_name=country_name;hs_code=good_code;ware=good_text;handelsvolumen_eur_jahr=amount",
}


@pytest.fixture(scope="module")
def judged() -> list[tuple[str, str, str, str]]:
    """file, heading, expected, found; and every other column that was taken for an amount, expected as none."""
    lines = []
    for name, labelled in EXPECTED.items():
        path = LISTS / name
        found = preview(path.read_bytes(), path.name, Options(year=2025))
        columns = [column for sheet in found.sheets for column in sheet.recognition.columns]
        wanted = dict(cell.rsplit("=", 1) for cell in labelled.split(";"))
        meanings = {column.heading: column.meaning for column in reversed(columns)}
        lines += [(name, heading, meaning, meanings.get(heading, "")) for heading, meaning in wanted.items()]
        lines += [
            (name, column.heading, "no amount", "amount")
            for column in columns
            if column.meaning == "amount" and wanted.get(column.heading) != "amount"
        ]
    return lines


def test_98_of_100_columns_of_real_lists_are_right(judged: list[tuple[str, str, str, str]]) -> None:
    wrong = [line for line in judged if line[2] != line[3]]
    print(f"\n{len(judged) - len(wrong)} of {len(judged)} columns of {len(EXPECTED)} real lists are right")
    assert len(wrong) <= 0.02 * len(judged), wrong


def test_no_amount_of_a_real_list_is_missed_or_invented(judged: list[tuple[str, str, str, str]]) -> None:
    assert not [line for line in judged if "amount" in (line[2], line[3]) and line[2] != line[3]]
