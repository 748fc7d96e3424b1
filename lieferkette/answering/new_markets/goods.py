"""Which goods an opportunity is about: those that companies like this one sell there, where lists name goods.

Never: for anybody but the owner; no sharing level lets others see goods.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lieferkette.answering.new_markets.question import Asked
from lieferkette.answering.new_markets.shape import Opportunity
from lieferkette.answering.new_markets.world import sector_level
from lieferkette.answers import Sentence
from lieferkette.markets.history import IntArray
from lieferkette.markets.ranking.goods import goods_of_market


class Goods:
    """Goods that a company and its twins sell, by market."""

    def __init__(self, asked: Asked, twins: IntArray) -> None:
        self._company_id = asked.company_id
        self._twins = [asked.world.company_ids[int(one)] for one in twins]
        self._sold = _with_market(asked, [*self._twins, asked.company_id])

    def of(self, market: str) -> pl.DataFrame:
        """The goods of one market, as `Opportunity.goods`."""
        return goods_of_market(self._sold, self._company_id, self._twins, market)


def why_no_goods(asked: Asked, found: Sequence[Opportunity]) -> Sentence | None:
    """Why no opportunity names goods: not shared, not in the lists, or too few of the twins'; None where one does."""
    if not found or any(one.goods.height for one in found):
        return None
    if asked.sources.goods is None:
        return Sentence("market_goods_not_shared", {})
    is_unnamed = asked.sources.goods.is_empty()
    return Sentence("market_goods_unnamed" if is_unnamed else "market_goods_too_few", {})


def _with_market(asked: Asked, suppliers: list[str]) -> pl.DataFrame:
    """Goods that some companies sell, with the customer's market."""
    goods = asked.sources.goods
    if goods is None or goods.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(("supplier_id", "customer_id", "good", "market"), pl.String))
    sold = goods.filter(pl.col("supplier_id").is_in(suppliers))
    sectors = asked.scope.view.rows_of(sold["customer_id"]).select(
        customer_id="company_id",
        market=pl.col("sector_code").map_elements(sector_level, return_dtype=pl.String),
    )
    return sold.join(sectors, on="customer_id", how="left")
