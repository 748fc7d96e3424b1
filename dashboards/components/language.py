"""The language that the reader chose, and `tr`, which speaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from lieferkette.i18n import Language, Speaks, say

KEY = "language"


def language() -> Language:
    """German unless English was chosen, by the switch or in the address."""
    if KEY not in st.session_state:
        st.session_state[KEY] = "en" if st.query_params.get(KEY) == "en" else "de"
    return "en" if st.session_state[KEY] == "en" else "de"


def tr(what: str | Speaks, **slots: Any) -> str:
    """The text of a key or a sentence in the reader's language."""
    return say(what, language(), **slots)


def labels(prefix: str, options: Iterable[str]) -> Callable[[str], str]:
    """For the options of a widget: each one's label `<prefix>.<option>`, fixed in this run's language."""
    return {option: tr(f"{prefix}.{option}") for option in options}.__getitem__


def language_switch() -> None:
    """Two words to choose from."""
    language()
    st.segmented_control(
        tr("header.language"),
        ["de", "en"],
        required=True,
        format_func={"de": "Deutsch", "en": "English"}.__getitem__,
        key=KEY,
        persist_state="session",
        on_change=_tell_address,
    )


def _tell_address() -> None:
    """English stands in the address, so that a page opened anew says which language it is in."""
    if language() == "en":
        st.query_params[KEY] = "en"
    else:
        st.query_params.pop(KEY, None)
