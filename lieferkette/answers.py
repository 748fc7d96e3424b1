"""What answers look like: frozen, each with the view it rests on, its coverage, and its sentences.

Frames carry the columns named in each docstring. Never: computes, reads, or words anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Coverage:
    """What a figure rests on; everywhere the same keys. Shares lie in 0 … 1, None where unknown."""

    lists_in_view: int
    companies_with_lists: int
    population: int | None
    rows_matched_share: float | None
    spend_matched_share: float | None
    spend_of_cost_share: float | None
    periods: tuple[str, ...]
    one_sided_share: float | None

    def as_json(self) -> dict[str, Any]:
        """The keys of `--json`."""
        return {**self.__dict__, "periods": list(self.periods)}


@dataclass(frozen=True)
class Sentence:
    """A finding: a key of the catalogue and the numbers and names that fill it."""

    key: str
    slots: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What every answer says about itself."""

    view_id: str
    coverage: Coverage
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class RegionAnswer(Answer):
    """A region at a glance.

    `places`: ags, place_name, kreis_code, latitude, longitude, companies_count, with_lists_count.
    `purchases_by_origin`: sector_group (of the buyers), origin, amount_eur, share, buyers_count.
    `latest_uploads`: received_at, list_kind, rows_read, matched_share, company_name.
    """

    region_id: str
    year: int | None
    companies_count: int
    companies_with_lists_count: int
    relations_count: int
    confirmed_share: float | None
    regional_share: float | None
    buyers_count: int
    places: pl.DataFrame
    purchases_by_origin: pl.DataFrame
    latest_uploads: pl.DataFrame


@dataclass(frozen=True)
class PartnersAnswer(Answer):
    """Direct suppliers or customers, largest first.

    `partners`: the company columns, amount_eur, share, share_band, is_estimated, is_confirmed,
    is_group_internal, amount_kind, evidence, upload_id, row_no.
    """

    company_id: str
    direction: str
    year: int | None
    partners: pl.DataFrame
    total_eur: float | None
    is_complete: bool | None
    count: int


@dataclass(frozen=True)
class ChainAnswer(Answer):
    """A chain by tier, nothing cut.

    `tiers`: the company columns, tier, value_eur, share, direct_count.
    `links`: tier, from_id, to_id, share, value_eur. `from_id` is the company farther from the one asked about,
    in both directions; "others" stands for what a bundle holds and "unknown" for what nobody told.
    `unknown`: tier, share, value_eur: the part of the total that could not be followed.
    """

    company_id: str
    direction: str
    year: int | None
    tiers: pl.DataFrame
    links: pl.DataFrame
    unknown: pl.DataFrame
    total_eur: float | None
    has_amounts: bool


@dataclass(frozen=True)
class SupplyPath:
    """One way from a supplier to a customer; `weight` is the product of the purchase shares along it."""

    company_ids: tuple[str, ...]
    names: tuple[str, ...]
    weight: float | None
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class PathsAnswer(Answer):
    """The heaviest ways from one company to another; `is_cut` where there are more."""

    from_id: str
    to_id: str
    paths: tuple[SupplyPath, ...]
    is_cut: bool


@dataclass(frozen=True)
class DependenciesAnswer(Answer):
    """What a company depends on; figures are None and `why_unknown` says why where its list is not complete.

    `single_sources`, the weightiest first (share × essentiality): sector_code, company_id, name, share,
    amount_eur, is_essential, alternatives_count. `inputs`: sector_code (null unknown), share, suppliers_count,
    hhi, effective_suppliers, top_share, by the sector of the supplier.
    `hidden_suppliers`: the company columns, via_count, share, via_names.
    `origins`: origin, amount_eur, share, count. `by_sector_country`: sector_group, country_code, amount_eur,
    share, count.
    """

    company_id: str
    year: int | None
    is_known: bool
    why_unknown: Sentence | None
    hhi: float | None
    effective_suppliers: float | None
    suppliers_count: int
    customers_count: int
    total_eur: float | None
    top3_share: float | None
    top_customer_share: float | None
    effective_customers: float | None
    regional_share: float | None
    single_sources: pl.DataFrame
    hidden_suppliers: pl.DataFrame
    origins: pl.DataFrame
    by_sector_country: pl.DataFrame
    inputs: pl.DataFrame


@dataclass(frozen=True)
class PreviewAnswer(Answer):
    """What others see of a company at a level (None: as things are), and what its partners can work out.

    `seen`: direction, the company columns of the other end as strangers see it, is_named (whether the company
    itself is), share_band. `inferences`, the tightest first: direction, company_id, name, share_band,
    amount_eur (which the partner knows), total_from_eur, total_to_eur (None: no upper bound).
    """

    company_id: str
    year: int | None
    level: str | None
    seen: pl.DataFrame
    inferences: pl.DataFrame


@dataclass(frozen=True)
class RegionalTable(Answer):
    """A draft table for the owner: purchases by buyers' sector and origin of the supplier.

    `cells`: sector_group, origin, amount_eur (None = suppressed), contributors_count (None = suppressed).
    """

    region_id: str
    region_label: str
    year: int
    minimum_contributors: int
    cells: pl.DataFrame
    suppressed_count: int
