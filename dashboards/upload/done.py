"""Step 6: what became of the list, where to go on, and the matches that wait for a person."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.choices import COMPANY_KEY
from dashboards.components.house import reader
from dashboards.components.language import tr
from dashboards.components.texts import forward, strong
from dashboards.upload import left_out, lists, review
from dashboards.upload.draft import Draft, start_again


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """The result in sentences, where to go on, and the way back."""
    upload_id = draft.upload_id
    assert upload_id is not None
    upload = reader().upload(upload_id)
    with buttons:
        if upload["status"] == "loaded":
            lists.undo(upload_id)
        st.button(tr("upload.another"), on_click=start_again, type="primary")
    if upload["status"] == "undone":
        st.text(tr("lists.undone"))
        return
    new_count = draft.result.parties_new if draft.result else None
    if draft.result and draft.result.status == "unchanged":
        st.text(tr("upload.unchanged"))
    else:
        st.text(tr("upload.done", count=upload["rows_loaded"], new_count=new_count))
    if upload["owner_company_id"]:
        st.session_state[COMPANY_KEY] = upload["owner_company_id"]
    with st.container(horizontal=True, gap="medium"):
        forward("screens/dependencies.py", "go.dependencies")
        forward("screens/companies.py", "go.companies")
    if upload["rows_rejected"]:
        with st.container(border=True):
            strong("upload.rejected_title")
            st.text(tr("upload.done_rejected", count=upload["rows_rejected"]))
            left_out.spreadsheet(upload_id, upload["rows_rejected"])
    lists.difference(upload_id)
    review.show(is_quiet=True)
