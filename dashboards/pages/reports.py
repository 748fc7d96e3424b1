"""Reports: the draft of the regional table, for the owner alone."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette.reports.xlsx import regional_table_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

asked = header("reports.title")
if actor().role != "owner":
    empty("reports.owner_only")
    st.stop()
if asked.year is None:
    empty("reports.empty", "pages/upload.py", "go.upload")
    st.stop()
regions = reader().regions()
labels = dict(zip(regions["region_id"], regions[f"label_{language()}"], strict=True))
region_id = st.selectbox(tr("reports.region"), list(labels), format_func=labels.__getitem__, key="region")
answer = reader().regional_table(region_id, asked.year)
cells, lists = answer.cells, answer.coverage.companies_with_lists
coverage_line(
    tr("reports.coverage", count=lists, population=answer.coverage.population, year=answer.year), None
)
subheader("reports.table")
sentences(answer.sentences)
if cells.is_empty():
    empty("start.no_origins", "pages/upload.py", "go.upload")
    st.stop()
note(tr("reports.suppressed", count=answer.suppressed_count, minimum=answer.minimum_contributors))
table(
    cells,
    ["sector_group", "origin", "amount_eur", "contributors_count"],
    key="cells",
    alt=tr("reports.table"),
)
st.download_button(
    tr("reports.download"),
    regional_table_xlsx(answer, language()),
    file_name=f"{tr('reports.file')}_{region_id}_{answer.year}.xlsx",
    mime=_XLSX,
    type="primary",
    icon=":material/download:",
)
