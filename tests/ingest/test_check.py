"""Every record ends in good rows or in rows left out, with amounts to the cent and reasons in two
languages."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from ingest.check import clean_rows
from ingest.readers import read
from ingest.recognise import recognise_all
from ingest.tables import GOOD_COLUMNS, LEFT_OUT_COLUMNS, CleanRows, Hints


def clean(data: bytes | str, file_name: str = "Lieferanten.csv", hints: Hints | None = None) -> CleanRows:
    raw = data.encode("cp1252") if isinstance(data, str) else data
    ((table, recognition),) = recognise_all(read(raw, file_name), hints or Hints(), file_name)
    rows = clean_rows(table, recognition)
    assert rows.rows_read == rows.good["line"].n_unique() + rows.left_out.height
    assert dict(rows.good.schema) == GOOD_COLUMNS
    assert dict(rows.left_out.schema) == LEFT_OUT_COLUMNS
    return rows


def reasons(rows: CleanRows) -> list[tuple[int, str]]:
    return list(rows.left_out.sort("line").select("line", "reason_code").iter_rows())


def amounts(rows: CleanRows) -> list[Decimal | None]:
    return rows.good["amount"].to_list()


def handmade() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Einkauf")
        sheet.merge_range("A1:F1", "Lieferanten der Rübezahl Draht AG")
        sheet.write("A2", "alle Beträge in T€")
        sheet.merge_range("D4:E4", "Umsatz")
        sheet.write_row("A5", ["Nr.", "Lieferant", "PLZ/Ort", 2023, 2024, "Anteil %"])
        sheet.write_row("A6", ["70001", "Frau Holle Bettfedern GmbH", "58095 Hagen", 12.345, 1234.5, 0.4])
        sheet.write_row("A7", ["70002", "Drosselbart Galvanik GmbH", "58636 Iserlohn", 100, "1.234,5", 0.4])
        sheet.write_row("A8", ["70003", "Zwerg Nase OHG", "D-58507 Lüdenscheid", "hoch", 10, 0.1])
        sheet.write_row("A9", ["70004", "Sterntaler KG", "58507 Lüdenscheid"])
        sheet.write_row("A10", ["", "Summe", "", 112.345, 2479, 1])
        sheet.write("A12", "Stand 31.12.2024, ohne Umsatzsteuer")
        hidden = book.add_worksheet("alt")
        hidden.write_row("A1", ["Name", "Ort"])
        hidden.write_row("A2", ["Baba Jaga", "Wald"])
        hidden.hide()
    return stream.getvalue()


def test_a_handmade_workbook() -> None:
    rows = clean(handmade(), "Einkauf.xlsx")
    assert rows.good.select("line", "part_no", "amount", "amount_kind", "currency").rows() == [
        (6, 0, Decimal("12345.00"), "invoiced_net", "EUR"),
        (6, 1, Decimal("1234500.00"), "invoiced_net", "EUR"),
        (7, 0, Decimal("100000.00"), "invoiced_net", "EUR"),
        (7, 1, Decimal("1234500.00"), "invoiced_net", "EUR"),
        (9, 0, None, "none", None),
    ]
    assert rows.good["period_start"].to_list()[:2] == [date(2023, 1, 1), date(2024, 1, 1)]
    assert rows.good.row(0, named=True)["postcode"] == "58095"
    assert rows.good.row(0, named=True)["city"] == "Hagen"
    assert reasons(rows) == [(8, "not_an_amount"), (10, "sum_row"), (12, "note")]


def test_a_refused_amount_is_named_with_its_cell_and_mend() -> None:
    row = clean("Lieferant;Umsatz\nHolle GmbH;12,50\nNase OHG;hoch\n").left_out.row(0, named=True)
    assert (row["line"], row["outcome"], row["heading"], row["value"]) == (3, "rejected", "Umsatz", "hoch")
    assert row["reason_de"] == "„hoch“ ist kein Betrag."
    assert row["mend_de"] == "Tragen Sie eine Zahl ein oder lassen Sie die Zeile weg."
    assert row["reason_en"] == '"hoch" is not an amount.'


def test_a_row_without_amount_is_fine() -> None:
    rows = clean("Lieferant;Umsatz\nHolle GmbH;\nNase OHG;1,00\nKater AG;2,00\n")
    assert amounts(rows) == [None, Decimal("1.00"), Decimal("2.00")]
    assert rows.good["amount_kind"].to_list() == ["none", "invoiced_net", "invoiced_net"]


def test_credit_notes_stay_negative() -> None:
    assert amounts(clean("Lieferant;Umsatz\nHolle GmbH;12,50-\nNase OHG;-3,00\n")) == [
        Decimal("-12.50"),
        Decimal("-3.00"),
    ]


@pytest.mark.parametrize(
    ("heading", "title", "amount"),
    [
        ("Umsatz", "", "12.50"),
        ("Umsatz in T€", "", "12500.00"),
        ("Umsatz TEUR", "", "12500.00"),
        ("Umsatz (Tsd. €)", "", "12500.00"),
        ("Umsatz k€", "", "12500.00"),
        ("Umsatz Mio. €", "", "12500000.00"),
        ("Umsatz", "Beträge in T€", "12500.00"),
        ("Umsatz in EUR", "Beträge in T€", "12.50"),
    ],
)
def test_the_unit_stands_in_heading_or_title(heading: str, title: str, amount: str) -> None:
    text = f"{title};\nLieferant;{heading}\nHolle GmbH;12,50\nNase OHG;12,50\n"
    assert amounts(clean(text)) == [Decimal(amount)] * 2


def test_exact_duplicates_of_amounts_count_once() -> None:
    rows = clean("Lieferant;Umsatz\nHolle GmbH;5,00\nHolle GmbH;5,00\nHolle GmbH;6,00\n")
    assert amounts(rows) == [Decimal("5.00"), Decimal("6.00")]
    assert reasons(rows) == [(3, "duplicate")]
    assert rows.left_out["reason_de"][0] == "Die Zeile gleicht Zeile 2 in allen Feldern."


def test_duplicates_without_amounts_are_loaded() -> None:
    assert clean("Lieferant;Ort\nHolle GmbH;Hagen\nHolle GmbH;Hagen\n").good.height == 2


@pytest.mark.parametrize("word", ["Summe", "Gesamt", "Total", "Zwischensumme", "Gesamtsumme:", "Summe 2024"])
def test_rows_of_totals_by_word(word: str) -> None:
    assert reasons(clean(f"Nr.;Lieferant;Umsatz\n1;Holle GmbH;5,00\n2;Nase OHG;5,00\n;{word};10,00\n")) == [
        (4, "sum_row")
    ]


def test_a_firm_whose_name_begins_like_a_total_is_no_total() -> None:
    rows = clean("Lieferant;Ort;Umsatz\nTotal Zauber GmbH;Hagen;5,00\nGesamtstahl AG;Witten;5,00\n")
    assert rows.good.height == 2


def test_totals_without_a_word() -> None:
    rows = clean("Nr.;Lieferant;Umsatz\n1;Holle GmbH;5,00\n2;Nase OHG;6,00\n;;11,00\n")
    assert reasons(rows) == [(4, "only_numbers")]


def test_rows_that_name_nobody_are_rejected() -> None:
    assert reasons(clean("Nr.;Lieferant;Ort;Umsatz\n1;Holle GmbH;Hagen;5,00\n;;Witten;6,00\n")) == [
        (3, "no_name")
    ]


def test_too_many_fields_are_rejected_too_few_are_filled_up() -> None:
    rows = clean(
        "Nr.;Lieferant;Ort\n1;Holle GmbH;Hagen\n2;Nase OHG;Witten;zu viel\n3;Kater AG\n4;Zwerg eG;Hagen;;;\n"
    )
    assert reasons(rows) == [(3, "too_many_fields")]
    assert rows.good["city"].to_list() == ["Hagen", None, "Hagen"]


def test_repeated_headings_are_ignored() -> None:
    rows = clean("Nr.;Lieferant;Ort\n1;Holle GmbH;Hagen\nNr.;Lieferant;Ort\n2;Nase OHG;Witten\n")
    assert reasons(rows) == [(3, "repeated_heading")]


def test_deleted_one_time_and_group_in_sap() -> None:
    rows = clean(
        "LIFNR;NAME1;ORT01;LOEVM;XCPDK;VBUND\n0000070001;Holle GmbH;Hagen;;;\n70002;Nase OHG;Witten;X;;\n"
        "70003;CPD;;;X;\n70004;Rübezahl Walzwerk GmbH;Hagen;;;RUEBE\n"
    )
    assert reasons(rows) == [(3, "deleted"), (4, "one_time")]
    assert rows.good["partner_no"].to_list() == ["70001", "70004"]
    assert rows.good["is_group_internal"].to_list() == [False, True]


def test_bank_and_personal_cells_never_come_through() -> None:
    rows = clean(
        "Lieferant;Ansprechpartner;IBAN;Umsatz\nHolle GmbH;Frau Perchta;DE02120300000000202051;5,00\n"
        "Nase OHG;Herr Zwerg;DE02500105170137075030;hoch\nKater AG;Hans;DE02;7,00\n"
    )
    everything = f"{rows.good.rows()}{rows.left_out.rows()}"
    for secret in ("Perchta", 'Zwerg"', "Hans", "DE02"):
        assert secret not in everything
    assert rows.left_out["raw"][0] == '["Nase OHG", "", "", "hoch"]'


def test_natural_persons_keep_their_amount_and_lose_their_name() -> None:
    rows = clean(
        "Kunden-Nr.;Anrede;Kunde;Ort;Umsatz\n1;Herr;Hans Glück;Hagen;5,00\n2;Frau;Holle Bettfedern "
        "e.K.;Hagen;6,00\n",
        "Kunden.csv",
    )
    assert rows.good["name"].to_list() == ["Privatperson", "Holle Bettfedern e.K."]
    assert rows.good["is_natural_person"].to_list() == [True, False]
    assert amounts(rows) == [Decimal("5.00"), Decimal("6.00")]


def test_relations_carry_both_ends() -> None:
    rows = clean(
        "Lieferant;Lieferant Ort;Kunde;Kunde Ort;Umsatz;Jahr\nHolle GmbH;Hagen;Nase OHG;Witten;1.234,56 "
        "€;2024\n;;Nase OHG;Witten;5,00;2024\n",
        "Beziehungen.csv",
    )
    row = rows.good.row(0, named=True)
    assert (row["supplier_name"], row["supplier_city"], row["customer_name"], row["customer_city"]) == (
        "Holle GmbH",
        "Hagen",
        "Nase OHG",
        "Witten",
    )
    assert (row["name"], row["amount"], row["period_end"]) == (None, Decimal("1234.56"), date(2024, 12, 31))
    assert reasons(rows) == [(3, "no_supplier")]


def test_members_bring_sector_and_size() -> None:
    row = clean(
        "IHK-Nr;Name;Straße;PLZ;Ort;WZ;Beschäftigte-Größenklasse;Website\n17;Sterntaler KG;Brunnen "
        "4;4109;Leipzig;2562;10-49;www.stern.example\n",
        "Mitgliederverzeichnis.csv",
    ).good.row(0, named=True)
    assert (row["side"], row["sector_code"], row["sector_source"], row["size_class"]) == (
        "company",
        "25.62",
        "member_register",
        "10-49",
    )
    assert (row["postcode"], row["country_code"], row["web"]) == ("04109", "DE", "stern.example")


def test_a_column_split_by_its_own_commas_is_joined_again() -> None:
    lines = ["_hinweis,lieferant_id,name,land_iso2,land_name,handelsvolumen_eur_jahr"]
    lines += [f"erfunden, nicht echt,LF-{at},Holle {at} GmbH,AT,Österreich,{at}00" for at in range(1, 6)]
    rows = clean("\n".join(lines), "liste.csv")
    assert rows.good["name"].to_list() == [f"Holle {at} GmbH" for at in range(1, 6)]
    assert amounts(rows) == [Decimal(at * 100) for at in range(1, 6)]


def test_number_and_name_in_one_cell_with_subtotals() -> None:
    rows = clean(
        "Lieferant/Lieferwerk;Kurztext;Nettowert;Währung\n1051       Rübezahl Draht "
        "AG;Draht;1.886,00;EUR\n;;1.886,00;\n1052       Holle GmbH;Federn;86,00-;EUR\n"
    )
    assert rows.good.select("partner_no", "name", "amount").rows() == [
        ("1051", "Rübezahl Draht AG", Decimal("1886.00")),
        ("1052", "Holle GmbH", Decimal("-86.00")),
    ]


def test_hints_win_over_what_was_recognised() -> None:
    hints = Hints(
        list_kind="customers", year=2022, mapping={"KZ7": "amount"}, amount_unit=1_000, amount_kind="ordered"
    )
    rows = clean("Name;KZ7\nHolle GmbH;5\nNase OHG;6\n", "liste.csv", hints)
    assert rows.good.select("side", "amount", "amount_kind", "period_start").row(0) == (
        "customer",
        Decimal("5000.00"),
        "ordered",
        date(2022, 1, 1),
    )


def test_only_headings_give_no_rows() -> None:
    assert clean("Lieferant;Umsatz\n").rows_read == 0
