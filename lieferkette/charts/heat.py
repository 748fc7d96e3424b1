"""Sector × country: what is bought where, the number in the cell, the colour by its root."""

from __future__ import annotations

import math

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, number, percent
from lieferkette.i18n.values import country_label, sector_group_label
from schemas.reference.sector_groups import REST, SECTOR_GROUPS, UNKNOWN

_ROW_PX = 34
_ROWS = [group.code for group in (*SECTOR_GROUPS, UNKNOWN)]


def purchase_heat(purchases: pl.DataFrame, *, look: Look, language: Language, countries: int = 9) -> Picture:
    """Heat map of `DependenciesAnswer.by_sector_country` (sector_group, country_code, share, count).

    Cells are percent of the purchases, or numbers of suppliers where no shares are known. Germany first,
    then the `countries` largest; the rest is one column. An empty cell: no purchase known.
    """
    is_share = purchases["share"].null_count() < purchases.height
    value = pl.col("share").fill_null(0.0) * 100 if is_share else pl.col("count").cast(pl.Float64)
    cells = purchases.with_columns(value=value, place=pl.col("country_code").fill_null(UNKNOWN.code))
    columns = _columns(cells, countries)
    cells = (
        cells.with_columns(
            pl.when(pl.col("place").is_in(columns)).then("place").otherwise(pl.lit(REST.code)).alias("place")
        )
        .group_by("sector_group", "place")
        .agg(pl.col("value").sum())
        .filter(pl.col("value") > 0)
    )
    if REST.code in cells["place"].to_list():
        columns = [*columns, REST.code]
    present = set(cells["sector_group"])
    rows = [code for code in _ROWS if code in present]
    by_cell = {(row["sector_group"], row["place"]): row["value"] for row in cells.iter_rows(named=True)}
    return Picture(
        _drawn(rows, columns, by_cell, is_share, look, language),
        _alt(by_cell, is_share, language),
        purchases.sort("share" if is_share else "count", descending=True, nulls_last=True),
    )


def _columns(cells: pl.DataFrame, countries: int) -> list[str]:
    """Germany, then the largest countries, the unknown last."""
    known = cells.filter(pl.col("value") > 0).group_by("place").agg(pl.col("value").sum())
    totals = known.sort("value", "place", descending=[True, False])
    places = totals["place"].to_list()
    abroad = [place for place in places if place not in ("DE", UNKNOWN.code)][:countries]
    return [place for place in ("DE", *abroad, UNKNOWN.code) if place in places]


def _drawn(
    rows: list[str],
    columns: list[str],
    by_cell: dict[tuple[str, str], float],
    is_share: bool,
    look: Look,
    language: Language,
) -> go.Figure:
    drawn = figure(look, 60 + _ROW_PX * max(1, len(rows)))
    largest = max(by_cell.values(), default=1.0)
    x = [_place_label(place, language) for place in columns]
    y = [sector_group_label(code, language) for code in rows]
    drawn.add_heatmap(
        z=[[_root(by_cell.get((row, column)), largest) for column in columns] for row in rows],
        x=x,
        y=y,
        colorscale=[[step / 9, colour] for step, colour in enumerate(look.amounts)],
        zmin=0,
        zmax=1,
        xgap=3,
        ygap=3,
        showscale=False,
        customdata=[
            [_cell_text(by_cell.get((row, column)), is_share, language) for column in columns] for row in rows
        ],
        hovertemplate="%{y} · %{x}: %{customdata}<extra></extra>",
    )
    for (row, column), value in by_cell.items():
        _, ink = look.amount(_root(value, largest) or 0)
        drawn.add_annotation(
            x=columns.index(column),
            y=rows.index(row),
            text=_cell_text(value, is_share, language),
            showarrow=False,
            font={"size": 13, "color": ink},
        )
    drawn.update_xaxes(side="top", showgrid=False, tickfont={"color": look.text}, type="category")
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text}, type="category")
    return drawn


def _root(value: float | None, largest: float) -> float | None:
    return None if value is None else math.sqrt(value / largest)


def _cell_text(value: float | None, is_share: bool, language: Language) -> str:
    if value is None:
        return ""
    if not is_share:
        return number(value, language)
    if value < 0.05:
        return "<" + number(0.1, language, 1)
    return number(value, language, 1 if value < 9.95 else 0)


def _place_label(place: str, language: Language) -> str:
    if place in (REST.code, UNKNOWN.code):
        return sector_group_label(place, language)
    return country_label(place, language).replace(" ", "<br>", 1)


def _alt(by_cell: dict[tuple[str, str], float], is_share: bool, language: Language) -> str:
    largest = sorted(by_cell.items(), key=lambda item: -item[1])[:3]
    names = [
        f"{sector_group_label(row, language)} · {_place_label(place, language).replace('<br>', ' ')} "
        + (percent(value / 100, language) if is_share else number(value, language))
        for (row, place), value in largest
    ]
    return say("chart.heat_alt", language, names=names or ["–"])
