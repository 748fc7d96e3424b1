"""Exports by position, lists of balances, account labels, screens of SAP, award notices of TED: made-up samples."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ingest.clean.left_out import reasons
from ingest.jobs import Options, Preview, preview
from ingest.recognise.headings import aliases
from ingest.recognise.shapes import shapes
from lieferkette.i18n import keys


def seen(text: str, name: str = "liste.csv", **said: Any) -> Preview:
    found = preview(text.encode("cp1252"), name, Options(**said))
    assert found.error_code is None, found.error_en
    assert found.rows_read == found.rows_good + found.left_out.height
    return found


def rows(found: Preview, *columns: str) -> list[tuple[Any, ...]]:
    return found.sheets[0].rows.good.select(columns).rows()


def left_out(found: Preview) -> list[tuple[int, str]]:
    return found.left_out.select("line", "reason_code").rows()


COLLMEX = (
    "CMXLIF;70001;1;;;;;Rübezahl Draht AG;;Berg 7;58095;Hagen;;;DE;02331;;a@b.example;;;DE02120300000000202051;;;;"
    "DE136695976;;;;;;;4711;EUR\n"
    "CMXLIF;70002;1;Herr;;Hans;Zwerg;;;Weg 1;58636;Iserlohn;;1;DE\n"
    "MESSAGE;S;204020;ok\n"
)


def test_collmex_is_read_by_position() -> None:
    found = seen(COLLMEX)
    assert rows(found, "partner_no", "name", "postcode", "country_code", "vat_id") == [
        ("70001", "Rübezahl Draht AG", "58095", "DE", "DE136695976")
    ]
    assert left_out(found) == [(2, "deleted"), (3, "other_record")]
    private = {c.heading for c in found.sheets[0].recognition.columns if c.meaning in ("bank", "personal")}
    assert {"IBAN", "E-Mail", "Telefon", "Vorname"} <= private


def test_fields_beyond_the_known_positions_are_named_and_not_lost() -> None:
    wide = COLLMEX.splitlines()[0] + ";" * 9 + "neu\n"
    found = seen(wide)
    assert found.rows_good == 1
    unknown = [c.heading for c in found.sheets[0].recognition.columns if c.meaning == "unknown"]
    assert unknown == ["Feld 41", "Feld 42"]


BALANCES = (
    "Konto;Bezeichnung;EB-Wert;{debit};{credit};Saldo\n"
    "1200;Bank;1,00;5,00;4,00;2,00\n"
    "8400;Erlöse;;;9,00;\n"
    "10001;Däumling KG;;119,00;100,00;19,00\n"
    "70001;Rübezahl Draht AG;;50,00;238,00;-188,00\n"
)


@pytest.mark.parametrize(
    ("debit", "credit"),
    [
        ("Soll_Kumuliert", "Haben_Kumuliert"),
        ("Jahresverkehrszahl Soll", "Jahresverkehrszahl Haben"),
        ("Soll kumuliert", "Haben kumuliert"),
        ("JVZ Soll", "JVZ Haben"),
    ],
)
def test_a_debtors_turnover_is_debited_and_a_creditors_credited(debit: str, credit: str) -> None:
    found = seen(BALANCES.format(debit=debit, credit=credit), "SuSa 2025.csv")
    assert found.list_kind == "suppliers_and_customers"
    turnover = [row for row in rows(found, "side", "name", "amount", "amount_kind") if row[3] != "balance"]
    assert turnover == [
        ("customer", "Däumling KG", Decimal(119), "posted_gross"),
        ("supplier", "Rübezahl Draht AG", Decimal(238), "posted_gross"),
    ]
    assert left_out(found) == [(2, "ledger_account"), (3, "ledger_account")]


@pytest.mark.parametrize(
    ("name", "kind", "amount"),
    [("Kreditoren 2025.csv", "suppliers", 238), ("Debitoren 2025.csv", "customers", 50)],
)
def test_in_a_list_of_one_side_the_other_sum_is_no_turnover(name: str, kind: str, amount: int) -> None:
    text = "Konto;Bezeichnung;Ort;Soll;Haben\n70001;Rübezahl Draht AG;Hagen;50,00;238,00\n"
    found = seen(text, name)
    assert found.list_kind == kind
    assert rows(found, "amount", "amount_kind") == [(Decimal(amount), "posted_gross")]


META = "EXTF;{version};{category};{name};{format};20260101000000000;;RE;;;1;2;20250101;4;{period};;;;;;;;;;;;;;\n"


@pytest.mark.parametrize("version", ["510", "700", "710"])
def test_datev_labels_of_accounts_name_partners_and_not_the_ledger(version: str) -> None:
    meta = META.format(version=version, category=20, name="Kontenbeschriftungen", format=3, period=";")
    text = meta + "Konto;Kontenbeschriftung;Sprach-ID\n1200;Bank;de-DE\n70001;Rübezahl Draht AG;de-DE\n"
    found = seen(text)
    assert (found.shape, rows(found, "side", "partner_no", "name")) == (
        "datev_labels",
        [("supplier", "70001", "Rübezahl Draht AG")],
    )
    assert left_out(found) == [(3, "ledger_account")]


@pytest.mark.parametrize("version", ["510", "700", "710"])
@pytest.mark.parametrize(
    ("name", "vat"),
    [("Name (Adressattyp Unternehmen)", "EU-UStID"), ("Name (Adressatentyp Unternehmen)", "EU-USt-IdNr.")],
)
def test_datev_master_data_in_both_spellings_and_all_versions(version: str, name: str, vat: str) -> None:
    meta = META.format(version=version, category=16, name="Debitoren/Kreditoren", format=5, period=";")
    heads = f"Konto;{name};Adressattyp;EU-Land;{vat};Straße;Postleitzahl;Ort;Land;IBAN-Nr. 1\n"
    body = "70001;Rübezahl Draht AG;2;DE;136695976;Berg 7;58095;Hagen;DE;DE02120300000000202051\n"
    body += "70002;Hans Zwerg;1;;;;;;;\n"
    found = seen(meta + heads + body)
    assert rows(found, "name", "vat_id", "is_natural_person") == [
        ("Rübezahl Draht AG", "DE136695976", False),
        ("Privatperson", None, True),
    ]


@pytest.mark.parametrize("version", ["510", "700", "710"])
def test_datev_postings_add_up_by_account(version: str) -> None:
    meta = META.format(
        version=version, category=21, name="Buchungsstapel", format=9, period="20250101;20251231"
    )
    heads = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;"
    heads += "Gegenkonto (ohne BU-Schlüssel);Belegdatum\n"
    body = "119,00;H;EUR;70001;3400;1501\n50,00;S;EUR;70001;1200;2001\n1,00;S;EUR;1200;8400;2101\n"
    found = seen(meta + heads + body)
    assert rows(found, "side", "amount", "amount_kind") == [("supplier", Decimal(119), "posted_gross")]
    assert left_out(found) == [(4, "settlement"), (5, "no_person_account")]


SCREEN = (
    "---------------------------------------------------\n"
    "|  Kreditor |Name 1           |Ort   |      Umsatz |\n"
    "---------------------------------------------------\n"
    "|  0000100001|Rübezahl Draht AG|Hagen |  1.234,50- |\n"
    "|  0000100002|Frau Holle GmbH  |Menden|     99,00  |\n"
    "---------------------------------------------------\n"
    "|  *         |                 |      |  1.135,50- |\n"
)


def test_a_screen_of_sap_with_rules_stars_and_trailing_minus() -> None:
    found = seen(SCREEN, "kreditoren.txt")
    assert rows(found, "partner_no", "name", "amount") == [
        ("100001", "Rübezahl Draht AG", Decimal("-1234.50")),
        ("100002", "Frau Holle GmbH", Decimal(99)),
    ]
    assert left_out(found) == [(3, "rule"), (6, "rule"), (7, "sum_row")]


def test_a_purchasing_screen_with_number_and_name_in_one_cell() -> None:
    text = (
        "Lieferant/Lieferwerk;Kurztext;Nettopreis;Währung;Preiseinheit;Bestellnettowert;Belegdatum\n"
        "1051       Zwerg Kupplungen GmbH;Kupplung;12,50;EUR;1;1.886,00;10.07.2026\n"
        ";;;;;1.886,00;\n"
    )
    found = seen(text, "Bestellungen.csv")
    assert rows(found, "partner_no", "name", "amount", "amount_kind") == [
        ("1051", "Zwerg Kupplungen GmbH", Decimal(1886), "ordered")
    ]
    assert left_out(found) == [(3, "only_numbers")]


def test_award_notices_of_ted_tell_orders_from_frameworks() -> None:
    text = (
        "CAE_NAME,CAE_TOWN,ISO_COUNTRY_CODE,WIN_NAME,WIN_TOWN,WIN_COUNTRY_CODE,AWARD_VALUE_EURO,B_FRA_AGREEMENT,CPV\n"
        "Stadt Altena,Altena,DE,Rübezahl Draht AG,Hagen,DE,1000.50,N,39160000\n"
        "Stadt Altena,Altena,DE,Frau Holle GmbH,Menden,DE,50000,Y,39160000\n"
    )
    found = seen(text, "TED_CAN.csv")
    assert rows(found, "supplier_name", "customer_name", "amount", "amount_kind") == [
        ("Rübezahl Draht AG", "Stadt Altena", Decimal("1000.50"), "ordered"),
        ("Frau Holle GmbH", "Stadt Altena", Decimal(50000), "ceiling"),
    ]


def test_amounts_that_begin_far_below_make_an_amount_column() -> None:
    body = "".join(
        f"Zwerg {at} GmbH;Hagen;{'siehe Anlage' if at < 900 else '1.000,50'}\n" for at in range(1000)
    )
    found = seen("Lieferant;Ort;Umsatz EUR\n" + body)
    assert (found.rows_good, found.left_out["reason_code"].unique().to_list()) == (100, ["not_an_amount"])


def test_words_under_the_heading_of_an_amount_are_no_amounts() -> None:
    found = seen("Lieferant;Ort;Umsatz\n" + "Zwerg Guss GmbH;Hagen;hoch\nFrau Holle AG;Altena;mittel\n")
    assert [column.meaning for column in found.sheets[0].recognition.columns] == ["name", "city", "unknown"]


def test_every_meaning_shape_and_reason_has_words_for_the_pages() -> None:
    exact, parts = aliases()
    meanings = {alias.meaning for alias in exact.values()} | {alias.meaning for _, alias in parts}
    for shape in shapes():
        meanings |= {
            meaning.removeprefix("supplier_").removeprefix("customer_") for meaning in shape.meanings.values()
        }
    wanted = {f"meaning.{meaning}" for meaning in meanings}
    wanted |= {f"shape.{shape.name}" for shape in shapes()} | {f"reason.{code}" for code in reasons()}
    assert wanted <= set(keys())
