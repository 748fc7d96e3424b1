"""reference: answers on a small world whose figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from lieferkette.access.actor import Actor
from lieferkette.errors import Ambiguous, NotFound
from lieferkette.reader import Reader
from tests.lieferkette.small_world import SmallWorld

HAGEN, ISERLOHN = "05914000", "05962024"


@pytest.fixture(scope="module")
def world() -> Iterator[SmallWorld]:
    """A screw maker that buys steel from two traders, which both buy from the same mill.

    Walzwerk ──80 %──> Händler Eins ──60──┐
             └─50 %──> Händler Zwei ──30──┼──> Schrauben (100 in all) ──75──> Autobau
    Strom (abroad) ───────────────────10──┘                            └─25──> Bahn
    """
    small = SmallWorld()
    small.company("Schrauben", "25.94", HAGEN)
    small.company("Händler Eins", "46.72", ISERLOHN)
    small.company("Händler Zwei", "46.72", HAGEN)
    small.company("Walzwerk", "24.10", None, "DE")
    small.company("Strom", "35.11", None, "NL", registered=False, owner="Schrauben")
    small.company("Autobau", "29.10", None, "DE")
    small.company("Bahn", "30.20", None, "CZ")
    small.company("Andere Stahl", "24.20", HAGEN)
    small.company("Ohne Liste", "25.62", HAGEN)
    small.company("Tochter", "25.62", HAGEN, group="g")
    small.company("Mutter", "25.62", HAGEN, group="g")
    small.list_of(
        "Schrauben",
        [
            {"partner": "Händler Eins", "amount": Decimal(60)},
            {"partner": "Händler Zwei", "amount": Decimal(30)},
            {"partner": "Strom", "amount": Decimal(10)},
        ],
    )
    small.list_of(
        "Schrauben",
        [{"partner": "Autobau", "amount": Decimal(75)}, {"partner": "Bahn", "amount": Decimal(25)}],
        kind="customers",
    )
    small.list_of(
        "Händler Eins",
        [{"partner": "Walzwerk", "amount": Decimal(8)}, {"partner": "Andere Stahl", "amount": Decimal(2)}],
    )
    small.list_of(
        "Händler Zwei",
        [{"partner": "Walzwerk", "amount": Decimal(5)}, {"partner": "Andere Stahl", "amount": Decimal(5)}],
    )
    small.list_of("Autobau", [{"partner": "Schrauben"}], complete=False)
    small.list_of(
        "Tochter", [{"partner": "Mutter", "amount": Decimal(90)}, {"partner": "Strom", "amount": Decimal(10)}]
    )
    small.list_of("Schrauben", [{"partner": "Händler Eins", "amount": Decimal(50)}], year=2024)
    small.figures("Schrauben", 2025, 125)
    yield small
    small.workspace.close()


@pytest.fixture
def owner(world: SmallWorld) -> Reader:
    """The owner's Reader."""
    return world.workspace.reader(Actor.owner())


def keys(answer: object) -> list[str]:
    """Keys of an answer's sentences."""
    return [sentence.key for sentence in answer.sentences]  # type: ignore[attr-defined]


def test_direct_suppliers_with_shares_and_evidence(world: SmallWorld, owner: Reader) -> None:
    answer = owner.partners(world.ids["Schrauben"], "suppliers")
    assert answer.partners["name"].to_list() == ["Händler Eins", "Händler Zwei", "Strom"]
    assert answer.partners["share"].to_list() == [0.6, 0.3, 0.1]
    assert answer.partners["origin"].to_list() == ["region", "region", "eu"]
    assert answer.partners["evidence"][0] == "Liste 2025, Zeile 2"
    assert (answer.total_eur, answer.is_complete, answer.count) == (100.0, True, 3)
    assert keys(answer) == ["partners_top3", "change_since"]


def test_a_customer_whose_list_is_not_complete_gives_no_shares(world: SmallWorld, owner: Reader) -> None:
    answer = owner.partners(world.ids["Autobau"], "suppliers")
    assert answer.partners["amount_eur"].to_list() == [75.0], "the seller's word stands in for the buyer's"
    assert answer.partners["share"].to_list() == [None]
    assert answer.partners["is_confirmed"].to_list() == [True]
    assert answer.is_complete is False
    assert "list_incomplete" in keys(answer)


def test_tiers_carry_amounts_through_shares(world: SmallWorld, owner: Reader) -> None:
    answer = owner.chain(world.ids["Schrauben"])
    second = answer.tiers.filter(answer.tiers["tier"] == 2)
    # 60 × 80 % + 30 × 50 % = 63 at the mill; 60 × 20 % + 30 × 50 % = 27 at the other
    assert dict(zip(second["name"], second["value_eur"], strict=True)) == {
        "Walzwerk": 63.0,
        "Andere Stahl": 27.0,
    }
    assert second["direct_count"].to_list() == [2, 2]
    assert answer.unknown["value_eur"].to_list() == [0.0, 10.0], "nobody knows what stands behind the power"
    assert keys(answer) == ["hidden_supplier", "chain_reach"]


def test_links_stay_whole_when_the_small_are_bundled(world: SmallWorld, owner: Reader) -> None:
    answer = owner.chain(world.ids["Schrauben"], top=1)
    first = answer.links.filter(answer.links["tier"] == 1)
    assert dict(zip(first["from_id"], first["value_eur"], strict=True)) == {
        world.ids["Händler Eins"]: 60.0,
        "others": 40.0,
    }


