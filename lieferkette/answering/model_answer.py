"""What the regional model says to one company: sentences, shares of its inputs, and its chain beyond the view.

Comes in: the company's own purchases and sales, the model, the imported input-output table if there is one.
Never: reads evidence of others, names a company, hides that it is an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from lieferkette.answering.beyond import beyond
from lieferkette.answering.model import ALL, ModelShare, RegionalModel, from_outside, tenth_band, twins
from lieferkette.answers import Sentence
from lieferkette.markets.coefficients import IoTable
from schemas.reference.sector_groups import BY_CODE, sector_group


@dataclass(frozen=True)
class ModelAnswer:
    """What the model adds to a company's own view. `inputs`: sector_code, band, sector;
    `beyond` (purchases) and `beyond_sales` as in `beyond.beyond`."""

    view_id: str
    model_id: str
    sentences: tuple[Sentence, ...]
    inputs: pl.DataFrame
    beyond: pl.DataFrame
    beyond_sales: pl.DataFrame


def model_answer(
    view_id: str,
    purchases: pl.DataFrame,
    model: RegionalModel,
    sector_code: str | None = None,
    sales: pl.DataFrame | None = None,
    io_table: IoTable | None = None,
) -> ModelAnswer:
    """What the model says to a company's own purchases and sales (sector_code, origin, amount_eur).

    `sales`: None unless its customer list is complete; then where its customers sell, and what most companies of
    its sector do and it does not, is said too.
    """
    sectors = (
        purchases.drop_nulls("sector_code")
        .group_by(sector_code=pl.col("sector_code").str.slice(0, 4))
        .agg(pl.col("amount_eur").sum())
        .sort("amount_eur", "sector_code", descending=[True, False])
    )
    found = [
        (code, share) for code in sectors["sector_code"] if (share := from_outside(model, code)) is not None
    ]
    inputs = pl.DataFrame(
        [(code, share.band, share.sector) for code, share in found],
        {"sector_code": pl.String, "band": pl.String, "sector": pl.String},
        orient="row",
    )
    by_level = {share.sector: share for _, share in found}
    sentences = [Sentence("model_inputs_outside", _slots(share)) for share in by_level.values()][:3]
    onward = beyond(purchases, model, "upstream", io_table)
    nothing = purchases.clear() if sales is None else sales
    sold_on = beyond(nothing, model, "downstream")
    sentences += _next_tier("model_beyond", onward, model) + _next_tier("model_beyond_sales", sold_on, model)
    if sales is not None:
        sentences += _what_twins_do(model, sector_code, sales)
    return ModelAnswer(view_id, model.model_id, tuple(sentences), inputs, onward, sold_on)


def _next_tier(key: str, onward: pl.DataFrame, model: RegionalModel) -> list[Sentence]:
    """Which part of the tier behind the first lies outside the region."""
    second = onward.filter(pl.col("tier") == 2)
    outside = float(second.filter(pl.col("origin") == "outside")["share"].sum())
    if not outside:
        return []
    band = tenth_band(outside / float(second["share"].sum()))
    return [Sentence(key, _slots(ModelShare(band, ALL, model.model_id)))]


def _what_twins_do(model: RegionalModel, sector_code: str | None, sales: pl.DataFrame) -> list[Sentence]:
    """Sectors that at least half of the companies of the sector sell to, and this one does not."""
    own = {sector_group(code).code for code in sales["sector_code"].to_list()}
    found = []
    for partner in sorted(set(BY_CODE) - own):
        share = twins(model, sector_code, partner)
        if share and int(share.band.split("-")[0]) >= 50:
            found.append(Sentence("model_twins", _slots(share) | {"sector_group": partner}))
    return found


def _slots(share: ModelShare) -> dict[str, Any]:
    """The slots of a sentence: the band's ends, and the sector as a WZ code or as a group."""
    low, high = share.band.split("-")
    is_code = share.sector[:2].isdigit()
    return {
        "low": int(low),
        "high": int(high),
        "sector_code": share.sector if is_code else None,
        "sector_group": None if is_code or share.sector == ALL else share.sector,
        "model_id": share.model_id,
    }
