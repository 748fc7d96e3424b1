"""Step 1: whose list it is, and the file as it is."""

from __future__ import annotations

import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.texts import note
from dashboards.upload import raw
from dashboards.upload.draft import Draft, start_again
from ingest.jobs import Preview
from ingest.readers.read import MAX_FILE_BYTES

_PUBLIC = "public"
_CHOICES = 2000


def show(draft: Draft) -> None:
    """Choose sender and file; a file that cannot be read says why and what to do."""
    st.text(tr("upload.intro"))
    sender = _sender()
    files = st.file_uploader(
        tr("upload.file"), accept_multiple_files=True, max_upload_size=MAX_FILE_BYTES // 1024**2, key="file"
    )
    note(tr("upload.file_note"))
    if not files:
        return
    handed_in = tuple((file.name, file.getvalue()) for file in files)
    if handed_in != draft.files or sender != draft.owner_id:
        start_again()
        draft = st.session_state["draft"]
        draft.files, draft.owner_id = handed_in, sender
        draft.name, draft.data = handed_in[0]
    if len(handed_in) > 1:
        draft.step = "several"
        st.rerun()
    with st.spinner(tr("upload.reading")):
        found = draft.preview()
    if found.error_code:
        _refusal(draft, found)
        return
    draft.step = "columns"
    st.rerun()


def _refusal(draft: Draft, found: Preview) -> None:
    """Why the file cannot be read; where a person can help, its first rows and what can be said about them."""
    with st.container(border=True):
        st.badge(tr("error.title"), color="red")
        st.text((found.error_de if language() == "de" else found.error_en) or "")
    if found.error_code not in raw.MENDABLE:
        return
    raw.show(draft)
    if draft.preview().sheets:
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
