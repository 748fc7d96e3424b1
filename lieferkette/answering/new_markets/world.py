"""A view's relations of all years as the models of new markets take them: numbers for companies and sectors.

Comes in: a view. Goes out: arrays, made once per view and kept with it.
Never: a relation that the view does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.access.view import View, between_groups
from lieferkette.answering.new_markets.traits import traits_of
from lieferkette.markets.backtest import SUPPLIERS, Question, earned, newest_cut, question, run_steps
from lieferkette.markets.history import UNKNOWN_SECTOR, IntArray, Links, Past, distinct
from lieferkette.markets.ladder import DEFAULT, WITH_SECTORS, Ladder
from lieferkette.markets.ranking.opportunities import Opportunities
from lieferkette.markets.ranking.traits import Traits

_PREPARED = "markets"
#: Suppliers on whom the method is chosen.
_TRIED = 1000


@dataclass(frozen=True)
class MarketWorld:
    """Companies by number (ascending id), sectors by number (WZ group, or the division where no more is known)."""

    company_ids: tuple[str, ...]
    position: dict[str, int]
    sector_codes: tuple[str, ...]
    links: Links
    opportunities: Opportunities

    def traits_with(self, stated: pl.DataFrame | None, goods: pl.DataFrame | None) -> Traits:
        """The view's traits, what profiles state (company_id, capability_code), and the goods that companies buy."""
        traits = self.opportunities.traits
        for pairs in (
            None if stated is None else stated.select("company_id", "capability_code"),
            None if goods is None else goods.select("customer_id", pl.col("good").str.to_lowercase()),
        ):
            rows = [] if pairs is None else pairs.iter_rows()
            known = [(self.position[one], word) for one, word in rows if one in self.position]
            traits = traits.with_block([one[0] for one in known], [one[1] for one in known])
        return traits


def market_world(view: View) -> MarketWorld:
    """The world of a view, built at its first question."""
    if _PREPARED not in view.prepared:
        view.prepared[_PREPARED] = _build(view)
    found = view.prepared[_PREPARED]
    assert isinstance(found, MarketWorld)
    return found


def sector_level(sector_code: str | None) -> str | None:
    """The level at which customer sectors are told apart: WZ group, or the division where no more is known.

    >>> sector_level("25.62.0"), sector_level("25"), sector_level(None)
    ('25.6', '25', None)
    """
    return sector_code[:4] if sector_code else None


def _build(view: View) -> MarketWorld:
    relations = between_groups(view.relations, view.companies)
    ends = [relations["supplier_id"], relations["customer_id"], _without_relation(view)]
    ids = pl.concat(ends).unique().sort()
    years = sorted(relations["year"].unique().to_list())
    number = pl.DataFrame({"company_id": ids, "number": np.arange(len(ids), dtype=np.int64)})
    sectors = number.join(
        view.companies.select("company_id", sector=pl.col("sector_code").str.slice(0, 4)),
        on="company_id",
        how="left",
        maintain_order="left",
    )["sector"]
    codes = sectors.drop_nulls().unique().sort().to_list()
    place = {code: at for at, code in enumerate(codes)}
    links = Links.of(
        _numbers(relations["supplier_id"], number),
        _numbers(relations["customer_id"], number),
        relations["year"].replace_strict({year: at for at, year in enumerate(years)}, return_dtype=pl.Int64),
        company_count=len(ids),
        sector=sectors.replace_strict(place, default=UNKNOWN_SECTOR, return_dtype=pl.Int64).fill_null(
            UNKNOWN_SECTOR
        ),
        periods=tuple(str(year) for year in years),
    )
    known = ids.to_list()
    position = {one: at for at, one in enumerate(known)}
    method = _method(view, links, position) if view.actor.role == "owner" else DEFAULT
    models = Opportunities(Ladder(Past(links, max(len(years) - 1, 0))), traits_of(view, ids), method)
    return MarketWorld(tuple(known), position, tuple(codes), links, models)


def _without_relation(view: View) -> pl.Series:
    """Companies to ask about that no relation may name: for the owner all, for a company its own."""
    if view.actor.role == "owner":
        return view.companies["company_id"]
    return view.rows_of([view.actor.company_id or ""])["company_id"]


def _method(view: View, links: Links, position: dict[str, int]) -> str:
    """The method that the view's own years earned; a company's view holds too little for that."""
    asked = checkable(view, links, position, suppliers=_TRIED)
    return DEFAULT if asked is None else earned(run_steps(asked, (DEFAULT, WITH_SECTORS)))


def checkable(
    view: View,
    links: Links,
    position: dict[str, int],
    *,
    suppliers: int = SUPPLIERS,
    with_history: bool = True,
) -> Question | None:
    """The question of the newest cut; None with fewer than two years.

    A relation counts as new only where who tells of it had told of the cut's year or an earlier one too; else every
    first list would look like so many new customers.
    """
    cut = newest_cut(links)
    if cut is None:
        return None
    year = int(links.periods[cut])
    rows = view.evidence.select(
        "uploader_id", "supplier_id", "customer_id", year=pl.col("period_start").dt.year()
    )
    before = rows.filter(pl.col("year") <= year)["uploader_id"].unique()
    after = rows.filter((pl.col("year") > year) & pl.col("uploader_id").is_in(before.implode()))
    pairs = after.select("supplier_id", "customer_id").unique()
    for end in ("supplier_id", "customer_id"):
        number = pl.DataFrame({end: list(position), f"{end}_number": list(position.values())})
        pairs = pairs.join(number, on=end)
    code = pl.col("supplier_id_number") * links.company_count + pl.col("customer_id_number")
    counted = distinct(pairs.select(code).to_series().to_numpy())
    return question(links, cut, counted=counted, suppliers=suppliers, with_history=with_history)


def _numbers(ids: pl.Series, number: pl.DataFrame) -> IntArray:
    placed = ids.to_frame("company_id").join(number, on="company_id", how="left", maintain_order="left")
    return placed["number"].to_numpy()
