"""Dependencies: concentration, hidden suppliers, single sources, origins of the purchases."""

from __future__ import annotations

import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import labels, language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.released import stop_for_chamber
from dashboards.components.texts import empty, note, sentences, subheader
from dashboards.structure.behind import behind
from dashboards.structure.beyond import beyond_the_view
from dashboards.structure.many import many
from dashboards.structure.single_points import hidden, single_sources
from lieferkette import charts
from lieferkette.answers import DependenciesAnswer
from lieferkette.i18n.numbers import number, percent


def metrics(found: DependenciesAnswer) -> None:
    """Four figures; what is not known says so."""
    speak = language()
    # without amounts these two still speak, as counts
    single, behind = found.single_sources.height, found.hidden_suppliers.height
    effective, regional = found.effective_suppliers, found.regional_share
    hhi = None if found.hhi is None else number(found.hhi, speak, 2)
    metric_row(
        ("dependencies.single", number(single, speak) if single or found.is_known else None, {}),
        ("dependencies.hidden", number(behind, speak) if behind or found.is_known else None, {}),
        (
            "dependencies.effective",
            None if effective is None else number(effective, speak, 1),
            {"count": found.suppliers_count, "hhi": hhi},
        ),
        (
            "dependencies.regional",
            None if regional is None else percent(regional, speak),
            {"count": found.customers_count},
        ),
    )


def origins(found: DependenciesAnswer) -> None:
    """Sector by country."""
    subheader("dependencies.where")
    drawn = charts.purchase_heat(found.by_sector_country, look=look(), language=language())
    picture(drawn, "heat")
    is_share = found.by_sector_country["share"].is_not_null().any()
    note(tr("dependencies.heat_note_share" if is_share else "dependencies.heat_note_count"))
    table_twin(drawn, ["sector_group", "country_code", "amount_eur", "share", "count"], "heat_table")


asked = header("dependencies.title", with_company=True)
stop_for_chamber()
about = st.segmented_control(
    tr("dependencies.about"),
    ["company", "many"],
    default="company",
    required=True,
    format_func=labels("about", ["company", "many"]),
    key="about",
    bind="query-params",
)
if about == "many":
    many(asked.year)
    st.stop()
if asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()
answer = reader().dependencies(asked.company_id, asked.year)
if not answer.suppliers_count and not answer.customers_count:
    empty("no_list", "screens/upload.py", "go.upload")
    st.stop()
matched = answer.coverage.spend_matched_share
slots = {"total_eur": answer.total_eur, "matched_share": matched, "count": answer.suppliers_count}
coverage_line(
    tr("dependencies.coverage", year=answer.year, **slots), (matched or 0.0) if answer.is_known else 0.0
)
metrics(answer)
left, right = st.columns([6, 5], gap="large")
with left:
    subheader("dependencies.findings")
    # single sources stand beside as cards
    sentences(sentence for sentence in answer.sentences if sentence.key != "single_source")
    if answer.hidden_suppliers.height:
        hidden(answer)
with right:
    subheader("dependencies.single")
    single_sources(answer)
if answer.by_sector_country.height:
    origins(answer)
met = reader().exposure(asked.company_id, asked.year)
value = reader().local_value(asked.company_id, asked.year)
behind(met, answer.inputs, (*met.sentences, *value.sentences))
beyond_the_view(asked.company_id, asked.year)
