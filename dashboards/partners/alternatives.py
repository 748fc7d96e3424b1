"""Who else could make what a supplier makes."""

from __future__ import annotations

import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import reader
from dashboards.components.language import tr
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences
from dashboards.partners import contact

_COLUMNS = ["name", "city", "sector_code", "basis", "met_codes", "distance_km", "is_trading", "is_open"]


def show(company_id: str) -> None:
    """A supplier to choose, and the companies that could stand in for it."""
    suppliers = reader().partners(company_id, "suppliers").partners
    if suppliers.is_empty():
        empty("no_list", "screens/upload.py", "go.upload")
        return
    names = company_labels(suppliers)
    supplier_id = st.selectbox(
        tr("partners.instead_of"), list(names), format_func=names.__getitem__, key="instead_of"
    )
    found = reader().alternatives(company_id, supplier_id)
    sentences(found.sentences)
    if found.alternatives.is_empty():
        return
    columns = [name for name in _COLUMNS if found.alternatives[name].null_count() < found.alternatives.height]
    row = table(
        found.alternatives, columns, key="alternatives", alt=tr("partners.view_alternatives"), is_choice=True
    )
    download(found.alternatives, columns, key="alternatives_download", name_key="partners.view_alternatives")
    if row is None or not found.alternatives["is_open"][row]:
        note(tr("partners.choose_open"))
    else:
        contact.ask(company_id, found.alternatives["company_id"][row], found.alternatives["name"][row])
