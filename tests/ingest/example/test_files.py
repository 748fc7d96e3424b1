"""The files are byte-identical by seed, and say the truth to the cent; read here by other means."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from functools import cache
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from ingest.example.files import Manifest, write_example
from ingest.example.truth import Truth

ENCODINGS = ("utf-8-sig", "cp1252")
AMOUNT_HEADINGS = (
    "Umsatz netto {}",
    "EK-Volumen netto {}",
    "Jahresumsatz {}",
    "Bestellwert {}",
    "Liefervolumen {}",
)


@cache
def cells(path: Path) -> list[list[str]]:
    """A file as rows of text, physical line by physical line."""
    if path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(
            0, header_row=None, dtypes="string", skip_whitespace_tail_rows=False
        )
        return [["" if cell is None else cell for cell in row] for row in sheet.to_polars().rows()]
    raw = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        assert text.count("\r\n") == text.count("\n")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    raise AssertionError(f"{path} is neither UTF-8 nor cp1252")


def number(text: str) -> Decimal:
    """A written amount as a number, German or plain."""
    text = text.removesuffix("€").strip()
    if "," in text:
        return Decimal(text.replace(".", "").replace(",", "."))
    # a spreadsheet keeps 21802152.76 as the binary number next to it, printed 21802152.760000002
    return Decimal(text).quantize(Decimal("0.01"))


def amount_column(rows: list[list[str]], year: int) -> int:
    wanted = [
        str(year),
        "NETWR",
        "Jahresverkehrszahl Haben",
        *(text.format(year) for text in AMOUNT_HEADINGS),
    ]
    for row in rows[:5]:
        for position, heading in enumerate(row):
            if heading in wanted or any(heading.startswith(text) for text in wanted[3:]):
                return position
    raise AssertionError(f"no amount column for {year} in {rows[:4]}")


def test_golden_same_seed_same_bytes(example: Manifest, tmp_path: Path) -> None:
    again = write_example(tmp_path)
    assert again.files == example.files
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(example.folder) for p in example.folder.rglob("*") if p.is_file())
    for file in files:
        assert (tmp_path / file).read_bytes() == (example.folder / file).read_bytes(), file


def test_manifest_is_read_back_and_names_every_file(example: Manifest) -> None:
    assert Manifest.load(example.folder) == example
    on_disk = {
        str(path.relative_to(example.folder))
        for path in (example.folder / "lists").rglob("*")
        if path.is_file()
    }
    assert {file.path for file in example.files} == on_disk
    assert 110 <= len(example.files) <= 150
    assert [file.role for file in example.files[:2]] == ["members", "registry"]


def test_some_fifty_companies_send_at_all_levels_and_in_all_formats(example: Manifest) -> None:
    senders = {file.company_key: file.sharing for file in example.files if file.company_key}
    assert 44 <= len(senders) <= 60
    levels = pl.Series(list(senders.values())).value_counts()
    counts = dict(levels.iter_rows())
    assert set(counts) == {"private", "statistics", "network", "open"}
    assert counts["statistics"] == max(counts.values())
    formats = {file.format for file in example.files}
    assert formats == {
        *("datev", "sap_lfa1", "sap_ekko", "sap_ekpo", "sap_screen", "xlsx", "csv_cp1252", "csv_utf8"),
        *("balances", "members", "registry", "relations", "figures", "capabilities_csv", "capabilities_xlsx"),
    }
    assert {file.is_complete for file in example.files} == {True, False}


def test_property_every_written_amount_times_unit_is_the_truth(lists: Path, truth: Truth) -> None:
    rows = truth.rows.filter(pl.col("amount").is_not_null())
    assert rows.height > 1_500
    for row in rows.iter_rows(named=True):
        table = cells(lists / row["file"])
        column = amount_column(table, row["year"]) + (row["amount_kind"] == "balance")
        written = table[row["line"] - 1][column]
        assert number(written) * row["unit"] == row["amount"], row
        assert number(row["amount_written"]) == number(written), row


def test_property_every_sender_tells_its_own_figures_of_every_year(
    example: Manifest, lists: Path, truth: Truth
) -> None:
    senders = {file.company_key for file in example.files if file.company_key and file.role != "relations"}
    told = [file for file in example.files if file.role == "figures"]
    assert {file.company_key for file in told} == senders
    for file in told:
        of_sender = truth.company_years.filter(pl.col("company_key") == file.company_key)
        by_year = {row["year"]: row for row in of_sender.iter_rows(named=True)}
        for line in cells(lists.parent / file.path)[1:]:
            true = by_year[int(line[0])]
            assert number(line[1]) * 1000 == true["revenue_eur"]
            assert number(line[2]) * 1000 == true["material_cost_eur"]
            assert int(line[5]) == true["employees"]


def test_property_written_names_and_numbers_stand_in_their_lines(lists: Path, truth: Truth) -> None:
    named = truth.rows.filter(pl.col("company_key").is_not_null() & ~pl.col("file").str.contains("EKKO|EKPO"))
    for row in named.iter_rows(named=True):
        line = cells(lists / row["file"])[row["line"] - 1]
        assert row["written_name"] in line, row


def test_property_amounts_are_the_relations_amounts(truth: Truth) -> None:
    """Net euros equal the relation to the cent, SAP items add up to it, thousands are within a rounding."""
    kinds = truth.files.select("file", "format", sender="company_key")
    rows = truth.rows.filter((pl.col("record") == "relation") & pl.col("amount").is_not_null())
    rows = rows.join(kinds, "file").filter(~pl.col("format").is_in(["balances", "relations"]))
    rows = rows.filter(pl.col("currency") == "EUR")
    is_supplier = pl.col("side") == "supplier"
    rows = rows.with_columns(
        supplier_key=pl.when(is_supplier).then("company_key").otherwise("sender"),
        customer_key=pl.when(is_supplier).then("sender").otherwise("company_key"),
    )
    whole = rows.group_by("file", "year", "supplier_key", "customer_key", "unit").agg(pl.col("amount").sum())
    both = whole.join(truth.relations, ["year", "supplier_key", "customer_key"], "left")
    assert both["amount_eur"].null_count() == 0
    exact = both.filter(pl.col("unit") == 1)
    assert exact.height > 700
    assert exact.filter(pl.col("amount") != pl.col("amount_eur")).is_empty()
    rounded = both.filter(pl.col("unit") == 1_000)
    gap = (rounded["amount"].cast(pl.Float64) - rounded["amount_eur"].cast(pl.Float64)).abs()
    assert rounded.height > 100
    assert gap.max() <= 100


def test_property_complete_lists_name_every_partner(truth: Truth) -> None:
    complete = truth.files.filter(pl.col("is_complete") & pl.col("role").is_in(["suppliers", "customers"]))
    named = truth.rows.filter(pl.col("record") == "relation")
    for file in complete.iter_rows(named=True):
        own, other = "customer_key", "supplier_key"
        if file["role"] == "customers":
            own, other = other, own
        trade = truth.relations.filter(
            (pl.col(own) == file["company_key"]) & (pl.col("year") == file["year"])
        )
        written = set(named.filter(pl.col("file") == file["file"])["company_key"])
        assert set(trade[other]) <= written, file["file"]


def test_property_every_line_below_the_headings_is_accounted_for(lists: Path, truth: Truth) -> None:
    headings = {"datev": 2, "xlsx": 4, "balances": 3, "capabilities_xlsx": 3}
    for file, kind in truth.files.select("file", "format").iter_rows():
        table = cells(lists / file)
        below = range(headings.get(kind, 1) + 1, len(table) + 1)
        filled = {line for line in below if any(cell.strip() for cell in table[line - 1])}
        told = set(truth.rows.filter(pl.col("file") == file)["line"])
        if kind in ("xlsx", "csv_cp1252"):
            assert told <= filled
        else:
            assert told == filled, file


def test_findable_rows_are_most_and_not_all(truth: Truth) -> None:
    rows = truth.rows.filter(pl.col("record") == "relation")
    assert 0.85 < rows["is_findable"].mean() < 0.98  # type: ignore[operator]
    only_by_id = rows.filter(pl.col("is_findable") & ~pl.col("agrees_by_name_and_place"))
    assert only_by_id.height > 10
    assert only_by_id["has_vat_id"].all()


def test_lists_hold_what_is_no_relation(truth: Truth) -> None:
    records = set(truth.rows["record"])
    assert {"natural_person", "one_time_account", "deleted", "sum", "note"} <= records
    assert (
        truth.rows.filter(pl.col("record").is_in(["sum", "note", "natural_person"]))[
            "company_key"
        ].null_count()
        > 50
    )


def test_stories_are_whom_they_should_be(example: Manifest, truth: Truth) -> None:
    screw_maker = truth.companies.filter(pl.col("company_key") == example.stories["screw_maker"]).row(
        0, named=True
    )
    assert (screw_maker["sector_code"], screw_maker["market"]) == ("25.94", "automotive")
    for story in ("screw_maker", "plastics_few_customers"):
        roles = {file.role for file in example.files if file.company_key == example.stories[story]}
        assert roles == {"suppliers", "customers", "figures", "capabilities"}
    plastics = truth.relations.filter(
        (pl.col("supplier_key") == example.stories["plastics_few_customers"]) & (pl.col("year") == 2025)
    )
    assert 2 <= plastics.height <= 3
    newcomer = example.stories["newcomer"]
    assert truth.relations.filter((pl.col("supplier_key") == newcomer) & (pl.col("year") == 2025)).is_empty()
    assert newcomer not in {file.company_key for file in example.files}


def test_too_small_a_region_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 120"):
        write_example(tmp_path, companies=50)


def test_a_small_region_can_be_written(tmp_path: Path) -> None:
    manifest = write_example(tmp_path, seed=9, companies=120)
    assert len({file.company_key for file in manifest.files if file.company_key}) >= 14
