"""What lies behind the first tier: final markets, countries, and how each input is spread."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture, table_twin
from dashboards.components.language import language, tr
from dashboards.components.tables import table, telling
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette import charts
from lieferkette.answering.exposure import ExposureAnswer
from lieferkette.answers import Sentence

_MET = ["share", "direct_share", "through_share", "direct_count"]
_INPUTS = ["sector_code", "share", "suppliers_count", "effective_suppliers", "top_share"]


def behind(met: ExposureAnswer, inputs: pl.DataFrame, found: Iterable[Sentence] = ()) -> None:
    """The findings, then three looks, each behind its tab, with its table."""
    subheader("dependencies.behind")
    sentences(found)
    names = ("markets", "countries", "inputs")
    market_tab, country_tab, input_tab = st.tabs([tr(f"behind.{name}") for name in names])
    with market_tab:
        _bars(met, met.final_markets, "sector_group", "customers")
    with country_tab:
        _bars(met, met.countries, "country_code", "suppliers")
    with input_tab:
        shown = telling(inputs, _INPUTS)
        if shown:
            table(inputs, shown, key="inputs", alt=tr("behind.inputs"))
        else:
            empty("dependencies.no_countries")


def _bars(met: ExposureAnswer, frame: pl.DataFrame, name: str, side: str) -> None:
    if frame.is_empty() or not frame["share"].is_not_null().any():
        empty("dependencies.no_markets" if side == "customers" else "dependencies.no_countries")
        if frame.height:
            table(frame, [name, "direct_count"], key=f"counts_{name}", alt=tr("dependencies.behind"))
        return
    drawn = charts.exposure_bars(frame, name=name, side=side, look=look(), language=language())
    picture(drawn, f"behind_{name}")
    note(tr("dependencies.contact_note", max_tiers=met.max_tiers))
    table_twin(drawn, [name, *_MET], f"behind_table_{name}")
