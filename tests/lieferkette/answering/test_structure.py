"""reference: shape of chains, exposure and regional value on a small world whose figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
import pytest

from lieferkette.access.actor import Actor
from lieferkette.errors import NotReleased
from lieferkette.i18n import say
from lieferkette.reader import Reader
from tests.lieferkette.small_world import SmallWorld

HAGEN, ISERLOHN, MUENCHEN = "05914000", "05962024", None


@pytest.fixture(scope="module")
def world() -> Iterator[SmallWorld]:
    """A screw maker here; a trader outside that buys here again; a car maker behind its customer.

    Drahtwerk (here) ──50 %──> Händler (Munich) ──60──> Schrauben ──75──> Baugruppen ──80 %──> Autobau
    Erz (China) ─────50 %────┘  Härterei (here) ──40──┘           ├──15──> Autobau    └─20 %──> Drahtwerk
                                Strom (here) ────────> Härterei   └──10──> Bahn
    """
    small = SmallWorld()
    small.company("Schrauben", "25.94", HAGEN)
    small.company("Händler", "46.72", MUENCHEN)
    small.company("Härterei", "25.61", ISERLOHN)
    small.company("Drahtwerk", "24.34", HAGEN)
    small.company("Erz", "07.10", None, "CN", registered=False, owner="Händler")
    small.company("Strom", "35.11", HAGEN)
    small.company("Baugruppen", "25.62", HAGEN)
    small.company("Autobau", "29.10", None, "DE")
    small.company("Bahn", "30.20", None, "CZ")
    _buys(small, "Schrauben", Händler=60, Härterei=40)
    _buys(small, "Händler", Drahtwerk=5, Erz=5)
    _buys(small, "Härterei", Strom=8)
    _sells(small, "Schrauben", Baugruppen=75, Autobau=15, Bahn=10)
    _sells(small, "Baugruppen", Autobau=80, Drahtwerk=20)
    small.figures("Schrauben", 2025, 100, revenue_eur=200, value_added_eur=80)
    small.figures("Härterei", 2025, 8, revenue_eur=50, value_added_eur=20)
    yield small
    small.workspace.close()


def _buys(small: SmallWorld, owner: str, **amounts: int) -> None:
    small.list_of(owner, [{"partner": name, "amount": Decimal(eur)} for name, eur in amounts.items()])


def _sells(small: SmallWorld, owner: str, **amounts: int) -> None:
    rows = [{"partner": name, "amount": Decimal(eur)} for name, eur in amounts.items()]
    small.list_of(owner, rows, kind="customers")


@pytest.fixture
def owner(world: SmallWorld) -> Reader:
    """The owner's Reader."""
    return world.workspace.reader(Actor.owner())


@pytest.fixture
def company(world: SmallWorld) -> Reader:
    """The screw maker's own Reader: its partners share nothing."""
    return world.workspace.reader(Actor.company(world.ids["Schrauben"]))


def keys(answer: object) -> list[str]:
    """Keys of an answer's sentences."""
    return [sentence.key for sentence in answer.sentences]  # type: ignore[attr-defined]


