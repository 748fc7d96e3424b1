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
from lieferkette.access import naming
from lieferkette.access.evidence import whole_evidence
from lieferkette.access.kept import Shelf
from lieferkette.access.levels import DEFAULT_LEVEL, LEVELS, RANK
from lieferkette.access.relations import relations_of
from schemas.warehouse import Warehouse

_PAIR = ["supplier_id", "customer_id"]
_NETWORK = RANK["network"]
_OFFER = "offer"


@dataclass(frozen=True)
class Shown:
    """What somebody sees who is no end of anything: the part of a view that all actors share.

    `relations`: with hidden ids at the ends without a name, and the true ids beside them.
    `companies`: those that everybody may see by name, and the descriptions of the others.
    `named`: companies at the ends of open relations. `choice`: the description that was chosen for each
    hidden id (naming.py), with `true_id` and `is_twin` (the company is named elsewhere in the view).
    """

    relations: pl.DataFrame
    companies: pl.DataFrame
    named: pl.Series
    choice: pl.DataFrame


@dataclass(frozen=True)
class Pools:
    """How many public companies fit each description: those that a view names, and those it does not."""

    named: pl.DataFrame
    unnamed: pl.DataFrame

    @classmethod
    def of(cls, public: pl.DataFrame, named: pl.Series) -> Pools:
        """The pools of a view that names these companies."""
        is_named = pl.col("company_id").is_in(named.implode())
        return cls(naming.fits_of(public.filter(is_named)), naming.fits_of(public.filter(~is_named)))

    def with_named(self, more: pl.DataFrame) -> Pools:
        """The pools once the companies counted in `more` are named as well."""
        return Pools(naming.together(self.named, more), naming.without(self.unnamed, more))


@dataclass(frozen=True)
class Offer:
    """What is shared, for all actors alike.

    `candidates`: evidence whose uploader shares it, with `supplier_rank`, `customer_rank` (levels of the ends)
    and `seen_level` for somebody who is neither end (null where an end does not consent).
    `public`: companies that everybody may see by name. `strangers`: the other ends of `candidates`.
    `pools`: the public companies among which hidden ones hide.
    """

    public: pl.DataFrame
    candidates: pl.DataFrame
    strangers: pl.DataFrame
    shown: Shown
    pools: Pools
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


def make_offer(warehouse: Warehouse, assumed: tuple[str, str] | None = None) -> Offer:
    """The offer of the present state; `assumed`: as if this company shared all that it said at this level.

    Then its partners count as consenting: whether one withholds consent would tell of its own lists.
    """
    public = company_rows.with_group(company_rows.public_companies(warehouse))
    said = whole_evidence(warehouse, "uploader")
    if assumed is not None:
        is_theirs = (pl.col("uploader_id") == assumed[0]).fill_null(False)
        level = pl.when(is_theirs).then(pl.lit(assumed[1])).otherwise(pl.col("sharing"))
        said = said.with_columns(sharing=level)
    shared = said.filter(pl.col("sharing").is_in(["network", "open"]))
    ranked = _with_ranks(shared, said, company_rows.accounts(warehouse))
    if assumed is not None:
        ranked = _consented(ranked, *assumed)
    candidates = _as_others_see(ranked)
    visible = candidates.drop_nulls("seen_level")
    ends = pl.concat([candidates["supplier_id"], candidates["customer_id"]]).unique()
    strangers = company_rows.with_group(company_rows.strangers_among(warehouse, ends))
    offer_id = hash_of(visible)
    relations = relations_of(visible)
    pools = Pools.of(public, open_ends(relations))
    return Offer(
        public=public,
        candidates=candidates,
        strangers=strangers,
        shown=_shown(relations, pools, pl.concat([public, strangers]), offer_id),
        pools=pools,
        offer_id=offer_id,
    )


