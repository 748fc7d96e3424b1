"""A year of a view as the network that losses spread through, and which of its companies a scenario hits.

Shares go before amounts: of others a view holds bands only. Where a supplier (customer) list is not complete,
shares are unknown, so no loss flows into that company that way (a boundary). Known revenue replaces the sum of a
customer list, known material cost that of a supplier list. Inputs and markets are WZ groups.
Never: spreads a loss; `lieferkette.resilience` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lieferkette.access.view import YearGraph, sector_text
from lieferkette.answering.common import Scope, companies
from lieferkette.chains.graph import relations
from lieferkette.chains.reach import reach
from lieferkette.resilience.essential_table import EssentialTable, by_rule, over_sectors
from lieferkette.resilience.network import FloatArray, Network, build_network
from lieferkette.resilience.scenario import Near, Scenario, Shock

#: A company's view is simulated as far as this from the company, and to so many companies.
MAX_TIERS, MAX_COMPANIES = 5, 20_000
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Settings:
    """What a simulation assumes besides the relations; every result prints it.

    `has_market`: companies of a WZ group in the view can step in for each other (the owner only: of others a
    view knows no amounts). `is_open`: lists that are not complete count as if they were, which overstates.
    """

    epsilon: float
    has_market: bool
    essential: EssentialTable | None = None
    is_linear: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Simulated:
    """The network of a view's year; `shown` has the company columns in the order of its positions."""

    found: YearGraph
    shown: pl.DataFrame
    figures: pl.DataFrame
    output_eur: FloatArray

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """WZ group of each company, "" where unknown."""
        return tuple(sector_text(int(code)) or "" for code in self.found.graph.sector)

    @cached_property
    def in_region(self) -> NDArray[np.bool_]:
        """Which companies sit in the region."""
        return (self.shown["origin"] == "region").fill_null(False).to_numpy()

    def figure(self, name: str) -> FloatArray:
        """A figure of the year by company, NaN where unknown."""
        return self.figures[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def simulated(scope: Scope) -> Simulated:
    """The view's relations of the year, with what is known of its companies."""
    found = scope.view.graph(scope.year or 0)
    order = pl.DataFrame({"company_id": found.ids})
    shown = order.join(companies(scope), on="company_id", how="left", maintain_order="left")
    figures = scope.view.figures.filter(pl.col("year") == (scope.year or 0)).unique(
        "company_id", keep="first"
    )
    figures = order.join(figures, on="company_id", how="left", maintain_order="left")
    known = relations(found.graph)
    sold = np.bincount(
        known["supplier"], weights=np.nan_to_num(known["amount_eur"]), minlength=len(found.ids)
    ).astype(np.float64)
    revenue = figures["revenue_eur"].cast(pl.Float64).fill_null(0.0).to_numpy()
    return Simulated(found, shown, figures, np.maximum(sold, revenue))


def network_of(
    whole: Simulated, settings: Settings, around: NDArray[np.int64] | None = None
) -> tuple[Network, str]:
    """The network under these settings, and what its rule of essential inputs is called.

    `around`: the positions that it covers; relations of all others carry no loss.
    """
    names = tuple(sorted(set(whole.sectors)))
    number = {name: place for place, name in enumerate(names)}
    sector = np.array([number[name] for name in whole.sectors], dtype=np.int32)
    table = by_rule(names) if settings.essential is None else _of_divisions(settings.essential, names)
    matrix = np.minimum(table.matrix, 1) if settings.is_linear else table.matrix
    columns = relations(whole.found.graph)
    purchase, sale = _shares(whole, columns, settings)
    if around is not None:
        is_inside = np.isin(columns["supplier"], around) & np.isin(columns["customer"], around)
        purchase, sale = np.where(is_inside, purchase, 0.0), np.where(is_inside, sale, 0.0)
    can_step_in = settings.has_market and len(names) > 0
    market = np.where(np.array([bool(name) for name in whole.sectors], dtype=bool), sector, -1)
    network = build_network(
        columns["supplier"],
        columns["customer"],
        purchase,
        sold=sale,
        sector=sector,
        essentiality=matrix,
        market=market if can_step_in else None,
        revenue=np.ones(len(sector)),
        material_cost=_cost_per_list(whole, columns),
        sales=whole.output_eur,
        weight=np.where(whole.in_region, whole.output_eur, 0.0) if whole.in_region.any() else None,
    )
    return network, table.rule


def initial_loss(whole: Simulated, scenario: Scenario, places: pl.DataFrame) -> FloatArray:
    """ψ of a scenario: each company's largest loss over the shocks that mean it."""
    loss = np.zeros(whole.shown.height)
    for shock in scenario.shocks:
        loss = np.maximum(loss, np.where(_is_meant(whole, shock, places), shock.loss, 0.0))
    return loss


def positions_around(whole: Simulated, company: int) -> NDArray[np.int64]:
    """The companies of a view that a company's simulation covers: up to five tiers both ways, at most 20,000."""
    upstream = reach(whole.found.graph, company, "upstream", MAX_TIERS).companies
    downstream = reach(whole.found.graph, company, "downstream", MAX_TIERS).companies
    half = MAX_COMPANIES // 2
    return np.unique(np.concatenate([[company], upstream[:half], downstream[:half]]))[:MAX_COMPANIES]


def _shares(
    whole: Simulated, columns: dict[str, NDArray[Any]], settings: Settings
) -> tuple[FloatArray, FloatArray]:
    """What each relation is of the customer's purchases and of the supplier's sales, 0 where unknown."""
    n = whole.shown.height
    amount = np.maximum(columns["amount_eur"], 0.0)
    purchase, sale = columns["purchase_share"].copy(), columns["sales_share"].copy()
    revenue = whole.figure("revenue_eur")
    with np.errstate(invalid="ignore", divide="ignore"):
        by_revenue = (amount / revenue[columns["supplier"]]).clip(0, 1)
        sale = np.where(np.isnan(by_revenue) | (revenue[columns["supplier"]] <= 0), sale, by_revenue)
    if settings.is_open:
        purchase = _opened(purchase, amount, columns["customer"], n)
        sale = _opened(sale, amount, columns["supplier"], n)
    return np.nan_to_num(purchase), np.nan_to_num(sale)


def _cost_per_list(whole: Simulated, columns: dict[str, NDArray[Any]]) -> FloatArray:
    """Known material cost over what the supplier list shows, at least 1: the list may hold more than material."""
    listed = np.bincount(
        columns["customer"], weights=np.nan_to_num(columns["amount_eur"]), minlength=whole.shown.height
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(listed > 0, np.maximum(1.0, whole.figure("material_cost_eur") / listed), np.nan)


def _opened(share: FloatArray, amount: FloatArray, owner: NDArray[Any], n: int) -> FloatArray:
    """Unknown shares as if the known relations were all: by amount, equal where no amount is known."""
    weight = np.nan_to_num(amount)
    total, count = np.bincount(owner, weights=weight, minlength=n), np.bincount(owner, minlength=n)
    with np.errstate(invalid="ignore", divide="ignore"):
        guessed = np.where(total[owner] > 0, weight / total[owner], 1.0 / count[owner])
    return np.where(np.isnan(share), guessed, share)


def _of_divisions(table: EssentialTable, names: tuple[str, ...]) -> EssentialTable:
    """A table of the user's, by WZ group where it names that, else by division."""
    wanted = tuple(name if name in table.sectors else name[:2] for name in names)
    return over_sectors(table, wanted)


def _is_meant(whole: Simulated, shock: Shock, places: pl.DataFrame) -> NDArray[np.bool_]:
    shown = whole.shown
    meant = np.ones(shown.height, dtype=bool)
    for column, beginnings in (("sector_code", shock.sectors), ("ags", shock.municipalities)):
        if beginnings:
            found = pl.repeat(False, shown.height, eager=True)
            for beginning in beginnings:
                found = found | shown[column].str.starts_with(beginning).fill_null(False)
            meant &= found.to_numpy()
    if shock.countries:
        meant &= shown["country_code"].is_in(list(shock.countries)).fill_null(False).to_numpy()
    if shock.companies:
        wanted = {name.lower() for name in shock.companies}
        ids, names = shown["company_id"].is_in(list(shock.companies)), shown["name"].str.to_lowercase()
        meant &= (ids | names.is_in(list(wanted))).fill_null(False).to_numpy()
    return meant & _is_near(shown, shock.near, places) if shock.near else meant


def _is_near(shown: pl.DataFrame, near: Near, places: pl.DataFrame) -> NDArray[np.bool_]:
    """Companies whose municipality's middle lies in the circle."""
    at = shown.select("ags").join(places, on="ags", how="left", maintain_order="left")
    north = (at["latitude"].to_numpy() - near.latitude) * _KM_PER_DEGREE
    east = (at["longitude"].to_numpy() - near.longitude) * _KM_PER_DEGREE * np.cos(np.radians(near.latitude))
    return np.asarray(np.nan_to_num(np.hypot(north, east), nan=np.inf) <= near.radius_km)
