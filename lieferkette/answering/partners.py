"""Direct suppliers and customers of a company, and what can be said about them in sentences."""

from __future__ import annotations

import polars as pl

from lieferkette.access.levels import BAND_MIDPOINT
from lieferkette.answering.common import (
    COMPANY_COLUMNS,
    Pseudonyms,
    Scope,
    companies,
    coverage,
    evidence_text,
    is_complete,
    relations_of_year,
    said_not_complete,
)
from lieferkette.answers import PartnersAnswer, Sentence

_SIDES = {
    "suppliers": ("customer_id", "supplier_id", "share_band_purchases"),
    "customers": ("supplier_id", "customer_id", "share_band_sales"),
}


def partners(scope: Scope, company_id: str, direction: str) -> PartnersAnswer:
    """Direct partners, largest first; shares only where the list is complete."""
    frame = partner_frame(scope, company_id, direction)
    complete = is_complete(scope, company_id, direction)
    known = frame["amount_eur"].drop_nulls()
    names = Pseudonyms(scope.view.hidden)
    return PartnersAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=_sentences(scope, company_id, direction, frame, complete),
        company_id=company_id,
        direction=direction,
        year=scope.year,
        partners=names.apply(frame, "company_id"),
        total_eur=float(known.sum()) if len(known) else None,
        is_complete=complete,
        count=frame.height,
    )


def partner_frame(scope: Scope, company_id: str, direction: str) -> pl.DataFrame:
    """The frame of `PartnersAnswer.partners` with true ids, for answers that build on it."""
    self_end, partner_end, band = _SIDES[direction]
    rows = relations_of_year(scope).filter(pl.col(self_end) == company_id)
    total = rows.filter(pl.col("amount_eur") > 0)["amount_eur"].sum()
    shares_known = scope.view.knows_shares(company_id, scope.year, direction) and total > 0
    is_banded = pl.col("seen_level") != "own"
    exact = pl.col("amount_eur") / total if shares_known else pl.lit(None, dtype=pl.Float64)
    return (
        rows.with_columns(
            company_id=pl.col(partner_end),
            share_band=pl.when(is_banded).then(pl.col(band)),
            evidence=evidence_text(),
        )
        .with_columns(
            share=pl.when(is_banded)
            .then(pl.col("share_band").replace_strict(BAND_MIDPOINT, default=None, return_dtype=pl.Float64))
            .otherwise(exact),
            is_estimated=is_banded & pl.col("share_band").is_not_null(),
        )
        .join(_group_members(scope, company_id), on="company_id", how="left")
        .with_columns(is_group_internal=pl.col("is_group_internal") | pl.col("is_member").fill_null(False))
        .join(companies(scope, rows[partner_end].to_list()), on="company_id", how="left")
        .sort(
            "share",
            "amount_eur",
            "name",
            "company_id",
            descending=[True, True, False, False],
            nulls_last=True,
        )
        .select(
            *COMPANY_COLUMNS,
            "amount_eur",
            "share",
            "share_band",
            "is_estimated",
            "is_confirmed",
            "is_group_internal",
            "amount_kind",
            "evidence",
            # Which list of another company says so, and in which row, would link one answer to the next.
            *(
                pl.when(~is_banded).then(pl.col(name)).alias(name)
                for name in ("upload_id", "sheet", "row_no")
            ),
        )
    )


def _group_members(scope: Scope, company_id: str) -> pl.DataFrame:
    """Companies of the same group, whose relations stay out of dependency figures."""
    rows = scope.view.companies
    group = scope.view.rows_of([company_id])["group_id"]
    same = rows.filter(pl.col("group_id") == group[0]) if len(group) and group[0] else rows.clear()
    return same.select("company_id", is_member=pl.lit(True))


def _sentences(
    scope: Scope, company_id: str, direction: str, frame: pl.DataFrame, complete: bool | None
) -> tuple[Sentence, ...]:
    """Findings that hold with and without amounts."""
    if frame.is_empty():
        return (Sentence("no_list", {}),) if complete is None else ()
    found: list[Sentence] = []
    shares = frame["share"].drop_nulls()
    if len(shares):
        if direction == "suppliers" and len(shares) >= 3:
            found.append(Sentence("partners_top3", {"share": float(shares.head(3).sum())}))
        if direction == "customers":
            found.append(Sentence("top_customer", {"name": frame["name"][0], "share": float(shares[0])}))
    else:
        found += counts_sentences(frame)
    if complete is False:
        was_asked = said_not_complete(scope, company_id, direction)
        found.append(Sentence("list_incomplete" if was_asked else "list_not_asked", {"side": direction}))
    confirmed = int(frame["is_confirmed"].sum())
    if confirmed:
        found.append(Sentence("confirmed_by_other", {"count": confirmed, "of_count": frame.height}))
    change = _change(scope, company_id, direction)
    return (*found, change) if change else tuple(found)


def counts_sentences(frame: pl.DataFrame) -> list[Sentence]:
    """What a list without amounts says all the same: how many, where, which sectors."""
    count = frame.height
    groups = frame.filter(pl.col("sector_group") != "unknown")["sector_group"]
    found = [Sentence("counts_only", {"count": count, "sector_groups_count": groups.n_unique()})]
    found.append(
        Sentence(
            "counts_region",
            {"in_region_count": frame.filter(pl.col("origin") == "region").height, "count": count},
        )
    )
    abroad = frame.filter(pl.col("origin").is_in(["eu", "world"])).height
    found.append(Sentence("counts_abroad", {"count": abroad, "of_count": count}))
    if len(groups):
        top = groups.value_counts(sort=True).sort("count", "sector_group", descending=[True, False]).row(0)
        found.append(
            Sentence("counts_top_sector", {"sector_group": top[0], "count": int(top[1]), "of_count": count})
        )
    return found


def _change(scope: Scope, company_id: str, direction: str) -> Sentence | None:
    """What changed since the year before, where both years have a list."""
    if scope.year is None or (scope.year - 1) not in scope.view.years:
        return None
    before = partner_frame(Scope(scope.view, scope.year - 1, scope.region_ags), company_id, direction)
    now = partner_frame(scope, company_id, direction)
    if before.is_empty() or before["share"].null_count() == before.height:
        return None
    if now["share"].null_count() == now.height:
        return None
    was, is_ = set(before["company_id"]), set(now["company_id"])
    largest = now["company_id"][0]
    share_before = before.filter(pl.col("company_id") == largest)["share"]
    return Sentence(
        "change_since",
        {
            "year": scope.year - 1,
            "side": direction,
            "new_count": len(is_ - was),
            "ended_count": len(was - is_),
            "top_share_before": float(share_before[0] or 0.0) if len(share_before) else 0.0,
            "top_share_now": float(now["share"][0]),
        },
    )
