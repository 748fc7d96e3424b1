"""The flows of a frozen state: what of the owner's view may enter sums, one row per flow.

`private` evidence enters no sum, and neither does a relation of which one end keeps its own word private. A group is
one contributor, and what flows inside it does not count. Never: sums, publishes, reads the warehouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from lieferkette.access.private import without_private
from lieferkette.access.relations import relations_of
from lieferkette.access.view import View
from lieferkette.answering.common import Scope, companies
from lieferkette.releasing.tables import CAPABILITY, FLOW_SCHEMA


def flows_of(
    scope: Scope, default_levels: Mapping[str, str], capabilities: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The flows of the scope's year that may enter sums (columns `FLOW_SCHEMA`), in a fixed order.

    `default_levels`: company with an account -> its default sharing level. `capabilities`: company_id and
    capability_code of open profiles; each of a company of the region is a row of its own, which has the capability
    where others have a sector.
    """
    view = scope.view
    year = scope.year if scope.year is not None else -1
    known = companies(scope).join(
        view.companies.select("company_id", key=pl.coalesce("group_id", "company_id")), on="company_id"
    )
    ends = {row["company_id"]: row for row in known.iter_rows(named=True)}
    of_year = relations_of(without_private(view.evidence, default_levels)).filter(pl.col("year") == year)
    rows = [
        flow
        for relation in of_year.filter(pl.col("amount_eur") > 0).iter_rows(named=True)
        if (flow := _flow(view, year, relation, ends)) is not None
    ]
    rows += _reported(scope, year, ends)
    rows += [] if capabilities is None else _stated(capabilities, ends)
    frame = pl.DataFrame(rows, FLOW_SCHEMA, orient="row")
    return frame.sort(*[name for name in FLOW_SCHEMA if name != "amount_eur"], "amount_eur")


def _flow(view: View, year: int, relation: dict[str, Any], ends: dict[str, Any]) -> tuple[Any, ...] | None:
    """One relation as a flow; None where it is within a group, or neither end's list is complete and here."""
    buyer, seller = ends.get(relation["customer_id"]), ends.get(relation["supplier_id"])
    if buyer is None or seller is None or buyer["key"] == seller["key"]:
        return None
    is_purchase = buyer["origin"] == "region" and (buyer["company_id"], year) in view.complete["suppliers"]
    is_sale = seller["origin"] == "region" and (seller["company_id"], year) in view.complete["customers"]
    if not is_purchase and not is_sale:
        return None
    return (
        "relation", buyer["key"], seller["key"], buyer["sector_code"] or "", seller["sector_code"] or "",
        seller["origin"], buyer["origin"], "", is_purchase, is_sale, float(relation["amount_eur"]),
    )  # fmt: skip


def _reported(scope: Scope, year: int, ends: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Revenues of companies with a complete supplier list, and who handed in a list at all."""
    evidence = scope.view.evidence.filter(
        (pl.col("period_start").dt.year() == year) & (pl.col("sharing") != "private")
    )
    senders = evidence["uploader_id"].drop_nulls().unique().sort().to_list()
    figures = scope.view.figures.filter((pl.col("year") == year) & (pl.col("revenue_eur") > 0))
    revenue = dict(zip(figures["company_id"], figures["revenue_eur"], strict=True))
    rows: list[tuple[Any, ...]] = []
    for sender in senders:
        end = ends.get(sender)
        if end is None or end["origin"] != "region":
            continue
        common = (end["key"], None, end["sector_code"] or "", "", "region", "region")
        rows.append(("list", *common, end["ags"] or "", False, False, 1.0))
        if sender in revenue and (sender, year) in scope.view.complete["suppliers"]:
            rows.append(("revenue", *common, "", False, False, float(revenue[sender])))
    return rows


def _stated(capabilities: pl.DataFrame, ends: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Capabilities of companies of the region, each of a group once."""
    stated = {
        (ends[company_id]["key"], code)
        for company_id, code in capabilities.select("company_id", "capability_code").iter_rows()
        if company_id in ends and ends[company_id]["origin"] == "region"
    }
    return [
        (CAPABILITY, key, None, code, "", "region", "region", "", False, False, 1.0)
        for key, code in sorted(stated)
    ]
