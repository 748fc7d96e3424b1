"""Whose list it is: the company's own; for the owner any company, a new one, or nobody's (registers, relations)."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import actor, desk, reader
from dashboards.components.language import tr
from dashboards.upload.draft import Draft

_PUBLIC, _NEW = "public", "new"
_CHOICES = 2000


@dataclass(frozen=True)
class Sender:
    """A known company, or the name of a new one; neither for a public list, or where nothing was said yet."""

    company_id: str | None = None
    new_name: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether there is a company that a list can belong to."""
        return bool(self.company_id or self.new_name)


def choose_sender() -> Sender:
    """Ask the owner; nothing is chosen beforehand, as a list under a wrong name is hard to notice."""
    if actor().role == "company":
        return Sender(actor().company_id)
    known = company_labels(reader().companies(limit=_CHOICES))
    # before a thousand names, where they are seen; a name that is typed only searches
    names = {_NEW: tr("upload.new_company"), _PUBLIC: tr("upload.public")} | known
    chosen = st.selectbox(
        tr("upload.sender"),
        list(names),
        index=None if known else 0,
        format_func=names.__getitem__,
        placeholder=tr("upload.sender_hint"),
        key="sender",
        persist_state="session",
    )
    if chosen == _NEW:
        return Sender(new_name=st.text_input(tr("upload.new_name"), key="new_name").strip() or None)
    return Sender(chosen if chosen in known else None)


def settle_sender(draft: Draft) -> None:
    """Add the company that was named and is new, now that its list is taken in."""
    if draft.new_owner:
        draft.owner_id, draft.new_owner = desk().add_company(draft.new_owner), None
