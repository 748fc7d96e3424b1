"""Resilience: what a scenario does, by which way, and what would help."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import labels, language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, sentences, subheader
from dashboards.resilience.losses import losses, parts, way
from dashboards.resilience.released import released_resilience
from dashboards.resilience.shocks import choose_scenario
from lieferkette.answering.scenarios import ScenarioAnswer
from lieferkette.i18n.numbers import number, percent

_RISK = ["name", "city", "sector_group", "esri"]
_INPUTS = ["sector_code", "lowered", "count"]
_SHOWN_RISK = 15


def metrics(found: ScenarioAnswer) -> None:
    """The loss, its range, and how many it hits and reaches."""
    speak = language()
    ends = [percent(found.loss_low, speak), percent(found.loss_high, speak)]
    spread = "–".join(dict.fromkeys(ends))
    of = "region" if found.company_id is None else "company"
    metric_row(
        ("resilience.loss", percent(found.loss, speak), {"of": of}),
        ("resilience.range", spread, {}),
        ("resilience.hit", number(found.hit_count, speak), {}),
        ("resilience.reached", number(found.reached_count, speak), {"steps": found.steps}),
    )


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
if actor().role == "chamber":
    released_resilience()
    st.stop()
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
