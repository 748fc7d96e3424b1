"""Step 5: who may see what of the list."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import labels, tr
from dashboards.components.tables import table
from dashboards.components.texts import note, sentences, subheader
from dashboards.upload.draft import Draft, go_to

_SEEN = ["side", "name", "sector_group", "city", "is_named", "share_band"]
_INFERRED = ["name", "share_band", "amount_eur", "total_from_eur", "total_to_eur"]
_LEVELS = ("private", "statistics", "network", "open")


def show(draft: Draft) -> None:
    """Four levels with what each means; the list's own level is chosen already."""
    assert draft.result is not None
    assert draft.result.upload_id is not None
    upload = reader().upload(draft.result.upload_id)
    subheader("upload.sharing")
    level = st.radio(
        tr("column.sharing"),
        _LEVELS,
        index=_LEVELS.index(upload["sharing"]),
        format_func=labels("sharing", _LEVELS),
        captions=[tr(f"upload.sharing_{one}") for one in _LEVELS],
        key="level",
        label_visibility="collapsed",
    )
    note(tr("upload.sharing_note"))
    if upload["owner_company_id"]:
        _preview(upload["owner_company_id"], level)
    if st.button(tr("go.on"), type="primary"):
        if level != upload["sharing"]:
            desk().set_sharing(upload["upload_id"], level)
        go_to("done")
        st.rerun()


def _preview(company_id: str, level: str) -> None:
    """What others would see of the company at the level, and what its partners could work out."""
    answer = reader().preview_sharing(level, company_id)
    subheader("preview.title")
    note(tr("preview.note"))
    with st.container(border=True):
        sentences(answer.sentences)
        if not answer.seen.is_empty():
            shown = answer.seen.with_columns(side=pl.col("direction"))
            columns = [name for name in _SEEN if shown[name].null_count() < shown.height]
            table(shown, columns, key="preview", alt=tr("preview.title"))
    if not answer.inferences.is_empty():
        subheader("preview.inferences")
        note(tr("preview.inferences_note"))
        table(answer.inferences, _INFERRED, key="inferences", alt=tr("preview.inferences"))
