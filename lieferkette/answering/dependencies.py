"""What a company depends on: concentration, single sources, hidden suppliers, origins of its purchases.

Relations inside a group stay out. Shares only where the supplier list is complete, else `why_unknown` says so
and counts speak. Never: computes a figure itself; `lieferkette.dependencies` does.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph, sector_text
from lieferkette.answering.common import (
    COMPANY_COLUMNS,
    ORIGINS,
    Pseudonyms,
    Scope,
    companies,
    coverage,
    is_complete,
    said_not_complete,
)
from lieferkette.answering.partners import counts_sentences, partner_frame
from lieferkette.answers import DependenciesAnswer, Sentence
from lieferkette.dependencies.concentration import concentration
from lieferkette.dependencies.hidden import hidden_suppliers
from lieferkette.dependencies.single_sources import single_sources

#: A hidden common supplier must carry at least this share of the purchases (τ of the formula).
MINIMUM_HIDDEN_SHARE = 0.01


def dependencies(scope: Scope, company_id: str) -> DependenciesAnswer:
    """All that the view says about what `company_id` depends on in the year of the scope."""
    suppliers = _outside_group(partner_frame(scope, company_id, "suppliers"))
    customers = _outside_group(partner_frame(scope, company_id, "customers"))
    found = scope.view.graph(scope.year, without_groups=True) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    buying = selling = None
    single, hidden = _no_single_sources(), _no_hidden()
    if found is not None and position is not None:
        buying = concentration(found.graph, position, "upstream").total
        selling = concentration(found.graph, position, "downstream").total
        single = _single_sources(scope, found, position)
        hidden = _hidden(scope, found, position)
    origins = _by(suppliers, ["origin"]).sort(
        pl.col("origin").replace_strict({o: i for i, o in enumerate(ORIGINS)}, return_dtype=pl.Int8)
    )
    why = _why_unknown(buying.reason if buying else "no_relations")
    regional = origins.filter(pl.col("origin") == "region")["share"].to_list() or [0.0]
    known_eur = suppliers["amount_eur"].drop_nulls()
    is_partial = is_complete(scope, company_id, "suppliers") is not True
    is_whole = is_partial or scope.view.knows_shares(company_id, scope.year, "suppliers")
    total = float(known_eur.sum()) if len(known_eur) and is_whole else None
    names = Pseudonyms(scope.view.hidden)
    answer = DependenciesAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope, spend_of_cost_share=_share_of_cost(scope, company_id, total)),
        sentences=(),
        company_id=company_id,
        year=scope.year,
        is_known=why is None,
        why_unknown=why,
        hhi=buying.hhi if buying else None,
        effective_suppliers=buying.effective_partners if buying else None,
        suppliers_count=suppliers.height,
        customers_count=customers.height,
        total_eur=total,
        top3_share=buying.top_shares[min(2, len(buying.top_shares) - 1)]
        if buying and buying.top_shares
        else None,
        top_customer_share=selling.top_shares[0] if selling and selling.top_shares else None,
        effective_customers=selling.effective_partners if selling else None,
        regional_share=regional[0] if why is None else None,
        single_sources=names.apply(single, "company_id"),
        hidden_suppliers=names.apply(hidden, "company_id"),
        origins=origins,
        by_sector_country=_by(suppliers, ["sector_group", "country_code"]),
    )
    return _with_sentences(scope, answer, suppliers, customers)


def _outside_group(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.col("is_group_internal"))


def _by(suppliers: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Known amounts, shares and counts by `keys`; a sum of nothing known is unknown, not zero."""
    return (
        suppliers.group_by(keys)
        .agg(
            amount_eur=pl.when(pl.col("amount_eur").is_not_null().any()).then(pl.col("amount_eur").sum()),
            share=pl.when(pl.col("share").is_not_null().any()).then(pl.col("share").sum()),
            count=pl.len(),
        )
        .sort("amount_eur", "count", *keys, descending=[True, True, *[False] * len(keys)], nulls_last=True)
    )


def _single_sources(scope: Scope, found: YearGraph, position: int) -> pl.DataFrame:
    result = single_sources(found.graph, position)
    if not len(result):
        return _no_single_sources()
    ids = [found.company_ids[i] for i in result.supplier]
    frame = pl.DataFrame(
        {
            "sector_code": [sector_text(int(code)) for code in result.sector],
            "company_id": ids,
            "share": result.purchase_share,
        },
        schema={"sector_code": pl.String, "company_id": pl.String, "share": pl.Float64},
    ).with_columns(pl.col("share").fill_nan(None))
    rows = scope.view.relations.filter(
        (pl.col("year") == scope.year) & (pl.col("customer_id") == found.company_ids[position])
    ).select(pl.col("supplier_id").alias("company_id"), "amount_eur")
    register = scope.view.companies.filter(
        pl.col("is_in_register") & pl.col("ags").is_in(sorted(scope.region_ags))
    )
    alternatives = [
        register.filter(
            pl.col("sector_code").str.starts_with(code or "–") & (pl.col("company_id") != company_id)
        ).height
        for code, company_id in zip(frame["sector_code"], ids, strict=True)
    ]
    return (
        frame.with_columns(alternatives_count=pl.Series(alternatives, dtype=pl.Int64))
        .join(
            companies(scope, ids).select("company_id", "name"),
            on="company_id",
            how="left",
            maintain_order="left",
        )
        .join(rows, on="company_id", how="left", maintain_order="left")
        .select(*_no_single_sources().columns)
    )


