"""A company's own five figures: what is read, whose word counts, and what taking back leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from ingest import jobs
from ingest.jobs import Incoming, Options
from lieferkette.access.companies import figures_of_the_year
from schemas.registry import company_year
from schemas.warehouse import Warehouse

HEADS = "Geschäftsjahr;Umsatzerlöse (T€);Materialaufwand (T€);Personalaufwand (T€);Wertschöpfung (T€);Beschäftigte"


@pytest.fixture
def owner(warehouse: Warehouse) -> str:
    return jobs.add_company(warehouse, "Rübezahl Draht AG", actor="test")


def take_in(warehouse: Warehouse, owner: str, *rows: str, heads: str = HEADS) -> jobs.UploadResult:
    content = "\n".join([heads, *rows]).encode("cp1252")
    files = [Incoming(content, "Kennzahlen.csv")]
    return jobs.ingest_files(warehouse, files, owner_company_id=owner, actor="test")[0]


def figures(warehouse: Warehouse, owner: str) -> list[tuple[object, ...]]:
    return figures_of_the_year(warehouse, owner).drop("company_id").rows()


def test_the_figures_of_two_years_are_kept_in_euros(warehouse: Warehouse, owner: str) -> None:
    result = take_in(warehouse, owner, "2024;1.234,567;500;300;734,5;12", "2025;1.300;510;;;13")
    assert (result.shape, result.rows_read, result.rows_loaded) == ("figures", 2, 2)
    thousand = Decimal(1000)
    assert figures(warehouse, owner) == [
        (2024, Decimal(1234567), 500 * thousand, 300 * thousand, Decimal(734500), 12),
        (2025, 1300 * thousand, 510 * thousand, None, None, 13),
    ]


def test_the_newer_word_goes_first_and_taking_it_back_brings_the_older(
    warehouse: Warehouse, owner: str
) -> None:
    take_in(warehouse, owner, "2025;1.000;500;300;500;12")
    newer = take_in(warehouse, owner, "2025;1.100;;;;")
    assert figures(warehouse, owner) == [
        (2025, Decimal(1_100_000), Decimal(500_000), Decimal(300_000), Decimal(500_000), 12)
    ]
    assert newer.upload_id is not None
    jobs.undo(warehouse, newer.upload_id, actor="test")
    assert figures(warehouse, owner)[0][1] == Decimal(1_000_000)


def test_what_others_say_counts_only_where_the_company_is_silent(warehouse: Warehouse, owner: str) -> None:
    with warehouse.writing() as connection:
        connection.execute(
            company_year.insert().values(
                company_id=owner, year=2025, source="members", revenue_eur=Decimal(9_000_000), employees=99
            )
        )
    take_in(warehouse, owner, "2025;1.000;;;;")
    assert figures(warehouse, owner) == [(2025, Decimal(1_000_000), None, None, None, 99)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2025;;;;;", "no_figures"),
        (";1.000;;;;", "no_year"),
        ("2025;viel;;;;", "not_an_amount"),
        ("Summe;1.000;;;;", "sum_row"),
    ],
)
def test_rows_that_tell_nothing_are_named(row: str, code: str) -> None:
    found = jobs.preview("\n".join([HEADS, "2024;1.234,50;;;;", row]).encode("cp1252"), "Kennzahlen.csv")
    assert found.left_out["reason_code"].to_list() == [code]
    assert found.rows_read == found.rows_good + found.left_out.height


def test_figures_in_another_currency_are_not_taken_for_euros() -> None:
    found = jobs.preview(b"Year;Revenue in USD;Material Cost in USD\n2025;1000;500\n", "figures.csv")
    assert found.left_out["reason_code"].to_list() == ["not_in_euros"]


def test_a_list_with_names_is_no_list_of_own_figures() -> None:
    content = "Lieferant;Ort;Umsatz;Beschäftigte\nRübezahl Draht AG;Hagen;1.000,00;12\n"
    assert jobs.preview(content.encode(), "Lieferanten.csv").list_kind == "suppliers"


def test_a_member_register_may_tell_them_too(warehouse: Warehouse) -> None:
    content = "IHK-Nr;Firma;Ort;Umsatz;Materialaufwand;Mitarbeitende\n1;Frau Holle Bettfedern;Hagen;2.000,00;900,00;7\n"
    options = Options(year=2025)
    files = [Incoming(content.encode(), "Mitglieder.csv")]
    jobs.ingest_files(warehouse, files, owner_company_id=None, options=options, actor="test")
    row = warehouse.read(sa.select(company_year)).row(0, named=True)
    assert (row["source"], row["revenue_eur"], row["material_cost_eur"], row["employees"]) == (
        "members",
        Decimal(2000),
        Decimal(900),
        7,
    )


def test_figures_need_the_company_whose_they_are(warehouse: Warehouse) -> None:
    files = [Incoming(f"{HEADS}\n2025;1;;;;".encode("cp1252"), "Kennzahlen.csv")]
    result = jobs.ingest_files(warehouse, files, owner_company_id=None, actor="test")[0]
    assert result.error_code == "needs_company"
    assert warehouse.read(sa.select(company_year)).is_empty()


ACROSS = (
    "Kennzahlen Rübezahl Draht AG;;\n"
    "in T€;GJ 2024;GJ 2025\n"
    "Umsatzerlöse;1.234,5;1.300\n"
    "Materialaufwand;500;\n"
    "EBIT;10;11\n"
    "Mitarbeiter;12;13\n"
)


def test_figures_below_one_another_with_years_beside(warehouse: Warehouse, owner: str) -> None:
    content = ACROSS.encode("cp1252")
    files = [Incoming(content, "Zahlen.csv")]
    result = jobs.ingest_files(warehouse, files, owner_company_id=owner, actor="test")[0]
    assert (result.shape, result.rows_read, result.rows_loaded, result.rows_ignored) == ("figures", 4, 3, 1)
    assert figures(warehouse, owner) == [
        (2024, Decimal(1_234_500), Decimal(500_000), None, None, 12),
        (2025, Decimal(1_300_000), None, None, None, 13),
    ]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("1.234,5", "viel", ["not_an_amount", "other_figure"]),
        ("500;", ";", ["no_figures", "other_figure"]),
        ("in T€", "in TUSD", ["not_in_euros", "not_in_euros", "other_figure"]),
    ],
)
def test_rows_of_figures_that_cannot_be_taken_are_named(old: str, new: str, codes: list[str]) -> None:
    found = jobs.preview(ACROSS.replace(old, new, 1).encode("cp1252"), "Zahlen.csv")
    assert sorted(found.left_out["reason_code"]) == codes
    assert found.rows_read == found.rows_good + found.left_out.height


def test_a_row_may_have_a_unit_of_its_own() -> None:
    content = "Kennzahl;2025\nUmsatz (Mio. €);1,5\nPersonalaufwand (T€);200\nBeschäftigte;7\n"
    good = jobs.preview(content.encode("cp1252"), "Zahlen.csv").sheets[0].rows.good
    assert good["revenue_eur"].drop_nulls().to_list() == [Decimal(1_500_000)]
    assert good["personnel_cost_eur"].drop_nulls().to_list() == [Decimal(200_000)]


def test_turnovers_of_partners_by_year_are_no_own_figures() -> None:
    content = "Lieferant;2024;2025\nRübezahl Draht AG;5,00;6,00\nFrau Holle Bettfedern;7,00;8,00\n"
    assert jobs.preview(content.encode("cp1252"), "Lieferanten.csv").list_kind == "suppliers"
