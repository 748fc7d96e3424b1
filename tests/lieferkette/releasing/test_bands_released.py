"""Tables of bands from a warehouse: capabilities of open profiles, fifths of systemic risk, what the chamber reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.access.profiles import open_capabilities
from lieferkette.answering.common import Scope
from lieferkette.answering.model import RegionalModel
from lieferkette.charts import LOOKS, fifth_ladder
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.say import say
from lieferkette.i18n.values import sector_group_label
from lieferkette.releasing.flows import flows_of
from lieferkette.releasing.indices import index_figures
from lieferkette.releasing.risk import released_risk
from lieferkette.reports.release_rows import sheets
from schemas.release import release_flow
from tests.lieferkette.small_world import SmallWorld

REGION = "maerkische-region"
SECTORS = ("24.10", "25.62", "28.41", "27.12", "22.21", "16.10")
PLACES = ("05914000", "05954008", "05962004", "05962024", "05962028")
COMPANIES_A_SECTOR = 8


def name_of(sector: int, number: int) -> str:
    return f"Heinzelmann {sector}-{number} GmbH"


def world_of_sectors(private: tuple[int, ...] = (), has_supplier_lists: bool = False) -> SmallWorld:
    """Eight companies in each of six sectors, each with a complete list of its customers.

    A company of a sector buys of three of the sector before. `private`: numbers of companies of the second sector
    whose lists are private, as their partners' words about them are.
    """
    world = SmallWorld()
    everyone = [(s, n) for s in range(len(SECTORS)) for n in range(COMPANIES_A_SECTOR)]
    level = {one: "private" if one[0] == 1 and one[1] in private else "statistics" for one in everyone}
    for s, n in everyone:
        world.company(name_of(s, n), SECTORS[s], PLACES[(s + n) % len(PLACES)])
        world.account(name_of(s, n), level[s, n])
    bought = {
        (s, n): [((s - 1) % len(SECTORS), (n * 3 + step) % COMPANIES_A_SECTOR) for step in range(3)]
        for s, n in everyone
    }
    for s, n in everyone if has_supplier_lists else ():
        rows = [{"partner": name_of(*seller), "amount": 1000 * (s + 1) + 10 * n} for seller in bought[s, n]]
        world.list_of(name_of(s, n), rows, sharing=level[s, n])
    for s, n in everyone:
        rows = [
            {"partner": name_of(*buyer), "amount": 1000 * (buyer[0] + 1) + 10 * buyer[1]}
            for buyer, sellers in bought.items()
            if (s, n) in sellers
        ]
        world.list_of(name_of(s, n), rows, kind="customers", sharing=level[s, n])
    return world


def with_capability(
    world: SmallWorld, code: str, holders: list[tuple[int, int]], sharing: str = "open"
) -> None:
    """Let these companies state a capability in a profile of their own."""
    for s, n in holders:
        world.profile(name_of(s, n), profile_sharing=sharing)
        world.capability(name_of(s, n), capability_code=code)


def bands(model: RegionalModel, table_id: str) -> dict[tuple[str, str, str], str]:
    cells = model.cells.filter(pl.col("table_id") == table_id)
    return {
        (row[0], row[1], row[2]): row[3]
        for row in cells.select("cell_sector", "partner_sector", "cell_place", "released_band").iter_rows()
    }


#: Half of the holders sell to metal products, half to machinery: their sectors' only customers.
HOLDERS = [(s, n) for s in (0, 1) for n in range(7)]


@pytest.fixture(scope="module")
def world() -> SmallWorld:
    """A region that was released: half the holders of one capability sell to a sector, all of another do."""
    made = world_of_sectors()
    with_capability(made, "cnc_turning", HOLDERS)
    with_capability(made, "galvanising", [(2, n) for n in range(7)])
    made.workspace.desk(Actor.owner()).release(REGION)
    return made


@pytest.fixture(scope="module")
def model(world: SmallWorld) -> RegionalModel:
    """What the chamber reads of it."""
    return world.workspace.reader(Actor.chamber()).model(REGION)


def scope_of(world: SmallWorld) -> Scope:
    """The owner's scope of a world that was not released."""
    return Scope(world.workspace.view(Actor.owner()), 2025, world.workspace.region_ags(REGION))


def test_a_capability_is_told_where_enough_sell_to_a_sector_and_enough_do_not(model: RegionalModel) -> None:
    assert bands(model, "capability_customers") == {
        ("cnc_turning", "metal_products", "all"): "50-60",
        ("cnc_turning", "machinery", "all"): "50-60",
    }, "all of the second capability sell to one sector: a band would say so of each"


def test_only_open_profiles_and_companies_of_the_region_state_a_capability() -> None:
    """The owner reads private profiles too; a release is made of what everybody may read."""
    made = SmallWorld()
    for name, ags, sharing, last_day in (
        ("Offen", PLACES[0], "open", None),
        ("Verschlossen", PLACES[0], "private", None),
        ("Abgelaufen", PLACES[0], "open", date(2020, 1, 1)),
        ("Fern", None, "open", None),
    ):
        made.company(name, ags=ags)
        made.profile(name, profile_sharing=sharing)
        made.capability(name, capability_code="cnc_turning", last_day=last_day)
    stated = open_capabilities(made.workspace.warehouse, date(2026, 1, 1))
    flows = flows_of(scope_of(made), {}, stated)
    assert flows.select("measure", "customer_key", "customer_sector").rows() == [
        ("capability", made.ids["Offen"], "cnc_turning")
    ]


