"""Invented tables in every format that statistics offices publish give the same coefficients."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from ingest.io_table.codes import divisions_of
from ingest.io_table.load import coefficients, import_io_table, parse
from lieferkette.io_table import imported_io_table
from schemas.reference.problem import ListProblem
from schemas.warehouse import Warehouse

# what 24, 25 and 29 buy (columns) from 24, 25 and 29 at home, in the EU and in the world; and their output
HOME = [[10.0, 30.0, 5.0], [4.0, 20.0, 40.0], [0.0, 2.0, 25.0]]
EU = [[6.0, 10.0, 5.0], [0.0, 6.0, 10.0], [0.0, 0.0, 10.0]]
WORLD = [[4.0, 10.0, 0.0], [1.0, 2.0, 5.0], [0.0, 0.0, 0.0]]
OUTPUT = [50.0, 160.0, 200.0]
CODES = ["C24", "C25", "C29"]


def _figaro_matrix() -> bytes:
    lines = ["rowLabels," + ",".join(f"{country}_{code}" for country in ("DE", "FR") for code in CODES)]
    for country, block in (("DE", HOME), ("FR", EU), ("US", WORLD)):
        for code, row in zip(CODES, block, strict=True):
            lines.append(f"{country}_{code}," + ",".join(map(str, [*row, 7.0, 7.0, 7.0])))
    added = [out - sum(b[i][k] for b in (HOME, EU, WORLD) for i in range(3)) for k, out in enumerate(OUTPUT)]
    lines.append("W2_D1," + ",".join(map(str, [*added, 1.0, 1.0, 1.0])))
    return "\n".join(lines).encode()


def _figaro_flat() -> bytes:
    lines = ["icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue"]
    for country, block in (("DE", HOME), ("FR", EU), ("US", WORLD)):
        for code, row in zip(CODES, block, strict=True):
            for to, amount in zip(CODES, row, strict=True):
                lines.append(f"{country}_{code},DE_{to},{country},{code},DE,{to},{amount}")
                lines.append(f"{country}_{code},FR_{to},{country},{code},FR,{to},99")
    return "\n".join(lines).encode()


def _eurostat() -> bytes:
    lines = ["DATAFLOW,freq,unit,stk_flow,ind_use,prod_na,geo,TIME_PERIOD,OBS_VALUE"]
    for flow, block in (("DOM", HOME), ("IMP", _plus(EU, WORLD)), ("TOTAL", _plus(HOME, EU, WORLD))):
        for code, row in zip(CODES, block, strict=True):
            for to, amount in zip(CODES, row, strict=True):
                key = f"naio,A,MIO_EUR,{flow},CPA_{to},CPA_{code}"
                lines += [f"{key},DE,2020,{amount}", f"{key},DE,2015,1", f"{key},FR,2020,55"]
    for to, amount in zip(CODES, OUTPUT, strict=True):
        lines.append(f"naio,A,MIO_EUR,TOTAL,CPA_{to},P1,DE,2020,{amount}")
    return "\n".join(lines).encode()


def _wiod() -> bytes:
    rows: list[list[object]] = [["Year", "Code", "Description", "Origin", *CODES, "CONS_h", "GO"]]
    for year, factor in ((2013, 3.0), (2014, 1.0)):
        for origin, block in (("Domestic", HOME), ("Imports", _plus(EU, WORLD))):
            for code, row in zip(CODES, block, strict=True):
                rows.append([year, code, "x", origin, *(cell * factor for cell in row), 8.0, 9.0])
        rows.append([year, "GO", "Output", "TOT", *OUTPUT, 0.0, 0.0])
    return _workbook({"Notes": [["About"]], "National IO-tables": rows})


def _destatis() -> bytes:
    rows: list[list[object]] = [["Input-Output-Tabelle 2021"], ["in Mio. EUR"]]
    rows.append(["Lfd. Nr.", "CPA", "Gütergruppe", "24.1-3", "24.4-5", "25", "29", "Zusammen"])
    split = _plus(HOME, EU, WORLD)
    for name, share, source in (("24.1-3", 0.75, 0), ("24.4-5", 0.25, 0), ("25", 1, 1), ("29", 1, 2)):
        first, *rest = (cell * share for cell in split[source])
        rows.append([1, name, "x", first * 0.5, first * 0.5, *rest, sum(split[source])])
    rows.append([5, "", "Produktionswert", OUTPUT[0] / 2, OUTPUT[0] / 2, *OUTPUT[1:], sum(OUTPUT)])
    rows[-1][1] = "Produktionswert"
    return _workbook({"3.1": rows})


def _plus(*blocks: list[list[float]]) -> list[list[float]]:
    return [[sum(block[i][k] for block in blocks) for k in range(3)] for i in range(3)]


def _workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


FILES = {
    "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv": _figaro_matrix,
    "flatfile_eu-ic-io_ind-by-ind_24ed_2022.csv": _figaro_flat,
    "naio_10_cp1700.csv": _eurostat,
    "DEU_NIOT_nov16.xlsx": _wiod,
    "destatis-2021.xlsx": _destatis,
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_shares_of_all_inputs(name: str) -> None:
    rows = coefficients(parse(FILES[name](), name)).filter(pl.col("cell_origin") == "all")
    found = {(row[1], row[2]): row[4] for row in rows.iter_rows()}
    whole = _plus(HOME, EU, WORLD)
    for k, customer in enumerate(("24", "25", "29")):
        bought = [whole[i][k] for i in range(3)]
        for supplier, amount in zip(("24", "25", "29"), bought, strict=True):
            assert found.get((supplier, customer), 0.0) == pytest.approx(amount / sum(bought))


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("flat")])
def test_output_gives_coefficients(name: str) -> None:
    rows = coefficients(parse(FILES[name](), name))
    cell = rows.filter(
        (pl.col("supplier_sectors") == "24")
        & (pl.col("customer_sectors") == "25")
        & (pl.col("cell_origin") == "all")
    )
    assert cell["input_coefficient"].item() == pytest.approx(50 / 160)


def test_origins_are_told_as_far_as_the_table_tells_them() -> None:
    def origins(name: str) -> dict[str, float]:
        rows = coefficients(parse(FILES[name](), name)).filter(
            (pl.col("supplier_sectors") == "24") & (pl.col("customer_sectors") == "25")
        )
        return dict(rows.select("cell_origin", "input_share").iter_rows())

    whole = 80.0
    figaro = origins("matrix_eu-ic-io_ind-by-ind_24ed_2022.csv")
    assert figaro == pytest.approx(
        {
            "all": 50 / whole,
            "germany": 30 / whole,
            "eu": 10 / whole,
            "world": 10 / whole,
            "outside": 20 / whole,
        }
    )
    assert set(origins("naio_10_cp1700.csv")) == {"all", "germany", "outside"}
    assert set(origins("destatis-2021.xlsx")) == {"all"}


@pytest.mark.parametrize(
    ("code", "divisions"),
    [
        ("A01", ("01",)),
        ("B", ("05", "06", "07", "08", "09")),
        ("C31_32", ("31", "32")),
        ("E37T39", ("37", "38", "39")),
        ("L68A", ("68",)),
        ("23.2-9", ("23",)),
        ("CPA_C24", ("24",)),
        ("M69_M70", ("69", "70")),
        ("T", ("97", "98")),
        ("CONS_h", None),
        ("TOTAL", None),
        ("P3_S14", None),
        ("GO", None),
        ("", None),
    ],
)
def test_names_of_sectors(code: str, divisions: tuple[str, ...] | None) -> None:
    assert divisions_of(code) == divisions


def test_a_new_table_takes_the_old_ones_place(warehouse: Warehouse, tmp_path: Path) -> None:
    assert imported_io_table(warehouse) is None
    for name in ("destatis-2021.xlsx", "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv"):
        (tmp_path / name).write_bytes(FILES[name]())
        counts = import_io_table(warehouse, tmp_path / name, actor="owner")
        assert counts["sectors"] == 3
    table = imported_io_table(warehouse)
    assert table is not None and table.label == "figaro 2022"
    assert table.share("25.94", "24.10") == pytest.approx(50 / 80)
    assert table.share("25", "86") is None
    assert table.inputs_of("29").filter(pl.col("origin") == "all")["sectors"].to_list() == ["25", "29", "24"]
    assert table.customers_of("24.3").filter(pl.col("origin") == "all")["sectors"].to_list() == [
        "24",
        "25",
        "29",
    ]


def test_what_is_no_table_is_refused_with_the_mend(warehouse: Warehouse, tmp_path: Path) -> None:
    for content in (b"Name;Ort\nZwerg;Hagen\n", b"", b"PK\x03\x04 broken", b"rowLabels,DE_C24\nDE_C24,1\n"):
        (tmp_path / "table.csv").write_bytes(content)
        with pytest.raises(ListProblem, match="Download the table from Destatis"):
            import_io_table(warehouse, tmp_path / "table.csv", actor="owner")
    assert imported_io_table(warehouse) is None


def test_headings_may_repeat_the_names_of_the_rows() -> None:
    lines = ["code,name,smelters,smiths,cars,final"]
    names = ("smelters", "smiths", "cars")
    for code, name, row in zip(CODES, names, _plus(HOME, EU, WORLD), strict=True):
        lines.append(f"{code},{name}," + ",".join(map(str, row)) + ",29")
    lines.append("output,,50,160,200,0")
    rows = coefficients(parse("\n".join(lines).encode(), "own.csv"))
    cell = rows.filter((pl.col("supplier_sectors") == "24") & (pl.col("customer_sectors") == "25"))
    assert cell["input_share"].item() == pytest.approx(50 / 80)
    assert cell["input_coefficient"].item() == pytest.approx(50 / 160)
