"""A company: find it, its card, its suppliers and customers."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboards.companies import merging
from dashboards.components.choices import COMPANY_KEY
from dashboards.components.header import header
from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.released import stop_for_chamber
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, forward, note, sentences, subheader
from lieferkette.i18n.numbers import euro_short, number
from lieferkette.i18n.values import country_label, sector_group_label, sector_label

_FOUND = ["name", "city", "sector_group", "has_list"]
_PARTNERS = [
    "name",
    "sector_group",
    "city",
    "country_code",
    "amount_eur",
    "share",
    "share_band",
    "is_confirmed",
    "evidence",
]
_FIGURES = ("revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur")
_FOUND_FIRST = 3


def take(company_id: str) -> None:
    """Show the company that was found."""
    st.session_state[COMPANY_KEY] = company_id


def findings(company_id: str, year: int | None) -> None:
    """The gravest findings about a company, with the way to all of them."""
    own = reader().dependencies(company_id, year)
    if not own.suppliers_count and not own.customers_count:
        return
    found = [*own.sentences[:_FOUND_FIRST], *reader().exposure(company_id, year).sentences[:_FOUND_FIRST]]
    subheader("companies.findings")
    sentences(found)


def partners(company_id: str, direction: Literal["suppliers", "customers"], year: int | None) -> None:
    """One side of a company: findings, then the table."""
    answer = reader().partners(company_id, direction, year)
    sentences(answer.sentences)
    if answer.partners.is_empty():
        empty(f"companies.no_{direction}", "screens/upload.py", "go.upload")
        return
    columns = [name for name in _PARTNERS if answer.partners[name].null_count() < answer.count]
    head, button = st.columns([9, 3], vertical_alignment="bottom")
    total = None if answer.total_eur is None else euro_short(answer.total_eur, language())
    with head:
        note(tr(f"companies.{direction}_note", count=answer.count, total=total))
    with button:
        download(answer.partners, columns, key=f"download_{direction}", name_key=f"side.{direction}")
    table(answer.partners, columns, key=f"table_{direction}", alt=tr(f"side.{direction}"))


asked = header("companies.title", with_company=True)
stop_for_chamber()
text = st.text_input(
    tr("companies.search"), key="search", bind="query-params", placeholder=tr("companies.search_hint")
)
if text:
    found = reader().companies(text)
    if found.is_empty():
        empty("companies.none_found")
    else:
        row = table(found, _FOUND, key="found", alt=tr("companies.search"), is_choice=True)
        if row is not None and found["company_id"][row] != asked.company_id:
            st.button(tr("companies.show"), on_click=take, args=(found["company_id"][row],), type="primary")
if asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()

card = reader().company(asked.company_id)
with st.container(border=True, gap="xxsmall"):
    st.text(card["name"])
    parts = [
        card["city"],
        country_label(card["country_code"], language()) if card["country_code"] else None,
        sector_label(card["sector_code"], language()) if card["sector_code"] else None,
        sector_group_label(card["sector_group"], language()) if card["sector_group"] != "unknown" else None,
    ]
    st.text(" · ".join(part for part in parts if part))
    for year in card["figures"]:
        known = [(name, year[name]) for name in _FIGURES if year[name] is not None]
        known_text = [f"{tr(f'column.{name}')} {euro_short(value, language())}" for name, value in known]
        if known_text:
            st.text(f"{number(year['year'], language()).replace('.', '')}: " + " · ".join(known_text))
    with st.container(horizontal=True, gap="medium"):
        forward("screens/chain.py", "go.chain")
        forward("screens/dependencies.py", "go.dependencies")

findings(asked.company_id, asked.year)
suppliers, customers = st.tabs([tr("side.suppliers"), tr("side.customers")])
with suppliers:
    partners(asked.company_id, "suppliers", asked.year)
with customers:
    partners(asked.company_id, "customers", asked.year)
merging.show(asked.company_id)
if actor().role == "company":
    note(tr("companies.sight_note"))
