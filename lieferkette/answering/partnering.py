"""Partners by capability: who offers what is wanted, who else could make it, which offers and needs fit.

Comes in: a scope, and the profiles that its actor sees. Goes out: answers; every row says what it rests on.
Never: shows a relation. "Not yet trading" is told from the actor's own view, and to that actor alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lieferkette.access.naming import is_hidden
from lieferkette.access.profiles import Profiles
from lieferkette.answering.common import Scope, companies, coverage
from lieferkette.answers import Answer, Sentence
from lieferkette.partnering.distance import distances_km
from lieferkette.partnering.matching import Wish, count_band, covering
from schemas.catalogues.capabilities import catalogue, covers

#: How many companies an answer names; how many fit in all is told as a band.
NAMED = 10
_CARD = ("company_id", "name", "city", "sector_code", "sector_group", "origin")
_CLASS, _GROUP = 5, 4  # "25.62", "25.6"


@dataclass(frozen=True)
class PartnersFound(Answer):
    """Companies that meet wishes, best first, at most `NAMED`.

    `partners`: the card of a company, met_codes, missing_codes, met_share, distance_km, is_trading, is_open.
    """

    company_id: str
    wishes: tuple[Wish, ...]
    partners: pl.DataFrame
    found_band: str


@dataclass(frozen=True)
class Alternatives(Answer):
    """Who else could make what a supplier makes, best first, at most `NAMED`.

    `alternatives`: the card of a company, basis (capability, class or group of the WZ code), met_codes, distance_km,
    is_trading, is_open.
    """

    company_id: str
    supplier_id: str
    alternatives: pl.DataFrame
    found_band: str


@dataclass(frozen=True)
class Offers(Answer):
    """Offers and needs that hold: the company's own, and those of others, the fitting ones first.

    `own`: notice_id, notice_kind, notice_text, capability_code, last_day. `others`: the same, the card of the company,
    distance_km, is_trading and fits_by (the own capability or notice that it fits, None where nothing does).
    """

    company_id: str
    own: pl.DataFrame
    others: pl.DataFrame


@dataclass(frozen=True)
class Board:
    """What waits for a company, at a glance. `companies_count`: those named in its view, `open_count` of them open."""

    companies_count: int
    open_count: int
    is_open: bool
    capabilities_count: int
    notices_count: int
    fitting_count: int
    waiting_count: int
    requests_left: int


def partner_search(
    scope: Scope,
    profiles: Profiles,
    company_id: str,
    wishes: Sequence[Wish],
    *,
    max_km: float | None,
    only_new: bool,
) -> PartnersFound:
    """Open profiles that meet wishes: by how many they meet, then who is not a partner yet, then by distance."""
    found = covering(profiles.capabilities.filter(~pl.col("is_expired")), wishes)
    rows = _cards(scope, profiles, company_id, found).filter(pl.col("company_id") != company_id)
    if max_km is not None:
        rows = rows.filter(pl.col("distance_km") <= max_km)
    if only_new:
        rows = rows.filter(~pl.col("is_trading"))
    rows = rows.sort(
        "met_share",
        "is_trading",
        "distance_km",
        "name",
        descending=[True, False, False, False],
        nulls_last=True,
    )
    band = count_band(rows.height)
    slots = {"found_band": band, "wanted_codes": [wish.code for wish in wishes], "max_km": max_km}
    whole = rows.filter(pl.col("met_share") == 1)
    found_sentences = [Sentence("partners_none" if rows.is_empty() else "partners_found", slots)]
    if whole.height:
        best = whole.row(0, named=True)
        found_sentences.append(
            Sentence("partners_nearest", {"name": best["name"], "distance_km": best["distance_km"] or None})
        )
    elif rows.height:
        missing = {"wanted_codes": rows["missing_codes"][0], "name": rows["name"][0]}
        found_sentences.append(Sentence("partners_partly", missing))
    return PartnersFound(
        scope.view.view_id,
        coverage(scope),
        tuple(found_sentences),
        company_id,
        tuple(wishes),
        rows.head(NAMED),
        band,
    )


def alternatives(scope: Scope, profiles: Profiles, company_id: str, supplier_id: str) -> Alternatives:
    """Companies of a register or with an open profile that state the same capabilities or sit in the same sector."""
    stated = profiles.capabilities.filter(~pl.col("is_expired"))
    processes = [code for code, one in catalogue().items() if one.kind == "process"]
    makes = stated.filter((pl.col("company_id") == supplier_id) & pl.col("capability_code").is_in(processes))
    wishes = [Wish(code) for code in makes["capability_code"]]
    met = covering(stated, wishes).select("company_id", "met_codes") if wishes else None
    sector = companies(scope, [supplier_id])["sector_code"][0]
    public = scope.view.companies.filter(pl.col("is_in_register") | pl.col("is_open_profile"))
    same = [
        pl.col("sector_code").str.slice(0, length) == (sector or "?")[:length] for length in (_CLASS, _GROUP)
    ]
    rows = public.filter(~is_hidden()).select(
        "company_id",
        sector_basis=pl.when(same[0] & pl.lit(len(sector or "") >= _CLASS))
        .then(pl.lit("class"))
        .when(same[1] & pl.lit(len(sector or "") >= _GROUP))
        .then(pl.lit("group")),
    )
    empty = pl.DataFrame(schema={"company_id": pl.String, "met_codes": pl.List(pl.String)})
    rows = rows.join(empty if met is None else met, on="company_id", how="left")
    rows = rows.filter(pl.col("met_codes").is_not_null() | pl.col("sector_basis").is_not_null())
    rows = rows.with_columns(
        basis=pl.when(pl.col("met_codes").is_not_null()).then(pl.lit("capability")).otherwise("sector_basis")
    ).drop("sector_basis")
    rows = _cards(scope, profiles, company_id, rows)
    rows = rows.filter(~pl.col("company_id").is_in([company_id, supplier_id])).sort(
        pl.col("basis").replace_strict({"capability": 0, "class": 1, "group": 2}, return_dtype=pl.Int8),
        pl.col("met_codes").list.len().fill_null(0),
        "is_trading",
        "distance_km",
        "name",
        descending=[False, True, False, False, False],
        nulls_last=True,
    )
    band = count_band(rows.height)
    open_count = rows["is_open"].sum()
    slots = {"found_band": band, "count": open_count, "sector_code": sector}
    sentence = Sentence("alternatives_none" if rows.is_empty() else "alternatives_found", slots)
    return Alternatives(
        scope.view.view_id, coverage(scope), (sentence,), company_id, supplier_id, rows.head(NAMED), band
    )


def offers(scope: Scope, profiles: Profiles, company_id: str) -> Offers:
    """Offers and needs around a company: its own, and others', those that fit it first, then by distance."""
    is_own = pl.col("company_id") == company_id
    own = profiles.notices.filter(is_own)
    said = profiles.capabilities.filter(is_own & ~pl.col("is_expired"))["capability_code"].to_list()
    others = profiles.notices.filter(~is_own)
    fits = [
        _fit(kind, code, said, own)
        for kind, code in others.select("notice_kind", "capability_code").iter_rows()
    ]
    others = others.with_columns(fits_by=pl.Series(fits, dtype=pl.String))
    rows = _cards(scope, profiles, company_id, others).sort(
        pl.col("fits_by").is_null(), "is_trading", "distance_km", "notice_id", nulls_last=True
    )
    fitting = rows.filter(pl.col("fits_by").is_not_null())
    slots = {"count": rows.height, "fit_count": fitting.height}
    found = [Sentence("offers_found" if rows.height else "offers_none", slots)]
    if fitting.height:
        first = fitting.row(0, named=True)
        names = ("name", "notice_text", "last_day", "capability_code")
        found.append(Sentence(f"offers_first_{first['notice_kind']}", {name: first[name] for name in names}))
    return Offers(scope.view.view_id, coverage(scope), tuple(found), company_id, own, rows)


