"""The world has the traits of real supply networks, and the same seed gives the same world."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import polars as pl
import pytest

from ingest.example.world import World, generate


def last_year(world: World) -> pl.DataFrame:
    """Relations of 2025 with both ends' group and origin."""
    ends = world.companies.select("company_no", "group", "origin", "market")
    frame = world.relations.filter(pl.col("year") == 2025)
    frame = frame.join(
        ends.select(pl.all().name.prefix("supplier_")), left_on="supplier_no", right_on="supplier_company_no"
    )
    return frame.join(
        ends.select(pl.all().name.prefix("customer_")), left_on="customer_no", right_on="customer_company_no"
    )


def top_decile_share(values: np.ndarray, population: int) -> float:
    ranked = np.sort(values)[::-1]
    return float(ranked[: population // 10].sum() / ranked.sum())


def test_property_same_seed_same_world_other_seed_another() -> None:
    first, again, other = generate(300, seed=4), generate(300, seed=4), generate(300, seed=5)
    for part in ("companies", "groups", "relations", "company_years"):
        assert getattr(first, part).equals(getattr(again, part)), part
        assert part == "groups" or not getattr(first, part).equals(getattr(other, part)), part
    assert {field.name for field in fields(World)} > {"companies", "relations"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_property_tails_are_heavy(seed: int) -> None:
    world = generate(660, in_region=400, seed=seed)
    flows = last_year(world)
    customers = flows.group_by("supplier_no").len()["len"].to_numpy()
    assert top_decile_share(customers, 660) > 0.33
    assert top_decile_share(flows["amount_cents"].to_numpy(), flows.height) > 0.55
    assert customers.max() > 12 * np.median(customers)


def test_property_counts_are_those_asked_for() -> None:
    world = generate(1_000, 5_000, in_region=500)
    assert world.companies.height == 1_000
    assert world.companies.filter(pl.col("ags").is_not_null()).height == 500
    assert world.relations.filter(pl.col("year") == 2025).height == 5_000


def test_property_every_relation_has_an_end_in_the_region_and_two_ends(world: World) -> None:
    flows = last_year(world)
    assert flows.filter(
        (pl.col("supplier_origin") != "region") & (pl.col("customer_origin") != "region")
    ).is_empty()
    assert flows.filter(pl.col("supplier_no") == pl.col("customer_no")).is_empty()
    assert not world.relations.select("year", "supplier_no", "customer_no").is_duplicated().any()
    assert (world.relations["amount_cents"] > 0).all()


def test_property_sectors_buy_as_an_industrial_region_does(world: World) -> None:
    flows = last_year(world)
    bought = flows.group_by("customer_group", "supplier_group").agg(pl.col("amount_cents").sum())
    of = {(row[0], row[1]): row[2] for row in bought.iter_rows()}
    for buyer, first, second in (
        ("fasteners", "steel", "plastics"),
        ("automotive", "fasteners", "raw"),
        ("metal_trade", "steel", "electrical"),
        ("plastics", "chemicals", "steel"),
    ):
        assert of[buyer, first] > 3 * of.get((buyer, second), 0), (buyer, first, second)
    assert flows.filter(pl.col("customer_group") == "car_makers")["supplier_group"].unique().len() >= 5


def test_property_regional_share_and_nearness(world: World) -> None:
    flows = last_year(world).filter(pl.col("customer_origin") == "region")
    origin = flows.group_by("supplier_origin").len()
    shares = {row[0]: row[1] / flows.height for row in origin.iter_rows()}
    assert set(shares) == {"region", "germany", "eu", "world"}
    assert 0.4 < shares["region"] < 0.7
    where = world.companies.select("company_no", "latitude", "longitude")
    near = flows.filter(pl.col("supplier_origin") == "region")
    near = near.join(where, left_on="supplier_no", right_on="company_no")
    near = near.join(where, left_on="customer_no", right_on="company_no", suffix="_buyer")
    north = (pl.col("latitude") - pl.col("latitude_buyer")) * 111
    east = (pl.col("longitude") - pl.col("longitude_buyer")) * 70
    kilometres = near.select((north**2 + east**2).sqrt().alias("km"))["km"].to_numpy()
    home = world.companies.filter(pl.col("origin") == "region").select("latitude", "longitude").to_numpy()
    apart = (home[:200] - home[200:400]) * np.array([111, 70])
    assert kilometres.mean() < 0.85 * np.sqrt((apart**2).sum(axis=1)).mean()


def test_property_hubs_are_single_sources(world: World) -> None:
    assert [len(hub.customer_nos) for hub in world.hubs[:2]] == [30, 30]
    assert len(world.hubs[2].customer_nos) >= 15
    sector = dict(zip(world.companies["company_no"], world.companies["sector_code"], strict=True))
    suppliers = world.relations.filter(pl.col("year") == 2024)
    for hub in world.hubs:
        for customer in hub.customer_nos:
            of_customer = suppliers.filter(pl.col("customer_no") == customer)["supplier_no"]
            assert [number for number in of_customer if sector[number] == "25.61"] == [hub.company_no]


def test_property_hidden_common_suppliers_exist(world: World) -> None:
    """Companies that several suppliers of a firm buy from, though the firm itself does not."""
    flows = last_year(world)
    pairs = set(flows.select("supplier_no", "customer_no").iter_rows())
    first = flows.select(tier_1="supplier_no", firm="customer_no")
    second = flows.select(tier_2="supplier_no", tier_1="customer_no")
    common = first.join(second, "tier_1").group_by("firm", "tier_2").agg(pl.col("tier_1").n_unique())
    hidden = [
        row for row in common.filter(pl.col("tier_1") >= 3).iter_rows() if (row[1], row[0]) not in pairs
    ]
    assert len(hidden) > 300
    assert len({row[0] for row in hidden}) > 80


def test_property_groups_trade_inside(world: World) -> None:
    members = world.companies.filter(pl.col("group_no").is_not_null())
    assert members["group_no"].n_unique() == 4
    group = dict(zip(members["company_no"], members["group_no"], strict=True))
    inside = [
        row for row in world.relations.iter_rows() if row[1] in group and group[row[1]] == group.get(row[2])
    ]
    assert len({(row[1], row[2]) for row in inside}) >= 8
    brands = members.group_by("group_no").agg(pl.col("brand").n_unique())
    assert brands["brand"].to_list() == [1, 1, 1, 1]


def test_property_two_years_with_new_and_ended_relations(world: World) -> None:
    pairs = {
        year: set(
            world.relations.filter(pl.col("year") == year).select("supplier_no", "customer_no").iter_rows()
        )
        for year in (2024, 2025)
    }
    assert 0.10 < len(pairs[2025] - pairs[2024]) / len(pairs[2025]) < 0.16
    assert 0.09 < len(pairs[2024] - pairs[2025]) / len(pairs[2024]) < 0.15


def test_property_new_customers_are_where_like_firms_sell(world: World) -> None:
    kind = {
        row[0]: row[1:]
        for row in world.companies.select("company_no", "group", "market", "origin").iter_rows()
    }
    old = world.relations.filter(pl.col("year") == 2024).select("supplier_no", "customer_no").rows()
    new = set(
        world.relations.filter(pl.col("year") == 2025).select("supplier_no", "customer_no").rows()
    ) - set(old)
    served = {(kind[supplier], customer) for supplier, customer in old}
    share = sum((kind[supplier], customer) in served for supplier, customer in new) / len(new)
    assert share > 0.5


def test_property_figures_hold_together(world: World) -> None:
    years = world.company_years.cast({pl.Decimal: pl.Float64})
    assert years.height == 800
    assert (years["value_added_eur"] > 0).all()
    total = years["revenue_eur"] - years["material_cost_eur"] - years["value_added_eur"]
    assert total.abs().max() <= 1
    assert 0.3 < years["material_cost_eur"].sum() / years["revenue_eur"].sum() < 0.65
    for year in (2024, 2025):
        of_year = world.relations.filter(pl.col("year") == year)
        figures = years.filter(pl.col("year") == year)
        sold = of_year.group_by(company_no="supplier_no").agg(pl.col("amount_cents").sum() / 100)
        assert (
            figures.join(sold, "company_no").filter(pl.col("amount_cents") > pl.col("revenue_eur")).is_empty()
        )
        bought = of_year.group_by(company_no="customer_no").agg(pl.col("amount_cents").sum() / 100)
        assert figures.join(bought, "company_no").filter(
            pl.col("amount_cents") > pl.col("material_cost_eur") + 1
        ).is_empty()  # fmt: skip


def test_property_large_worlds_keep_their_size() -> None:
    world = generate(4_000, 24_000)
    assert world.relations.filter(pl.col("year") == 2025).height == 24_000
    assert world.companies["name"].n_unique() == 4_000


def test_too_many_relations_are_refused() -> None:
    with pytest.raises(ValueError, match="make fewer relations"):
        generate(60, 5_000)
