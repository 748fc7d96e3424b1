"""What a company depends on: concentration, single sources, hidden suppliers, origins of its purchases.

Relations inside a group stay out. Shares only where the supplier list is complete, else `why_unknown` says so
and counts speak. Never: computes a figure itself; `lieferkette.dependencies` does.
"""

from __future__ import annotations

import polars as pl

from lieferkette.answering.common import (
    ORIGINS,
    Pseudonyms,
    Scope,
    coverage,
    is_complete,
    said_not_complete,
)
from lieferkette.answering.dependency_frames import (
    hidden_frame,
    input_frame,
    no_hidden,
    no_inputs,
    no_single_sources,
    single_source_frame,
)
from lieferkette.answering.partners import counts_sentences, partner_frame
from lieferkette.answering.reasons import why_unknown
from lieferkette.answers import DependenciesAnswer, Sentence
from lieferkette.dependencies.concentration import concentration


def dependencies(scope: Scope, company_id: str) -> DependenciesAnswer:
    """All that the view says about what `company_id` depends on in the year of the scope."""
    suppliers = _outside_group(partner_frame(scope, company_id, "suppliers"))
    customers = _outside_group(partner_frame(scope, company_id, "customers"))
    found = scope.view.graph(scope.year, without_groups=True) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    buying = selling = None
    single, hidden, inputs = no_single_sources(), no_hidden(), no_inputs()
    if found is not None and position is not None:
        bought = concentration(found.graph, position, "upstream")
        buying, inputs = bought.total, input_frame(bought)
        selling = concentration(found.graph, position, "downstream").total
        single = single_source_frame(scope, found, position, _sector_of(scope, company_id))
        hidden = hidden_frame(scope, found, position)
    origins = _by(suppliers, ["origin"]).sort(
        pl.col("origin").replace_strict({o: i for i, o in enumerate(ORIGINS)}, return_dtype=pl.Int8)
    )
    why = why_unknown(buying.reason if buying else "no_relations", "suppliers")
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
        inputs=inputs,
    )
    return _with_sentences(scope, answer, suppliers, customers)


def _sector_of(scope: Scope, company_id: str) -> str | None:
    code = scope.view.rows_of([company_id])["sector_code"]
    return str(code[0]) if len(code) and code[0] else None


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
    for row in answer.single_sources.filter("is_essential").head(3).iter_rows(named=True):
        slots = {name: row[name] for name in ("sector_code", "name", "alternatives_count")}
        found.append(Sentence("single_source", slots))
    if not answer.single_sources["is_essential"].any():
        found.append(Sentence("no_single_source", {}))
    if answer.effective_suppliers is not None and answer.suppliers_count == 1:
        found.append(Sentence("one_supplier", {}))
    elif answer.effective_suppliers is not None:
        found.append(
            Sentence("spread", {"effective": answer.effective_suppliers, "count": answer.suppliers_count})
        )
    if answer.top3_share is not None and answer.suppliers_count >= 3:
        found.append(Sentence("partners_top3", {"share": answer.top3_share}))
    if answer.regional_share is not None:
        found.append(Sentence("regional_cents", {"cents": round(100 * answer.regional_share)}))
    return found
