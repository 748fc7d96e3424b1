"""Upload: a new list, one step at a time; questions about matches; and what was handed in before."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import header
from dashboards.components.house import actor
from dashboards.components.language import labels, tr
from dashboards.components.texts import empty
from dashboards.upload import lists, new_list, review

_VIEWS = {"new": new_list.show, "review": review.show, "lists": lists.show}

header("upload.title", with_year=False)
if actor().role == "chamber":
    empty("upload.not_for_chamber")
    st.stop()
view = st.segmented_control(
    tr("upload.views"),
    list(_VIEWS),
    default="new",
    required=True,
    format_func=labels("upload.view", _VIEWS),
    key="upload_view",
    label_visibility="collapsed",
    bind="query-params",
)
_VIEWS[view]()
