"""What a scenario does to the companies of a view, or to one of them, and the way that the loss took.

Every figure has a range: the lowest and highest of the runs with a coarser ε, with every input replaceable in part,
without anybody stepping in, with incomplete lists taken as if they were complete, and, for a company, with what the
regional model says of the partners whose lists its view does not hold (estimated).
Never: spreads a loss itself; `lieferkette.resilience` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, coverage
from lieferkette.answering.model import RegionalModel
from lieferkette.answering.scenario_model import losses_by_model
from lieferkette.answering.scenario_sentences import company_sentences, region_sentences
from lieferkette.answering.simulation import (
    Settings,
    Simulated,
    initial_loss,
    network_of,
    positions_around,
    simulated,
)
from lieferkette.answers import Answer
from lieferkette.resilience.cascade import Cascade, cascade
from lieferkette.resilience.network import FloatArray, Network
from lieferkette.resilience.scenario import Scenario
from lieferkette.resilience.ways import contributions, tiers_from, way_back

COARSE_EPSILON = 1e-2
_VIA = 2
#: Smaller losses are no finding.
NOTHING = 0.0005


@dataclass(frozen=True)
class ScenarioAnswer(Answer):
    """The end of a scenario; losses are parts of a company's output, in 0 … 1.

    `loss`, `loss_low`, `loss_high`: of the company asked about, else of the region by output. `companies` (those
    that lose anything, the largest loss first): the company columns, initial_loss, loss_down, loss_up, loss,
    loss_low, loss_high, tier (steps from the companies hit), via_names (who passed most of it on). Losses
    weighted by output: `by_sector`: sector_group, loss, count; `by_place`: ags, place_name, kreis_code, latitude,
    longitude, loss (null where no company is known), count; `by_tier`: tier, loss, count. `unknown_sides` of a
    company: "supply", "sales", where its list is not complete. `way`: names from a company hit to the one asked
    about (the one that loses most beyond those hit). `over_time`: week, left, loss.
    """

    scenario: Scenario
    company_id: str | None
    year: int | None
    epsilon: float
    rule: str
    steps: int
    hit_count: int
    reached_count: int
    loss: float
    loss_low: float
    loss_high: float
    loss_down: float
    loss_up: float
    is_bounded: bool
    unknown_sides: tuple[str, ...]
    model_id: str | None
    companies: pl.DataFrame
    by_sector: pl.DataFrame
    by_place: pl.DataFrame
    by_tier: pl.DataFrame
    way: tuple[str, ...]
    over_time: pl.DataFrame


@dataclass(frozen=True)
class Run:
    """One cascade of a scenario under given settings."""

    network: Network
    ended: Cascade
    rule: str


def scenario(
    scope: Scope,
    asked: Scenario,
    places: pl.DataFrame,
    settings: Settings,
    company_id: str | None = None,
    model: RegionalModel | None = None,
) -> ScenarioAnswer:
    """Run a scenario on the view; with a company, on what lies around it.

    `places`: ags, place_name, kreis_code, latitude, longitude of municipalities.
    """
    whole = simulated(scope)
    position = None if company_id is None else whole.found.position.get(company_id)
    around = None if position is None else positions_around(whole, position)
    hit = initial_loss(whole, asked, places)
    if around is not None:
        hit = np.where(np.isin(np.arange(len(hit)), around), hit, 0.0)
    base = run(whole, settings, hit, around)
    beyond = losses_by_model(whole, asked, model, hit) if model and position is not None else None
    low, high = _ranges(whole, settings, hit, around, base, beyond)
    frame = _frame(whole, base, hit, low, high)
    subject = _subject(whole, position, base, low, high)
    target = position if position is not None else _worst(base, hit)
    way = () if target is None else tuple(way_back(base.network, base.ended, target, hit)[::-1])
    names = Pseudonyms(scope.view.hidden)
    lost = frame.filter(pl.col("loss_high") > NOTHING)
    answer = ScenarioAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(),
        scenario=asked,
        company_id=company_id,
        year=scope.year,
        epsilon=settings.epsilon,
        rule=base.rule,
        steps=base.ended.steps,
        hit_count=int(np.count_nonzero(hit)),
        reached_count=int(np.count_nonzero((hit == 0) & (base.ended.loss > NOTHING))),
        **subject,
        is_bounded=around is not None and len(around) < whole.shown.height,
        unknown_sides=_unknown_sides(whole, position),
        model_id=model.model_id if model is not None and beyond is not None and beyond.any() else None,
        companies=names.apply(lost.select(_COLUMNS), "company_id"),
        by_sector=_summed(frame, "sector_group"),
        by_place=_on_map(scope, _summed(frame.filter(pl.col("origin") == "region"), "ags"), places),
        by_tier=_summed(frame.filter(pl.col("tier") >= 0), "tier").filter(pl.col("count") > 0).sort("tier"),
        way=tuple(str(whole.shown["name"][one]) for one in way),
        over_time=_over_time(whole, settings, asked, hit, around, position),
    )
    speak = region_sentences if position is None else company_sentences
    return replace(answer, sentences=speak(answer))


_COLUMNS = [*COMPANY_COLUMNS, "initial_loss", "loss_down", "loss_up", "loss", "loss_low", "loss_high", "tier",
            "via_names"]  # fmt: skip


def run(whole: Simulated, settings: Settings, hit: FloatArray, around: Any = None) -> Run:
    """One cascade."""
    network, rule = network_of(whole, settings, around)
    return Run(network, cascade(network, hit, settings.epsilon), rule)


def _ranges(
    whole: Simulated, settings: Settings, hit: FloatArray, around: Any, base: Run, beyond: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Each company's lowest and highest loss over the sensitivity runs, the base run among them."""
    variants = [
        replace(settings, epsilon=max(COARSE_EPSILON, settings.epsilon)),
        replace(settings, is_linear=True),
        replace(settings, is_open=True),
    ]
    if settings.has_market:
        variants.append(replace(settings, has_market=False))
    losses = [base.ended.loss, *(run(whole, variant, hit, around).ended.loss for variant in variants)]
    if beyond is not None and beyond.any():
        losses.append(run(whole, settings, np.maximum(hit, beyond), around).ended.loss)
    return np.minimum.reduce(losses), np.maximum.reduce(losses)


