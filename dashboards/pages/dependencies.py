"""Dependencies: concentration, hidden suppliers, single sources, origins of the purchases."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette import charts
from lieferkette.i18n.numbers import number, percent
from lieferkette.i18n.values import sector_label

_SINGLE = ["sector_code", "name", "amount_eur", "share", "alternatives_count"]
_HIDDEN = ["name", "sector_group", "city", "via_count", "share", "via_names"]


def metrics() -> None:
    """Four figures; what is not known says so."""
    known = found.is_known
    unknown = tr("word.unknown")
    effective = found.effective_suppliers
    for column, key, value, said in (
        (
            0,
            "single",
            number(found.single_sources.height, language()) if known else unknown,
            tr("dependencies.single_unit"),
        ),
        (
            1,
            "hidden",
            number(found.hidden_suppliers.height, language()) if known else unknown,
            tr("dependencies.hidden_unit"),
        ),
        (
            2,
            "effective",
            unknown if effective is None else number(effective, language(), 1),
            tr("dependencies.of_suppliers", count=found.suppliers_count),
        ),
        (
            3,
            "regional",
            unknown if found.regional_share is None else percent(found.regional_share, language()),
            tr("dependencies.customers", count=found.customers_count),
        ),
    ):
        cards[column].metric(
            tr(f"dependencies.{key}"),
            value,
            delta=said,
            delta_color="off",
            delta_arrow="off",
            border=True,
            help=tr(
                f"dependencies.{key}_help", hhi="–" if found.hhi is None else number(found.hhi, language(), 2)
            ),
        )


def hidden() -> None:
    """The gravest hidden supplier as a net, all of them as a table."""
    row = found.hidden_suppliers.row(0, named=True)
    vias = reader().partners(found.company_id, "suppliers", asked.year).partners
    vias = vias.filter(pl.col("name").is_in(row["via_names"])).select("name", "sector_group", "share")
    drawn = charts.hidden_supplier_net(row, vias, look=look(), language=language())
    picture(drawn, "hidden")
    note(tr("dependencies.hidden_note"))
    table(found.hidden_suppliers, _HIDDEN, key="hidden_table", alt=tr("dependencies.hidden"))


asked = header("dependencies.title", with_company=True)
if asked.company_id is None:
    empty("companies.empty", "pages/upload.py", "go.upload")
    st.stop()
found = reader().dependencies(asked.company_id, asked.year)
matched = found.coverage.spend_matched_share
coverage_line(
    tr(
        "dependencies.coverage",
        total_eur=found.total_eur,
        matched_share=matched,
        count=found.suppliers_count,
        year=found.year,
    ),
    matched if found.is_known else 0.0 if found.suppliers_count else None,
)
if not found.suppliers_count and not found.customers_count:
    empty("no_list", "pages/upload.py", "go.upload")
    st.stop()
cards = st.columns(4, gap="small")
metrics()

left, right = st.columns([6, 5], gap="large")
with left:
    subheader("dependencies.findings")
    sentences(found.sentences)
    if found.hidden_suppliers.height:
        hidden()
with right:
    subheader("dependencies.single")
    if found.single_sources.is_empty():
        empty("no_single_source" if found.is_known else "dependencies.single_unknown")
    for row in found.single_sources.head(4).iter_rows(named=True):
        with st.container(border=True, gap="xxsmall"):
            st.text(
                sector_label(row["sector_code"], language()) if row["sector_code"] else tr("word.unknown")
            )
            st.text(row["name"])
            note(
                tr(
                    "dependencies.single_note",
                    amount_eur=row["amount_eur"],
                    share=row["share"],
                    count=row["alternatives_count"],
                )
            )
    if found.single_sources.height > 4:
        with st.expander(tr("dependencies.all_single", count=found.single_sources.height)):
            table(found.single_sources, _SINGLE, key="single_table", alt=tr("dependencies.single"))

if found.by_sector_country.height:
    subheader("dependencies.where")
    drawn = charts.purchase_heat(found.by_sector_country, look=look(), language=language())
    picture(drawn, "heat")
    is_share = found.by_sector_country["share"].is_not_null().any()
    note(tr("dependencies.heat_note_share" if is_share else "dependencies.heat_note_count"))
    table_twin(drawn, ["sector_group", "country_code", "amount_eur", "share", "count"], "heat_table")
