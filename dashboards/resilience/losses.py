"""What a scenario does, drawn: where and whom it hits, by which way, by sector and tier."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.language import language, tr
from dashboards.components.tables import download, table
from dashboards.components.texts import note, subheader
from lieferkette import charts
from lieferkette.answering.scenarios import ScenarioAnswer
from schemas.reference.polygons import polygons_for

_LOST = ["name", "city", "sector_group", "loss", "loss_low", "loss_high", "tier", "via_names"]

#: Less is no loss that a picture should show.
_TOLD = 0.0005


def losses(found: ScenarioAnswer) -> None:
    """Where and whom: the map beside the companies, each with its table."""
    left, right = st.columns([5, 6], gap="large")
    with left:
        subheader("resilience.where")
        outlines = polygons_for(found.by_place["ags"].to_list())
        drawn = charts.loss_map(found.by_place, outlines, look=look(), language=language())
        picture(drawn, "loss_map")
        note(tr("resilience.map_note"))
        table_twin(drawn, ["place_name", "loss", "count"], "loss_map_table")
    with right:
        subheader("resilience.whom")
        lost = found.companies.filter(pl.col("loss_high") >= _TOLD)
        beyond = lost.filter(pl.col("loss_high") > pl.col("initial_loss"))
        shown = beyond if beyond.height else lost
        drawn = charts.loss_dots(shown, look=look(), language=language())
        picture(drawn, "loss_dots")
        note(tr("resilience.dots_note"))
        with st.expander(tr("table.twin")):
            table(found.companies, _LOST, key="losses", alt=drawn.alt)
            download(found.companies, _LOST, key="losses_file", name_key="resilience.title")


def way(found: ScenarioAnswer) -> None:
    """From who was hit to who lost most."""
    if len(found.way) < 2:
        return
    subheader("resilience.way")
    st.text(" → ".join(found.way))
    drawn = charts.paths_net([(found.way, found.way)], look=look(), language=language(), height=170)
    picture(drawn, "way")


def parts(found: ScenarioAnswer) -> None:
    """The loss by sector and by tier, and over time where the scenario says how it recovers."""
    sector, tier = st.columns(2, gap="large")
    with sector:
        subheader("resilience.by_sector")
        rows = found.by_sector.filter(pl.col("count") > 0)
        table(rows, ["sector_group", "loss", "count"], key="by_sector", alt=tr("resilience.by_sector"))
    with tier:
        subheader("resilience.by_tier")
        table(found.by_tier, ["tier", "loss", "count"], key="by_tier", alt=tr("resilience.by_tier"))
        if found.over_time.height:
            subheader("resilience.over_time")
            drawn = charts.loss_over_time(found.over_time, look=look(), language=language())
            picture(drawn, "over_time")
            table_twin(drawn, ["week", "left", "loss"], "over_time_table")
