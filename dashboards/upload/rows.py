"""Step 3: rows with problems, by kind; then the list is taken in."""

from __future__ import annotations

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.house import desk
from dashboards.components.language import language, tr
from dashboards.components.texts import note, refusal, subheader
from dashboards.upload import left_out
from dashboards.upload.draft import Draft, go_to
from dashboards.upload.numbers import row_metrics
from dashboards.upload.sender import settle_sender
from dashboards.upload.whole import is_asked
from ingest.jobs import Incoming


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """What would be left out and why; one button takes the rest in."""
    found = draft.preview()
    with buttons:
        st.button(tr("go.back"), on_click=go_to, args=("columns",))
        is_taken = st.button(tr("upload.take"), type="primary", disabled=found.rows_good == 0)
    if is_taken:
        _take(draft)
    note(tr("upload.take_note"))
    row_metrics(found)
    rows = found.left_out
    if rows.is_empty():
        st.text(tr("upload.no_problems"))
        return
    subheader("upload.problems")
    rejected = rows.filter(pl.col("outcome") == "rejected").height
    if rejected > found.rows_good:
        st.text(tr("upload.mostly_rejected", good_count=found.rows_good, count=found.rows_read))
    if rejected:
        note(tr("upload.rejected_later"))
    left_out.kinds(rows.rename({"line": "row_no"}))


def _take(draft: Draft) -> None:
    with st.spinner(tr("upload.taking")):
        settle_sender(draft)
        result = desk().upload([Incoming(draft.data, draft.name)], draft.options(), draft.owner_id)[0]
    if result.status == "refused":
        refusal((result.error_de if language() == "de" else result.error_en) or "")
        return
    draft.result, draft.upload_id = result, result.upload_id
    draft.step = "whole" if result.status == "loaded" and is_asked(result.upload_id) else "done"
    st.rerun()
