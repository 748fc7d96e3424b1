"""Opportunities that the view does not tell of: what a company's sector does by the release, or by an imported table.

So a company at the default level, whose view holds its own partners alone, still sees what its sector does.
Candidates there stand in a public register. Never: names whom the view hides.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from lieferkette.answering.model import ALL, twins
from lieferkette.answering.new_markets.parts import AUTOMOTIVE
from lieferkette.answering.new_markets.question import Asked, group_of
from lieferkette.answering.new_markets.shape import Opportunity
from lieferkette.answers import Sentence
from schemas.reference.sector_groups import BY_CODE

#: A sector of which fewer companies do it is no example to follow.
_LEAST_CLASS_PERCENT = 20


def by_model(asked: Asked, given: Collection[str], wanted: int) -> list[Opportunity]:
    """Sector groups that many companies of the same sector supply and this one does not, by the release.

    `given`: sector groups that stand in the answer already.
    """
    model = asked.sources.model
    if model is None or wanted <= 0:
        return []
    served = {*asked.customers["sector_group"].to_list(), *given}
    shares = {group: twins(model, asked.sector_code, group) for group in sorted(BY_CODE.keys() - served)}
    low = {group: int(share.band.split("-")[0]) for group, share in shares.items() if share is not None}
    chosen = sorted(
        (group for group in low if low[group] >= _LEAST_CLASS_PERCENT), key=lambda group: (-low[group], group)
    )
    found = []
    for place, group in enumerate(chosen[:wanted], start=len(given) + 1):
        share = shares[group]
        assert share is not None
        slots = {
            "low": low[group],
            "high": low[group] + 10,
            "own_sector_group": None if share.sector == ALL else share.sector,
            "sector_group": group,
            "model_id": model.model_id,
        }
        parts = asked.parts(AUTOMOTIVE if group == group_of(AUTOMOTIVE) else None, twins_band=share.band)
        candidates = asked.registered(pl.col("sector_group") == group)
        reason = Sentence("market_reason_model", slots)
        found.append(
            Opportunity(place, None, group, low[group] / 100, "model", True, parts, reason, candidates)
        )
    return found


def by_table(asked: Asked, wanted: int) -> list[Opportunity]:
    """Divisions that buy most from the company's own by the imported table, where nothing else speaks."""
    table = asked.sources.io_table
    if table is None:
        return []
    served = set(asked.customers["sector_code"].drop_nulls().str.slice(0, 2).to_list())
    buyers = table.customers_of(asked.sector_code).filter(pl.col("origin") == "all")
    own = buyers.filter(pl.col("share") > 0).head(wanted)
    best = float(own["share"].max() or 1.0)  # type: ignore[arg-type]
    found = []
    for rank, (sectors, share) in enumerate(own.select("sectors", "share").iter_rows(), start=1):
        code = sectors.split(",")[0]
        slots = {"sector_code": code, "share": share, "table": table.label}
        candidates = asked.registered(pl.col("sector_code").str.slice(0, 2).is_in(sectors.split(",")))
        found.append(
            Opportunity(
                rank, code, group_of(code), round(share / best, 4), "table", code[:2] not in served,
                asked.parts(code), Sentence("market_reason_table", slots), candidates,
            )
        )  # fmt: skip
    return found
