"""Which company's failure would cost the region most: ESRI of the companies of a view.

Never: an answer for chamber and admin; they read what was released. Results are kept with the view they rest on,
in memory only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, coverage
from lieferkette.answering.simulation import Settings, network_of, simulated
from lieferkette.answers import Answer, Sentence
from lieferkette.resilience.cascade import rank

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RankAnswer(Answer):
    """The companies of a region (of the view without one), the gravest failure first.

    `companies`: the company columns, esri, esri_down, esri_up (parts of the region's output that is lost when the
    company fails alone and wholly), steps. `rule`: of essential inputs; `epsilon`: at which change it stopped.
    """

    year: int | None
    region_id: str | None
    epsilon: float
    rule: str
    has_market: bool
    companies: pl.DataFrame


def settings_for(scope: Scope, epsilon: float) -> Settings:
    """Others step in for each other where the view knows their amounts: in the owner's."""
    return Settings(epsilon, has_market=scope.view.actor.role == "owner")


def ranking(
    scope: Scope, region_id: str | None, settings: Settings, progress: Progress | None = None
) -> RankAnswer:
    """ESRI of every company of the region, or of the view."""
    whole = simulated(scope)
    network, rule = network_of(whole, settings)
    chosen = np.flatnonzero(whole.in_region) if region_id else np.arange(whole.shown.height)
    found = rank(network, chosen, settings.epsilon, progress=progress)
    frame = (
        whole.shown[chosen.tolist()]
        .with_columns(
            esri=found.esri,
            esri_down=found.esri_down,
            esri_up=found.esri_up,
            steps=pl.Series(found.steps, dtype=pl.Int32),
        )
        .sort("esri", "company_id", descending=[True, False])
    )
    names = Pseudonyms(scope.view.hidden)
    columns = [*COMPANY_COLUMNS, "esri", "esri_down", "esri_up", "steps"]
    return RankAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope, population=frame.height),
        sentences=_sentences(frame, settings, rule),
        year=scope.year,
        region_id=region_id,
        epsilon=settings.epsilon,
        rule=rule,
        has_market=settings.has_market,
        companies=names.apply(frame.select(columns), "company_id"),
    )


def _sentences(frame: pl.DataFrame, settings: Settings, rule: str) -> tuple[Sentence, ...]:
    basis = Sentence("resilience.basis", {"epsilon": settings.epsilon, "rule": rule})
    if frame.is_empty() or not float(frame["esri"][0] or 0.0):
        return (Sentence("resilience.no_rank", {}), basis)
    top = frame.row(0, named=True)
    first = Sentence(
        "resilience.gravest", {"name": top["name"], "loss_share": top["esri"], "epsilon": settings.epsilon}
    )
    rest = frame.filter(pl.col("esri") >= 0.01)
    return (first, Sentence("resilience.many", {"count": rest.height}), basis)
