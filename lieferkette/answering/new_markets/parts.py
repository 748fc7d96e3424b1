"""The parts of an opportunity that rest on more than who sells to whom: demand, leads, dependence, capabilities.

The owner's figures come from the evidence, everybody else's from the release, marked as estimated.
Never: euros where the data give only an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from lieferkette.access.naming import HIDDEN
from lieferkette.answering.common import Scope, companies
from lieferkette.answering.model import RegionalModel, coarser
from lieferkette.answering.new_markets.shape import Effect
from lieferkette.answering.region import purchases
from lieferkette.partnering.distance import distances_km
from schemas.reference.sector_groups import sector_group

#: WZ division of makers of motor vehicles and their parts.
AUTOMOTIVE = "29"
#: Sales that a new market is thought to bring when its effect on dependence is shown, of today's.
ADDED_SHARE = 0.1
#: Fewest buyers behind a sum that is shown.
FEWEST_BUYERS = 3


@dataclass(frozen=True)
class Demand:
    """What the region's companies of a market buy of a sector, and the band of what comes from outside."""

    amount_eur: float | None
    outside_band: str | None
    is_estimated: bool


NO_DEMAND = Demand(None, None, False)


def band_of(share: float) -> str:
    """The step of ten percent that a share falls into.

    >>> band_of(0.734), band_of(1.0)
    ('70-80', '90-100')
    """
    step = min(max(int(share * 10 + 1e-9), 0), 9)
    return f"{step * 10}-{step * 10 + 10}"


class Demands:
    """Demand by market, from the owner's evidence or from the release."""

    def __init__(self, scope: Scope, model: RegionalModel | None) -> None:
        self._scope = scope
        self._model = model

    def of(self, market: str | None, sector_code: str | None) -> Demand:
        """What companies of `market` (a WZ code) buy of the sector of `sector_code`, here and outside."""
        if not market or not sector_code:
            return NO_DEMAND
        if self._scope.view.actor.role == "owner":
            return self._by_evidence(market, sector_code)
        return self._by_model(market, sector_code) if self._model is not None else NO_DEMAND

    def _by_evidence(self, market: str, sector_code: str) -> Demand:
        return self._bought.get((market, sector_code[:2]), NO_DEMAND)

    @cached_property
    def _bought(self) -> dict[tuple[str, str], Demand]:
        """Demand by market and the suppliers' division, summed once per view; sums of few buyers are left out."""
        key = f"demand {self._scope.year} {hash(self._scope.region_ags)}"
        prepared = self._scope.view.prepared
        if key not in prepared:
            members = self._scope.view.companies.filter(pl.col("ags").is_in(sorted(self._scope.region_ags)))
            bought = purchases(self._scope, members["company_id"].to_list()).filter(pl.col("amount_eur") > 0)
            markets = members.select(customer_id="company_id", market=pl.col("sector_code").str.slice(0, 4))
            sums = (
                bought.join(markets, on="customer_id", how="left")
                .group_by("market", division=pl.col("supplier_sector").str.slice(0, 2))
                .agg(
                    total=pl.col("amount_eur").sum().cast(pl.Float64),
                    inside=pl.col("amount_eur").filter(pl.col("origin") == "region").sum().cast(pl.Float64),
                    buyers=pl.col("customer_id").n_unique(),
                )
                .filter(pl.col("buyers") >= FEWEST_BUYERS)
                .drop_nulls(["market", "division"])
            )
            prepared[key] = {
                (market, division): Demand(total, band_of(1 - inside / total), False)
                for market, division, total, inside, _ in sums.iter_rows()
            }
        found = prepared[key]
        assert isinstance(found, dict)
        return found

    def _by_model(self, market: str, sector_code: str) -> Demand:
        model, buyers = self._model, sector_group(market).code
        assert model is not None
        for partner in coarser(sector_code):
            total = model.value("purchases_by_sector", buyers, partner)
            if total:
                inside = model.value("purchases_by_sector", buyers, partner, "region")
                outside = model.value("purchases_by_sector", buyers, partner, "outside")
                share = (
                    outside / total if outside is not None else None if inside is None else 1 - inside / total
                )
                return Demand(total, None if share is None else band_of(share), True)
        return NO_DEMAND


def automotive_share(scope: Scope, company_id: str) -> float | None:
    """Share of a company's sales that goes to makers of motor vehicles.

    None where the customer list is not complete or carries no amounts.
    """
    if not scope.view.knows_shares(company_id, scope.year, "customers"):
        return None
    sales = scope.view.of_year(scope.year).filter(pl.col("supplier_id") == company_id)
    sectors = companies(scope, sales["customer_id"].to_list()).select(
        pl.col("company_id").alias("customer_id"), "sector_code"
    )
    sales = sales.join(sectors, on="customer_id", how="left")
    total = float(sales["amount_eur"].sum() or 0.0)
    if total <= 0:
        return None
    vehicles = sales.filter(pl.col("sector_code").str.starts_with(AUTOMOTIVE))
    return float(vehicles["amount_eur"].sum() or 0.0) / total


def share_with(automotive: float | None, market: str | None) -> float | None:
    """The automotive share once a tenth of today's sales has come in a market on top; None where it is unknown.

    >>> round(share_with(0.62, "30.2"), 2), round(share_with(0.62, "29.3"), 2), share_with(None, "29.3")
    (0.56, 0.65, None)
    """
    if automotive is None:
        return None
    added = ADDED_SHARE if (market or "").startswith(AUTOMOTIVE) else 0.0
    return (automotive + added) / (1 + ADDED_SHARE)


def effect_of(automotive: float | None, market: str | None) -> Effect | None:
    """Whether sales in a market lower or raise the automotive share; None where they leave it, or it is unknown.

    >>> effect_of(0.6, "28.4"), effect_of(0.6, "29.3"), effect_of(0.0, "28.4"), effect_of(None, "29.3")
    ('lowers', 'raises', None, None)
    """
    after = share_with(automotive, market)
    if automotive is None or after is None or after == automotive:
        return None
    return "raises" if after > automotive else "lowers"


def capability_states(
    wanted: pl.DataFrame | None, market: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Met, missing and unknown capabilities of a market; `wanted`: sector_code, capability_code, state.

    A sector of the frame asks every market that it begins with, or that begins with it.
    """
    if wanted is None or not market:
        return (), (), ()
    found: dict[str, set[str]] = {"met": set(), "missing": set(), "unknown": set()}
    for code, capability, state in wanted.select("sector_code", "capability_code", "state").iter_rows():
        if market.startswith(code) or code.startswith(market):
            found[state].add(capability)
    return tuple(sorted(found["met"])), tuple(sorted(found["missing"])), tuple(sorted(found["unknown"]))


def with_distance(frame: pl.DataFrame, scope: Scope, company_id: str) -> pl.DataFrame:
    """Add distance_km between a company and each row; null where a place is unknown or the row is hidden."""
    own = scope.view.rows_of([company_id]).select("latitude", "longitude").drop_nulls()
    places = frame.join(
        scope.view.rows_of(frame["company_id"].to_list()).select("company_id", "latitude", "longitude"),
        on="company_id",
        how="left",
        maintain_order="left",
    )
    found = distances_km(places, own.row(0) if own.height else None)
    is_hidden = pl.col("company_id").str.starts_with(HIDDEN)
    return frame.with_columns(found.round(1).alias("distance_km")).with_columns(
        pl.when(~is_hidden).then("distance_km").alias("distance_km")
    )
