"""DATEV: master data with both sides, natural persons without names, postings as turnover per account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.check import clean_rows
from ingest.readers import read
from ingest.recognise import recognise
from ingest.tables import CleanRows, Hints, Recognition


def clean(text: str) -> tuple[Recognition, CleanRows]:
    table = read(text.replace("\n", "\r\n").encode("cp1252"), "EXTF.csv")[0]
    recognition = recognise(table, Hints(), "EXTF.csv")
    rows = clean_rows(table, recognition)
    assert rows.rows_read == rows.good["line"].n_unique() + rows.left_out.height
    return recognition, rows


def master(word: str, vat: str, length: int = 4, mark: str = "EXTF", version: int = 700) -> str:
    zeros = "0" * (length - 4)
    return (
        f'"{mark}";{version};16;"Debitoren/Kreditoren";5;20240101000000000;;"RE";"";"";1;1;20240101;{length};;;"";""\n'
        f"Konto;Name (Adress{word} Unternehmen);Name (Adress{word} natürl. "
        f"Person);Adress{word};EU-Land;{vat};Straße;Postleitzahl;Ort;Land;IBAN-Nr. 1\n"
        f'1000{zeros}1;"Holle GmbH";"";2;"DE";"136695976";"Weg 1";"58095";"Hagen";"DE";"DE0212"\n'
        f'7000{zeros}1;"";"Glück";1;"";"";"Weg 2";"58095";"Hagen";"";"DE0250"\n'
        f'7000{zeros}2;"Nase OHG";"";2;"";"";"Weg 3";"58452";"Witten";"";""\n'
        f'1200{zeros};"Bank";"";2;"";"";"";"";"";"";""\n'
    )


@pytest.mark.parametrize(
    ("word", "vat", "length", "mark", "version"),
    [
        ("attyp", "EU-UStID", 4, "EXTF", 510),
        ("atentyp", "EU-USt-IdNr.", 4, "EXTF", 700),
        ("attyp", "EU-UStID", 6, "DTVF", 700),
    ],
)
def test_master_data_in_both_spellings(word: str, vat: str, length: int, mark: str, version: int) -> None:
    recognition, rows = clean(master(word, vat, length, mark, version))
    assert (recognition.shape, recognition.list_kind) == ("datev_master", "suppliers_and_customers")
    assert rows.good.select("side", "name", "vat_id").rows() == [
        ("customer", "Holle GmbH", "DE136695976"),
        ("supplier", "Privatperson", None),
        ("supplier", "Nase OHG", None),
    ]
    assert rows.left_out["reason_code"].to_list() == ["ledger_account"]
    everything = f"{rows.good.rows()}{rows.left_out.rows()}"
    assert "Glück" not in everything
    assert "DE02" not in everything


def test_bank_and_personal_columns_are_named() -> None:
    recognition, _ = clean(master("attyp", "EU-UStID"))
    dropped = {
        column.heading: column.meaning
        for column in recognition.columns
        if column.meaning in ("bank", "personal")
    }
    assert dropped == {"Name (Adressattyp natürl. Person)": "personal", "IBAN-Nr. 1": "bank"}
    assert all(not column.samples for column in recognition.columns if column.heading in dropped)


POSTINGS = (
    '"EXTF";700;21;"Buchungsstapel";13;20240101000000000;;"RE";"";"";1;1;20240101;4;20240101;20241231;"Test";"";1;0;0;"EUR"\n'
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne "
    "BU-Schlüssel);Belegdatum;Belegfeld 1;Buchungstext\n"
    '1190,00;"S";"EUR";3400;70001;0503;"RE1";"Wareneingang"\n'
    '1190,00;"S";"EUR";70001;1200;2003;"RE1";"Zahlung"\n'
    '119,00;"H";"EUR";3400;70001;2103;"GS1";"Gutschrift"\n'
    '2380,00;"S";"EUR";10001;8400;1504;"AR1";"Erlös"\n'
    '50,00;"S";"EUR";4930;1000;1604;"K1";"Kasse"\n'
    '60,00;"X";"EUR";3400;70001;1604;"K2";"falsches Kennzeichen"\n'
    '1190,00;"S";"EUR";3400;70001;0503;"RE1";"Wareneingang"\n'
)


def test_postings_become_turnover_of_person_accounts() -> None:
    recognition, rows = clean(POSTINGS)
    assert recognition.shape == "datev_postings"
    assert rows.good.select(
        "line", "side", "partner_no", "amount", "amount_kind", "period_start", "document_no"
    ).rows() == [
        (3, "supplier", "70001", Decimal("1190.00"), "posted_gross", date(2024, 3, 5), "RE1"),
        (5, "supplier", "70001", Decimal("-119.00"), "posted_gross", date(2024, 3, 21), "GS1"),
        (6, "customer", "10001", Decimal("2380.00"), "posted_gross", date(2024, 4, 15), "AR1"),
        (9, "supplier", "70001", Decimal("1190.00"), "posted_gross", date(2024, 3, 5), "RE1"),
    ]
    assert rows.left_out.select("line", "reason_code").rows() == [
        (4, "settlement"),
        (7, "no_person_account"),
        (8, "no_debit_credit"),
    ]


def test_other_categories_are_no_lists_and_say_so() -> None:
    recognition, rows = clean(
        '"EXTF";510;46;"Zahlungsbedingungen";2;2024\nNummer;Bezeichnung\n10;"14 Tage"\n'
    )
    assert recognition.list_kind == "not_a_list"
    assert rows.left_out["reason_code"].to_list() == ["not_a_list"]
