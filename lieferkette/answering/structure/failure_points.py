"""Single points of failure ("Nadelöhre"): companies that all known chains to others pass."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies, coverage
from lieferkette.answers import Answer, Sentence
from lieferkette.chains.dominators import failure_points as find
from lieferkette.chains.graph import Direction

_POINTS = {**dict.fromkeys(COMPANY_COLUMNS, pl.String), "tier": pl.Int32, "cut_off_count": pl.Int32,
           "lost_share": pl.Float64}  # fmt: skip
_SAID = 3
#: A point on which less hangs stands in the table only.
WORTH_SAYING = 0.01


@dataclass(frozen=True)
class FailurePoints(Answer):
    """`points` by tier, then by what is lost: the company columns, tier, cut_off_count (companies that only chains
    through this one lead to), lost_share (of purchases or sales within five tiers, at least; null unknown)."""

    company_id: str
    direction: str
    year: int | None
    points: pl.DataFrame


def failure_points(scope: Scope, company_id: str, direction: Direction, count: int) -> FailurePoints:
    """The `count` companies whose failure cuts a company off from the most others."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    points = pl.DataFrame(schema=_POINTS)
    sentences: tuple[Sentence, ...] = (Sentence("no_list", {}),)
    if found is not None and position is not None:
        result = find(found.graph, position, direction, count)
        ids = [found.company_ids[i] for i in result.companies]
        frame = pl.DataFrame(
            {"company_id": ids, "tier": result.tier, "cut_off_count": result.cut_off_count,
             "lost_share": result.lost_share},
            schema={"company_id": pl.String, "tier": pl.Int32, "cut_off_count": pl.Int32, "lost_share": pl.Float64},
        )  # fmt: skip
        points = (
            frame.with_columns(pl.col("lost_share").fill_nan(None))
            .join(companies(scope, ids), on="company_id", maintain_order="left")
            .sort("tier", "lost_share", "cut_off_count", "name", "company_id", nulls_last=True,
                  descending=[False, True, True, False, False])
            .select(list(_POINTS))
        )  # fmt: skip
        sentences = _sentences(points, direction)
    shown = Pseudonyms(scope.view.hidden).apply(points, "company_id")
    return FailurePoints(
        scope.view.view_id, coverage(scope), sentences, company_id, direction, scope.year, shown
    )


def _sentences(points: pl.DataFrame, direction: str) -> tuple[Sentence, ...]:
    weighty = points.filter((pl.col("lost_share") >= WORTH_SAYING).fill_null(True))
    gravest = weighty.sort("lost_share", "cut_off_count", descending=True, nulls_last=True).head(_SAID)
    found = [
        Sentence(
            "failure_point",
            {
                "name": row["name"],
                "tier": row["tier"],
                "count": row["cut_off_count"],
                "share": row["lost_share"],
                "direction": direction,
            },
        )
        for row in gravest.iter_rows(named=True)
    ]
    key = "failure_point_small" if points.height else "failure_point_none"
    return tuple(found) or (Sentence(key, {"direction": direction}),)