def _frame(whole: Simulated, base: Run, hit: FloatArray, low: FloatArray, high: FloatArray) -> pl.DataFrame:
    ended = base.ended
    tier = tiers_from(base.network, hit)
    weight = base.network.weight if base.network.weight.any() else np.ones(len(hit))
    return whole.shown.with_columns(
        initial_loss=hit,
        loss_down=ended.loss_down,
        loss_up=ended.loss_up,
        loss=ended.loss,
        loss_low=low,
        loss_high=high,
        tier=pl.Series(tier, dtype=pl.Int32),
        via_names=pl.Series(_via(whole, base, hit), dtype=pl.List(pl.String)),
        weight=weight,
    ).sort("loss", "loss_high", "company_id", descending=[True, True, False])


def _via(whole: Simulated, base: Run, hit: FloatArray) -> list[list[str]]:
    """For each company that lost by others: the names of the two that passed most of it on."""
    names = whole.shown["name"].to_list()
    return [
        [names[one] for one in contributions(base.network, base.ended, company).partner[:_VIA].tolist()]
        if loss > hit[company]
        else []
        for company, loss in enumerate(base.ended.loss.tolist())
    ]


def _subject(
    whole: Simulated, position: int | None, base: Run, low: FloatArray, high: FloatArray
) -> dict[str, float]:
    """What the answer is about: one company, or the region by output."""
    ended, weight = base.ended, base.network.weight
    if position is not None:
        values = (ended.loss, low, high, ended.loss_down, ended.loss_up)
        found = [float(value[position]) for value in values]
    else:
        found = [ended.esri, float(weight @ low), float(weight @ high), ended.esri_down, ended.esri_up]
    return dict(zip(("loss", "loss_low", "loss_high", "loss_down", "loss_up"), found, strict=True))


def _unknown_sides(whole: Simulated, position: int | None) -> tuple[str, ...]:
    """The sides on which a company's own losses stay unknown, because its list is not complete."""
    if position is None:
        return ()
    graph = whole.found.graph
    known = {"supply": graph.has_complete_suppliers, "sales": graph.has_complete_customers}
    return tuple(side for side, is_complete in known.items() if not is_complete[position])


def _worst(base: Run, hit: FloatArray) -> int | None:
    """Who loses most of those that were not hit; None where nobody does."""
    lost = np.where(hit > 0, 0.0, base.ended.loss * np.where(base.network.weight > 0, 1.0, 0.5))
    return int(np.argmax(lost)) if lost.any() else None


def _summed(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Losses by `key`, weighted by output, with how many companies lose anything."""
    rows = frame.filter(pl.col(key).is_not_null()).group_by(key)
    return rows.agg(
        loss=pl.when(pl.col("weight").sum() > 0)
        .then((pl.col("loss") * pl.col("weight")).sum() / pl.col("weight").sum())
        .otherwise(pl.col("loss").mean()),
        count=(pl.col("loss") > NOTHING).sum(),
    ).sort("loss", key, descending=[True, False])


def _on_map(scope: Scope, lost: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Every municipality of the region, with the loss of its companies."""
    here = places.filter(pl.col("ags").is_in(sorted(scope.region_ags)))
    return here.join(lost, on="ags", how="left").sort(
        "loss", "ags", descending=[True, False], nulls_last=True
    )


def _over_time(
    whole: Simulated, settings: Settings, asked: Scenario, hit: FloatArray, around: Any, position: int | None
) -> pl.DataFrame:
    """Each point of the recovery, computed as if what is left of the loss stayed."""
    rows = []
    for week, left in asked.recovery:
        ended = run(whole, settings, hit * left, around).ended
        loss = ended.esri if position is None else float(ended.loss[position])
        rows.append((week, left, loss))
    return pl.DataFrame(rows, {"week": pl.Float64, "left": pl.Float64, "loss": pl.Float64}, orient="row")
