"""Pictures of losses: unknown is not zero, names stay text, and the worst stands on top."""

from __future__ import annotations

import polars as pl

from lieferkette.charts import LOOKS, loss_dots, loss_map, loss_over_time
from lieferkette.charts.losses import SCALE
from schemas.reference.polygons import polygons_for

LIGHT = LOOKS["light"]


def test_an_unknown_municipality_has_the_ground_colour_and_a_known_zero_the_first_step(
    places: pl.DataFrame,
) -> None:
    lost = places.with_columns(loss=pl.Series([0.6, 0.0, None]), count=pl.Series([9, 0, None]))
    outlines = polygons_for(lost["ags"].to_list())
    drawn = loss_map(lost, outlines, look=LIGHT, language="de")
    fills = {trace.text: trace.fillcolor for trace in drawn.figure.data if trace.fill == "toself"}
    if outlines:
        assert fills == {
            "Hagen: 60\u00a0%": SCALE[9],
            "Lüdenscheid: 0\u00a0%": SCALE[0],
            "Witten: unbekannt": LIGHT.ground,
        }
    assert drawn.alt == "Karte der Verluste. Am meisten verlieren Hagen 60\u00a0% und Lüdenscheid 0\u00a0%."


def test_without_outlines_the_numbers_stand_alone(places: pl.DataFrame) -> None:
    lost = places.with_columns(loss=pl.Series([0.6, 0.0, None]), count=pl.Series([9, 0, None]))
    drawn = loss_map(lost, None, look=LIGHT, language="en")
    assert [note.text for note in drawn.figure.layout.annotations] == [
        "Hagen<br>60%",
        "Lüdenscheid<br>0%",
        "Witten",
    ]


def test_what_is_left_stands_against_today_with_its_range() -> None:
    companies = pl.DataFrame(
        {
            "name": ["<b>Draht</b> AG", "Feder KG", "Feder KG"],
            "sector_group": ["basic_metals", "metal_products", None],
            "loss": [0.4, 0.1, 0.0],
            "loss_low": [0.3, 0.1, 0.0],
            "loss_high": [0.5, 0.2, 0.05],
        }
    )
    drawn = loss_dots(companies, look=LIGHT, language="de", top=3)
    ranges, dots = drawn.figure.data[:-1], drawn.figure.data[-1]
    assert [list(bar.x) for bar in ranges] == [[0.5, 0.7], [0.8, 0.9], [0.95, 1.0]]
    assert list(dots.x) == [0.6, 0.9, 1.0]
    assert len(set(dots.y)) == 3 and "<b>" not in dots.y[0]
    assert ranges[0].text[0].startswith("−40"), "before the range, where no bar strikes it out"


def test_the_curve_says_each_point() -> None:
    curve = pl.DataFrame({"week": [0.0, 4.0], "left": [1.0, 0.0], "loss": [0.25, 0.0]})
    drawn = loss_over_time(curve, look=LIGHT, language="en")
    assert drawn.alt == "Loss by week: 0: 25% and 4: 0%."
    assert list(drawn.figure.data[0].x) == [0.0, 4.0]
