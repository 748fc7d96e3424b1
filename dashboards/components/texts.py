"""Sentences, notes and cards. What may hold text from lists goes through `st.text`, never Markdown."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboards.components.language import language, tr
from lieferkette.answers import Sentence
from lieferkette.errors import UserError


def sentences(found: Iterable[Sentence]) -> None:
    """Findings, one a line."""
    with st.container(gap="xxsmall"):
        for sentence in found:
            st.text(tr(sentence))


def note(text: str) -> None:
    """A small grey line of our own words; never text from a list."""
    st.markdown(f":small[:gray[{text}]]")


def subheader(key: str) -> None:
    """Heading of a part of a page."""
    st.subheader(tr(key), anchor=False)


def strong(key: str, **slots: object) -> None:
    """A bold line of the catalogue, such as the title of a card; its slots never hold text from a list."""
    st.markdown(f"**{tr(key, **slots)}**")


def card(title_key: str, body: str, page: str | None = None, link_key: str = "", **query: str) -> None:
    """A bordered card: a title, a text (which may come from lists), and at most one way to go on."""
    with st.container(border=True, gap="xxsmall"):
        strong(title_key)
        st.text(body)
        if page:
            forward(page, link_key, **query)


def forward(page: str, key: str, **query: str) -> None:
    """A way on to another page."""
    st.page_link(
        page,
        label=tr(key),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=query or None,
    )


def empty(key: str, page: str | None = None, link_key: str = "") -> None:
    """What to do where there is nothing to show, with the way there."""
    with st.container(border=True):
        st.text(tr(key))
        if page:
            forward(page, link_key)


def problem(error: UserError) -> None:
    """What went wrong, where, and the mend."""
    refusal(error.say(language()))


def refusal(text: str) -> None:
    """Why something was not done, and the mend; the text may quote a list."""
    with st.container(border=True):
        st.badge(tr("error.title"), color="red")
        st.text(text)
