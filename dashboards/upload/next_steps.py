"""What a company can do next: hand in what is missing, answer what is open, say whether a list is whole."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import tr
from dashboards.components.texts import card, strong
from ingest.results import LIST_SIDES, names_side


def show() -> None:
    """One card a step; where nothing is left to do, the way to what the lists tell."""
    uploads = [row for row in reader().uploads().iter_rows(named=True) if row["status"] == "loaded"]
    count = 0
    for side in LIST_SIDES:
        newest = next((row for row in uploads if names_side(row["list_kind"], side)), None)
        if newest is None:
            card(f"next.{side}_missing", tr(f"next.{side}_missing_text"), "screens/upload.py", "go.upload")
        elif newest[f"is_complete_{side}"] is None:
            _ask(newest, side)
        else:
            continue
        count += 1
    questions = reader().questions().height
    if questions:
        page = "screens/upload.py"
        card(
            "review.title",
            tr("review.note", count=questions),
            page,
            "next.answer",
            upload_view=tr("upload.view.review"),
        )
    if not count and not questions:
        card("next.done", tr("next.done_text"), "screens/dependencies.py", "go.dependencies")


def _ask(upload: dict[str, Any], side: str) -> None:
    """Whether the newest list names all, answered on the spot."""
    with st.container(border=True, gap="xxsmall"):
        strong(f"next.{side}_whole")
        st.text(upload["file_name"])
        with st.container(horizontal=True, gap="small"):
            for word, is_complete in (("yes", True), ("no", False)):
                st.button(
                    tr(f"upload.answer.{word}"),
                    key=f"next_{side}_{word}",
                    on_click=_say,
                    args=(upload["upload_id"], side, is_complete),
                )


def _say(upload_id: str, side: str, is_complete: bool) -> None:
    said = dict.fromkeys(LIST_SIDES) | {side: is_complete}
    desk().set_completeness(upload_id, said["suppliers"], said["customers"])