def board(
    scope: Scope, profiles: Profiles, company_id: str, requests: pl.DataFrame, requests_left: int
) -> Board:
    """Counts for the top of a page, each out of what the company may see."""
    others = offers(scope, profiles, company_id).others
    is_waiting = (pl.col("direction") == "received") & (pl.col("request_status") == "open")
    named = scope.view.companies.filter(~is_hidden() & (pl.col("is_in_register") | pl.col("is_open_profile")))
    return Board(
        companies_count=named.height,
        open_count=named.filter(pl.col("company_id").is_in(sorted(profiles.open_ids))).height,
        is_open=company_id in profiles.open_ids,
        capabilities_count=profiles.capabilities.filter(pl.col("company_id") == company_id).height,
        notices_count=others.height,
        fitting_count=others["fits_by"].count(),
        waiting_count=requests.filter(is_waiting).height,
        requests_left=requests_left,
    )


def _fit(kind: str, code: str | None, stated: Sequence[str], own: pl.DataFrame) -> str | None:
    """By which own capability (for a need) or own need (for an offer) somebody's notice fits."""
    if code is None:
        return None
    if kind == "need":
        return next((one for one in stated if covers(one, code)), None)
    wanted = own.filter(pl.col("notice_kind") == "need")["capability_code"].drop_nulls()
    return next((one for one in wanted if covers(code, one)), None)


def trading_ids(scope: Scope, company_id: str) -> frozenset[str]:
    """Companies that a company buys from or sells to, in any year, as far as the view tells."""
    rows = scope.view.relations
    ends = (rows.filter(pl.col(one) == company_id)[other] for one, other in _ENDS)
    return frozenset(pl.concat(ends).to_list())


_ENDS = (("supplier_id", "customer_id"), ("customer_id", "supplier_id"))


def _cards(scope: Scope, profiles: Profiles, company_id: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the card of their company, its distance from the asking one, and whether they trade."""
    placed = scope.view.companies.select("company_id", "latitude", "longitude")
    shown = companies(scope, rows["company_id"].unique().to_list()).select(_CARD)
    own = placed.filter(pl.col("company_id") == company_id)
    here = own.row(0)[1:] if own.height and None not in own.row(0) else None
    joined = rows.join(shown, on="company_id", maintain_order="left").join(
        placed, on="company_id", how="left", maintain_order="left"
    )
    trades = trading_ids(scope, company_id)
    return joined.with_columns(
        distances_km(joined, here).round(0),
        is_trading=pl.col("company_id").is_in(sorted(trades)),
        is_open=pl.col("company_id").is_in(sorted(profiles.open_ids)),
    ).drop("latitude", "longitude")