def said(answer: object) -> str:
    """All sentences in German, without no-break spaces."""
    return " ".join(say(one, "de") for one in answer.sentences).replace("\u00a0", " ")  # type: ignore[attr-defined]


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Rows of some columns, floats rounded."""
    return [
        tuple(round(v, 6) if isinstance(v, float) else v for v in row)
        for row in frame.select(columns).iter_rows()
    ]


def test_a_chain_rolls_up_by_sector_country_and_region(world: SmallWorld, owner: Reader) -> None:
    by_sector = owner.rolled_chain(world.ids["Schrauben"], by="sector")
    assert rows(
        by_sector.tiers.filter(pl.col("tier") == 2), "group", "companies_count", "value_eur", "share"
    ) == [
        ("energy_materials", 2, 70.0, 0.7),
        ("basic_metals", 1, 30.0, 0.3),
    ]
    assert rows(by_sector.links.filter(pl.col("tier") == 2), "from_group", "to_group", "value") == [
        ("energy_materials", "metal_products", 40.0),
        ("basic_metals", "trade_logistics", 30.0),
        ("energy_materials", "trade_logistics", 30.0),
    ]
    by_country = owner.rolled_chain(world.ids["Schrauben"], by="country")
    assert rows(by_country.tiers.filter(pl.col("tier") == 2), "group", "share") == [("DE", 0.7), ("CN", 0.3)]
    by_region = owner.rolled_chain(world.ids["Schrauben"], tiers=1, by="region")
    assert set(by_region.tiers["group"]) == {"region", "unknown"}
    assert "Händler" not in said(by_country)


def test_what_nobody_told_is_a_link_of_its_own(world: SmallWorld, owner: Reader) -> None:
    rolled = owner.rolled_chain(world.ids["Schrauben"], tiers=3, by="country")
    assert rolled.unknown["share"].to_list() == [0.0, 0.0, 1.0]
    third = rolled.links.filter(pl.col("tier") == 3)
    assert rows(third, "from_group", "to_group", "share") == [(None, "CN", 0.3), (None, "DE", 0.7)]
    alone = world.workspace.reader(Actor.company(world.ids["Schrauben"]))
    assert alone.rolled_chain(world.ids["Schrauben"], by="country").tiers["tier"].unique().to_list() == [1]


def test_the_chain_leaves_the_region_and_comes_back() -> None:
    small = SmallWorld()
    small.company("Schrauben", "25.94", HAGEN)
    small.company("Handel", "46.72", None, "PL")
    small.company("Drahtwerk", "24.34", HAGEN)
    _buys(small, "Schrauben", Handel=60, Drahtwerk=40)
    _buys(small, "Handel", Drahtwerk=9, Schrauben=1)
    found = small.workspace.reader(Actor.owner()).borders(small.ids["Schrauben"])
    assert rows(found.by_tier, "tier", "leaves_share", "returns_share")[:2] == [(1, 0.6, 0.0), (2, 0.0, 0.6)]
    first = found.crossings.filter(pl.col("tier") == 2).row(0, named=True)
    assert (first["near_name"], first["far_name"], first["is_return"]) == ("Handel", "Drahtwerk", True)
    assert first["share"] == pytest.approx(0.54)
    assert first["evidence"] == "Liste 2025, Zeile 2"
    assert "60 % Ihres Einkaufs verlassen schon mit der ersten Stufe die Region." in said(found)
    assert "auf Stufe 2 über Handel zu Drahtwerk" in said(found)
    small.workspace.close()


def test_goods_that_come_back_are_a_circle_with_its_evidence(world: SmallWorld, owner: Reader) -> None:
    found = owner.circles(world.ids["Drahtwerk"])
    assert found.shortest is not None
    assert found.shortest.names == ("Drahtwerk", "Händler", "Schrauben", "Baugruppen", "Drahtwerk")
    assert found.shortest.evidence == ("Liste 2025, Zeile 2", "Liste 2025, Zeile 2", "Liste 2025, Zeile 2",
                                       "Liste 2025, Zeile 3")  # fmt: skip
    assert set(found.members["name"]) == {"Drahtwerk", "Händler", "Schrauben", "Baugruppen"}
    assert "nach vier Stufen zu Ihnen zurück" in said(found)
    none = owner.circles(world.ids["Härterei"])
    assert (none.shortest, none.members.height, keys(none)) == (None, 0, ["circle_none"])


def test_failure_points_by_tier_with_the_share_that_hangs_on_them(world: SmallWorld, owner: Reader) -> None:
    found = owner.failure_points(world.ids["Schrauben"])
    assert rows(found.points, "name", "tier", "cut_off_count", "lost_share")[:2] == [
        ("Händler", 1, 3, 0.6),
        ("Härterei", 1, 1, 0.4),
    ]
    assert "führen über Händler (Stufe 1). Daran hängen 60 % Ihres Einkaufs" in said(found)
    assert keys(owner.failure_points(world.ids["Strom"])) == ["failure_point_none"]


def test_a_country_behind_the_first_tier_is_found(world: SmallWorld, owner: Reader) -> None:
    found = owner.exposure(world.ids["Schrauben"])
    china = found.countries.filter(pl.col("country_code") == "CN").row(0, named=True)
    assert (china["share"], china["direct_share"], china["direct_count"]) == (pytest.approx(0.3), 0.0, 0)
    assert china["tier_shares"] == [0.0, pytest.approx(0.3)]
    assert "China: Direkt kaufen Sie dort nichts. Über Ihre Lieferanten hängen dennoch 30 %" in said(found)


def test_sales_end_in_vehicle_making_most_of_it_through_a_customer(world: SmallWorld, owner: Reader) -> None:
    markets = owner.exposure(world.ids["Schrauben"]).final_markets
    vehicles = markets.filter(pl.col("sector_group") == "vehicles").row(0, named=True)
    # 15 % and 10 % directly; of the 75 % to Baugruppen four fifths go on to Autobau
    assert (vehicles["direct_share"], vehicles["through_share"]) == (pytest.approx(0.25), pytest.approx(0.6))
    assert markets["sector_group"][0] == "vehicles"
    text = said(owner.exposure(world.ids["Schrauben"]))
    assert (
        "85 % Ihres Absatzes landen am Ende in der Branche Fahrzeugbau, 60 Punkte davon erst über Ihre Kunden"
        in text
    )


def test_the_company_itself_sees_its_first_tier_and_how_much_is_unknown(
    world: SmallWorld, company: Reader
) -> None:
    found = company.exposure(world.ids["Schrauben"])
    vehicles = found.final_markets.filter(pl.col("sector_group") == "vehicles").row(0, named=True)
    assert (vehicles["share"], vehicles["through_share"]) == (pytest.approx(0.25), 0.0)
    assert vehicles["unknown_share"] == pytest.approx(0.75)
    assert "China" not in said(found)
    assert found.unseen_sales_share == pytest.approx(1.0)
    assert (
        "Ihre Kunden zeigen nicht, wohin sie selbst liefern: Diese Anteile gelten für die erste Stufe."
        in said(found)
    )


def test_without_a_complete_list_customers_are_counted(world: SmallWorld, owner: Reader) -> None:
    found = owner.exposure(world.ids["Händler"])
    assert found.why_unknown_sales is not None
    assert rows(found.final_markets, "sector_group", "share", "direct_count") == [("metal_products", None, 1)]
    assert "Ihr einziger Kunde mit bekannter Branche gehört zu Metallerzeugnisse." in said(found)


def test_value_that_stays_in_the_region_and_the_local_multiplier(world: SmallWorld, owner: Reader) -> None:
    found = owner.local_value(world.ids["Schrauben"])
    # 80 / 200 at the company, 40 / 200 reach the hardening shop, which keeps 20 of 50
    assert (found.direct_eur, found.through_suppliers_eur) == (pytest.approx(0.4), pytest.approx(0.08))
    # 40 of 200 spent here, of which the hardening shop spends 8 of 50 here
    assert found.lm3 == pytest.approx(1 + 0.2 + 0.2 * 0.16)
    assert "48 Cent von jedem Euro Ihres Umsatzes bleiben als Wertschöpfung in der Region" in said(found)
    assert keys(owner.local_value(world.ids["Händler"])) == ["local_value_unknown"]


def test_a_company_knows_its_own_value_only(world: SmallWorld, company: Reader) -> None:
    found = company.local_value(world.ids["Schrauben"])
    assert (found.direct_eur, found.through_suppliers_eur) == (pytest.approx(0.4), 0.0)
    assert found.unknown_eur == pytest.approx(0.2)
    assert "fehlen die Angaben der Lieferanten" in said(found)


def test_a_sector_taken_together(world: SmallWorld, owner: Reader) -> None:
    found = owner.sector_dependencies("25")
    assert (found.members_count, found.buyers_count, found.total_eur) == (3, 2, 108.0)
    assert found.regional_share == pytest.approx(48 / 108)
    assert found.hhi == pytest.approx((60**2 + 40**2 + 8**2) / 108**2)
    assert rows(found.single_sources, "sector_code", "name")[0] == ("46.7", "Händler")
    market = found.exposure.final_markets.row(0, named=True)
    assert market["sector_group"] == "vehicles"
    assert "2 von 3 Unternehmen" in said(found)


def test_the_region_taken_together_and_a_sector_without_lists(world: SmallWorld, owner: Reader) -> None:
    found = owner.region_dependencies()
    assert (found.sector_code, found.buyers_count) == (None, 2)
    assert found.common_suppliers["buyers_count"].max() == 1
    nobody = owner.sector_dependencies("10")
    assert (nobody.is_known, keys(nobody)) == (False, ["pooled_no_lists"])


def test_others_get_what_was_released(company: Reader) -> None:
    with pytest.raises(NotReleased):
        company.region_dependencies()


def test_essential_single_sources_come_first(world: SmallWorld, owner: Reader) -> None:
    single = owner.dependencies(world.ids["Schrauben"]).single_sources
    assert rows(single, "sector_code", "is_essential") == [("46.7", True), ("25.6", True)]
    inputs = owner.dependencies(world.ids["Schrauben"]).inputs
    assert rows(inputs, "sector_code", "share", "suppliers_count", "hhi") == [
        ("46.7", 0.6, 1, 1.0),
        ("25.6", 0.4, 1, 1.0),
    ]
