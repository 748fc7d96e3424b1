"""The chain of a company rolled up: by sector, country or origin instead of by company.

Computed from every relation, then summed: a roll-up never rests on the largest companies only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from lieferkette.answering.common import Scope, coverage
from lieferkette.answering.structure.places import UNKNOWN, classes
from lieferkette.answers import Answer, Sentence
from lieferkette.chains.graph import Direction, FloatArray, Graph, IntArray
from lieferkette.chains.links import grouped_links
from lieferkette.chains.tiers import Tiers, tiers

By: TypeAlias = Literal["sector", "country", "region"]
#: What a chain can be rolled up by, and the column of companies that says it.
ROLLUPS = {"sector": "sector_group", "country": "country_code", "region": "origin"}

_TIERS = {"tier": pl.Int32, "group": pl.String, "companies_count": pl.Int64, "value_eur": pl.Float64,
          "share": pl.Float64}  # fmt: skip
_LINKS = {"tier": pl.Int32, "from_group": pl.String, "to_group": pl.String, "value": pl.Float64,
          "share": pl.Float64, "value_eur": pl.Float64}  # fmt: skip


@dataclass(frozen=True)
class RolledChain(Answer):
    """A chain by tier and group.

    `tiers`: tier, group, companies_count, value_eur, share; a company of unknown group counts as "unknown".
    `links`: tier, from_group (on that tier), to_group (one tier nearer; empty for the company itself), value,
    share, value_eur; from_group is null for what nobody told.
    `unknown`: tier, share, value_eur: the part of the total that could not be followed.
    """

    company_id: str
    direction: str
    by: str
    year: int | None
    tiers: pl.DataFrame
    links: pl.DataFrame
    unknown: pl.DataFrame
    total_eur: float | None


def rolled_chain(scope: Scope, company_id: str, direction: Direction, max_tier: int, by: By) -> RolledChain:
    """The chain of a company by sector, country or region (the origin)."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    if found is None or position is None:
        nothing = (pl.DataFrame(schema=_TIERS), pl.DataFrame(schema=_LINKS), _unknown(None, None))
        return _answer(scope, company_id, direction, by, nothing, None, (Sentence("no_list", {}),))
    known = classes(scope, found, ROLLUPS[by])
    names = (*known.names, UNKNOWN)
    group_of = np.where(known.class_of < 0, len(known.names), known.class_of).astype(np.int32)
    chain = tiers(found.graph, position, direction, max_tier)
    total = float(np.nansum(chain.tiers[0].value)) if chain.tiers else 0.0
    rolled = _tiers(chain, group_of, names, total)
    frames = (rolled, _links(found.graph, chain, group_of, names, total), _unknown(chain, total))
    is_euro = chain.basis == "eur"
    return _answer(
        scope,
        company_id,
        direction,
        by,
        frames,
        total if is_euro else None,
        _sentences(rolled, direction, by),
    )


def _answer(
    scope: Scope,
    company_id: str,
    direction: str,
    by: str,
    frames: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
    total_eur: float | None,
    sentences: tuple[Sentence, ...],
) -> RolledChain:
    return RolledChain(scope.view.view_id, coverage(scope), sentences, company_id, direction, by, scope.year,
                       *frames, total_eur)  # fmt: skip


def _tiers(chain: Tiers, group_of: IntArray, names: tuple[str, ...], total: float) -> pl.DataFrame:
    rows = []
    for tier in chain.tiers:
        groups = group_of[tier.companies]
        count = np.bincount(groups, minlength=len(names))
        value = np.bincount(groups, weights=np.nan_to_num(tier.value), minlength=len(names))
        is_known = np.bincount(groups, weights=~np.isnan(tier.value), minlength=len(names)) > 0
        rows += [
            (tier.tier, names[g], int(count[g]), *_figures(chain, value[g] if is_known[g] else None, total))
            for g in np.flatnonzero(count)
        ]
    frame = pl.DataFrame(rows, _TIERS, orient="row")
    return frame.sort("tier", "share", "companies_count", "group", descending=[False, True, True, False],
                      nulls_last=True)  # fmt: skip


def _figures(chain: Tiers, value: float | None, total: float) -> tuple[float | None, float | None]:
    """Euros and share of a value."""
    euros = value if chain.basis == "eur" else None
    return euros, value / total if value is not None and total else None


def _links(
    graph: Graph, chain: Tiers, group_of: IntArray, names: tuple[str, ...], total: float
) -> pl.DataFrame:
    flows: list[FloatArray] = grouped_links(graph, chain, group_of, len(names)) if chain.tiers else []
    rows = []
    for number, flow in enumerate(flows, start=1):
        for near, far in np.argwhere(flow > 0).tolist():
            value = float(flow[near, far])
            euros, share = _figures(chain, value, total)
            rows.append((number, names[far] if far < len(names) else None, names[near] if number > 1 else "",
                         value, share, euros))  # fmt: skip
    return pl.DataFrame(rows, _LINKS, orient="row")


def _unknown(chain: Tiers | None, total: float | None) -> pl.DataFrame:
    steps = chain.tiers if chain else ()
    rows = [(step.tier, step.unknown / total if total else None,
             step.unknown if chain and chain.basis == "eur" else None) for step in steps]  # fmt: skip
    return pl.DataFrame(rows, {"tier": pl.Int32, "share": pl.Float64, "value_eur": pl.Float64}, orient="row")


def _sentences(rolled: pl.DataFrame, direction: str, by: str) -> tuple[Sentence, ...]:
    """The largest known group of the nearest and of the deepest tier that carry values."""
    known = rolled.filter((pl.col("group") != UNKNOWN) & (pl.col("share") >= 0.005))
    if known.is_empty():
        return ()
    found = []
    for tier in sorted({*known["tier"].head(1), *known["tier"].tail(1)}):
        top = known.filter(pl.col("tier") == tier).row(0, named=True)
        slots = {"tier": tier, "share": top["share"], "direction": direction, ROLLUPS[by]: top["group"]}
        found.append(Sentence(f"rollup_{by}" if tier == 1 else f"rollup_{by}_deeper", slots))
    return tuple(found)