def test_downstream(world: SmallWorld, owner: Reader) -> None:
    answer = owner.chain(world.ids["Walzwerk"], "downstream")
    assert {"Händler Eins", "Schrauben", "Autobau"} <= set(answer.tiers["name"])


def test_paths_are_weighed_and_proven(world: SmallWorld, owner: Reader) -> None:
    answer = owner.paths(world.ids["Walzwerk"], world.ids["Schrauben"])
    assert [path.names for path in answer.paths] == [
        ("Walzwerk", "Händler Eins", "Schrauben"),
        ("Walzwerk", "Händler Zwei", "Schrauben"),
    ]
    assert answer.paths[0].weight == pytest.approx(0.48)
    assert answer.paths[0].evidence == ("Liste 2025, Zeile 2", "Liste 2025, Zeile 2")
    assert keys(owner.paths(world.ids["Autobau"], world.ids["Walzwerk"])) == ["path_none"]


def test_dependencies_of_a_complete_list(world: SmallWorld, owner: Reader) -> None:
    answer = owner.dependencies(world.ids["Schrauben"])
    assert answer.hhi == pytest.approx(0.46)
    assert answer.effective_suppliers == pytest.approx(1 / 0.46)
    assert (answer.top3_share, answer.top_customer_share) == (pytest.approx(1.0), pytest.approx(0.75))
    assert answer.regional_share == pytest.approx(0.9)
    assert answer.single_sources["sector_code"].to_list() == ["35.1"]
    assert answer.hidden_suppliers["name"].to_list() == ["Walzwerk", "Andere Stahl"]
    assert answer.hidden_suppliers["share"].to_list() == [pytest.approx(0.63), pytest.approx(0.27)]
    assert answer.hidden_suppliers["via_names"][0].to_list() == ["Händler Eins", "Händler Zwei"]
    assert answer.coverage.spend_of_cost_share == pytest.approx(0.8)
    assert keys(answer)[0] == "hidden_supplier"


def test_unknown_where_the_list_is_not_complete(world: SmallWorld, owner: Reader) -> None:
    answer = owner.dependencies(world.ids["Autobau"])
    assert (answer.is_known, answer.hhi, answer.regional_share) == (False, None, None)
    assert answer.why_unknown is not None
    assert answer.why_unknown.key == "list_incomplete"
    assert answer.single_sources.is_empty()


def test_relations_inside_a_group_stay_out(world: SmallWorld, owner: Reader) -> None:
    answer = owner.dependencies(world.ids["Tochter"])
    assert (answer.suppliers_count, answer.hhi) == (1, pytest.approx(1.0))
    assert owner.partners(world.ids["Tochter"], "suppliers").partners["is_group_internal"].to_list() == [
        True,
        False,
    ]


def test_a_company_without_a_list_is_told_what_to_do(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.company(world.ids["Ohne Liste"]))
    assert keys(reader.partners(world.ids["Ohne Liste"], "suppliers")) == ["no_list"]
    assert keys(reader.dependencies(world.ids["Ohne Liste"])) == ["no_list"]
    assert keys(reader.chain(world.ids["Ohne Liste"])) == ["no_list"]


def test_the_region_counts_register_companies_and_complete_buyers(world: SmallWorld, owner: Reader) -> None:
    answer = owner.region()
    assert (answer.companies_count, answer.companies_with_lists_count) == (7, 4)
    bought = {(row[0], row[1]): row[2] for row in answer.purchases_by_origin.iter_rows()}
    assert bought == {
        ("metal_products", "region"): 90.0,
        ("metal_products", "eu"): 20.0,
        ("trade_logistics", "region"): 7.0,
        ("trade_logistics", "unknown"): 13.0,
    }
    assert answer.regional_share == pytest.approx(97 / 130)


def test_the_draft_table_suppresses_what_has_too_few_companies(owner: Reader) -> None:
    table = owner.regional_table()
    assert table.cells["amount_eur"].null_count() == table.cells.height == table.suppressed_count


def test_names_are_found_whole_in_part_and_not_guessed(world: SmallWorld, owner: Reader) -> None:
    assert owner.find("schrauben") == world.ids["Schrauben"]
    assert owner.find("Bah") == world.ids["Bahn"]
    with pytest.raises(Ambiguous, match="Händler Eins"):
        owner.find("Händler")
    with pytest.raises(NotFound):
        owner.find("Gibt es nicht")


def test_a_complete_list_without_amounts_gives_counts_though_sellers_name_amounts() -> None:
    small = SmallWorld()
    for name, sector in (("Käufer", "28.41"), ("Eins", "24.10"), ("Zwei", "25.62"), ("Drei", "25.62")):
        small.company(name, sector)
    small.list_of("Käufer", [{"partner": "Eins"}, {"partner": "Zwei"}, {"partner": "Drei"}])
    small.list_of("Eins", [{"partner": "Käufer", "amount": Decimal(500)}], kind="customers")
    reader = small.workspace.reader(Actor.owner())
    answer = reader.dependencies(small.ids["Käufer"])
    assert (answer.is_known, answer.hhi, answer.total_eur) == (False, None, None)
    assert answer.why_unknown is not None
    assert answer.why_unknown.key == "no_amounts"
    assert answer.single_sources["sector_code"].to_list() == ["24.1"]
    assert reader.partners(small.ids["Käufer"], "suppliers").partners["share"].null_count() == 3
    assert not reader.chain(small.ids["Käufer"]).has_amounts
    small.workspace.close()
