"""Where a company could sell next: the ranking of its view, each sector with its parts, reason and candidates.

Markets that only the regional model or an imported table tells of come after those of the view.
Never: ranks anything itself (`lieferkette.markets` does), or names whom the view hides.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from lieferkette.access.naming import HIDDEN
from lieferkette.answering.common import Scope, companies, coverage
from lieferkette.answering.new_markets.beyond import by_model, by_table
from lieferkette.answering.new_markets.goods import Goods, why_no_goods
from lieferkette.answering.new_markets.question import CANDIDATE_COLUMNS, Asked, Sources, group_of
from lieferkette.answering.new_markets.shape import MarketParts, MarketsAnswer, Opportunity
from lieferkette.answers import Sentence
from lieferkette.markets.ranking.opportunities import Ranking

_LEADS = 3

__all__ = ["CANDIDATE_COLUMNS", "Sources", "markets"]


def markets(scope: Scope, company_id: str, sources: Sources, top: int = 10) -> MarketsAnswer:
    """The best `top` customer sectors of a company."""
    asked = Asked(scope, company_id, sources)
    found = by_view(asked, top)
    found += by_model(asked, [one.sector_group for one in found], top - len(found))
    found = found or by_table(asked, top)
    return MarketsAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=tuple(one.reason for one in found[:3]),
        company_id=company_id,
        year=scope.year,
        basis=found[0].basis if found else None,
        why_no_goods=why_no_goods(asked, found),
        why_nothing=None if found else _why_nothing(asked),
        has_io_table=sources.io_table is not None,
        opportunities=tuple(found),
    )


def by_view(asked: Asked, top: int) -> list[Opportunity]:
    """The opportunities that the view's relations speak for, best first."""
    ranking = _ranking(asked, top)
    if ranking.basis is None:
        return []
    candidates = _candidates(asked, ranking)
    leads, goods = _Leads(asked), Goods(asked, ranking.twins)
    found = []
    for rank, one in enumerate(ranking.markets, start=1):
        code, count = asked.world.sector_codes[one.market], len(ranking.twins)
        parts = asked.parts(
            code,
            twins_count=count,
            selling_twins_count=len(one.selling_twins),
            twins_band=asked.band(group_of(code)),
            nearness=None if np.isnan(one.nearness) else round(one.nearness, 4),
            leads=leads.to(one.market),
        )
        found.append(
            Opportunity(
                rank, code, group_of(code), round(one.score, 4), ranking.basis, one.is_new, parts,
                _reason(code, ranking.basis, parts, candidates[rank - 1]), candidates[rank - 1], goods.of(code),
            )
        )  # fmt: skip
    return found


def _why_nothing(asked: Asked) -> Sentence:
    """Why there is no order: no customers are known yet, or too few companies that are like this one."""
    has_customers = asked.customers.height > 0
    return Sentence("markets_too_few_alike" if has_customers else "markets_too_little_data", {})


def _ranking(asked: Asked, top: int) -> Ranking:
    """The company's ranking; what profiles state of capabilities counts where it has no customers."""
    world = asked.world
    position = world.position.get(asked.company_id)
    if position is None:
        return Ranking(None, (), np.empty(0, dtype=np.int64))
    has_history = world.opportunities.past.reach[position] > 0
    traits = None if has_history else world.traits_with(asked.sources.stated, asked.sources.goods)
    return world.opportunities.of(position, top, traits)


def _candidates(asked: Asked, ranking: Ranking) -> list[pl.DataFrame]:
    """The candidates of every market, the best 1: described all at once, which costs little more than one."""
    rows = [
        (place, asked.world.company_ids[number], round(score / max(one.candidate_scores), 4))
        for place, one in enumerate(ranking.markets)
        for number, score in zip(one.candidates.tolist(), one.candidate_scores.tolist(), strict=True)
    ]
    schema = {"place": pl.Int64, "company_id": pl.String, "score": pl.Float64}
    shown = asked.shown(pl.DataFrame(rows, schema, orient="row"))
    by_place = shown.partition_by("place", as_dict=True, include_key=False, maintain_order=True)
    return [by_place[(place,)] for place in range(len(ranking.markets))]


class _Leads:
    """Named customers of a company that sell to a market themselves."""

    def __init__(self, asked: Asked) -> None:
        world = asked.world
        self._sells_to = world.opportunities.sells_to
        numbers = world.opportunities.customers(world.position[asked.company_id])
        known = {world.company_ids[int(one)]: int(one) for one in numbers}
        named = companies(asked.scope, [one for one in known if not one.startswith(HIDDEN)])
        self._by_name = [
            (name, known[company_id])
            for company_id, name in named.sort("name").select("company_id", "name").iter_rows()
        ]

    def to(self, market: int) -> tuple[str, ...]:
        """The first few by name."""
        return tuple(name for name, number in self._by_name if self._sells_to[number, market])[:_LEADS]


def _reason(code: str, basis: str, parts: MarketParts, candidates: pl.DataFrame) -> Sentence:
    suppliers = candidates.filter(pl.col("sells_to_you") & pl.col("is_named"))["name"].to_list()
    low = int(parts.outside_band.split("-")[0]) if parts.outside_band else None
    slots = {
        "sector_code": code,
        "twins_count": parts.twins_count,
        "selling_count": parts.selling_twins_count,
        "supplier_name": suppliers[0] if suppliers else None,
        "lead_name": parts.leads[0] if parts.leads else None,
        "outside_low": low if low and low >= 30 else None,
        "outside_high": low + 10 if low and low >= 30 else None,
        "before_share": parts.automotive_share_before or None,
        "after_share": parts.automotive_share_after if parts.automotive_share_before else None,
    }
    return Sentence(f"market_reason_{basis}", slots)
