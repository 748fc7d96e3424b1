"""Start: the region at a glance, who takes part, what is worth doing next."""

from __future__ import annotations

import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.released import (
    certificate,
    newest_release,
    regional_share,
    release_line,
    release_metrics,
    release_sheets,
    release_table,
)
from dashboards.components.tables import table
from dashboards.components.texts import card, empty, forward, note, subheader
from dashboards.upload import next_steps
from lieferkette import charts
from lieferkette.i18n.numbers import number, percent
from schemas.reference.polygons import polygons_for

#: Released tables on this page; all of them stand with the reports.
_TABLES = 2


def released() -> None:
    """What the chamber reads: released figures and tables, and the certificate."""
    model = newest_release()
    if model is None:
        return
    release_line(model)
    release_metrics(model)
    share = regional_share(model)
    if share is not None:
        st.text(tr("released.regional_sentence", share=share, year=model.year, model_id=model.model_id))
    for place, sheet in enumerate(release_sheets(model)[:_TABLES]):
        st.subheader(sheet.name, anchor=False)
        release_table(sheet, f"released_{place}")
    certificate(model)
    forward("screens/reports.py", "go.reports")


asked = header("start.title")
if actor().role == "chamber":
    released()
    st.stop()
region = reader().region(year=asked.year)
if not region.companies_count:
    empty("start.empty", "screens/upload.py", "go.upload")
    st.stop()

with_lists, companies = region.companies_with_lists_count, region.companies_count
spend = region.coverage.spend_matched_share
if region.year:
    coverage_line(
        tr(
            "coverage",
            with_lists_count=with_lists,
            companies_count=companies,
            spend_matched_share=spend,
            year=region.year,
        ),
        with_lists / companies,
    )

metric_row(
    ("start.companies", number(companies, language()), {"count": with_lists}),
    ("start.relations", number(region.relations_count, language()), {"share": region.confirmed_share or 0.0}),
    (
        "start.regional",
        None if region.regional_share is None else percent(region.regional_share, language()),
        {"count": region.buyers_count},
    ),
    (
        "start.matched",
        None if spend is None else percent(spend, language()),
        {"count": region.coverage.lists_in_view},
    ),
)

left, right = st.columns([7, 4.4], gap="large")
with left:
    subheader("start.who")
    outlines = polygons_for(region.places["ags"].to_list())
    drawn = charts.region_map(region.places, outlines, look=look(), language=language())
    picture(drawn, "map")
    most = int(drawn.table["companies_count"][0])
    note(tr("start.map_note", count=most, attribution=outlines.attribution if outlines else None))
    table_twin(drawn, ["place_name", "companies_count", "with_lists_count"], "map_table")
with right:
    subheader("start.next")
    if actor().role == "company":
        next_steps.show()
    else:
        for sentence in region.sentences:
            card(f"title.{sentence.key}", tr(sentence), "screens/companies.py", f"go.{sentence.key}")
        if not region.sentences:
            empty("start.nothing_next", "screens/upload.py", "go.upload")

left, right = st.columns([7, 5], gap="large")
with left:
    subheader("start.origins")
    if region.purchases_by_origin.is_empty():
        empty("start.no_origins", "screens/upload.py", "go.upload")
    else:
        bars = charts.origin_bars(region.purchases_by_origin, look=look(), language=language())
        picture(bars, "origins")
        note(tr("start.origins_note", count=region.buyers_count))
        table_twin(bars, ["sector_group", "origin", "amount_eur", "share"], "origins_table")
with right:
    subheader("start.latest")
    if region.latest_uploads.is_empty():
        empty("start.no_uploads", "screens/upload.py", "go.upload")
    else:
        columns = ["received_at", "list_kind", "rows_read", "matched_share"]
        table(region.latest_uploads, columns, key="latest", alt=tr("start.latest"))
