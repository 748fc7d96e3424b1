"""What companies offer each other: evidence shared at `network` or `open`, and who may see it.

Others see a relation at the lower of both ends' levels. The level of an end that did not upload the evidence is
the lowest of its own evidence for the same relation, else its account's default, else `statistics`: consent is
withdrawn by the end that it belongs to. An actor that is itself an end needs nobody's consent but the other's.

One `Offer` is made per state of the warehouse and shared by all actors; an actor's view adds its own evidence
and what changes because the actor is an end. Never: holds an amount of anybody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from lieferkette.access import companies as company_rows
from lieferkette.access.evidence import whole_evidence
from lieferkette.access.levels import DEFAULT_LEVEL, LEVELS, RANK
from lieferkette.access.relations import relations_of
from schemas.warehouse import Warehouse

_PAIR = ["supplier_id", "customer_id"]
_NETWORK = RANK["network"]
#: Of others' amounts a view holds only the band, at `open` too, and nothing that leads to their papers.
_AMOUNTS = ("amount_eur",)


@dataclass(frozen=True)
class Offer:
    """What is shared, for all actors alike.

    `candidates`: evidence whose uploader shares it, with `supplier_rank`, `customer_rank` (levels of the ends)
    and `seen_level` for somebody who is neither end (null where an end does not consent).
    `relations`: the relations of what everybody may see. `public`: companies that everybody may see by name.
    `described`: how the companies at the ends of `candidates` are shown without a name.
    """

    public: pl.DataFrame
    candidates: pl.DataFrame
    relations: pl.DataFrame
    strangers: pl.DataFrame
    described: pl.DataFrame
    offer_id: str

    def to(self, company_id: str) -> pl.DataFrame:
        """Candidates that change for this company because it is an end of them, at the level it sees."""
        is_end = (pl.col("supplier_id") == company_id) | (pl.col("customer_id") == company_id)
        touching = self.candidates.filter(is_end & (pl.col("uploader_id") != company_id).fill_null(True))
        rank = pl.min_horizontal(
            pl.when(pl.col(f"{end}_id") != company_id).then(pl.col(f"{end}_rank"))
            for end in ("supplier", "customer")
        )
        return touching.with_columns(seen_level=_level_of(rank)).drop_nulls("seen_level")


def make_offer(warehouse: Warehouse) -> Offer:
    """The offer of the present state."""
    public = company_rows.with_group(company_rows.public_companies(warehouse))
    said = whole_evidence(warehouse, "uploader")
    shared = said.filter(pl.col("sharing").is_in(["network", "open"]))
    candidates = _without_amounts(_with_ranks(shared, said, company_rows.accounts(warehouse)))
    visible = candidates.drop_nulls("seen_level")
    ends = pl.concat([candidates["supplier_id"], candidates["customer_id"]]).unique().sort()
    strangers = company_rows.companies_by_id(
        warehouse, ends.filter(~ends.is_in(public["company_id"].implode()))
    )
    met = pl.concat([public.select(strangers.columns), strangers]).filter(
        pl.col("company_id").is_in(ends.implode())
    )
    return Offer(
        public=public,
        candidates=candidates,
        relations=relations_of(visible),
        strangers=strangers,
        described=company_rows.coarsened(met, public),
        offer_id=hash_of(visible),
    )


def hash_of(rows: pl.DataFrame) -> str:
    """A hash of rows of evidence that does not depend on their order."""
    ordered = rows.select(sorted(rows.columns)).hash_rows(seed=0).sort()
    return hashlib.sha256(ordered.to_numpy().tobytes()).hexdigest()


def _with_ranks(shared: pl.DataFrame, said: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Add the level of both ends, as ranks, and the level that others see."""
    rank = pl.col("sharing").replace_strict(RANK, return_dtype=pl.Int8)
    own_word = (
        said.join(shared.select(_PAIR).unique(), on=_PAIR, how="semi")
        .group_by("uploader_id", *_PAIR)
        .agg(own_word=rank.min())
    )
    default = accounts.select(
        "company_id", default=pl.col("default_sharing").replace_strict(RANK, return_dtype=pl.Int8)
    )
    found = shared
    for end in ("supplier", "customer"):
        words = own_word.filter(pl.col("uploader_id") == pl.col(f"{end}_id")).drop("uploader_id")
        found = found.join(words, on=_PAIR, how="left").join(
            default, left_on=f"{end}_id", right_on="company_id", how="left"
        )
        level = pl.coalesce("own_word", "default", pl.lit(RANK[DEFAULT_LEVEL], dtype=pl.Int8))
        is_uploader = (pl.col("uploader_id") == pl.col(f"{end}_id")).fill_null(False)
        found = found.with_columns(
            pl.when(is_uploader).then(rank).otherwise(pl.min_horizontal(level, rank)).alias(f"{end}_rank")
        ).drop("own_word", "default")
    return found.with_columns(seen_level=_level_of(pl.min_horizontal("supplier_rank", "customer_rank")))


def _level_of(rank: pl.Expr) -> pl.Expr:
    """The level that a rank shows to others; null where it shows nothing."""
    return pl.when(rank >= _NETWORK).then(
        rank.replace_strict(dict(enumerate(LEVELS)), return_dtype=pl.String, default=None)
    )


def _without_amounts(others: pl.DataFrame) -> pl.DataFrame:
    return others.with_columns(pl.lit(None).cast(others.schema[name]).alias(name) for name in _AMOUNTS)
