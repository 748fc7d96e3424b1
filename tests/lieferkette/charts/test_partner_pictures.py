"""Pictures of partners, fields and markets: every row is drawn, unknown is drawn, names are text."""

from __future__ import annotations

import polars as pl
import pytest

from lieferkette.charts import LOOKS, distance_bars, market_bubbles, part_bars, share_steps, state_bars

EVIL = "Zwerg <b>GmbH & Co</b> Drehteile"


def partners(distance_km: float | None = 12.0) -> pl.DataFrame:
    rows = [
        ("Nahe KG", "metal_products", distance_km, ["cnc_turning"], []),
        (EVIL, "plastics", 30.0, ["cnc_turning"], ["iso_9001"]),
    ]
    return pl.DataFrame(
        rows, schema=["name", "sector_group", "distance_km", "met_codes", "missing_codes"], orient="row"
    )


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_bar_a_partner_with_its_distance_and_what_it_covers(look) -> None:
    drawn = distance_bars(partners(), look=look, language="de")
    bar = drawn.figure.data[0]
    assert list(bar.x) == [12.0, 30.0]
    assert list(bar.text) == ["12 km · 1 von 1", "30 km · 1 von 2"]
    assert "<b>" not in str(bar.y)
    assert drawn.alt.startswith("Balken") and "Nahe KG" in drawn.alt


def test_a_partner_without_a_known_place_says_so() -> None:
    drawn = distance_bars(partners(None), look=LOOKS["light"], language="de")
    assert list(drawn.figure.data[0].x) == [0, 30.0]
    assert drawn.figure.data[0].text[0] == "Ort unbekannt · 1 von 1"
    assert distance_bars(partners().clear(), look=LOOKS["light"], language="en").alt.endswith("–.")


def test_unknown_capabilities_are_a_part_of_the_bar() -> None:
    states = pl.DataFrame(
        [
            ("rail", "iso_9001", True, "met"),
            ("rail", "iso_22163", True, "missing"),
            ("rail", "welding", False, "missing"),
            ("hydrogen", "ped", True, "unknown"),
            ("hydrogen", "testing", True, "unknown"),
        ],
        schema=["field_id", "capability_code", "is_required", "state"],
        orient="row",
    )
    drawn = state_bars(states, look=LOOKS["light"], language="de")
    assert [list(trace.x) for trace in drawn.figure.data] == [[1, 0], [1, 0], [1, 0], [0, 2]]
    assert drawn.figure.data[3].name == "unbekannt"
    assert "Bahntechnik" in drawn.alt


def test_a_part_that_is_unknown_has_an_empty_bar() -> None:
    parts = pl.DataFrame({"part": ["nearness", "demand", "gap", "twins"], "share": [0.86, None, 0.0, 1.0]})
    drawn = part_bars(parts, look=LOOKS["dark"], language="de")
    assert list(drawn.figure.data[0].x) == [1.0, 0.0, 0.0, 0.86]
    texts = [one.text for one in drawn.figure.layout.annotations]
    assert texts == ["100\u00a0%", "0\u00a0%", "unbekannt", "86\u00a0%"]
    assert "Nähe 86\u00a0%" in drawn.alt


def markets(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rank": list(range(1, count + 1)),
            "label": [EVIL] * count,
            "sector_group": ["machinery"] * count,
            "nearness": [0.9 - 0.05 * place for place in range(count)],
            "demand_share": [1 / (place + 1) for place in range(count)],
            "outside_share": [None, *[0.75] * (count - 1)],
            "before_share": [0.62] * count,
            "after_share": [0.55] * count,
        }
    )


def test_bubbles_carry_their_rank_and_names_while_there_is_room() -> None:
    few = market_bubbles(markets(2), look=LOOKS["light"], language="de")
    assert [trace.text[0] for trace in few.figure.data] == ["1", "2"]
    assert few.figure.data[0].marker.size < few.figure.data[1].marker.size
    assert len(few.figure.layout.annotations) == 2
    assert "<b>" not in few.figure.layout.annotations[0].text
    assert len(market_bubbles(markets(9), look=LOOKS["light"], language="de").figure.layout.annotations) == 0


def test_a_step_for_each_market_against_one_line_of_today() -> None:
    drawn = share_steps(markets(3), look=LOOKS["light"], language="de")
    assert len(drawn.figure.data) == 3
    assert [one.text[0] for one in drawn.figure.data] == ["55\u00a0%"] * 3
    assert "heute 62\u00a0%" in [one.text for one in drawn.figure.layout.annotations]
