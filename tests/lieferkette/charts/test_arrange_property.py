"""Property: arranging keeps every share, loses no ribbon, and names every node once."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.charts.arrange import OTHERS, UNKNOWN, arrange

ROOT = ("home", "Siebenschläfer Schrauben GmbH", "metal_products")


def test_nodes_stand_in_the_order_of_their_buyers_and_bundles_last(
    tiers: pl.DataFrame, links: pl.DataFrame
) -> None:
    chain = arrange(tiers, links, ROOT, 6.4e6)
    second = [node.company_id for node in chain.nodes if node.tier == 2]
    assert second == ["eis", "wol", "others", "unknown"]
    assert [node.company_id for node in chain.nodes if node.tier == 1] == ["lin", "rue", "dro", "others"]


def test_a_bundle_says_how_many_it_holds_and_the_unknown_keeps_its_share(
    tiers: pl.DataFrame, links: pl.DataFrame
) -> None:
    chain = arrange(tiers, links, ROOT, 6.4e6)
    others = next(node for node in chain.nodes if node.kind == OTHERS and node.tier == 1)
    unknown = next(node for node in chain.nodes if node.kind == UNKNOWN)
    assert (others.count, others.share, others.sector_group) == (1, pytest.approx(0.15), "rest")
    assert (unknown.share, unknown.sector_group) == (pytest.approx(0.5), "unknown")


def test_without_shares_counts_carry(tiers: pl.DataFrame, links: pl.DataFrame) -> None:
    no_links = links.with_columns(share=pl.lit(None, pl.Float64), value_eur=pl.lit(None, pl.Float64))
    chain = arrange(tiers, no_links, ROOT, None)
    assert not chain.has_shares
    assert {node.share for node in chain.nodes if node.tier} == {None}


@settings(max_examples=60, deadline=None)
@given(
    flows=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 4), st.floats(0.001, 1)), min_size=1, max_size=40
    )
)
def test_property_every_ribbon_ends_at_a_node_and_shares_add_up(flows: list[tuple[int, int, float]]) -> None:
    inner = sorted({second for _, second, _ in flows})
    rows = [(1, f"i{one}", "home", sum(w for _, two, w in flows if two == one)) for one in inner]
    rows += [(2, f"o{one}", f"i{two}", weight) for one, two, weight in flows]
    links = pl.DataFrame(rows, schema=["tier", "from_id", "to_id", "share"], orient="row")
    links = links.with_columns(value=pl.col("share"), value_eur=pl.col("share"))
    ends = links.select("tier", company_id="from_id").unique()
    tiers = ends.with_columns(name="company_id", sector_group=pl.lit("machinery"), country_code=pl.lit("DE"))
    chain = arrange(tiers, links, ROOT, 1.0)
    keys = [node.key for node in chain.nodes]
    assert len(keys) == len(set(keys))
    assert {ribbon.outer for ribbon in chain.ribbons} | {ribbon.inner for ribbon in chain.ribbons} <= set(
        keys
    )
    for tier in (1, 2):
        shown = sum(node.share or 0 for node in chain.nodes if node.tier == tier)
        assert shown == pytest.approx(links.filter(pl.col("tier") == tier)["share"].sum())
