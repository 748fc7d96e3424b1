"""Releases from a small warehouse: what enters a sum, what leaves, who may make and read them."""

from __future__ import annotations

import io
from typing import Any

import fastexcel
import polars as pl
import pytest
import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.errors import NotAllowed, NothingToRelease, NotReleased
from lieferkette.reports.release_csv import release_csv
from lieferkette.reports.release_xlsx import release_xlsx
from schemas.release import release_flow, released_cell
from schemas.uploads import upload
from tests.lieferkette.small_world import SmallWorld

REGION = "maerkische-region"
#: Sellers: sector, municipality, country. Eight in the region, eight elsewhere in Germany, eight abroad.
SELLERS = [("24.10", "05914000", "DE")] * 8 + [("24.10", None, "DE")] * 8 + [("22.21", None, "US")] * 8


def world_of(buyers: int = 10, address: str = ":memory:", **options: Any) -> SmallWorld:
    """Buyers of one sector, each with a complete list of six suppliers."""
    world = SmallWorld(address)
    for number, (sector, ags, country) in enumerate(SELLERS):
        world.company(f"Zwerg {number} GmbH", sector, ags, country)
    for number in range(buyers):
        add_buyer(world, number, **options)
    return world


def add_buyer(world: SmallWorld, number: int, **options: Any) -> None:
    """One more buyer with its list."""
    name = f"Riese {number} AG"
    world.company(name, "25.62")
    world.account(name)
    rows = [
        {"partner": f"Zwerg {(number * 5 + step * 4) % 24} GmbH", "amount": 1000 + 10 * number + step}
        for step in range(6)
    ]
    world.list_of(name, rows, **options)


def cells_of(world: SmallWorld, model_id: str) -> pl.DataFrame:
    return world.workspace.warehouse.read(
        sa.select(released_cell).where(released_cell.c.model_id == model_id)
    )


def test_a_release_is_read_by_all_and_made_by_the_owner_alone() -> None:
    world = world_of()
    company = Actor.company(world.ids["Riese 0 AG"])
    with pytest.raises(NotReleased):
        world.workspace.reader(Actor.chamber()).model(REGION)
    with pytest.raises(NotAllowed):
        world.workspace.desk(company).release(REGION)
    model_id = world.workspace.desk(Actor.owner()).release(REGION)
    models = [
        world.workspace.reader(actor).model(REGION) for actor in (Actor.owner(), company, Actor.chamber())
    ]
    assert {model.model_id for model in models} == {model_id}
    assert models[0].cells.equals(models[1].cells) and models[0].cells.equals(models[2].cells)
    total = sum(1000 + 10 * number + step for number in range(10) for step in range(6))
    assert 0 < (models[0].value("purchases_by_origin") or 0) <= total


def test_private_lists_and_companies_that_say_so_enter_no_sum() -> None:
    open_world, shut = world_of(8), world_of(8)
    for number, world in ((8, shut), (9, shut)):
        add_buyer(world, number, sharing="private")
    for world in (open_world, shut):
        world.workspace.desk(Actor.owner()).release(REGION)
    one, other = (world.workspace.reader(Actor.chamber()).model(REGION) for world in (open_world, shut))
    assert one.cells.equals(other.cells)


def test_incomplete_lists_do_not_count_and_nothing_is_said_so() -> None:
    with pytest.raises(NothingToRelease):
        world_of(complete=False).workspace.desk(Actor.owner()).release(REGION)
    with pytest.raises(NothingToRelease):
        world_of(3).workspace.desk(Actor.owner()).release(REGION)


def test_one_group_is_one_contributor() -> None:
    world = world_of(4)
    for number in range(4, 9):
        name = f"Riese {number} AG"
        world.company(name, "25.62", group="hort")
        world.list_of(name, [{"partner": f"Zwerg {step} GmbH", "amount": 1000} for step in range(8)])
    model_id = world.workspace.desk(Actor.owner()).release(REGION)
    flows = world.workspace.warehouse.read(sa.select(release_flow))
    assert "hort" in flows["customer_key"].to_list()
    bands = cells_of(world, model_id).filter(pl.col("table_id") == "purchase_contributors")
    assert set(bands["released_band"]) <= {"5-9"}


def test_one_joiner_changes_no_published_sum_of_amounts() -> None:
    world = world_of(10)
    desk = world.workspace.desk(Actor.owner())
    first = cells_of(world, desk.release(REGION))
    add_buyer(world, 10)
    second = cells_of(world, desk.release(REGION))
    amounts = [
        cells.filter(pl.col("table_id") == "purchases_by_origin").drop("model_id")
        for cells in (first, second)
    ]
    kept = amounts[1].join(amounts[0], on=["cell_sector", "partner_sector", "cell_origin"], suffix="_before")
    assert amounts[0].height and kept["released_value"].equals(
        kept["released_value_before"].alias("released_value")
    )


def test_withheld_cells_are_not_in_the_warehouse_and_the_percentage_nowhere() -> None:
    world = world_of()
    world.workspace.desk(Actor.owner()).release(REGION)
    model = world.workspace.reader(Actor.owner()).model(REGION)
    certificate = model.certificate
    assert certificate["cells"] == certificate["published"] + certificate["suppressed_primary"] + certificate[
        "suppressed_secondary"]  # fmt: skip
    assert model.cells.filter(
        pl.col("released_value").is_null() & pl.col("released_band").is_null()
    ).is_empty()
    assert "0.15" not in str(certificate)
    assert world.workspace.warehouse.read(sa.select(upload)).height == 10


@pytest.mark.golden
def test_the_reports_print_tables_definitions_and_certificate() -> None:
    world = world_of()
    world.workspace.desk(Actor.owner()).release(REGION)
    model = world.workspace.reader(Actor.chamber()).model(REGION)
    text = release_csv(model, "=Märkische Region", "de").decode("utf-8-sig").splitlines()
    assert text[0].startswith("'=Märkische Region, Geschäftsjahr 2025: Einkauf nach Herkunft")
    assert text[1] == "Branche;insgesamt;Region;von außerhalb;übriges Deutschland;übrige EU;übrige Welt"
    assert "Prüfvermerk" in text and any(line.startswith("Definitionen") for line in text)
    book = fastexcel.read_excel(io.BytesIO(release_xlsx(model, "Märkische Region", "en")).getvalue())
    assert book.sheet_names[0] == "Purchases by origin" and book.sheet_names[-2:] == [
        "Definitions",
        "Certificate",
    ]
    first = book.load_sheet(0, header_row=None).to_polars()
    assert "·" in str(first.rows())


def test_the_model_answers_a_company_without_naming_anyone() -> None:
    world = world_of()
    world.workspace.desk(Actor.owner()).release(REGION)
    company_id = world.ids["Riese 0 AG"]
    answer = world.workspace.reader(Actor.company(company_id)).model_of(company_id)
    assert set(answer.beyond.columns) == {"tier", "sector", "origin", "share", "basis", "is_scaled"}
    assert not any("Zwerg" in str(row) for row in answer.beyond.rows())
