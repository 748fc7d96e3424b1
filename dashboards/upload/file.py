"""Step 1: whose list it is, and the file as it is."""

from __future__ import annotations

import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.texts import note
from dashboards.upload.draft import Draft, start_again

_PUBLIC = "public"
_CHOICES = 2000


def show(draft: Draft) -> None:
    """Choose sender and file; a file that cannot be read says why and what to do."""
    st.text(tr("upload.intro"))
    sender = _sender()
    file = st.file_uploader(tr("upload.file"), key="file")
    note(tr("upload.file_note"))
    if file is None:
        return
    data = file.getvalue()
    if (file.name, data) != (draft.name, draft.data) or sender != draft.owner_id:
        start_again()
        fresh = st.session_state["draft"]
        fresh.name, fresh.data, fresh.owner_id = file.name, data, sender
        draft = fresh
    with st.spinner(tr("upload.reading")):
        found = draft.preview()
    if found.error_code:
        with st.container(border=True):
            st.badge(tr("error.title"), color="red")
            st.text((found.error_de if language() == "de" else found.error_en) or "")
        return
    draft.step = "columns"
    st.rerun()


def _sender() -> str | None:
    """The company whose list it is: its own for a company, one to choose for the owner."""
    if actor().role == "company":
        return actor().company_id
    companies = reader().companies(limit=_CHOICES)
    names = {_PUBLIC: tr("upload.public")} | company_labels(companies)
    index = min(1, len(names) - 1)
    chosen = st.selectbox(
        tr("upload.sender"),
        list(names),
        index=index,
        format_func=names.__getitem__,
        key="sender",
        persist_state="session",
    )
    return None if chosen == _PUBLIC else chosen
