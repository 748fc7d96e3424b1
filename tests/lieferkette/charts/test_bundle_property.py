"""Property: bundling cuts what is shown, never what is summed."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.charts.bundle import REST, UNKNOWN, bundle

ROOT = ("home", "Siebenschläfer Schrauben GmbH", "metal_products")


def test_a_company_keeps_its_whole_share_when_its_buyer_is_bundled(
    tiers: pl.DataFrame, links: pl.DataFrame
) -> None:
    chain = bundle(tiers, links, direction="upstream", root=ROOT, total_eur=6.4e6, top=1)
    mill = next(node for node in chain.nodes if node.company_id == "eis")
    assert mill.share == pytest.approx(0.3)
    assert {(r.outer, r.inner): round(r.share, 6) for r in chain.ribbons if r.outer == mill.key} == {
        ("2:eis", "1:lin"): 0.2,
        ("2:eis", "1:rest"): 0.1,
    }


def test_unknown_is_drawn_at_every_tier(tiers: pl.DataFrame, links: pl.DataFrame) -> None:
    chain = bundle(tiers, links, direction="upstream", root=ROOT, total_eur=6.4e6, top=7)
    unknown = {node.tier: round(node.share, 6) for node in chain.nodes if node.kind == UNKNOWN}
    assert unknown == {1: 0.1, 2: 0.54}


def test_the_bundle_says_how_many_it_holds(tiers: pl.DataFrame, links: pl.DataFrame) -> None:
    chain = bundle(tiers, links, direction="upstream", root=ROOT, total_eur=None, top=2)
    rest = next(node for node in chain.nodes if node.kind == REST and node.tier == 1)
    assert (rest.count, round(rest.share, 6), rest.value_eur) == (2, 0.25, None)


def test_without_amounts_nothing_is_called_unknown(tiers: pl.DataFrame, links: pl.DataFrame) -> None:
    no_shares = tiers.with_columns(share=pl.lit(None, pl.Float64), value_eur=pl.lit(None, pl.Float64))
    no_links = links.with_columns(share=pl.lit(None, pl.Float64))
    chain = bundle(no_shares, no_links, direction="upstream", root=ROOT, total_eur=None, top=7)
    assert not [node for node in chain.nodes if node.kind == UNKNOWN]
    assert all(node.value_eur is None for node in chain.nodes)


@settings(max_examples=60, deadline=None)
@given(
    parts=st.lists(st.integers(1, 1000), min_size=1, max_size=30),
    known=st.floats(0.3, 1.0),
    top=st.integers(1, 12),
    direction=st.sampled_from(["upstream", "downstream"]),
)
def test_property_every_tier_sums_to_the_whole(
    parts: list[int], known: float, top: int, direction: str
) -> None:
    shares = [part / sum(parts) * known for part in parts]
    ids = [f"c{number}" for number in range(len(parts))]
    tiers = pl.DataFrame(
        {
            "tier": 1,
            "company_id": ids,
            "name": ids,
            "sector_group": "machinery",
            "country_code": "DE",
            "share": shares,
            "value_eur": shares,
        }
    )
    outer, inner = ("from_id", "to_id") if direction == "upstream" else ("to_id", "from_id")
    links = pl.DataFrame({"tier": 1, outer: ids, inner: "home", "share": shares})
    chain = bundle(tiers, links, direction=direction, root=ROOT, total_eur=1.0, top=top)
    first = [node for node in chain.nodes if node.tier == 1]
    assert sum(node.share for node in first) == pytest.approx(1.0, abs=1e-3)
    assert sum(ribbon.share for ribbon in chain.ribbons) == pytest.approx(1.0, abs=1e-3)
    assert len([node for node in first if node.kind == "company"]) <= top
    assert len({node.key for node in chain.nodes}) == len(chain.nodes)
