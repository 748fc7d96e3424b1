"""Markets: where a company could sell next, which transition fields are near, what the region could make itself."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import tr
from dashboards.components.texts import empty, subheader
from dashboards.markets import fields, opportunities, region_fields, region_gaps
from lieferkette.answers import Coverage

_VIEWS = ("company", "fields", "region")
#: Below so many markets the page says what else is known.
_FEW = 3


def coverage(rests_on: Coverage, year: int | None) -> None:
    """What the page rests on, in one line."""
    slots = {"count": rests_on.lists_in_view, "matched_share": rests_on.rows_matched_share, "year": year}
    coverage_line(tr("markets.coverage", **slots), rests_on.rows_matched_share or 0.0)


is_chamber = actor().role == "chamber"
asked = header("markets.title", with_company=not is_chamber)
if not is_chamber and asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()
line = st.container()
view = st.segmented_control(
    tr("markets.view"),
    ["region"] if is_chamber else list(_VIEWS),
    default="region" if is_chamber else "company",
    required=True,
    format_func={one: tr(f"markets.view_{one}") for one in _VIEWS}.__getitem__,
    key="market_view",
    label_visibility="collapsed",
    bind="query-params",
)
if view == "region":
    region_gaps.show(asked.year)
    subheader("markets.view_fields")
    region_fields.show()
elif asked.company_id and view == "fields":
    near = reader().fields_near(asked.company_id)
    with line:
        coverage(near.coverage, asked.year)
    fields.show(near)
elif asked.company_id:
    answer = reader().markets(asked.company_id, asked.year)
    with line:
        coverage(answer.coverage, answer.year)
    opportunities.show(answer)
    if len(answer.opportunities) < _FEW:
        subheader("markets.beside")
        fields.at_a_glance(reader().fields_near(asked.company_id))
