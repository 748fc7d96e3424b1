"""Resilience: what a scenario does, by which way, and what would help."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import labels, language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.released import stop_for_chamber
from dashboards.components.shocks import choose_scenario
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette import charts
from lieferkette.answering.scenarios import ScenarioAnswer
from lieferkette.i18n.numbers import number, percent
from schemas.reference.polygons import polygons_for

_LOST = ["name", "city", "sector_group", "loss", "loss_low", "loss_high", "tier", "via_names"]
_RISK = ["name", "city", "sector_group", "esri"]
_INPUTS = ["sector_code", "lowered", "count"]
_SHOWN_RISK = 15


def metrics(found: ScenarioAnswer) -> None:
    """The loss, its range, and how many it hits and reaches."""
    speak = language()
    spread = f"{percent(found.loss_low, speak)}–{percent(found.loss_high, speak)}"
    of = "region" if found.company_id is None else "company"
    metric_row(
        ("resilience.loss", percent(found.loss, speak), {"of": of}),
        ("resilience.range", spread, {}),
        ("resilience.hit", number(found.hit_count, speak), {}),
        ("resilience.reached", number(found.reached_count, speak), {"steps": found.steps}),
    )


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
        beyond = found.companies.filter(pl.col("loss_high") > pl.col("initial_loss"))
        shown = beyond if beyond.height else found.companies
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


def helps(company_id: str, year: int | None) -> None:
    """What would lower the company's exposure most."""
    subheader("resilience.helps")
    found = reader().measures(company_id, year)
    sentences(found.sentences)
    if found.measures.height:
        columns = ["measure", "name", "loss_before", "loss_after"]
        table(found.measures, columns, key="measures", alt=tr("resilience.helps"))
        note(tr("resilience.helps_note"))


def protect(year: int | None) -> None:
    """For the owner: which inputs to protect first."""
    found = reader().region_measures(year=year)
    if found.inputs.height:
        subheader("resilience.protect_title")
        sentences(found.sentences)
        table(found.inputs.head(_SHOWN_RISK), _INPUTS, key="protect", alt=tr("resilience.protect_title"))


def gravest(year: int | None) -> None:
    """For the owner: whose failure would cost the region most."""
    subheader("resilience.gravest_title")
    with st.spinner(tr("resilience.computing")):
        found = reader().systemic_risk(year=year)
    sentences(found.sentences)
    table(found.companies.head(_SHOWN_RISK), _RISK, key="gravest", alt=tr("resilience.gravest_title"))


asked = header("resilience.title", with_company=True)
stop_for_chamber()
if asked.company_id is None:
    empty("no_list", "screens/upload.py", "go.upload")
    st.stop()
subject: str | None = asked.company_id
if actor().role == "owner":
    label = labels("resilience.of", ("region", "company"))
    of = st.segmented_control(
        tr("resilience.of_whom"), ["region", "company"], required=True, default="region",
        format_func=label, key="of", bind="query-params",
    )  # fmt: skip
    subject = asked.company_id if of == "company" else None
scenario = choose_scenario()
if scenario is None:
    empty("resilience.name_a_shock")
    st.stop()
note(scenario.supposes(language()))
answer = reader().scenario(scenario, subject, asked.year if subject else None)
if answer.year is None:
    empty("no_list", "screens/upload.py", "go.upload")
    st.stop()
rests_on = answer.coverage
coverage_line(
    tr("resilience.coverage", lists_count=rests_on.lists_in_view, companies_count=rests_on.companies_with_lists,
       year=answer.year), rests_on.spend_matched_share,
)  # fmt: skip
if answer.hit_count or answer.loss_high:
    metrics(answer)
sentences(answer.sentences)
if answer.companies.height:
    losses(answer)
    way(answer)
    parts(answer)
if subject is None:
    gravest(answer.year)
    protect(answer.year)
else:
    helps(subject, answer.year)
