"""Where a company's chain leaves the region and where it comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.answering.common import Pseudonyms, Scope, companies, coverage
from lieferkette.answering.structure.evidence import with_evidence
from lieferkette.answering.structure.places import is_regional
from lieferkette.answers import Answer, Sentence
from lieferkette.chains.borders import crossings
from lieferkette.chains.graph import Direction
from lieferkette.chains.tiers import tiers

_BY_TIER = {"tier": pl.Int32, "leaves_share": pl.Float64, "leaves_count": pl.Int64, "returns_share": pl.Float64,
            "returns_count": pl.Int64}  # fmt: skip
_ROWS = {"tier": pl.Int32, "is_return": pl.Boolean, "near_id": pl.String, "near_name": pl.String,
         "far_id": pl.String, "far_name": pl.String, "sector_group": pl.String, "country_code": pl.String,
         "origin": pl.String, "value_eur": pl.Float64, "share": pl.Float64, "evidence": pl.String}  # fmt: skip
#: What is less than this share of purchases or sales is not worth a sentence.
_WORTH_SAYING = 0.005


@dataclass(frozen=True)
class Borders(Answer):
    """Crossings of the region's border along a chain.

    `by_tier`: tier, leaves_share, leaves_count, returns_share, returns_count; shares are of the company's own
    purchases (sales), null where no amounts are known.
    `crossings`, the largest first: tier, is_return, near_id, near_name (the end towards the company), far_id,
    far_name, sector_group, country_code and origin of the far end, value_eur, share, evidence.
    """

    company_id: str
    direction: str
    year: int | None
    by_tier: pl.DataFrame
    crossings: pl.DataFrame


def borders(scope: Scope, company_id: str, direction: Direction, max_tier: int) -> Borders:
    """Where the chain of a company leaves the region of the scope, and where it comes back."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    by_tier, rows = pl.DataFrame(schema=_BY_TIER), pl.DataFrame(schema=_ROWS)
    sentences: tuple[Sentence, ...] = (Sentence("no_list", {}),)
    if found is not None and position is not None:
        chain = tiers(found.graph, position, direction, max_tier)
        result = crossings(found.graph, chain, is_regional(scope, found))
        total = float(np.nansum(chain.tiers[0].value)) if chain.tiers else 0.0
        value = pl.col("value").fill_nan(None)
        frame = pl.DataFrame(
            {
                "tier": result.tier,
                "is_return": result.is_return,
                "near_id": [found.company_ids[i] for i in result.near],
                "far_id": [found.company_ids[i] for i in result.far],
                "value": result.value,
            },
            schema={"tier": pl.Int32, "is_return": pl.Boolean, "near_id": pl.String, "far_id": pl.String,
                    "value": pl.Float64},
        ).with_columns(
            value_eur=value if chain.basis == "eur" else pl.lit(None, dtype=pl.Float64),
            share=value / total if total else pl.lit(None, dtype=pl.Float64),
        )  # fmt: skip
        by_tier, rows = _by_tier(frame), _described(scope, frame, direction)
        sentences = _sentences(by_tier, rows, direction)
    names = Pseudonyms(scope.view.hidden)
    return Borders(scope.view.view_id, coverage(scope), sentences, company_id, direction, scope.year, by_tier,
                   names.apply(rows, "near_id", "far_id"))  # fmt: skip


def _by_tier(frame: pl.DataFrame) -> pl.DataFrame:
    def part(kind: str, rows: pl.Expr) -> list[pl.Expr]:
        share = pl.col("share").filter(rows)
        known = pl.when(share.is_not_null().any()).then(share.sum())
        # Nothing crosses where no row does; a crossing without a value is unknown.
        return [
            pl.when(rows.sum() == 0).then(0.0).otherwise(known).alias(f"{kind}_share"),
            rows.sum().cast(pl.Int64).alias(f"{kind}_count"),
        ]

    return (
        frame.group_by("tier")
        .agg(*part("leaves", ~pl.col("is_return")), *part("returns", pl.col("is_return")))
        .sort("tier")
        .select(list(_BY_TIER))
    )


def _described(scope: Scope, frame: pl.DataFrame, direction: Direction) -> pl.DataFrame:
    ends = companies(scope, pl.concat([frame["near_id"], frame["far_id"]]).unique().to_list())
    near = ends.select(near_id="company_id", near_name="name")
    far = ends.select("sector_group", "country_code", "origin", far_id="company_id", far_name="name")
    rows = frame.join(near, on="near_id", maintain_order="left").join(far, on="far_id", maintain_order="left")
    supplier, customer = ("far_id", "near_id") if direction == "upstream" else ("near_id", "far_id")
    return with_evidence(scope, rows, supplier, customer).sort(
        "tier", "share", "far_name", "far_id", descending=[False, True, False, False], nulls_last=True
    ).select(list(_ROWS))  # fmt: skip


def _sentences(by_tier: pl.DataFrame, rows: pl.DataFrame, direction: str) -> tuple[Sentence, ...]:
    found = []
    leaves = by_tier.filter(pl.col("leaves_count") > 0)
    first = leaves.filter(pl.col("tier") == 1)
    if first.height and first["leaves_share"][0] is not None:
        found.append(Sentence("border_leaves", {"share": first["leaves_share"][0], "direction": direction}))
    elif first.height:
        found.append(
            Sentence("border_leaves_count", {"count": first["leaves_count"][0], "direction": direction})
        )
    back = by_tier["returns_share"].sum()
    returning = rows.filter(pl.col("is_return") & (pl.col("share") > 0)).sort("share", descending=True)
    if back >= _WORTH_SAYING and returning.height:
        top = returning.row(0, named=True)
        slots = {"share": back, "name": top["far_name"], "tier": top["tier"], "via_name": top["near_name"]}
        found.append(Sentence("border_returns", slots))
    elif leaves.height:
        found.append(Sentence("border_no_return", {}))
    return tuple(found) or (Sentence("border_none", {}),)
