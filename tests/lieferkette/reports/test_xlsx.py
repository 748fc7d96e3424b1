"""golden: what stands in the spreadsheets, cell by cell, and that nothing in them is live."""

from __future__ import annotations

import io
import re
import zipfile

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from lieferkette.answers import Coverage, RegionalTable, Sentence
from lieferkette.reports.xlsx import frame_xlsx, left_out_xlsx, regional_table_xlsx

_COVERAGE = Coverage(12, 9, 400, 0.8, 0.7, None, ("2025",), 0.5)


def cells(data: bytes) -> list[list[object]]:
    """All cells of the first sheet, blank rows included."""
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )


def test_golden_regional_table() -> None:
    table = RegionalTable(
        "v", _COVERAGE, (Sentence("draft_table", {}),), "maerkische-region", "Märkische Region", 2025, 5,
        pl.DataFrame({"sector_group": ["metal_products", "metal_products", "basic_metals"],
                      "origin": ["region", "eu", "region"], "amount_eur": [1_234_567.4, None, 2_000.0],
                      "contributors_count": [7, None, 5]}), 1,
    )  # fmt: skip
    found = cells(regional_table_xlsx(table))
    assert (
        found[0][0]
        == "Märkische Region: Einkauf nach Branche der Käufer und Herkunft, Geschäftsjahr 2025, in Euro"
    )
    assert found[1][0] == "Entwurf – nicht weitergeben"
    assert found[3] == ["Branche der Käufer", "Region", "übrige EU"]
    assert found[4] == ["Metallerzeugung", 2000.0, "·"], "what nobody told and what is suppressed look alike"
    assert found[5] == ["Metallerzeugnisse", 1234567.0, "·"]
    assert str(found[7][0]).startswith("· bedeutet: geheim gehalten oder null.")
    assert str(found[8][0]).startswith("Grundlage: zwölf Listen von neun Unternehmen.")


def test_golden_rejected_rows_come_back_with_their_reason() -> None:
    rows = pl.DataFrame(
        [
            {"sheet": "", "row_no": 3, "outcome": "rejected", "reason_de": "„k. A.“ ist kein Betrag.",
             "mend_de": "Tragen Sie eine Zahl ein.",
             "raw": '["70001", "Pechmarie Öl KG", "", "k. A."]'},
            {"sheet": "", "row_no": 9, "outcome": "ignored", "reason_de": "Summe", "mend_de": None, "raw": "[]"},
        ]
    )  # fmt: skip
    columns = pl.DataFrame(
        {"sheet": ["", "", ""], "position": [0, 1, 3], "heading": ["Konto", "Name", "Umsatz"]}
    )
    found = cells(left_out_xlsx(rows, columns, upload_id="u1"))
    assert found[0][0] == "Korrektur zu Upload u1"
    assert found[2:] == [
        ["Konto", "Name", "", "Umsatz", "Zeile", "Grund", "Abhilfe"],
        [
            "70001",
            "Pechmarie Öl KG",
            "",
            "k. A.",
            3.0,
            "„k. A.“ ist kein Betrag.",
            "Tragen Sie eine Zahl ein.",
        ],
    ]


@pytest.mark.parametrize(
    "payload",
    [
        '=HYPERLINK("http://x.example","hier")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "https://x.example",
        "\t=1",
        "＝1+1",
        "00123",
    ],
)
def test_text_from_lists_is_never_live(payload: str) -> None:
    data = frame_xlsx(pl.DataFrame({"name": [payload]}), {"name": payload}, "Tabelle")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "worksheets" in name]
    assert not re.search(r"<f>|<hyperlink", sheet)
    assert cells(data)[1][0] == payload
