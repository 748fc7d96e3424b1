"""What a visitor reads where a page fails in a way that nobody foresaw: a number to quote, no code.

Never: shows the error itself; it stands in the log under the same number.
"""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from dashboards.components.language import tr

_log = logging.getLogger(__name__)


def show_failure(error: Exception) -> bool:
    """Log the error, show its number; True tells Streamlit that it was shown."""
    number = secrets.token_hex(2).upper()
    _log.error("a page failed, number %s", number, exc_info=error)
    with st.container(border=True):
        st.text(tr("error.unforeseen", number=number))
    return True
