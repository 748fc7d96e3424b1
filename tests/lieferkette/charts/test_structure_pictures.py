"""A rolled-up chain stays whole in the picture; exposure is told directly and behind."""

from __future__ import annotations

import polars as pl
import pytest

from lieferkette.charts import LOOKS, chain_flow, exposure_bars, rolled_frames

LINKS = {"tier": pl.Int32, "from_group": pl.String, "to_group": pl.String, "value": pl.Float64,
         "share": pl.Float64, "value_eur": pl.Float64}  # fmt: skip


@pytest.fixture
def rolled() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three countries on tier 1, two and an unknown part on tier 2."""
    tiers = pl.DataFrame(
        {
            "tier": [1, 1, 1, 2, 2],
            "group": ["DE", "CN", "unknown", "PL", "DE"],
            "companies_count": [5, 1, 1, 2, 1],
            "value_eur": [60.0, 30.0, 10.0, 20.0, 10.0],
            "share": [0.6, 0.3, 0.1, 0.2, 0.1],
        }
    )
    rows = [
        (1, "DE", "", 60.0, 0.6, 60.0),
        (1, "CN", "", 30.0, 0.3, 30.0),
        (1, "unknown", "", 10.0, 0.1, 10.0),
        (2, "PL", "DE", 20.0, 0.2, 20.0),
        (2, "DE", "CN", 10.0, 0.1, 10.0),
        (2, None, "DE", 40.0, 0.4, 40.0),
    ]
    return tiers, pl.DataFrame(rows, LINKS, orient="row")


def test_bundling_groups_loses_nothing(rolled: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    tiers, links = rolled
    nodes, drawn = rolled_frames(tiers, links, by="country", root_id="me", top=1, language="de")
    assert drawn["share"].sum() == pytest.approx(links["share"].sum())
    assert set(drawn.filter(pl.col("tier") == 1).select("from_id", "to_id").iter_rows()) == {
        ("DE", "me"),
        ("others", "me"),
        ("unknown", "me"),
    }
    second = {(row[1], row[2]): row[4] for row in drawn.filter(pl.col("tier") == 2).iter_rows()}
    assert second == {("PL", "DE"): 0.2, ("others", "others"): 0.1, ("unknown", "DE"): 0.4}
    assert nodes["name"].to_list()[:2] == ["Deutschland", "China"]


def test_a_rolled_chain_is_drawn_as_a_flow(rolled: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    nodes, drawn = rolled_frames(*rolled, by="country", root_id="me", top=5, language="en")
    flow = chain_flow(nodes, drawn, direction="upstream", root=("me", "", "unknown"), total_eur=100.0,
                      look=LOOKS["light"], language="en")  # fmt: skip
    labels = flow.figure.data[0].node.label
    assert "Germany · 60%" in labels
    assert any(label.startswith("unknown") for label in labels)


def test_exposure_tells_what_is_direct_and_what_lies_behind() -> None:
    met = pl.DataFrame(
        {
            "sector_group": ["vehicles", "machinery"],
            "share": [0.62, 0.1],
            "direct_share": [0.41, 0.1],
            "through_share": [0.21, 0.0],
            "direct_count": [2, 1],
        }
    )
    drawn = exposure_bars(met, name="sector_group", side="customers", look=LOOKS["light"], language="de")
    assert [list(bar.x) for bar in drawn.figure.data] == [[0.41, 0.1], [0.21, 0.0]]
    assert [bar.name for bar in drawn.figure.data] == ["direkt", "über Kunden (geschätzt)"]
    assert "Fahrzeugbau 62\u00a0%" in drawn.alt
    assert drawn.table.equals(met)


def test_exposure_without_a_row_is_an_empty_picture() -> None:
    none = {name: pl.Series([], dtype=pl.Float64) for name in ("share", "direct_share", "through_share")}
    met = pl.DataFrame({"country_code": pl.Series([], dtype=pl.String), **none})
    drawn = exposure_bars(met, name="country_code", side="suppliers", look=LOOKS["dark"], language="en")
    assert drawn.alt.endswith("–.")
