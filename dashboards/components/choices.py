"""What every header lets choose: company, year, and whose sight the pages show."""

from __future__ import annotations

from collections import Counter

import polars as pl
import streamlit as st

from dashboards.components.house import CHAMBER, OWNER, SIGHT_KEY, actor, owner_reader, reader
from dashboards.components.language import language_switch, tr
from lieferkette.errors import NotFound
from lieferkette.reader import Reader

COMPANY_KEY, YEAR_KEY = "company", "year"
_CHOICES = 200
# stands for "the newest year" among the years; None would read as an empty box
_NEWEST = 0


def follow_address() -> None:
    """A link may name the company (`?company=<id>`): take it over once, so that later choices win."""
    if COMPANY_KEY in st.query_params:
        st.session_state[COMPANY_KEY] = st.query_params[COMPANY_KEY]
        del st.query_params[COMPANY_KEY]


def choose_year(*, of_company: bool) -> int | None:
    """The year, newest first; None while there is no list.

    For a company the first choice, and None too, is the newest year that tells of it.
    """
    years = reader().years()
    if not years:
        return None
    options = [_NEWEST, *years] if of_company else years
    key = f"{YEAR_KEY}_of_company" if of_company else YEAR_KEY
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    names = {year: tr("header.year_value", year=year) for year in years} | {_NEWEST: tr("header.newest_year")}
    chosen = st.selectbox(
        tr("header.year"),
        options,
        format_func=names.__getitem__,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen or None


def choose_company() -> str | None:
    """The company, those with lists first; None where nobody is known."""
    companies = _companies()
    if companies.is_empty():
        return None
    ids = companies["company_id"].to_list()
    names = company_labels(companies)
    if st.session_state.get(COMPANY_KEY) not in names:
        st.session_state[COMPANY_KEY] = actor().company_id if actor().company_id in names else ids[0]
    return st.selectbox(
        tr("header.company"),
        ids,
        format_func=names.__getitem__,
        key=COMPANY_KEY,
        persist_state="session",
        label_visibility="collapsed",
    )


def choose_sight() -> None:
    """Whose sight is shown, and the language, behind one small button."""
    sight = st.session_state.get(SIGHT_KEY) or OWNER
    kind = sight if sight in (OWNER, CHAMBER) else "company"
    with st.popover(tr(f"header.sight_{kind}"), width="stretch"):
        with_lists = owner_reader().companies(limit=_CHOICES).filter(pl.col("has_list"))
        # A company without a list may be looked at too, and may then look itself.
        wanted = {st.session_state.get(COMPANY_KEY), sight} - {OWNER, CHAMBER}
        names = {OWNER: tr("header.as_owner"), CHAMBER: tr("header.as_chamber")}
        names |= company_labels(_with(with_lists, wanted, owner_reader()))
        st.selectbox(
            tr("header.sight"),
            list(names),
            format_func=names.__getitem__,
            key=SIGHT_KEY,
            persist_state="session",
            on_change=_forget_company,
        )
        language_switch()


def _forget_company() -> None:
    """Another sight may not know the company that was looked at."""
    st.session_state.pop(COMPANY_KEY, None)


def _companies() -> pl.DataFrame:
    """Companies to choose from: the first of the view, and those that were chosen or look."""
    wanted = {st.session_state.get(COMPANY_KEY), actor().company_id}
    return _with(reader().companies(limit=_CHOICES), wanted, reader())


def _with(listed: pl.DataFrame, wanted: set[str | None], asked: Reader) -> pl.DataFrame:
    """company_id, name and city of the companies listed, and of those wanted that the Reader knows."""
    shown = listed.select("company_id", "name", "city")
    for company_id in filter(None, wanted - {*shown["company_id"]}):
        try:
            card = asked.company(company_id)
        except NotFound:
            continue
        shown = pl.concat([pl.DataFrame([card]).select(shown.columns).cast(shown.schema), shown])
    return shown


def company_labels(companies: pl.DataFrame) -> dict[str, str]:
    """company_id -> a label that no other company of the frame has: name, and town or number where needed.

    A select box knows its options by their labels alone, so two equal ones would be mixed up.
    """
    is_twin = companies["name"].is_duplicated()
    labels: dict[str, str] = {}
    given: Counter[str] = Counter()
    rows = zip(companies["company_id"], companies["name"], companies["city"], is_twin, strict=True)
    for company_id, name, city, twin in rows:
        label = f"{name}, {city}" if twin and city else name
        given[label] += 1
        labels[company_id] = label if given[label] == 1 else f"{label} ({given[label]})"
    return labels
