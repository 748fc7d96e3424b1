"""Frames of what a buyer depends on: single sources, hidden suppliers, concentration by input.

The buyer is a position of a graph: a company, or many buyers taken together. Ids are true ones; whoever answers
gives hidden companies their pseudonyms.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph, sector_text
from lieferkette.answering.common import COMPANY_COLUMNS, Scope, companies
from lieferkette.answering.structure.places import registered_sectors
from lieferkette.dependencies.concentration import ConcentrationProfile
from lieferkette.dependencies.hidden import hidden_suppliers
from lieferkette.dependencies.single_sources import single_sources
from lieferkette.resilience.essentiality import Essentiality, essentiality

#: A hidden common supplier must carry at least this share of the purchases (τ of the formula).
MINIMUM_HIDDEN_SHARE = 0.01
#: What a share counts for in the order of single sources, by the essentiality of the input.
ESSENTIALITY_WEIGHT = {
    Essentiality.ESSENTIAL: 1.0,
    Essentiality.NON_ESSENTIAL: 0.3,
    Essentiality.NO_EFFECT: 0.05,
}

_SINGLE: dict[str, Any] = {
    "sector_code": pl.String,
    "company_id": pl.String,
    "name": pl.String,
    "share": pl.Float64,
    "amount_eur": pl.Float64,
    "is_essential": pl.Boolean,
    "alternatives_count": pl.Int64,
}
_HIDDEN: dict[str, Any] = {
    **dict.fromkeys(COMPANY_COLUMNS, pl.String),
    "via_count": pl.Int32,
    "share": pl.Float64,
    "via_names": pl.List(pl.String),
}
_INPUTS: dict[str, Any] = {
    "sector_code": pl.String,
    "share": pl.Float64,
    "suppliers_count": pl.Int64,
    "hhi": pl.Float64,
    "effective_suppliers": pl.Float64,
    "top_share": pl.Float64,
}


def single_source_frame(
    scope: Scope, found: YearGraph, position: int, buyer_sector: str | None
) -> pl.DataFrame:
    """Inputs with one supplier only, the weightiest first; as `DependenciesAnswer.single_sources`."""
    up = found.graph.upstream
    inputs = np.unique(found.graph.sector[up.partners[up.of(position)]]).tolist()
    classes = {code: essentiality(sector_text(code), buyer_sector) for code in inputs}
    weights = {code: ESSENTIALITY_WEIGHT[one] for code, one in classes.items()}
    result = single_sources(found.graph, position, weights)
    if not len(result):
        return no_single_sources()
    where = up.of(position)
    place = where.start + np.searchsorted(up.partners[where], result.supplier)
    codes = [sector_text(int(code)) for code in result.sector]
    frame = pl.DataFrame(
        {
            "sector_code": codes,
            "company_id": [found.company_ids[i] for i in result.supplier],
            "share": result.purchase_share,
            "amount_eur": found.graph.amount_eur[up.edge[place]],
            "is_essential": [classes[int(code)] is Essentiality.ESSENTIAL for code in result.sector],
        },
        schema={name: kind for name, kind in _SINGLE.items() if name not in ("name", "alternatives_count")},
    ).with_columns(pl.col("share", "amount_eur").fill_nan(None))
    names = companies(scope, frame["company_id"].to_list()).select("company_id", "name")
    return (
        frame.join(names, on="company_id", how="left", maintain_order="left")
        .join(
            _alternatives(scope, found, frame),
            on=["sector_code", "company_id"],
            how="left",
            maintain_order="left",
        )
        .select(list(_SINGLE))
    )


def _alternatives(scope: Scope, found: YearGraph, single: pl.DataFrame) -> pl.DataFrame:
    """How many other companies of the region's register are of the sector of each single source."""
    sectors = registered_sectors(scope, found)
    known = scope.view.rows_of(single["company_id"].to_list())
    is_here = pl.col("is_in_register") & pl.col("ags").is_in(sorted(scope.region_ags))
    local = dict(known.filter(is_here).select("company_id", "sector_code").iter_rows())
    rows = []
    for code, company_id in single.select("sector_code", "company_id").iter_rows():
        # ":" comes after every digit and after the dot.
        first, behind = sectors.search_sorted(code), sectors.search_sorted(f"{code}:")
        itself = int((local.get(company_id) or "").startswith(code))
        rows.append((code, company_id, behind - first - itself))
    schema = {"sector_code": pl.String, "company_id": pl.String, "alternatives_count": pl.Int64}
    return pl.DataFrame(rows, schema, orient="row")


def hidden_frame(scope: Scope, found: YearGraph, position: int) -> pl.DataFrame:
    """Companies from which several suppliers buy; as `DependenciesAnswer.hidden_suppliers`."""
    result = hidden_suppliers(found.graph, position, MINIMUM_HIDDEN_SHARE)
    if not len(result):
        return no_hidden()
    up = found.graph.upstream
    direct = up.partners[up.of(position)]
    ids = [found.company_ids[i] for i in result.supplier]
    known = companies(scope, {*ids, *(found.company_ids[i] for i in direct)})
    label = dict(zip(known["company_id"], known["name"], strict=True))
    buys = [set(up.partners[up.of(int(i))].tolist()) for i in direct]
    via = [
        [label[found.company_ids[i]] for i, bought in zip(direct, buys, strict=True) if supplier in bought]
        for supplier in result.supplier.tolist()
    ]
    frame = pl.DataFrame(
        {
            "company_id": ids,
            "via_count": result.through_count.astype(np.int32),
            "share": result.share,
            "via_names": via,
        },
        schema={name: _HIDDEN[name] for name in ("company_id", "via_count", "share", "via_names")},
    ).with_columns(pl.col("share").fill_nan(None))
    return frame.join(known, on="company_id", how="left", maintain_order="left").select(list(_HIDDEN))


def input_frame(bought: ConcentrationProfile) -> pl.DataFrame:
    """Concentration by the sector of the supplier, the largest input first; as `DependenciesAnswer.inputs`."""
    rows = [
        (
            sector_text(code),
            one.share_of_total,
            one.partner_count,
            one.hhi,
            one.effective_partners,
            one.top_shares[0] if one.top_shares else None,
        )
        for code, one in bought.by_sector.items()
    ]
    return pl.DataFrame(rows, _INPUTS, orient="row")


def no_single_sources() -> pl.DataFrame:
    """The frame without a row."""
    return pl.DataFrame(schema=_SINGLE)


def no_hidden() -> pl.DataFrame:
    """The frame without a row."""
    return pl.DataFrame(schema=_HIDDEN)


def no_inputs() -> pl.DataFrame:
    """The frame without a row."""
    return pl.DataFrame(schema=_INPUTS)
