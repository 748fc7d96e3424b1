"""What lowers a company's exposure most, computed by running the alternative.

A second source: another supplier of the same input takes half of what one supplies. Stock: a part of the input is
at hand. A new customer: a tenth of the sales goes to somebody whom no scenario hits. The yardstick is the mean loss
over what can hit the company one by one: the failure of each direct supplier and customer.
For a region: whose protection lowers the sum of all failures most.
Never: says who the second source would be; that is the market's business.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lieferkette.answering.common import Pseudonyms, Scope, coverage
from lieferkette.answering.simulation import Settings, Simulated, network_of, positions_around, simulated
from lieferkette.answers import Answer, Sentence
from lieferkette.resilience.cascade import cascade
from lieferkette.resilience.network import FloatArray, IntArray, Network

_TRIED, _SHARED, _STOCK, _NEW_CUSTOMER = 12, 0.5, 0.25, 0.1
#: So many of the gravest failures stand for all of a region's.
_FAILURES = 40
_SCHEMA = {
    "measure": pl.String, "company_id": pl.String, "name": pl.String, "sector_code": pl.String,
    "loss_before": pl.Float64, "loss_after": pl.Float64, "lowered": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class MeasuresAnswer(Answer):
    """Measures for a company, the most effective first.

    `measures`: measure (second_source, stock, new_customer), the partner whose failure it meets (company_id, name,
    sector_code), loss_before and loss_after (of the company, when that partner fails), lowered (the difference).
    """

    company_id: str
    year: int | None
    epsilon: float
    rule: str
    measures: pl.DataFrame


@dataclass(frozen=True)
class ProtectionAnswer(Answer):
    """Inputs of a region whose protection lowers the loss of all its gravest failures together most.

    `inputs`: sector_code (WZ group), lowered (the part of the summed loss that goes when nobody's customers lose by
    this input), count (companies of the view that sell it).
    """

    region_id: str
    year: int | None
    epsilon: float
    rule: str
    inputs: pl.DataFrame


def region_measures(
    scope: Scope, region_id: str, ranked: pl.DataFrame, settings: Settings
) -> ProtectionAnswer:
    """Try the protection of every input against the failures of the companies ranked first."""
    whole = simulated(scope)
    network, rule = network_of(whole, settings)
    ids = ranked.filter(pl.col("esri") > 0)["company_id"].to_list()[:_FAILURES]
    failing = np.array([whole.found.position[one] for one in ids], dtype=np.int32)
    inputs = protection(whole, network, settings.epsilon, failing)
    first = inputs.head(1).to_dicts()
    sentences = [
        Sentence("resilience.protect", {"sector_code": row["sector_code"], "lowered_share": row["lowered"]})
        for row in first
    ]
    return ProtectionAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=tuple(sentences) or (Sentence("resilience.no_rank", {}),),
        region_id=region_id,
        year=scope.year,
        epsilon=settings.epsilon,
        rule=rule,
        inputs=inputs,
    )


def measures(scope: Scope, company_id: str, settings: Settings) -> MeasuresAnswer:
    """Try the measures against the failure of the partners that would cost the company most."""
    whole = simulated(scope)
    position = whole.found.position.get(company_id)
    rows: list[tuple[object, ...]] = []
    rule = network_of(whole, settings)[1]
    if position is not None:
        network, rule = network_of(whole, settings, positions_around(whole, position))
        for partner, before, is_customer in _gravest(network, position, settings.epsilon):
            for measure, changed in _alternatives(network, position, partner, is_customer):
                after = float(_failure(changed, partner, settings.epsilon)[position])
                shown = whole.shown.row(partner, named=True)
                rows.append(
                    (
                        measure,
                        shown["company_id"],
                        shown["name"],
                        shown["sector_code"],
                        before,
                        after,
                        before - after,
                    )
                )
    frame = pl.DataFrame(rows, _SCHEMA, orient="row").filter(pl.col("lowered") > 1e-6)
    frame = frame.sort("lowered", "measure", "company_id", descending=[True, False, False])
    return MeasuresAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=_sentences(frame),
        company_id=company_id,
        year=scope.year,
        epsilon=settings.epsilon,
        rule=rule,
        measures=Pseudonyms(scope.view.hidden).apply(frame, "company_id"),
    )


def protection(whole: Simulated, network: Network, epsilon: float, failing: IntArray) -> pl.DataFrame:
    """Inputs (WZ groups) of the region: what all failures together cost with and without each being protected.

    A protected input fails no further: whoever sells it keeps supplying. Gives sector_code, lowered (the part of
    the summed loss that goes), count (companies that sell it), the most effective first.
    """
    losses = np.array([cascade(network, _alone(network, int(one)), epsilon).loss_down for one in failing])
    total = float((losses @ network.weight).sum())
    rows = []
    for sector in sorted({whole.sectors[i] for i in failing} - {""}):
        sells = np.array([one == sector for one in whole.sectors])
        kept = _without_failures_of(network, sells)
        after = sum(cascade(kept, _alone(network, int(one)), epsilon).esri_down for one in failing)
        rows.append((sector, (total - after) / total if total else 0.0, int(sells.sum())))
    frame = pl.DataFrame(
        rows, {"sector_code": pl.String, "lowered": pl.Float64, "count": pl.Int64}, orient="row"
    )
    return frame.filter(pl.col("lowered") > 1e-6).sort("lowered", "sector_code", descending=[True, False])


def _gravest(network: Network, position: int, epsilon: float) -> list[tuple[int, float, bool]]:
    """The direct partners whose failure costs the company most: partner, loss, is a customer."""
    at = int(np.flatnonzero(network.input_row == position)[0])
    suppliers = np.unique(network.input_company[network.input_start[at] : network.input_start[at + 1]])
    at = int(np.flatnonzero(network.sale_row == position)[0])
    customers = np.unique(network.sale_company[network.sale_start[at] : network.sale_start[at + 1]])
    found = [
        (int(one), float(_failure(network, int(one), epsilon)[position]), one in customers)
        for one in np.union1d(suppliers, customers)
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:_TRIED]


def _failure(network: Network, company: int, epsilon: float) -> FloatArray:
    return cascade(network, _alone(network, company), epsilon).loss


def _alone(network: Network, company: int) -> FloatArray:
    loss = np.zeros(network.company_count)
    loss[company] = 1.0
    return loss


def _alternatives(
    network: Network, position: int, partner: int, is_customer: bool
) -> list[tuple[str, Network]]:
    """The network under each measure that can meet the failure of a partner."""
    found = []
    if is_customer:
        orders = slice(int(network.order_start[partner]), int(network.order_start[partner + 1]))
        is_mine = network.order_supplier[orders] == position
        impact = _scaled(network.order_impact, orders, is_mine, 1 - _NEW_CUSTOMER)
        found.append(("new_customer", network._replace(order_impact=impact)))
    feeds = slice(int(network.feed_start[partner]), int(network.feed_start[partner + 1]))
    is_mine = network.slot_company[network.feed_slot[feeds]] == position
    for measure, factor in (("second_source", _SHARED), ("stock", 1 - _STOCK)):
        impact = _scaled(network.feed_impact, feeds, is_mine, factor)
        found.append((measure, network._replace(feed_impact=impact)))
    return found


def _scaled(impact: FloatArray, where: slice, is_meant: NDArray[np.bool_], factor: float) -> FloatArray:
    """Impacts with some of them lowered; read-only as all arrays of a network."""
    changed = impact.copy()
    changed[where] = np.where(is_meant, changed[where] * factor, changed[where])
    changed.setflags(write=False)
    return changed


def _without_failures_of(network: Network, sells: NDArray[np.bool_]) -> Network:
    """The network in which those companies' customers lose nothing by them."""
    owner = np.repeat(np.arange(network.company_count), np.diff(network.feed_start))
    everything = slice(0, len(network.feed_impact))
    return network._replace(feed_impact=_scaled(network.feed_impact, everything, sells[owner], 0.0))


def _sentences(frame: pl.DataFrame) -> tuple[Sentence, ...]:
    if frame.is_empty():
        return (Sentence("resilience.no_measure", {}),)
    top = frame.row(0, named=True)
    slots = {
        "measure": top["measure"], "name": top["name"], "before_share": top["loss_before"],
        "after_share": top["loss_after"],
    }  # fmt: skip
    return (Sentence("resilience.measure", slots),)
