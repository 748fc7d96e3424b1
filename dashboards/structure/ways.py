"""The ways between the company of a chain and another one of it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.figures import look, picture
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import sentences
from lieferkette import charts
from lieferkette.answers import ChainAnswer


def ways_between(chain: ChainAnswer, direction: str) -> None:
    """Choose another company of the chain; the ways to it, ranked, as a net and as a table."""
    others = chain.tiers.filter(pl.col("company_id") != chain.company_id).unique(
        "company_id", maintain_order=True
    )
    names = company_labels(others)
    other = st.selectbox(
        tr("chain.paths_to"),
        list(names),
        format_func=names.__getitem__,
        key="path_end",
        persist_state="session",
        index=None,
        placeholder=tr("word.choose"),
    )
    if other:
        start, end = (other, chain.company_id) if direction == "upstream" else (chain.company_id, other)
        found = reader().paths(start, end, year=chain.year)
        sentences(found.sentences)
        if found.paths:
            ways = [(path.company_ids, path.names) for path in found.paths]
            picture(charts.paths_net(ways, look=look(), language=language()), "paths")
            rows = [
                {"path": " → ".join(path.names), "share": path.weight, "evidence": " · ".join(path.evidence)}
                for path in found.paths
            ]
            table(pl.DataFrame(rows), ["path", "share", "evidence"], key="path_table", alt=tr("chain.paths"))
