"""Several files at once: what each was taken for, then all together, so that what belongs together is joined."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import desk
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import note, subheader
from dashboards.upload.columns import shape_label
from dashboards.upload.draft import Draft, start_again
from ingest.jobs import Incoming, Options, Preview, UploadResult

_SHOWN = ["file_name", "shape_label", "rows_read", "rows_loaded", "rows_rejected", "rows_ignored"]


def show(draft: Draft) -> None:
    """A row a file; one button takes all of them in."""
    if draft.results:
        _results(draft)
        return
    subheader("upload.several")
    note(tr("upload.several_note"))
    with st.spinner(tr("upload.reading")):
        found = [desk().preview(data, name, Options(), draft.owner_id) for name, data in draft.files]
    table(pl.DataFrame([_row(one) for one in found]), _SHOWN, key="several", alt=tr("upload.several_alt"))
    with st.container(horizontal=True):
        st.button(tr("go.back"), on_click=start_again)
        if st.button(tr("upload.take_all"), type="primary"):
            with st.spinner(tr("upload.taking")):
                incoming = [Incoming(data, name) for name, data in draft.files]
                draft.results = tuple(desk().upload(incoming, Options(), draft.owner_id))
            st.rerun()


def _row(found: Preview) -> dict[str, object]:
    outcomes = found.left_out["outcome"].to_list() if found.sheets else list[str]()
    refusal = found.error_de if language() == "de" else found.error_en
    return {
        "file_name": found.file,
        "shape_label": shape_label(found.shape) if found.sheets else refusal,
        "rows_read": found.rows_read,
        "rows_loaded": found.rows_good,
        "rows_rejected": outcomes.count("rejected"),
        "rows_ignored": outcomes.count("ignored"),
    }


def _results(draft: Draft) -> None:
    """What became of each file; what is still to be said of them stands on the start page."""
    subheader("upload.several_done")
    table(
        pl.DataFrame([_outcome(one) for one in draft.results]),
        _SHOWN,
        key="several",
        alt=tr("upload.several_alt"),
    )
    note(tr("upload.several_next"))
    st.button(tr("upload.another"), on_click=start_again, type="primary")


def _outcome(result: UploadResult) -> dict[str, object]:
    refusal = result.error_de if language() == "de" else result.error_en
    said = tr("upload.unchanged") if result.status == "unchanged" else shape_label(result.shape)
    return {
        "file_name": result.file,
        "shape_label": refusal if result.status == "refused" else said,
        "rows_read": result.rows_read,
        "rows_loaded": result.rows_loaded,
        "rows_rejected": result.rows_rejected,
        "rows_ignored": result.rows_ignored,
    }
