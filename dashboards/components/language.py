"""The language that the reader chose, and `tr`, which speaks it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lieferkette.i18n import Language, Speaks, say

KEY = "language"


def language() -> Language:
    """German unless English was chosen, by the switch or in the address."""
    chosen = st.session_state.get(KEY) or st.query_params.get(KEY)
    return "en" if chosen == "en" else "de"


def tr(what: str | Speaks, **slots: Any) -> str:
    """The text of a key or a sentence in the reader's language."""
    return say(what, language(), **slots)


def language_switch() -> None:
    """Two words to choose from; the address carries the choice, so that the page can say which it is in."""
    st.segmented_control(
        tr("header.language"),
        ["de", "en"],
        default="de",
        required=True,
        format_func={"de": "Deutsch", "en": "English"}.__getitem__,
        key=KEY,
        persist_state="session",
    )
