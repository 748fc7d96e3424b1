"""Losses of a scenario: on the map, company by company against today, and week by week.

The loss scale is ochre: orange-red stays "look here", and blue stays places and shares.
Never: computes a loss.
"""

from __future__ import annotations

import math

import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure, short_name
from lieferkette.charts.region import outline_path, short_place, squeeze_of
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, percent
from schemas.reference.polygons import RegionPolygons

SCALE = ("#FBF3E9", "#F6E2C8", "#EFCB9C", "#E5AE6E", "#D78D45",
         "#C36F2B", "#A6541C", "#853F15", "#642E10", "#45200C")  # fmt: skip
_FIRST_LIGHT_INK = 5
_DARK_INK, _LIGHT_INK = "#111923", "#FFFFFF"
_ROW_PX = 34
#: A loss of this and more takes the last step of the scale.
_FULL_SCALE = 0.5


def loss_map(
    places: pl.DataFrame,
    polygons: RegionPolygons | None,
    *,
    look: Look,
    language: Language,
    height: int = 470,
) -> Picture:
    """`ScenarioAnswer.by_place` on the outlines: the darker, the larger the part of the output that is lost.

    A municipality without a known company stays in the ground's colour.
    """
    drawn = figure(look, height)
    squeeze = squeeze_of(places)
    for row in places.iter_rows(named=True) if polygons else ():
        fill, ink = _step(row["loss"], look)
        drawn.add_scatter(
            **outline_path(polygons.municipalities[row["ags"]], squeeze),  # type: ignore[union-attr]
            mode="lines",
            fill="toself",
            fillcolor=fill,
            line={"color": look.line, "width": 1},
            hoveron="fills",
            hoverinfo="text",
            text=f"{escaped(row['place_name'])}: {_percent(row['loss'], language)}",
        )
    for row in places.iter_rows(named=True):
        fill, ink = _step(row["loss"], look)
        centre = (row["longitude"], row["latitude"])
        longitude, latitude = polygons.label_points[row["ags"]] if polygons else centre
        shown = "" if row["loss"] is None else f"<br>{_percent(row['loss'], language)}"
        drawn.add_annotation(
            x=longitude * squeeze,
            y=latitude,
            text=f"{escaped(short_place(row['place_name']))}{shown}",
            showarrow=False,
            font={"size": 11, "color": ink, "shadow": f"0 0 3px {fill}, 0 0 3px {fill}"},
        )
    if polygons:
        borders = outline_path([ring for rings in polygons.kreise.values() for ring in rings], squeeze)
        drawn.add_scatter(**borders, mode="lines", line={"color": look.muted, "width": 1.4}, hoverinfo="skip")
    drawn.update_xaxes(visible=False, constrain="domain")
    drawn.update_yaxes(visible=False, scaleanchor="x", scaleratio=1, constrain="domain")
    drawn.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    known = places.drop_nulls("loss").head(3)
    names = [
        f"{name} {_percent(loss, language)}" for name, loss in known.select("place_name", "loss").iter_rows()
    ]
    return Picture(drawn, say("chart.loss_map_alt", language, names=names or ["–"]), places)


def loss_dots(companies: pl.DataFrame, *, look: Look, language: Language, top: int = 12) -> Picture:
    """What is left of each company's output against the line of today, with its range; the worst on top."""
    rows = companies.head(top)
    drawn = figure(look, 70 + _ROW_PX * max(1, rows.height))
    labels = [_unique(short_name(name), place) for place, name in enumerate(rows["name"])]
    left = [1.0 - loss for loss in rows["loss"]]
    said = [f"{percent(-loss if loss else 0.0, language)}\u2002\u2002" for loss in rows["loss"]]
    for label, text, low, high in zip(labels, said, rows["loss_low"], rows["loss_high"], strict=True):
        drawn.add_scatter(
            x=[1.0 - high, 1.0 - low], y=[label, label], mode="lines+text",
            line={"color": look.line, "width": 7}, hoverinfo="skip", cliponaxis=False,
            text=[text, ""], textposition="middle left", textfont={"size": 12, "color": look.text},
        )  # fmt: skip
    drawn.add_scatter(
        x=left,
        y=labels,
        mode="markers",
        marker={
            "size": 13,
            "opacity": 1,
            "color": [look.sector(group) for group in rows["sector_group"]],
            "line": {"width": 0.8, "color": look.text},
        },
        cliponaxis=False,
        customdata=[
            f"{escaped(name)}: {percent(loss, language)} ({percent(low, language)} – {percent(high, language)})"
            for name, loss, low, high in rows.select("name", "loss", "loss_low", "loss_high").iter_rows()
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    drawn.add_vline(x=1.0, line={"color": look.muted, "width": 1.2})
    drawn.add_annotation(
        x=1.0, y=1.0, yref="paper", yanchor="bottom", xanchor="right", showarrow=False,
        text=say("chart.output_today", language), font={"size": 12, "color": look.muted},
    )  # fmt: skip
    least = min([1.0, *(1.0 - high for high in rows["loss_high"])])
    drawn.update_xaxes(range=[max(-0.16, least - 0.18), 1.04], tickformat=".0%")
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text}, type="category")
    drawn.update_layout(showlegend=False, margin={"t": 26})
    names = [
        f"{name} {percent(loss, language)}" for name, loss in rows.head(3).select("name", "loss").iter_rows()
    ]
    return Picture(drawn, say("chart.loss_dots_alt", language, names=names or ["–"]), companies)


def loss_over_time(curve: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """`ScenarioAnswer.over_time` as steps: what is lost from each point on."""
    drawn = figure(look, 190)
    drawn.add_scatter(
        x=curve["week"].to_list(),
        y=curve["loss"].to_list(),
        mode="lines+markers+text",
        line={"color": SCALE[5], "width": 2, "shape": "hv"},
        marker={"size": 8, "color": SCALE[5]},
        text=[percent(loss, language) for loss in curve["loss"]],
        textposition="top right",
        textfont={"size": 12, "color": look.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
    highest = max([0.01, *curve["loss"].to_list()])
    drawn.update_xaxes(
        title_text=say("chart.weeks", language), showgrid=False, tickvals=curve["week"].to_list()
    )
    drawn.update_yaxes(visible=False, range=[0, 1.35 * highest])
    drawn.update_layout(margin={"r": 50})
    points = [
        f"{week:.0f}: {percent(loss, language)}" for week, loss in curve.select("week", "loss").iter_rows()
    ]
    return Picture(drawn, say("chart.loss_time_alt", language, names=points or ["–"]), curve)


def _step(loss: float | None, look: Look) -> tuple[str, str]:
    """Fill and ink of a field; unknown stays in the ground's colour, by the root so that small losses show."""
    if loss is None:
        return look.ground, look.muted
    step = min(9, int(10 * math.sqrt(min(1.0, loss / _FULL_SCALE))))
    return SCALE[step], _LIGHT_INK if step >= _FIRST_LIGHT_INK else _DARK_INK


def _percent(loss: float | None, language: Language) -> str:
    return say("word.unknown", language) if loss is None else percent(loss, language)


def _unique(label: str, place: int) -> str:
    """An axis joins equal labels: an invisible mark keeps them apart."""
    return escaped(label) + "\u200b" * place
