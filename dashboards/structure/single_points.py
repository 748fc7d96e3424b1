"""Hidden suppliers as a net and single sources as cards, each with its table."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, note
from lieferkette import charts
from lieferkette.answers import DependenciesAnswer
from lieferkette.i18n.values import sector_label

_SINGLE = ["sector_code", "name", "amount_eur", "share", "is_essential", "alternatives_count"]
_HIDDEN = ["name", "via_count", "share", "via_names"]
_CARDS = 4


def hidden(found: DependenciesAnswer) -> None:
    """The gravest hidden supplier as a net, all of them as a table."""
    row = found.hidden_suppliers.row(0, named=True)
    vias = reader().partners(found.company_id, "suppliers", found.year).partners
    vias = vias.filter(pl.col("name").is_in(row["via_names"])).select("name", "sector_group", "share")
    picture(charts.hidden_supplier_net(row, vias, look=look(), language=language()), "hidden")
    note(tr("dependencies.hidden_basis"))
    columns = [name for name in _HIDDEN if found.hidden_suppliers[name].is_not_null().any()]
    table(found.hidden_suppliers, columns, key="hidden_table", alt=tr("dependencies.hidden"))


def single_sources(found: DependenciesAnswer) -> None:
    """The first as cards, all as a table."""
    if found.single_sources.is_empty():
        empty("no_single_source" if found.is_known else "dependencies.single_unknown")
    for row in found.single_sources.head(_CARDS).iter_rows(named=True):
        with st.container(border=True, gap="xxsmall"):
            st.text(
                sector_label(row["sector_code"], language()) if row["sector_code"] else tr("word.unknown")
            )
            st.text(row["name"])
            slots = {
                name: row[name] for name in ("amount_eur", "share", "alternatives_count", "is_essential")
            }
            note(tr("dependencies.single_card", **slots))
    if found.single_sources.height > _CARDS:
        with st.expander(tr("dependencies.all_single", count=found.single_sources.height)):
            table(found.single_sources, _SINGLE, key="single_table", alt=tr("dependencies.single"))
