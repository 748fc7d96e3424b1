"""Step 5: who may see what of the list."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.house import desk, reader
from dashboards.components.language import labels, tr
from dashboards.components.preview import what_others_see
from dashboards.components.texts import note, subheader
from dashboards.upload.draft import Draft, go_to

_LEVELS = ("private", "statistics", "network", "open")


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """Four levels with what each means; the list's own level is chosen already."""
    assert draft.upload_id is not None
    upload = reader().upload(draft.upload_id)
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
        what_others_see(upload["owner_company_id"], level)
    if buttons.button(tr("go.on"), type="primary"):
        if level != upload["sharing"]:
            desk().set_sharing(upload["upload_id"], level)
        go_to("done")
        st.rerun()
