"""Opportunities of a company, of a region, and the back-test, on example worlds written into a warehouse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

from ingest.example.direct import rows_for_warehouse
from ingest.example.world import generate
from lieferkette.access.actor import Actor
from lieferkette.answering.model import RegionalModel
from lieferkette.answering.new_markets.company import CANDIDATE_COLUMNS, Sources, markets
from lieferkette.answering.new_markets.pair_facts import pair_facts
from lieferkette.answering.new_markets.parts import automotive_share, band_of, capability_states, share_with
from lieferkette.answering.new_markets.shape import MarketsAnswer
from lieferkette.errors import NotAllowed, NotFound, NotReleased
from lieferkette.i18n.say import say
from lieferkette.markets.coefficients import IoTable
from lieferkette.workspace import Workspace
from tests.lieferkette.small_world import NOW, SmallWorld


@pytest.fixture(scope="module")
def region() -> Iterator[Workspace]:
    with Workspace.open(":memory:") as workspace:
        workspace.desk(Actor.owner()).fill(rows_for_warehouse(generate(400, seed=7)))
        yield workspace


@pytest.fixture(scope="module")
def seller(region: Workspace) -> str:
    """The company of the region that sells most often."""
    view = region.view(Actor.owner())
    home = view.companies.filter("is_in_register")["company_id"].implode()
    counts = view.relations.filter(pl.col("supplier_id").is_in(home)).group_by("supplier_id").len()
    return str(counts.sort("len", "supplier_id", descending=True)["supplier_id"][0])


@pytest.fixture(scope="module")
def answer(region: Workspace, seller: str) -> MarketsAnswer:
    return region.reader(Actor.owner()).markets(seller)


def test_sectors_are_ranked_with_parts_a_reason_and_candidates(answer: MarketsAnswer) -> None:
    assert answer.basis == "history" and answer.why_nothing is None
    assert [one.rank for one in answer.opportunities] == list(range(1, len(answer.opportunities) + 1))
    assert answer.opportunities[0].score == 1.0
    for one in answer.opportunities:
        assert one.parts.twins_count == 20 and 0 <= (one.parts.selling_twins_count or 0) <= 20
        assert 0 <= (one.parts.nearness or 0.0) <= 1
        assert one.candidates.columns == list(CANDIDATE_COLUMNS) and one.candidates["is_named"].all()
        assert str(one.sector_code) in say(one.reason, "de")
        assert say(one.reason, "en").endswith(".")


def test_twins_are_counted_as_the_relations_say(
    region: Workspace, seller: str, answer: MarketsAnswer
) -> None:
    view = region.view(Actor.owner())
    first = answer.opportunities[0]
    sectors = view.companies.select(customer_id="company_id", sector=pl.col("sector_code").str.slice(0, 4))
    there = view.relations.join(sectors, on="customer_id").filter(pl.col("sector") == first.sector_code)
    world = view.prepared["markets"]
    twins = [world.company_ids[n] for n in world.opportunities.of(world.position[seller]).twins]
    assert first.parts.selling_twins_count == len(set(twins) & set(there["supplier_id"]))
    customers = set(view.relations.filter(pl.col("supplier_id") == seller)["customer_id"])
    assert not customers & set(first.candidates["company_id"])


def test_euros_stand_only_where_enough_companies_buy(answer: MarketsAnswer) -> None:
    known = [one.parts for one in answer.opportunities if one.parts.demand_eur is not None]
    assert known and all(not parts.is_demand_estimated and parts.outside_band for parts in known)


def test_a_company_sees_itself_ranked_from_its_own_view(region: Workspace, seller: str) -> None:
    reader = region.reader(Actor.company(seller))
    seen = reader.markets(seller)
    assert seen.view_id != region.reader(Actor.owner()).markets(seller).view_id
    for one in seen.opportunities:
        assert one.parts.demand_eur is None
        hidden = one.candidates.filter(~pl.col("is_named"))
        assert hidden["company_id"].str.starts_with("anonym-").all()
        assert hidden["distance_km"].is_null().all()


def test_all_companies_at_once_are_answered_as_one_by_one(region: Workspace) -> None:
    reader = region.reader(Actor.owner())
    every = reader.every_market(2025, top=4)
    asked = every.opportunities["company_id"].unique().sort()
    assert len(asked) > 300 and "Unternehmen lässt sich sagen" in say(every.sentences[0], "de")
    for company_id in asked.to_list()[::25]:
        rows = every.opportunities.filter(pl.col("company_id") == company_id).to_dicts()
        alone = reader.markets(company_id, 2025, top=4).opportunities
        assert [row["rank"] for row in rows] == [one.rank for one in alone]
        for row, one in zip(rows, alone, strict=True):
            parts = one.parts
            assert (row["sector_code"], row["basis"], row["is_new"]) == (
                one.sector_code,
                one.basis,
                one.is_new,
            )
            assert row["score"] == pytest.approx(one.score, abs=5e-5)
            assert row["demand_eur"] == parts.demand_eur and row["outside_band"] == parts.outside_band
            assert (row["twins_count"] or None) == parts.twins_count
            assert row["automotive_share_after"] == pytest.approx(parts.automotive_share_after)
            assert row["candidate_1"] == one.candidates["name"][0]
    with pytest.raises(NotAllowed):
        region.reader(Actor.company(asked[0])).every_market()


def test_an_imported_table_gives_a_part(region: Workspace, seller: str) -> None:
    reader = region.reader(Actor.owner())
    scope = reader._scope_of(seller, None)
    sectors = scope.view.companies["sector_code"].drop_nulls().str.slice(0, 2).unique().sort().to_list()
    rows = pl.DataFrame(
        {
            "supplier_sectors": sectors,
            "customer_sectors": [",".join(sectors)] * len(sectors),
            "cell_origin": ["all"] * len(sectors),
            "input_share": [1 / len(sectors)] * len(sectors),
            "input_coefficient": [None] * len(sectors),
        }
    )
    found = markets(scope, seller, Sources(io_table=IoTable("figaro", 2022, rows)))
    assert found.has_io_table
    assert found.opportunities[0].parts.io_share == pytest.approx(1 / len(sectors))
    assert not reader.markets(seller).has_io_table


def test_the_backtest_of_the_warehouse(region: Workspace, seller: str) -> None:
    found = region.reader(Actor.owner()).backtest()
    assert found.is_checkable and found.cut == "2024"
    assert found.methods.filter("is_default")["method"].n_unique() == 1
    assert found.over_popularity is not None and found.over_popularity[0] > 0
    assert set(found.methods["has_history"]) == {True, False}
    assert "zehn besten" in say(found.sentences[0], "de")
    with pytest.raises(NotAllowed):
        region.reader(Actor.company(seller)).backtest()


def test_facts_of_a_pair_are_its_distance_and_the_tables_coefficient(region: Workspace, seller: str) -> None:
    view = region.view(Actor.owner())
    region.reader(Actor.owner()).markets(seller)
    world = view.prepared["markets"]
    rows = {
        "supplier_sectors": ["25"],
        "customer_sectors": ["28"],
        "cell_origin": ["all"],
        "input_share": [0.4],
    }
    table = IoTable("figaro", 2022, pl.DataFrame(rows | {"input_coefficient": [0.2]}))
    facts = pair_facts(view, world, table)
    suppliers = np.array([world.position[seller]] * 50)
    customers = np.arange(50)
    kilometres = facts["distance"](suppliers, customers)
    assert np.nanmin(kilometres) >= 0 and facts["distance"](suppliers[:1], suppliers[:1])[0] == 0
    code = dict(enumerate(world.sector_codes)) | {-1: ""}
    for customer, share in zip(customers, facts["io_share"](suppliers, customers), strict=True):
        pair = (code[world.links.sector[suppliers[0]]][:2], code[world.links.sector[customer]][:2])
        assert share == 0.4 if pair == ("25", "28") else np.isnan(share)
    assert set(pair_facts(view, world, None)) == {"distance"}


def test_the_region_may_be_read_as_a_draft_by_the_owner_alone(region: Workspace, seller: str) -> None:
    draft = region.reader(Actor.owner()).region_markets()
    assert draft.is_draft and draft.gaps.height
    assert (draft.gaps["addressable_eur"].fill_null(0) <= draft.gaps["outside_eur"] + 0.01).all()
    assert (draft.gaps["buyers_count"] >= 5).all() and (draft.gaps["local_count"] > 0).all()
    for actor in (Actor.chamber(), Actor.company(seller)):
        with pytest.raises(NotReleased):
            region.reader(actor).region_markets()


def test_what_is_released_all_may_read(region: Workspace) -> None:
    from lieferkette.answering.new_markets.region import region_markets_released

    reader = region.reader(Actor.chamber())
    cells = [
        ("inputs_by_origin", "all", "25.9", "outside", "all", 6e6, None),
        ("inputs_by_origin", "all", "25.9", "all", "all", 10e6, None),
        ("inputs_by_origin", "all", "10.1", "outside", "all", 2e6, None),
        ("sales_by_sector", "plastics", "vehicles", "all", "all", 4e6, None),
        ("sales_by_destination", "plastics", "all", "all", "all", 8e6, None),
    ]
    found = region_markets_released(reader._scope(2025), "maerkische-region", _model(cells))
    assert not found.is_draft
    assert found.gaps.select("sector_code", "outside_share").rows() == [("25.9", 0.6)]
    assert found.exposed.select("sector_group", "automotive_share").rows() == [("plastics", 0.5)]
    assert found.sentences[0].key == "region_market_gap"


def _model(cells: list[tuple[object, ...]]) -> RegionalModel:
    schema = {
        "table_id": pl.String, "cell_sector": pl.String, "partner_sector": pl.String, "cell_origin": pl.String,
        "cell_place": pl.String, "released_value": pl.Float64, "released_band": pl.String,
    }  # fmt: skip
    return RegionalModel(
        "2025-1", "maerkische-region", 2025, NOW, pl.DataFrame(cells, schema, orient="row"), {}
    )


@pytest.fixture
def few() -> Iterator[SmallWorld]:
    world = SmallWorld()
    for name, sector in (("Zwerg KG", "25.94"), ("Riese AG", "29.32"), ("Elfe SE", "28.41")):
        world.company(name, sector=sector)
    yield world
    world.workspace.close()


def test_too_little_is_said_and_a_release_speaks_for_the_class(few: SmallWorld) -> None:
    few.list_of("Zwerg KG", [{"partner": "Riese AG", "amount": 900}], kind="customers")
    zwerg = few.ids["Zwerg KG"]
    reader = few.workspace.reader(Actor.company(zwerg))
    nothing = reader.markets(zwerg)
    assert nothing.basis is None and nothing.why_nothing is not None
    assert "drei Unternehmen, die Ihrem ähneln" in say(nothing.why_nothing, "de")
    riese = reader.markets(few.ids["Riese AG"])
    assert riese.why_nothing is not None and "Kundenliste" in say(riese.why_nothing, "de")
    cells = [
        ("selling_share", "metal_products", group, "all", "all", None, band)
        for group, band in (("machinery", "60-70"), ("vehicles", "80-90"), ("health", "0-10"))
    ]
    found = markets(reader._scope_of(zwerg, None), zwerg, Sources(model=_model(cells)))
    only = found.opportunities[0]
    assert len(found.opportunities) == 1, "cars are supplied already, and hardly anybody supplies health"
    assert (only.sector_group, only.basis, only.parts.twins_band) == ("machinery", "model", "60-70")
    assert only.candidates["name"].to_list() == ["Elfe SE"]
    assert "60 bis 70" in say(only.reason, "de") and "geschätzt" in say(only.reason, "de")


def test_where_nothing_else_speaks_the_imported_table_does(few: SmallWorld) -> None:
    few.list_of("Zwerg KG", [{"partner": "Riese AG", "amount": 900}], kind="customers")
    zwerg = few.ids["Zwerg KG"]
    scope = few.workspace.reader(Actor.company(zwerg))._scope_of(zwerg, None)
    rows = {
        "supplier_sectors": ["25", "25", "24"],
        "customer_sectors": ["28", "29", "28"],
        "cell_origin": ["all"] * 3,
        "input_share": [0.2, 0.1, 0.8],
        "input_coefficient": [None] * 3,
    }
    found = markets(scope, zwerg, Sources(io_table=IoTable("figaro", 2022, pl.DataFrame(rows))))
    assert found.basis == "table"
    assert [(one.sector_code, one.score, one.is_new) for one in found.opportunities] == [
        ("28", 1.0, True),
        ("29", 0.5, False),
    ]
    assert found.opportunities[0].candidates["name"].to_list() == ["Elfe SE"]
    assert "figaro 2022" in say(found.opportunities[0].reason, "de")


def test_dependence_before_and_after_is_reckoned_from_known_sales(few: SmallWorld) -> None:
    rows = [{"partner": "Riese AG", "amount": 900}, {"partner": "Elfe SE", "amount": 100}]
    few.list_of("Zwerg KG", rows, kind="customers")
    zwerg = few.ids["Zwerg KG"]
    scope = few.workspace.reader(Actor.company(zwerg))._scope_of(zwerg, None)
    today = automotive_share(scope, zwerg)
    assert today == pytest.approx(0.9)
    assert share_with(today, "28.4") == pytest.approx(0.9 / 1.1)
    assert share_with(today, "29.3") == pytest.approx(1.0 / 1.1)
    assert automotive_share(scope, few.ids["Riese AG"]) is None and share_with(None, "28.4") is None


def test_whom_the_view_does_not_hold_nobody_can_ask_about(few: SmallWorld) -> None:
    with pytest.raises(NotFound):
        few.workspace.reader(Actor.owner()).markets("nobody")


def test_capabilities_are_asked_by_the_market_and_what_lies_under_it() -> None:
    wanted = pl.DataFrame(
        {
            "sector_code": ["32.50", "32", "29"],
            "capability_code": ["iso_13485", "iso_9001", "iatf_16949"],
            "state": ["missing", "met", "unknown"],
        }
    )
    assert capability_states(wanted, "32.5") == (("iso_9001",), ("iso_13485",), ())
    assert capability_states(None, "32.5") == ((), (), ())


@pytest.mark.parametrize(
    ("share", "band"), [(0.0, "0-10"), (0.3, "30-40"), (0.999, "90-100"), (1.0, "90-100")]
)
def test_bands(share: float, band: str) -> None:
    assert band_of(share) == band


def test_goods_that_twins_sell_are_told_to_the_owner_with_their_counts(goods_world: SmallWorld) -> None:
    reader = goods_world.workspace.reader(Actor.owner())
    first = reader.markets(goods_world.ids["Zwerg 0"]).opportunities[0]
    assert first.sector_code == "28.4" and first.basis == "history"
    told = first.goods.to_dicts()[0]
    assert (told["good"], told["twins_count"]) == ("Federn", 8)
    assert told["known_count"] == 20 and first.goods["good"].to_list() == ["Federn", "Bolzen"]
    assert reader.markets(goods_world.ids["Zwerg 0"]).why_no_goods is None


def test_nobody_but_the_owner_is_told_of_goods(goods_world: SmallWorld) -> None:
    own = goods_world.ids["Zwerg 0"]
    seen = goods_world.workspace.reader(Actor.company(own)).markets(own)
    assert all(one.goods.is_empty() for one in seen.opportunities)


def test_lists_without_goods_say_so(region: Workspace, answer: MarketsAnswer) -> None:
    assert answer.why_no_goods is not None
    assert say(answer.why_no_goods, "de").startswith("Die Listen nennen keine Waren")
    assert all(one.goods.is_empty() for one in answer.opportunities)


def test_a_newcomer_is_answered_by_sector_capabilities_and_size(goods_world: SmallWorld) -> None:
    goods_world.company("Neuling GmbH", "25.93")
    goods_world.profile("Neuling GmbH")
    goods_world.capability("Neuling GmbH", capability_code="cnc_turning")
    reader = goods_world.workspace.reader(Actor.owner())
    found = reader.markets(goods_world.ids["Neuling GmbH"])
    assert found.basis == "traits" and found.opportunities[0].parts.twins_count == 20
    assert "nach Branche, Fähigkeiten und Größe" in say(found.opportunities[0].reason, "de")
    goods_world.company("Fremdling GmbH", "01.1")
    assert reader.markets(goods_world.ids["Fremdling GmbH"]).basis is None


@pytest.fixture(scope="module")
def goods_world() -> SmallWorld:
    """Screw makers that sell to vehicle makers; most of them to machinery makers too, with goods named."""
    made = SmallWorld()
    made.company("Wagen AG", "29.32")
    for place in range(3):
        made.company(f"Maschinen {place}", "28.41")
    for place in range(21):
        name = f"Zwerg {place}"
        made.company(name, "25.94")
        rows: list[dict[str, object]] = [{"partner": "Wagen AG", "amount": 10, "good_text": "Muttern"}]
        if place:
            good = "Federn" if place < 9 else "Bolzen" if place < 12 else "muttern"
            rows.append({"partner": f"Maschinen {place % 3}", "amount": 5, "good_text": good})
        made.list_of(name, rows, kind="customers")
    return made
