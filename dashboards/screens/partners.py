"""Partners: who offers what is wanted, who else could make it, offers and needs, contact, one's own profile."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.released import stop_for_chamber
from dashboards.components.texts import empty, note
from dashboards.partners import alternatives, contact, notices, profile, search
from lieferkette.i18n.numbers import number

_VIEWS = {
    "search": search.show,
    "alternatives": alternatives.show,
    "notices": notices.show,
    "requests": contact.show,
    "profile": profile.show,
}

asked = header("partners.title", with_company=True, with_year=False)
stop_for_chamber()
if asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()
board = reader().board(asked.company_id)
open_share = board.open_count / board.companies_count if board.companies_count else 0.0
coverage_line(
    tr("partners.coverage", count=board.open_count, companies_count=board.companies_count), open_share
)
speak = language()
metric_row(
    (
        "partners.own",
        tr("word.open" if board.is_open else "word.private"),
        {"count": board.capabilities_count},
    ),
    ("partners.fitting", number(board.fitting_count, speak), {"count": board.notices_count}),
    ("partners.waiting", number(board.waiting_count, speak), {}),
    ("partners.left", number(board.requests_left, speak), {}),
)
view = st.segmented_control(
    tr("partners.view"),
    list(_VIEWS),
    default="search",
    required=True,
    format_func={one: tr(f"partners.view_{one}") for one in _VIEWS}.__getitem__,
    key="partner_view",
    label_visibility="collapsed",
    bind="query-params",
)
_VIEWS[view](asked.company_id)
note(tr("partners.privacy"))
