"""Step 1: whose list it is, and the file as it is."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.language import language, tr
from dashboards.components.texts import empty, note, refusal
from dashboards.upload import raw
from dashboards.upload.draft import Draft, start_again
from dashboards.upload.sender import Sender, choose_sender
from ingest.bundles import bundled
from ingest.jobs import Incoming, Preview
from ingest.readers.read import MAX_FILE_BYTES


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """Choose sender and file; a file that cannot be read says why and what to do."""
    st.text(tr("upload.intro"))
    sender = choose_sender()
    files = st.file_uploader(
        tr("upload.file"), accept_multiple_files=True, max_upload_size=MAX_FILE_BYTES // 1024**2, key="file"
    )
    note(tr("upload.file_note"))
    if not files:
        return
    draft = _begun(draft, sender, tuple((file.name, file.getvalue()) for file in files))
    with st.spinner(tr("upload.reading")):
        found = draft.preview_all()
    if not sender.is_said and any(one.needs_owner for one in found):
        empty("upload.sender_missing")
        return
    if len(found) > 1:
        draft.step = "several"
        st.rerun()
    if found[0].error_code:
        _refused(draft, found[0])
        return
    draft.step = "columns"
    st.rerun()


def _begun(draft: Draft, sender: Sender, handed_in: tuple[tuple[str, bytes], ...]) -> Draft:
    """The draft of these files; a new one where others were chosen. Tables that belong together are one file."""
    said = (draft.owner_id, draft.new_owner)
    if handed_in == draft.handed_in and said == (sender.company_id, sender.new_name):
        return draft
    start_again()
    draft = st.session_state["draft"]
    draft.owner_id, draft.new_owner, draft.handed_in = sender.company_id, sender.new_name, handed_in
    together = bundled([Incoming(data, name) for name, data in handed_in])
    draft.files = tuple((one.name, one.bytes()) for one in together)
    draft.name, draft.data = draft.files[0]
    return draft


def _refused(draft: Draft, found: Preview) -> None:
    """Why the file cannot be read; where a person can help, its first rows and what can be said about them."""
    refusal((found.error_de if language() == "de" else found.error_en) or "")
    if found.error_code not in raw.MENDABLE:
        return
    raw.show(draft)
    if draft.preview().sheets:
        draft.step = "columns"
        st.rerun()
