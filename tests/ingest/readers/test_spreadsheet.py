"""Workbooks through the guarded child: cells as text, merged headings, hidden sheets, hostile files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from ingest.errors import UnreadableFile
from ingest.readers import read


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book)
    return stream.getvalue()


def one_sheet(rows: list[list[object]]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry.filename))
    return stream.getvalue()


def test_numbers_are_unmistakable_text() -> None:
    table = read(
        one_sheet([["Name", "Wert"], ["a", 12.345], ["b", 1234.5], ["c", 58636], ["d", "04109"]]), "x.xlsx"
    )[0]
    assert table.frame["c1"].to_list() == ["Wert", "12.3450", "1234.5", "58636", "04109"]
    assert table.is_spreadsheet


def test_lines_are_the_rows_of_the_sheet() -> None:
    assert read(one_sheet([[], ["Titel"], [], ["Name"]]), "x.xlsx")[0].frame["line"].to_list() == [2, 4]


def test_merged_headings_are_repeated_and_merged_numbers_are_not() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("B1:C1", "Umsatz")
        sheet.write_row(1, 0, ["Name", "2023", "2024"])
        sheet.merge_range("A3:A4", "Rübezahl Draht AG")
        sheet.merge_range("B3:B4", 7)
        sheet.write("C4", 5)

    frame = read(workbook(fill), "x.xlsx")[0].frame
    assert frame.rows() == [
        (1, None, "Umsatz", "Umsatz"),
        (2, "Name", "2023", "2024"),
        (3, "Rübezahl Draht AG", "7", None),
        (4, "Rübezahl Draht AG", None, "5"),
    ]


def test_a_merged_sum_is_no_heading() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Ort", "Umsatz"])
        sheet.merge_range("A2:B2", "Summe")
        sheet.write("C2", 5)
        sheet.merge_range("A3:B3", "Summe")
        sheet.write("C3", "1.234,50 €")

    assert read(workbook(fill), "x.xlsx")[0].frame.rows()[1:] == [
        (2, "Summe", None, "5"),
        (3, "Summe", None, "1.234,50 €"),
    ]


def test_hidden_sheets_are_marked() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("offen").write("A1", "Name")
        hidden = book.add_worksheet("geheim")
        hidden.write("A1", "Name")
        hidden.hide()

    assert [(table.sheet, table.is_hidden) for table in read(workbook(fill), "x.xlsx")] == [
        ("offen", False),
        ("geheim", True),
    ]


def test_the_ending_does_not_decide() -> None:
    assert read(one_sheet([["Name"], ["Holle"]]), "liste.csv")[0].sheet == "Liste"
    assert read(b"Name;Ort\nHolle;Hagen", "liste.xlsx")[0].delimiter == ";"


def test_a_cell_in_the_last_corner_is_refused() -> None:
    data = workbook(lambda book: book.add_worksheet().write("XFD1048576", "x"))
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x.xlsx")
    assert caught.value.code == "too_much_inside"


def test_a_dtd_is_refused() -> None:
    data = one_sheet([["Name"]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    with pytest.raises(UnreadableFile) as caught:
        read(with_entry(data, "xl/sharedStrings.xml", bomb), "x.xlsx")
    assert caught.value.code == "too_much_inside"


def test_a_long_string_referenced_too_often_is_refused() -> None:
    data = one_sheet([["x" * 32_000] * 200 for _ in range(100)])
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x.xlsx")
    assert caught.value.code == "too_much_inside"


@pytest.mark.parametrize("cut", [100, 1500, 4000])
def test_a_damaged_workbook_is_said(cut: int) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(one_sheet([["Name"], ["Holle"]])[:cut], "x.xlsx")
    assert caught.value.code == "damaged"


def test_an_empty_workbook_is_said() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(one_sheet([]), "x.xlsx")
    assert caught.value.code == "empty"


def test_a_password_is_said_in_both_languages() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile) as caught:
        read(ole, "x.xlsx")
    assert caught.value.code == "password"
    assert "Kennwort" in caught.value.de
    assert "password" in caught.value.en
