"""Step 6: what became of the list, and the matches that wait for a person."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.choices import COMPANY_KEY
from dashboards.components.house import desk, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import forward
from dashboards.upload.draft import Draft, start_again
from lieferkette.reports.xlsx import left_out_xlsx

_CHANGES = ("new", "ended", "changed")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(draft: Draft) -> None:
    """The result in sentences, where to go on, and the way back."""
    result = draft.result
    assert result is not None
    if result.status == "unchanged":
        st.text(tr("upload.unchanged"))
    else:
        st.text(tr("upload.done", count=result.rows_loaded, new_count=result.parties_new))
    if result.rows_rejected and result.upload_id:
        st.text(tr("upload.done_rejected", count=result.rows_rejected))
        _spreadsheet(result.upload_id, result.rows_rejected)
    if result.upload_id:
        _difference(result.upload_id)
    if draft.owner_id:
        st.session_state[COMPANY_KEY] = draft.owner_id
    with st.container(horizontal=True, gap="medium"):
        forward("screens/dependencies.py", "go.dependencies")
        forward("screens/companies.py", "go.companies")
    with st.container(horizontal=True):
        st.button(tr("upload.another"), on_click=start_again, type="primary")
        if result.upload_id and result.status == "loaded":
            st.button(tr("upload.undo"), on_click=_undo, args=(result.upload_id,))


def _difference(upload_id: str) -> None:
    """Counterparts that are new, ended, or changed against the list that this one replaced."""
    changes = reader().list_difference(upload_id)
    if changes.is_empty():
        return
    counts = {f"{one}_count": changes.filter(pl.col("change") == one).height for one in _CHANGES}
    st.text(tr("upload.difference", **counts))
    said = pl.col("change").replace_strict({one: tr(f"change.{one}") for one in _CHANGES})
    columns = ["change", "name", "old_eur", "new_eur"]
    table(changes.with_columns(said), columns, key="difference", alt=tr("upload.difference_alt"))


def _spreadsheet(upload_id: str, count: int) -> None:
    """The rejected rows, to be corrected and handed in like any list."""
    columns = reader().upload(upload_id)["columns"]
    st.download_button(
        tr("upload.rejected_file", count=count),
        left_out_xlsx(reader().left_out(upload_id), columns, language(), upload_id),
        file_name=f"{tr('report.rejected_sheet')}.xlsx",
        mime=_XLSX,
        icon=":material/download:",
    )


def _undo(upload_id: str) -> None:
    desk().undo(upload_id)
    start_again()
