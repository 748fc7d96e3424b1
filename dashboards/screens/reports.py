"""Reports: what was released, for everybody; the draft and the release itself, for the owner alone."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.header import header
from dashboards.components.house import actor, desk, reader
from dashboards.components.language import language, tr
from dashboards.components.released import (
    certificate,
    newest_release,
    region_labels,
    regional_share,
    release_downloads,
    release_line,
    release_sheets,
    release_table,
)
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette.charts.origins import ORDER
from lieferkette.errors import UserError
from lieferkette.i18n.numbers import euro
from lieferkette.i18n.values import origin_label, sector_group_label
from lieferkette.reports.xlsx import SUPPRESSED, regional_table_xlsx

#: A box to choose from on the left; tables take the whole width, or amounts would be cut off.
_CHOICE = [5, 7]
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


def draft(region_id: str, year: int) -> None:
    """The owner's table before any release."""
    answer = reader().regional_table(region_id, year)
    cells, lists = answer.cells, answer.coverage.companies_with_lists
    subheader("reports.table")
    note(tr("reports.coverage", count=lists, population=answer.coverage.population, year=answer.year))
    sentences(answer.sentences)
    if cells.is_empty():
        empty("start.no_origins", "screens/upload.py", "go.upload")
        return
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
        icon=":material/download:",
    )


def publish(region_id: str, year: int) -> None:
    """The release: what it does, the button, and how it went."""
    subheader("publish.title")
    st.text(tr("publish.what", year=year))
    if not st.button(tr("publish.button"), key="publish", type="primary"):
        return
    with st.status(tr("publish.running")) as progress:
        try:
            model_id = desk().release(region_id, year)
        except UserError as error:
            progress.update(label=tr("publish.failed"), state="error", expanded=True)
            st.text(error.say(language()))
        else:
            progress.update(label=tr("publish.done", model_id=model_id), state="complete")


def released(region_id: str) -> None:
    """The newest release: one table of the reader's choice, the certificate, all to take along."""
    subheader("released.title")
    model = newest_release(region_id)
    if model is None:
        return
    release_line(model)
    share = regional_share(model)
    if share is not None:
        st.text(tr("released.regional_sentence", share=share, year=model.year, model_id=model.model_id))
    release_downloads(model)
    found = {sheet.name: sheet for sheet in release_sheets(model)}
    name = st.columns(_CHOICE)[0].selectbox(tr("release.table"), list(found), key="released_table")
    release_table(found[name], "released")
    certificate(model)


asked = header("reports.title")
is_owner = actor().role == "owner"
if is_owner and asked.year is None:
    empty("reports.empty", "screens/upload.py", "go.upload")
    st.stop()
labels = region_labels()
region = st.columns(_CHOICE)[0].selectbox(
    tr("reports.region"), list(labels), format_func=labels.__getitem__, key="region"
)
if is_owner and asked.year is not None:
    draft(region, asked.year)
    publish(region, asked.year)
released(region)
