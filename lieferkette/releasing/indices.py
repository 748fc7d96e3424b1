"""Systemic risk and concentration of a frozen state, company by company, for the tables of bands of a release.

Comes in: the owner's scope. Goes out: a row per company and index (columns `INDEX_SCHEMA`). What keeps itself private
is left out of the network as of every sum, so nothing that follows depends on it. Never: sums, ranks, publishes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from lieferkette.access.private import without_private
from lieferkette.access.relations import relations_of
from lieferkette.access.told import told_of
from lieferkette.access.view import View
from lieferkette.answering.common import Scope
from lieferkette.answering.simulation import Settings, Simulated, network_of, simulated
from lieferkette.dependencies.concentration import concentration
from lieferkette.resilience.cascade import DEFAULT_EPSILON, rank

#: `measure`: systemic_risk (ESRI) or concentration (HHI of purchases); `index_value` in 0 … 1.
INDEX_SCHEMA = {
    "measure": pl.String,
    "contributor_key": pl.String,
    "sector_code": pl.String,
    "ags": pl.String,
    "index_value": pl.Float64,
}
#: How the systemic risk of a release is computed: companies of a WZ group step in for each other.
SETTINGS = Settings(DEFAULT_EPSILON, has_market=True)


def index_figures(scope: Scope, default_levels: Mapping[str, str]) -> pl.DataFrame:
    """ESRI of every company of the region, and the HHI of its purchases where its supplier list is complete.

    `default_levels`: company with an account -> its default sharing level. A group is one contributor, with a row
    for each of its companies.
    """
    view = scope.view
    evidence = without_private(view.evidence, default_levels)
    shared = View(
        view.actor, evidence, relations_of(evidence), view.companies, view.figures, told_of(evidence)
    )
    whole = simulated(replace(scope, view=shared))
    keys = view.companies.select("company_id", key=pl.coalesce("group_id", "company_id"))
    shown = whole.shown.join(keys, on="company_id", how="left", maintain_order="left")
    rows = [
        (measure, row["key"], row["sector_code"] or "", row["ags"] or "", value)
        for measure, position, value in _indices(whole)
        for row in [shown.row(position, named=True)]
    ]
    return pl.DataFrame(rows, INDEX_SCHEMA, orient="row").sort(list(INDEX_SCHEMA))


def basis() -> dict[str, Any]:
    """What a certificate says of how systemic risk was computed."""
    return {"epsilon": SETTINGS.epsilon, "has_market": SETTINGS.has_market}


def _indices(whole: Simulated) -> Iterator[tuple[str, int, float]]:
    """Measure, position and value, of the companies of the region."""
    chosen = np.flatnonzero(whole.in_region)
    if not len(chosen):
        return
    network, _ = network_of(whole, SETTINGS)
    for position, value in zip(
        chosen.tolist(), rank(network, chosen, SETTINGS.epsilon).esri.tolist(), strict=True
    ):
        yield "systemic_risk", position, value
    for position in chosen.tolist():
        found = concentration(whole.found.graph, position).total.hhi
        if found is not None:
            yield "concentration", position, found
