"""The top of every page: title, choices, and the line that says what the figures rest on."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboards.components.choices import choose_company, choose_sight, choose_year, follow_address
from dashboards.components.house import actor
from dashboards.components.language import tr
from dashboards.components.texts import note

_GOOD, _FAIR = 0.8, 0.5


@dataclass(frozen=True)
class Asked:
    """What the header was set to."""

    company_id: str | None
    year: int | None


def header(title_key: str, *, with_company: bool = False, with_year: bool = True) -> Asked:
    """Title on the left, choices on the right; the chamber, which sees no company, has none to choose."""
    follow_address()
    with_company = with_company and actor().role != "chamber"
    title, choices = st.columns([5, 7] if with_company else [7, 5], vertical_alignment="bottom")
    title.title(tr(title_key), anchor=False)
    company_id = year = None
    widths: list[float] = [*([5] if with_company else []), *([3] if with_year else []), 3.4]
    if not with_company:
        widths.insert(0, 2 if with_year else 5)
    with choices:
        columns = st.columns(widths, vertical_alignment="bottom")
        if with_company:
            with columns[0]:
                company_id = choose_company()
        if with_year:
            with columns[-2]:
                year = choose_year(of_company=with_company)
        with columns[-1]:
            choose_sight()
    return Asked(company_id, year)


def coverage_line(text: str, covered_share: float | None) -> None:
    """How much the page rests on: a badge, and a sentence made of our own words and numbers only."""
    if covered_share is None:
        note(text)
        return
    level, colour = ("good", "green") if covered_share >= _GOOD else ("fair", "orange")
    if covered_share < _FAIR:
        level = "low"
    st.markdown(f":{colour}-badge[{tr(f'header.coverage_{level}')}] :small[:gray[{text}]]")
