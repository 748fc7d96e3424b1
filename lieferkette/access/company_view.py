"""The view of a company: its own evidence, and what is offered to it.

Most of it is the same for all actors and stands in the offer; only what touches a company that is named to this
actor and to nobody else is worked out anew. Never: touches the disk, decides who may see a row (offered.py).
"""

from __future__ import annotations

import polars as pl

from lieferkette.access import companies as company_rows
from lieferkette.access.actor import Actor
from lieferkette.access.evidence import own_evidence, own_parties
from lieferkette.access.naming import fits_of, hidden_ends, hide_ends, is_hidden, too_fine
from lieferkette.access.offered import Offer, describe, open_ends
from lieferkette.access.relations import relations_of
from lieferkette.access.told import told_of
from lieferkette.access.view import View
from schemas.warehouse import Warehouse

_PAIR = ["supplier_id", "customer_id"]


def company_view(warehouse: Warehouse, actor: Actor, offer: Offer) -> View:
    """What the company of `actor` sees: its own evidence, and what is offered to it.

    Only relations that touch a company named to this actor and to nobody else differ from what all see.
    """
    company_id = str(actor.company_id)
    parties = own_parties(warehouse, company_id)
    own = own_evidence(warehouse, company_id, parties).with_columns(seen_level=pl.lit("own"))
    mine = pl.concat([own, offer.to(company_id).select(own.columns)])
    told = relations_of(pl.concat([mine, _told_of_own_pairs(company_id, own, offer)]))
    near = _nearness(company_id, told, offer)
    kept, fresh = _relations(company_id, told, near, offer)
    companies = _companies(kept, fresh, near["company_id"], offer)
    known = company_rows.own_companies(warehouse, company_id)
    ends = pl.concat([fresh["supplier_id"], fresh["customer_id"]])
    own_names = company_rows.with_group(
        known.filter((pl.col("company_id") == company_id) | pl.col("company_id").is_in(ends.implode()))
    ).join(companies, on="company_id", how="anti")
    listed = company_rows.sectors_by_own_lists(parties)
    return View(
        actor,
        mine,
        pl.concat([kept, fresh]).select(told.columns),
        company_rows.with_listed_sectors(pl.concat([companies, own_names]), listed),
        company_rows.figures_of_the_year(warehouse, company_id),
        told_of(mine),
        offer.offer_id,
    )


def _told_of_own_pairs(company_id: str, own: pl.DataFrame, offer: Offer) -> pl.DataFrame:
    """What others share of relations in the actor's own lists of which it is no end."""
    is_end = (pl.col("supplier_id") == company_id) | (pl.col("customer_id") == company_id)
    pairs = own.filter(~is_end).select(_PAIR).unique()
    if pairs.is_empty():  # as for nearly every list: it names the partners of its uploader
        return offer.candidates.clear().select(own.columns)
    shared = offer.candidates.join(pairs, on=_PAIR, how="semi").drop_nulls("seen_level")
    return shared.filter((pl.col("uploader_id") != company_id).fill_null(True)).select(own.columns)


def _nearness(company_id: str, told: pl.DataFrame, offer: Offer) -> pl.DataFrame:
    """Companies that the view names because of the actor: itself (2), its partners (1), open ends (0)."""
    own = told.filter(pl.col("seen_level") == "own")
    partners = pl.concat([own["supplier_id"], own["customer_id"]]).unique()
    ends = open_ends(told)
    further = ends.filter(~ends.is_in(offer.shown.named.implode()))
    ranked = [
        pl.DataFrame({"company_id": [company_id], "near": [2]}),
        partners.to_frame("company_id").with_columns(near=pl.lit(1, dtype=pl.Int64)),
        further.to_frame("company_id").with_columns(near=pl.lit(0, dtype=pl.Int64)),
    ]
    return pl.concat(ranked).unique("company_id", keep="first", maintain_order=True)


def _relations(
    company_id: str, told: pl.DataFrame, near: pl.DataFrame, offer: Offer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Relations as all see them, and those that this actor sees otherwise; both with true ids beside."""
    names = near["company_id"].implode()
    touches = pl.col("true_supplier_id").is_in(names) | pl.col("true_customer_id").is_in(names)
    is_end = (pl.col("true_supplier_id") == company_id) | (pl.col("true_customer_id") == company_id)
    shown = offer.shown.relations
    again = (
        shown.filter(touches & ~is_end)
        .with_columns(supplier_id="true_supplier_id", customer_id="true_customer_id")
        .select(told.columns)
        .join(told.select(_PAIR), on=_PAIR, how="anti")
    )
    fresh = pl.concat([told, again]).sort("year", "supplier_id", "customer_id")
    ends = pl.concat([fresh["supplier_id"], fresh["customer_id"]]).unique()
    others = offer.shown.named.filter(offer.shown.named.is_in(ends.implode()))
    ranked = others.to_frame("company_id").with_columns(near=pl.lit(0, dtype=pl.Int64))
    nearness = pl.concat([near, ranked]).unique("company_id", keep="first")
    return shown.filter(~touches), hide_ends(fresh, nearness, offer.offer_id).select(shown.columns)


def _companies(kept: pl.DataFrame, fresh: pl.DataFrame, named: pl.Series, offer: Offer) -> pl.DataFrame:
    """The companies that all see, without hidden ones that the actor sees otherwise, and those anew."""
    shown = offer.shown
    everybody = pl.concat([offer.public, offer.strangers])
    more = named.filter(~named.is_in(shown.named.implode()))
    counted = fits_of(offer.public.filter(pl.col("company_id").is_in(more.implode())))
    all_named = pl.concat([shown.named, more])
    ends = hidden_ends(fresh).with_columns(is_twin=pl.col("true_id").is_in(all_named.implode()))
    changed = ends.join(shown.choice, on=["company_id", "is_twin"], how="anti").select(
        "company_id", "true_id"
    )
    thin = shown.choice.filter(
        pl.col("company_id").is_in(too_fine(shown.choice.filter(~pl.col("is_twin")), counted).implode())
    )
    anew = pl.concat([changed, thin.select(changed.columns)]).unique("company_id").sort("company_id")
    _, rows = describe(anew, all_named, offer.pools.with_named(counted), everybody)
    used = pl.concat([frame[end] for frame in (kept, fresh) for end in _PAIR]).unique()
    by_name = offer.strangers.filter(pl.col("company_id").is_in(more.implode()))
    return pl.concat(
        [
            shown.companies.join(rows, on="company_id", how="anti", maintain_order="left").filter(
                ~is_hidden() | pl.col("company_id").is_in(used.implode())
            ),
            by_name,
            rows.filter(pl.col("company_id").is_in(used.implode())),
        ]
    )
