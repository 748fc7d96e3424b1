"""Several files at once: what each was taken for, then all together, so that what belongs together is joined."""

from __future__ import annotations

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.house import desk
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import note, subheader
from dashboards.upload import lists, review
from dashboards.upload.draft import Draft, start_again
from dashboards.upload.sender import settle_sender
from ingest.jobs import Incoming, Options, Preview, UploadResult
from lieferkette.i18n.lists import shape_label

_SHOWN = ["file_name", "shape_label", "rows_read", "rows_loaded", "rows_rejected", "rows_ignored"]


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """A row a file; one button takes all of them in."""
    if draft.results:
        _results(draft, buttons)
        return
    subheader("upload.several")
    note(tr("upload.several_note"))
    with st.spinner(tr("upload.reading")):
        found = draft.preview_all()
    table(pl.DataFrame([_row(one) for one in found]), _SHOWN, key="several", alt=tr("upload.several_alt"))
    with buttons:
        st.button(tr("go.back"), on_click=start_again)
        is_taken = st.button(tr("upload.take_all"), type="primary")
    if is_taken:
        with st.spinner(tr("upload.taking")):
            settle_sender(draft)
            incoming = [Incoming(data, name) for name, data in draft.files]
            draft.results = tuple(desk().upload(incoming, Options(), draft.owner_id))
        st.rerun()


def _row(found: Preview) -> dict[str, object]:
    outcomes = found.left_out["outcome"].to_list() if found.sheets else list[str]()
    refusal = found.error_de if language() == "de" else found.error_en
    return {
        "file_name": found.file,
        "shape_label": shape_label(found.shape, language()) if found.sheets else refusal,
        "rows_read": found.rows_read,
        "rows_loaded": found.rows_good,
        "rows_rejected": outcomes.count("rejected"),
        "rows_ignored": outcomes.count("ignored"),
    }


def _results(draft: Draft, buttons: DeltaGenerator) -> None:
    """What became of each file; one that is chosen is shown below, with what is still to be said of it."""
    buttons.button(tr("upload.another"), on_click=start_again, type="primary")
    subheader("upload.several_done")
    note(tr("upload.several_next"))
    results = pl.DataFrame([_outcome(one) for one in draft.results])
    row = table(results, _SHOWN, key="several_done", alt=tr("upload.several_alt"), is_choice=True)
    upload_id = None if row is None else draft.results[row].upload_id
    if upload_id is not None:
        lists.details(upload_id)
    review.show(is_quiet=True)


def _outcome(result: UploadResult) -> dict[str, object]:
    refusal = result.error_de if language() == "de" else result.error_en
    said = tr("upload.unchanged") if result.status == "unchanged" else shape_label(result.shape, language())
    return {
        "file_name": result.file,
        "shape_label": refusal if result.status == "refused" else said,
        "rows_read": result.rows_read,
        "rows_loaded": result.rows_loaded,
        "rows_rejected": result.rows_rejected,
        "rows_ignored": result.rows_ignored,
    }