def test_fifths_of_sectors_and_municipalities_are_released_and_their_values_are_not(
    world: SmallWorld, model: RegionalModel
) -> None:
    by_sector = bands(model, "systemic_risk_by_sector")
    assert set(by_sector.values()) == {"1", "2", "3", "4", "5"}
    assert {key[0] for key in by_sector} >= {"basic_metals", "metal_products", "machinery", "24", "25", "28"}
    assert len(bands(model, "systemic_risk_by_place")) == len(PLACES)
    cells = model.cells.filter(pl.col("table_id").str.contains("systemic_risk|concentration|capability"))
    assert cells["released_value"].is_null().all()
    kept = world.workspace.warehouse.read(
        sa.select(release_flow.c.amount_eur).where(release_flow.c.measure == "systemic_risk")
    )
    assert kept.height == len(SECTORS) * COMPANIES_A_SECTOR and set(kept["amount_eur"]) == {1}


def test_the_gravest_sector_is_the_one_whose_companies_cost_most(
    world: SmallWorld, model: RegionalModel
) -> None:
    found = bands(model, "systemic_risk_by_sector")
    ranked = world.workspace.reader(Actor.owner()).systemic_risk(REGION).companies
    means = ranked.group_by("sector_group").agg(pl.col("esri").mean()).sort("esri")
    order = means["sector_group"].to_list()
    assert found[order[-1], "all", "all"] == "5" and found[order[0], "all", "all"] == "1"


def test_private_lists_change_no_index() -> None:
    """Beside private lists the rest of the region is compared as if they did not exist."""
    world = world_of_sectors(private=(6, 7), has_supplier_lists=True)
    levels = {world.ids[name_of(1, n)]: "private" for n in (6, 7)}
    before = index_figures(scope_of(world), levels)
    bought = [{"partner": name_of(0, n), "amount": 9_000_000} for n in range(COMPANIES_A_SECTOR)]
    world.list_of(name_of(1, 6), bought, sharing="private", key="more")
    assert before.equals(index_figures(scope_of(world), levels))
    assert not set(levels) & set(before["contributor_key"])
    narrow = before.filter(pl.col("measure") == "concentration")["index_value"].round(6).to_list()
    assert len(narrow) == len(SECTORS) * COMPANIES_A_SECTOR - 2
    assert narrow.count(round(1 / 3, 6)) == 42 and set(narrow) == {round(1 / 3, 6), 0.5, 1.0}


def test_the_chamber_reads_how_sectors_compare(world: SmallWorld, model: RegionalModel) -> None:
    found = world.workspace.reader(Actor.chamber()).released_risk(REGION)
    groups = found.by_sector.filter(~pl.col("sector").str.contains(r"^\d"))
    assert groups["risk_fifth"].to_list() == sorted(groups["risk_fifth"], reverse=True)
    assert found.by_place["risk_fifth"].to_list() == [5, 4, 3, 2, 1] and found.epsilon == 1e-4
    said = say(found.sentences[0], "de")
    assert said.startswith(
        "Im Mittel am teuersten für die Region wäre der Ausfall eines Unternehmens aus der Branchengruppe "
    )
    assert said.endswith(f"(höchstes Fünftel, geschätzt, Modell {model.model_id}).")
    for actor in (Actor.owner(), Actor.company(world.ids[name_of(0, 0)])):
        assert world.workspace.reader(actor).released_risk(REGION).by_sector.equals(found.by_sector)


def test_a_release_without_enough_sectors_says_so(model: RegionalModel) -> None:
    """As releases are that were made before there were fifths: no basis in the certificate either."""
    is_other = ~pl.col("table_id").str.contains("systemic_risk|concentration")
    older = replace(model, cells=model.cells.filter(is_other), certificate={})
    found = released_risk(older)
    assert say(found.sentences[0], "de").startswith(
        f"Das Modell {model.model_id} enthält noch keine Vergleiche"
    )
    assert found.by_sector.is_empty() and found.by_place.is_empty() and found.epsilon is None


@pytest.mark.golden
def test_the_sheets_name_capabilities_municipalities_and_fifths(model: RegionalModel) -> None:
    found = {sheet.name: sheet for sheet in sheets(model, "Märkische Region", "de")}
    assert found["Fähigkeit und Kundenbranche"].heading == ["Fähigkeit", "Branche gegenüber", "Stufe"]
    assert found["Fähigkeit und Kundenbranche"].rows[0][0] == "CNC-Drehen"
    by_place = found["Systemrisiko nach Kommune"]
    assert by_place.heading == ["Kommune", "Fünftel"]
    assert sorted(row[0] for row in by_place.rows)[0] == "Altena (05962004)"
    assert {row[1] for row in by_place.rows} == {say(f"release.fifth_{band}", "de") for band in range(1, 6)}
    certificate = {row[0]: row[1] for row in found["Prüfvermerk"].rows}
    assert certificate["Systemrisiko berechnet bis zur Änderung ε"] == "0,0001"
    assert all(
        sheet.notes[0].endswith(".") for name, sheet in found.items() if name.startswith("Systemrisiko")
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_picture_says_who_stands_highest(model: RegionalModel, language: Language) -> None:
    found = released_risk(model)
    drawn = fifth_ladder(found.by_sector, look=LOOKS["light"], language=language)
    highest = found.by_sector.filter(~pl.col("sector").str.contains(r"^\d"))["sector"][0]
    assert sector_group_label(highest, language) in drawn.alt
    assert drawn.table.height == len(drawn.figure.data) - 1 > 0, "a line for each sector, and the marks"
    nothing = fifth_ladder(found.by_sector.clear(), look=LOOKS["dark"], language=language)
    assert nothing.table.is_empty() and nothing.alt.endswith("–")
