"""Reports: the draft of the regional table, for the owner alone."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette.charts.origins import ORDER
from lieferkette.i18n.numbers import euro
from lieferkette.i18n.values import origin_label, sector_group_label
from lieferkette.reports.xlsx import SUPPRESSED, regional_table_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def origin_labels() -> list[str]:
    """Columns of the table, in their fixed order."""
    return [origin_label(origin, language()) for origin in ORDER]


def grid(cells: pl.DataFrame) -> pl.DataFrame:
    """Sectors as rows, origins as columns; what is kept secret looks like zero."""
    amounts = {(row["sector_group"], row["origin"]): row["amount_eur"] for row in cells.iter_rows(named=True)}
    rows = []
    for group in cells["sector_group"].unique(maintain_order=True):
        row = {tr("report.buyers"): sector_group_label(group, language())}
        for origin, label in zip(ORDER, origin_labels(), strict=True):
            amount = amounts.get((group, origin))
            row[label] = SUPPRESSED if amount is None else euro(amount, language())
        rows.append(row)
    return pl.DataFrame(rows)


asked = header("reports.title")
if actor().role != "owner":
    empty("reports.owner_only")
    st.stop()
if asked.year is None:
    empty("reports.empty", "screens/upload.py", "go.upload")
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
    empty("start.no_origins", "screens/upload.py", "go.upload")
    st.stop()
note(tr("reports.suppressed", count=answer.suppressed_count, minimum=answer.minimum_contributors))
st.dataframe(
    grid(cells),
    hide_index=True,
    height="content",
    column_config={name: st.column_config.TextColumn(alignment="right") for name in origin_labels()},
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
