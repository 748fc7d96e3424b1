"""What a euro of a company's sales leaves in the region, and what it sets going there (LM3).

Rests on figures of the year (revenue, value added): a company sees its own, the owner all. What is not known adds
nothing and is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph
from lieferkette.answering.common import Scope, coverage
from lieferkette.answering.structure.places import is_regional
from lieferkette.answers import Answer, Sentence
from lieferkette.chains.graph import FloatArray
from lieferkette.dependencies.regional_value import (
    LocalMultiplier,
    RegionalValue,
    local_multiplier,
    regional_value_added,
)

_NOTHING = RegionalValue(None, (), 0.0)


@dataclass(frozen=True)
class LocalValue(Answer):
    """Per euro of sales, in euros: `direct` value added at the company, `through_suppliers` at its regional ones.

    `regional_value_added_eur` is both together, a lower bound; at most `unknown_eur` more. `lm3` lies between 1
    and 3, at most `lm3_unknown` higher. None where revenue, value added or the supplier list is unknown.
    """

    company_id: str
    year: int | None
    direct_eur: float | None
    through_suppliers_eur: float | None
    regional_value_added_eur: float | None
    unknown_eur: float | None
    lm3: float | None
    lm3_unknown: float | None


def local_value(scope: Scope, company_id: str) -> LocalValue:
    """Regional value added per euro of sales, and the local multiplier, of a company of the region."""
    found = scope.view.graph(scope.year, without_groups=True) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    value, multiplier = _NOTHING, None
    if found is not None and position is not None:
        here = is_regional(scope, found) == 1
        revenue, value_added = (_figures(scope, found, name) for name in ("revenue_eur", "value_added_eur"))
        if found.graph.has_complete_suppliers[position]:
            value = regional_value_added(found.graph, position, here, revenue, value_added)
        if here[position]:
            multiplier = local_multiplier(found.graph, position, here, revenue)
    is_known = value.direct is not None
    return LocalValue(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=tuple(_sentences(value, multiplier)),
        company_id=company_id,
        year=scope.year,
        direct_eur=value.direct,
        through_suppliers_eur=sum(value.by_tier) if is_known else None,
        regional_value_added_eur=value.per_euro,
        unknown_eur=value.unknown_share if is_known else None,
        lm3=multiplier.value if multiplier else None,
        lm3_unknown=multiplier.unknown_share if multiplier else None,
    )


def _figures(scope: Scope, found: YearGraph, name: str) -> FloatArray:
    """One figure of the year of every company of the graph, NaN where it is unknown."""
    order = found.ids.to_frame("company_id")
    of_year = scope.view.figures.filter(pl.col("year") == scope.year).select("company_id", name)
    known = order.join(of_year, on="company_id", how="left", maintain_order="left")[name]
    return known.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)


def _sentences(value: RegionalValue, multiplier: LocalMultiplier | None) -> list[Sentence]:
    found = []
    if value.per_euro is not None:
        through = round(100 * sum(value.by_tier))
        slots = {"cents": round(100 * value.per_euro), "through_cents": through or None,
                 "unknown_cents": round(100 * value.unknown_share) or None}  # fmt: skip
        found.append(Sentence("local_value", slots))
    if multiplier is not None:
        upper = round(100 * (multiplier.value + multiplier.unknown_share))
        lower = round(100 * multiplier.value)
        slots = {"lm3_cents": lower, "upper_cents": upper if upper > lower else None}
        found.append(Sentence("local_multiplier", slots))
    return found or [Sentence("local_value_unknown", {})]
