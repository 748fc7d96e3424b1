"""What others see of a company, and what its trading partners can work out, before and after it shares.

Both come from the code that gives others their answers: the view of somebody who is no partner, and what the
offer hands to each partner. Never: a guess at what others may know from elsewhere.
"""

from __future__ import annotations

import polars as pl

from lieferkette.access.levels import BAND_RANGE
from lieferkette.access.naming import hidden_id, is_hidden
from lieferkette.access.offered import Offer
from lieferkette.access.view import View
from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies, coverage
from lieferkette.answers import PreviewAnswer, Sentence

_SIDES = {
    "suppliers": ("customer", "supplier", "share_band_purchases"),
    "customers": ("supplier", "customer", "share_band_sales"),
}


def preview(own: Scope, stranger: View, offer: Offer, level: str | None) -> PreviewAnswer:
    """The preview for the company of `own`, out of the view of a company that is no partner of anybody."""
    company_id = str(own.view.actor.company_id)
    scope = Scope(stranger, own.year, own.region_ags)
    mine = {company_id, _hidden_id_of(company_id, offer)}
    seen = pl.concat([_seen(scope, mine, side) for side in _SIDES])
    relations = own.view.relations.filter(pl.col("year") == own.year)
    is_end = (pl.col("supplier_id") == company_id) | (pl.col("customer_id") == company_id)
    bounds = _bounds(own, company_id, offer)
    shown = companies(scope, mine).filter(pl.col("company_id") != company_id)["name"]
    return PreviewAnswer(
        view_id=stranger.view_id,
        coverage=coverage(scope),
        sentences=_sentences(level, seen, relations.filter(is_end).height, shown, bounds),
        company_id=company_id,
        year=own.year,
        level=level,
        seen=Pseudonyms(stranger.hidden).apply(seen, "company_id"),
        inferences=bounds,
    )


def _hidden_id_of(company_id: str, offer: Offer) -> str:
    """The id under which views of this offer hold a company without its name."""
    return str(
        pl.DataFrame({"company_id": [company_id]}).select(hidden_id("company_id", offer.offer_id)).item()
    )


def _seen(scope: Scope, mine: set[str], side: str) -> pl.DataFrame:
    """What the view of the scope holds of the company's relations on one side."""
    self_end, partner_end, band = _SIDES[side]
    rows = scope.view.relations.filter(
        (pl.col("year") == (scope.year if scope.year is not None else -1))
        & pl.col(f"{self_end}_id").is_in(sorted(mine))
    )
    partners = companies(scope, rows[f"{partner_end}_id"].to_list())
    return (
        rows.select(
            pl.lit(side).alias("direction"),
            pl.col(f"{partner_end}_id").alias("company_id"),
            (~is_hidden(f"{self_end}_id")).alias("is_named"),
            pl.col(band).alias("share_band"),
        )
        .join(partners, on="company_id", how="left", maintain_order="left")
        .sort("is_named", "name", "company_id", descending=[True, False, False])
        .select("direction", *COMPANY_COLUMNS, "is_named", "share_band")
    )


def _bounds(own: Scope, company_id: str, offer: Offer) -> pl.DataFrame:
    """What each partner can bound: it knows its own amount, and sees which part of the whole that is."""
    ranges = pl.DataFrame(
        [(band, low, high) for band, (low, high) in BAND_RANGE.items()],
        schema={"share_band": pl.String, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    parts = []
    for side, (self_end, partner_end, _) in _SIDES.items():
        known = own.view.relations.filter(
            (pl.col("year") == own.year)
            & (pl.col(f"{self_end}_id") == company_id)
            & (pl.col("amount_eur") > 0)
        )
        handed = [_handed(offer, partner, company_id, own.year) for partner in known[f"{partner_end}_id"]]
        bands = pl.concat([*handed, _NOTHING_HANDED]).filter(pl.col(f"{partner_end}_id") != company_id)
        parts.append(
            known.select("supplier_id", "customer_id", "amount_eur")
            .join(bands, on=["supplier_id", "customer_id"])
            .join(ranges, on="share_band")
            .with_columns(direction=pl.lit(side), company_id=pl.col(f"{partner_end}_id"))
            .with_columns(
                total_from_eur=pl.col("amount_eur") / pl.col("high"),
                total_to_eur=pl.when(pl.col("low") > 0).then(pl.col("amount_eur") / pl.col("low")),
            )
        )
    found = pl.concat(parts)
    named = companies(own, found["company_id"].to_list()).select("company_id", "name")
    return (
        found.join(named, on="company_id", how="left")
        .with_columns(width=pl.col("total_to_eur") / pl.col("total_from_eur"))
        .sort("width", "amount_eur", "company_id", descending=[False, True, False], nulls_last=True)
        .select(
            "direction", "company_id", "name", "share_band", "amount_eur", "total_from_eur", "total_to_eur"
        )
    )


_NOTHING_HANDED = pl.DataFrame(
    schema={"supplier_id": pl.String, "customer_id": pl.String, "share_band": pl.String}
)


def _handed(offer: Offer, partner_id: str, company_id: str, year: int | None) -> pl.DataFrame:
    """The bands that a partner's view gets from this company's own lists about their relation."""
    return (
        offer.to(partner_id)
        .filter((pl.col("uploader_id") == company_id) & (pl.col("period_start").dt.year() == (year or 0)))
        .group_by("supplier_id", "customer_id")
        .agg(pl.col("share_band").max())
        .drop_nulls()
    )


def _sentences(
    level: str | None, seen: pl.DataFrame, relations_count: int, shown: pl.Series, bounds: pl.DataFrame
) -> tuple[Sentence, ...]:
    if seen.is_empty():
        found = [Sentence("preview_nothing", {})]
    else:
        key = "preview_seen" if level is None else "preview_seen_at_most"
        found = [Sentence(key, {"count": seen.height, "of_count": relations_count})]
    named = seen.filter(pl.col("is_named"))
    if named.height:
        found.append(Sentence("preview_named", {"count": named.height}))
    if named.height < seen.height and len(shown):
        found.append(Sentence("preview_described", {"description": shown[0]}))
    if bounds.height:
        top = bounds.row(0, named=True)
        slots = {name: top[name] for name in ("name", "total_from_eur", "total_to_eur", "share_band")}
        found.append(Sentence(f"preview_bound_{top['direction']}", slots))
        if bounds.height > 1:
            found.append(Sentence("preview_bound_others", {"count": bounds.height - 1}))
    return tuple(found)
