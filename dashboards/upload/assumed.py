"""What was assumed in reading a list, quietly: a short list of sentences, nothing where nothing was."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards.components.language import language, tr
from dashboards.components.texts import note
from lieferkette.i18n.lists import note_texts


def show(notes: Sequence[str]) -> None:
    """One sentence a line; they name headings of the file, so they are shown as text."""
    if not notes:
        return
    note(tr("note.title"))
    with st.container(gap="xxsmall"):
        for text in note_texts(notes, language()):
            st.text(f"· {text}")