def present_offer(warehouse: Warehouse, shelf: Shelf) -> Offer:
    """The offer of the present state, opened where it was kept."""
    kept = shelf.find(_OFFER)
    if kept is None:
        made = make_offer(warehouse)
        kept = shelf.keep(_OFFER, _frames_of(made), {"offer_id": made.offer_id})
        if kept is None:
            return made
    shown = Shown(
        kept.frame("shown_relations"),
        kept.frame("shown_companies"),
        kept.frame("shown_named")["company_id"],
        kept.frame("shown_choice"),
    )
    pools = Pools(kept.frame("pool_named"), kept.frame("pool_unnamed"))
    plain = {name: kept.frame(name) for name in ("public", "candidates", "strangers")}
    return Offer(**plain, shown=shown, pools=pools, offer_id=str(kept.facts()["offer_id"]))


def _frames_of(offer: Offer) -> dict[str, pl.DataFrame]:
    return {
        "public": offer.public,
        "candidates": offer.candidates,
        "strangers": offer.strangers,
        "shown_relations": offer.shown.relations,
        "shown_companies": offer.shown.companies,
        "shown_named": offer.shown.named.to_frame("company_id"),
        "shown_choice": offer.shown.choice,
        "pool_named": offer.pools.named,
        "pool_unnamed": offer.pools.unnamed,
    }


def open_ends(relations: pl.DataFrame) -> pl.Series:
    """Companies at the ends of relations that are seen by name."""
    by_name = relations.filter(pl.col("seen_level") != "network")
    return pl.concat([by_name["supplier_id"], by_name["customer_id"]]).unique().sort()


def _shown(relations: pl.DataFrame, pools: Pools, everybody: pl.DataFrame, salt: str) -> Shown:
    named = open_ends(relations)
    shown = naming.hide_ends(relations, named.to_frame("company_id").with_columns(near=pl.lit(0)), salt)
    choice, rows = describe(naming.hidden_ends(shown), named, pools, everybody)
    is_public = pl.col("is_in_register") | pl.col("is_open_profile")
    by_name = everybody.filter(is_public | pl.col("company_id").is_in(named.implode()))
    return Shown(shown, pl.concat([by_name, rows]).sort("company_id"), named, choice)


def describe(
    ends: pl.DataFrame, named: pl.Series, pools: Pools, everybody: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The choice of a description for each hidden end (`company_id`, `true_id`), and the rows that say it.

    A company that the view names elsewhere too (a twin) hides among the named ones of the register, every
    other among those not named.
    """
    rows = ends.join(everybody.rename({"company_id": "true_id"}), on="true_id").with_columns(
        is_twin=pl.col("true_id").is_in(named.implode())
    )
    parts = [
        naming.chosen(rows.filter(pl.col("is_twin") == is_twin), fits)
        for is_twin, fits in ((True, pools.named), (False, pools.unnamed))
    ]
    choice = pl.concat(parts).join(rows.select("company_id", "true_id", "is_twin"), on="company_id")
    said = naming.described(rows, choice, dict(everybody.schema))
    return choice, company_rows.with_group(said)


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


def _consented(ranked: pl.DataFrame, company_id: str, level: str) -> pl.DataFrame:
    """Candidates as if everybody consented to what one company shares at a level."""
    is_theirs = (pl.col("uploader_id") == company_id).fill_null(False)
    rank = pl.lit(RANK[level], dtype=pl.Int8)
    return ranked.with_columns(
        *(
            pl.when(is_theirs).then(rank).otherwise(pl.col(name)).alias(name)
            for name in ("supplier_rank", "customer_rank")
        ),
        seen_level=pl.when(is_theirs).then(_level_of(rank)).otherwise(pl.col("seen_level")),
    )


def _level_of(rank: pl.Expr) -> pl.Expr:
    """The level that a rank shows to others; null where it shows nothing."""
    return pl.when(rank >= _NETWORK).then(
        rank.replace_strict(dict(enumerate(LEVELS)), return_dtype=pl.String, default=None)
    )


def _as_others_see(others: pl.DataFrame) -> pl.DataFrame:
    """Of others' amounts a view holds only the band, at `open` too; and no word on who belongs to a group."""
    return others.with_columns(
        amount_eur=pl.lit(None).cast(others.schema["amount_eur"]), is_group_internal=pl.lit(False)
    )