def _hidden(scope: Scope, found: YearGraph, position: int) -> pl.DataFrame:
    result = hidden_suppliers(found.graph, position, MINIMUM_HIDDEN_SHARE)
    if not len(result):
        return _no_hidden()
    up, direct = found.graph.upstream, found.graph.upstream.partners[found.graph.upstream.of(position)]
    ids = [found.company_ids[i] for i in result.supplier]
    known = companies(scope, {*ids, *(found.company_ids[i] for i in direct)})
    label = dict(zip(known["company_id"], known["name"], strict=True))
    via = [
        [label[found.company_ids[i]] for i in direct if supplier in up.partners[up.of(int(i))]]
        for supplier in result.supplier
    ]
    frame = pl.DataFrame(
        {
            "company_id": ids,
            "via_count": result.through_count.astype(np.int32),
            "share": result.share,
            "via_names": via,
        },
        schema={
            "company_id": pl.String,
            "via_count": pl.Int32,
            "share": pl.Float64,
            "via_names": pl.List(pl.String),
        },
    ).with_columns(pl.col("share").fill_nan(None))
    return frame.join(known, on="company_id", how="left", maintain_order="left").select(*_no_hidden().columns)


def _no_single_sources() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "sector_code": pl.String,
            "company_id": pl.String,
            "name": pl.String,
            "share": pl.Float64,
            "amount_eur": pl.Float64,
            "alternatives_count": pl.Int64,
        }
    )


def _no_hidden() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            **dict.fromkeys(COMPANY_COLUMNS, pl.String),
            "via_count": pl.Int32,
            "share": pl.Float64,
            "via_names": pl.List(pl.String),
        }
    )


def _why_unknown(reason: str | None) -> Sentence | None:
    keys = {"no_relations": "no_list", "list_not_complete": "list_incomplete", "no_amounts": "no_amounts"}
    return (
        Sentence(keys[reason], {"side": "suppliers"} if reason == "list_not_complete" else {})
        if reason
        else None
    )


def _share_of_cost(scope: Scope, company_id: str, total: float | None) -> float | None:
    """Known purchases over material cost of the year, where both are known."""
    cost = scope.view.figures.filter(
        (pl.col("company_id") == company_id) & (pl.col("year") == (scope.year or 0))
    )
    known = cost["material_cost_eur"].cast(pl.Float64).drop_nulls()
    return total / float(known[0]) if total is not None and len(known) and known[0] else None


def _with_sentences(
    scope: Scope, answer: DependenciesAnswer, suppliers: pl.DataFrame, customers: pl.DataFrame
) -> DependenciesAnswer:
    from dataclasses import replace

    found: list[Sentence] = []
    if answer.is_known:
        found += _known_sentences(scope, answer)
    elif answer.why_unknown is not None and suppliers.height:
        found += [*counts_sentences(suppliers), answer.why_unknown]
    elif customers.is_empty() and answer.why_unknown is not None:
        found.append(answer.why_unknown)
    elif answer.top_customer_share is None:
        found += counts_sentences(customers)
    if answer.top_customer_share is not None:
        top = {"name": customers["name"][0], "share": answer.top_customer_share}
        found.append(Sentence("top_customer", top))
    elif customers.height and is_complete(scope, answer.company_id, "customers") is not True:
        was_asked = said_not_complete(scope, answer.company_id, "customers")
        found.append(Sentence("list_incomplete" if was_asked else "list_not_asked", {"side": "customers"}))
    return replace(answer, sentences=tuple(found))


def _known_sentences(scope: Scope, answer: DependenciesAnswer) -> list[Sentence]:
    """Findings where shares are known: the gravest first."""
    found = []
    if answer.hidden_suppliers.height and answer.hidden_suppliers["share"][0] is not None:
        top = answer.hidden_suppliers.row(0, named=True)
        slots = {
            "via_count": top["via_count"],
            "of_count": answer.suppliers_count,
            "sector_group": top["sector_group"],
            "name": top["name"],
            "share": top["share"],
        }
        found.append(Sentence("hidden_supplier", slots))
    for row in answer.single_sources.head(3).iter_rows(named=True):
        slots = {name: row[name] for name in ("sector_code", "name", "alternatives_count")}
        found.append(Sentence("single_source", slots))
    if answer.single_sources.is_empty():
        found.append(Sentence("no_single_source", {}))
    if answer.effective_suppliers is not None:
        found.append(
            Sentence("spread", {"effective": answer.effective_suppliers, "count": answer.suppliers_count})
        )
    if answer.top3_share is not None and answer.suppliers_count >= 3:
        found.append(Sentence("partners_top3", {"share": answer.top3_share}))
    if answer.regional_share is not None:
        found.append(Sentence("regional_cents", {"cents": round(100 * answer.regional_share)}))
    return found
