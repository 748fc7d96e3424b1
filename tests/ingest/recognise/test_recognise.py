"""Heading rows among titles, two-row headings, several sheets, kinds of list, refusals."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ingest.errors import UnreadableFile
from ingest.readers import read
from ingest.recognise import recognise, recognise_all
from ingest.recognise.extras import currency_in, unit_in, year_in
from ingest.recognise.headings import key, understand
from ingest.tables import Hints, Recognition

Rows = list[list[object]]


def workbook(sheets: dict[str, Rows]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return stream.getvalue()


def recognised(text: str, file_name: str = "liste.csv", hints: Hints | None = None) -> Recognition:
    return recognise(read(text.encode("cp1252"), file_name)[0], hints or Hints(), file_name)


def meanings(recognition: Recognition) -> dict[str, str]:
    return {column.heading: column.meaning for column in recognition.columns}


SUPPLIERS: Rows = [["Lieferant", "Ort", "Umsatz 2024"], ["Holle GmbH", "Hagen", 5], ["Nase OHG", "Witten", 6]]
PARTNERS: Rows = [["Name", "Ort", "Umsatz 2024"], ["Kater AG", "Hagen", 5], ["Stern KG", "Witten", 6]]


@pytest.mark.parametrize("titles", [0, 1, 3, 8])
def test_title_rows_are_skipped(titles: int) -> None:
    text = "".join(f"Titel {at};;\n" for at in range(titles)) + "Lieferant;Ort;Umsatz\nHolle GmbH;Hagen;5\n"
    assert recognised(text).heading_line == titles + 1


def test_words_above_years() -> None:
    recognition = recognised(
        "Lieferant;;Umsatz T€;\nNr.;Name;2023;2024\n1;Holle GmbH;5;6\n2;Nase OHG;7;8\n", "Lieferanten.csv"
    )
    assert recognition.heading_line == 2
    assert [(column.meaning, column.year, column.unit) for column in recognition.columns[2:]] == [
        ("amount", 2023, 1_000.0),
        ("amount", 2024, 1_000.0),
    ]


def test_cover_sheets_are_passed_over_and_sheet_names_tell_the_side() -> None:
    data = workbook(
        {"Deckblatt": [["Rübezahl Draht AG"], ["vertraulich"]], "Lieferanten": PARTNERS, "Kunden": PARTNERS}
    )
    found = recognise_all(read(data, "Lieferanten und Kunden.xlsx"), Hints(), "Lieferanten und Kunden.xlsx")
    assert [(table.sheet, recognition.list_kind) for table, recognition in found] == [
        ("Lieferanten", "suppliers"),
        ("Kunden", "customers"),
    ]


def test_every_column_has_score_samples_and_reason() -> None:
    (pair,) = recognise_all(read(workbook({"x": SUPPLIERS}), "x.xlsx"), Hints(), "x.xlsx")
    for column in pair[1].columns:
        assert 0 <= column.score <= 1
        assert column.samples
        assert column.reason


def test_unknown_columns_are_named_with_score_zero() -> None:
    column = recognised("Lieferant;KZ7\nHolle GmbH;q\n").columns[1]
    assert (column.heading, column.meaning, column.score) == ("KZ7", "unknown", 0.0)


def test_ibans_under_an_unknown_heading_are_bank_data() -> None:
    column = recognised("Lieferant;KZ7\nHolle GmbH;DE02 1203 0000 0000 2020 51\n").columns[1]
    assert (column.meaning, column.samples) == ("bank", ())


def test_an_amount_heading_above_words_is_no_amount() -> None:
    assert meanings(recognised("Lieferant;Umsatz\nHolle GmbH;hoch\nNase OHG;mittel\n"))["Umsatz"] == "unknown"


def test_no_heading_is_said_and_a_named_line_helps() -> None:
    text = "q;w\n1;2\n3;4\n"
    with pytest.raises(UnreadableFile) as caught:
        recognised(text)
    assert caught.value.code == "no_heading"
    assert "Zeigen Sie uns die Zeile mit den Überschriften" in caught.value.de
    hints = Hints(heading_line=1, mapping={"q": "name", "w": "amount"})
    assert meanings(recognised(text, hints=hints)) == {"q": "name", "w": "amount"}


@pytest.mark.parametrize(
    ("file_name", "kind"),
    [
        ("Lieferanten.csv", "suppliers"),
        ("Kunden.csv", "customers"),
        ("Debitoren_2024.csv", "customers"),
        ("Mitglieder.csv", "members"),
    ],
)
def test_the_file_name_tells_the_kind_of_list(file_name: str, kind: str) -> None:
    assert recognised("Name;Ort\nHolle GmbH;Hagen\n", file_name).list_kind == kind


def test_a_guessed_kind_is_noted() -> None:
    recognition = recognised("Name;Ort\nHolle GmbH;Hagen\n", "export.csv")
    assert recognition.list_kind == "suppliers"
    assert "list_kind_assumed:suppliers" in recognition.notes


def test_assumed_decimals_and_currency_are_noted() -> None:
    recognition = recognised("Lieferant;Umsatz\nHolle GmbH;1.234\nNase OHG;2.500\n")
    assert recognition.decimal == ","
    assert recognition.notes == ("decimal_assumed:,", "currency_assumed:EUR")


def test_the_year_of_a_date_in_the_title_is_not_the_lists() -> None:
    recognition = recognised(
        "Stand: 15.01.2026;;\nLieferant;Ort;Umsatz\nHolle GmbH;Hagen;5\n", "Lieferanten 2025.csv"
    )
    assert str(recognition.period_start) == "2025-01-01"


def test_keys_ignore_case_umlauts_and_signs() -> None:
    assert key("STRASSE / Haus-Nr.") == key("straße/hausnr") == "strassehausnr"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Umsatz T€", 1e3),
        ("in TEUR", 1e3),
        ("Tsd. €", 1e3),
        ("k€", 1e3),
        ("Mio. €", 1e6),
        ("MEUR", 1e6),
        ("Ort", None),
        ("Tonnen", None),
        ("Kommission", None),
    ],
)
def test_units(text: str, unit: float | None) -> None:
    assert unit_in(text) == unit


def test_currencies_and_years_in_headings() -> None:
    assert (currency_in("Umsatz CHF"), currency_in("Neuroth"), currency_in("TEUR")) == ("CHF", None, "EUR")
    assert (year_in("Umsatz 2024"), year_in("2023/2024"), year_in("Nr. 120245")) == (2024, None, None)


@pytest.mark.parametrize(
    ("heading", "meaning", "kind"),
    [
        ("Umsatz netto 2024", "amount", "invoiced_net"),
        ("2024 netto", "amount", "invoiced_net"),
        ("Umsatz brutto", "amount", "posted_gross"),
        ("Bestellwert", "amount", "ordered"),
        ("Saldo", "amount", "balance"),
        ("Rahmenwert", "amount", "ceiling"),
        ("Plan 2026", "not_needed", None),
        ("Kreditlimit", "not_needed", None),
    ],
)
def test_kinds_of_amount(heading: str, meaning: str, kind: str | None) -> None:
    understood = understand(heading)
    assert (understood.meaning, understood.kind) == (meaning, kind)
