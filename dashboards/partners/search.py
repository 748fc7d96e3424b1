"""Looking for partners by what they can do, and asking one of them for contact."""

from __future__ import annotations

import streamlit as st

from dashboards.components.figures import look, picture
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences
from dashboards.partners import contact
from lieferkette import charts

_FOUND = ["name", "city", "sector_code", "met_codes", "missing_codes", "distance_km", "is_trading"]
_RADII = (0, 10, 25, 50, 100)


def show(company_id: str) -> None:
    """What is wanted, how far it may be, and who offers it."""
    words, radius, all_of_them = st.columns([6, 3, 3], vertical_alignment="bottom", gap="medium")
    wanted = words.text_input(
        tr("partners.wanted"), key="wanted", placeholder=tr("partners.wanted_hint"), bind="query-params"
    )
    names = {0: tr("partners.any_distance")} | {one: tr("partners.radius", max_km=one) for one in _RADII[1:]}
    within = radius.selectbox(
        tr("partners.within"), _RADII, format_func=names.__getitem__, key="within", bind="query-params"
    )
    is_all = all_of_them.toggle(tr("partners.with_present"), key="with_present", bind="query-params")
    if not wanted.strip():
        empty("partners.ask_first")
        return
    found = reader().partner_search(company_id, [wanted], within or None, only_new=not is_all)
    sentences(found.sentences)
    if found.partners.is_empty():
        empty("partners.none_found")
        return
    picture(charts.distance_bars(found.partners, look=look(), language=language()), "partner_bars")
    note(tr("partners.bars_note"))
    row = table(found.partners, _FOUND, key="partners_found", alt=tr("partners.view_search"), is_choice=True)
    download(found.partners, _FOUND, key="partners_download", name_key="partners.view_search")
    if row is None:
        note(tr("partners.choose_row"))
    else:
        contact.ask(company_id, found.partners["company_id"][row], found.partners["name"][row])
