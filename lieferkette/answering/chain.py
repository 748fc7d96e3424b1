"""The value chain of a company by tier, and the ways between two companies."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Literal

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph
from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies, coverage
from lieferkette.answering.dependency_frames import MINIMUM_HIDDEN_SHARE
from lieferkette.answering.partners import counts_sentences
from lieferkette.answers import ChainAnswer, PathsAnswer, Sentence, SupplyPath
from lieferkette.chains.graph import FloatArray, Graph, IntArray
from lieferkette.chains.links import NOT_KNOWN, OTHERS, links
from lieferkette.chains.paths import heaviest_paths
from lieferkette.chains.tiers import Tiers, tiers

Direction = Literal["upstream", "downstream"]
#: What stands in `links` for a tier's companies beyond the largest, and for what nobody knows.
OTHERS_ID, UNKNOWN_ID = "others", "unknown"

_TIER_SCHEMA = {"tier": pl.Int32, "company_id": pl.String, "value": pl.Float64, "direct_count": pl.Int32}


def chain(
    scope: Scope, company_id: str, direction: Direction, max_tier: int, shown_per_tier: int
) -> ChainAnswer:
    """The chain of a company. `tiers` holds every company; `links` the largest per tier, others and unknown."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    if found is None or position is None:
        return _empty(scope, company_id, direction)
    graph = _graph_of(scope, found.graph, company_id, direction)
    steps = tiers(graph, position, direction, max_tier)
    names = Pseudonyms(scope.view.hidden)
    total = _total(steps)
    frame = _tier_frame(scope, found, steps)
    shown = _link_frame(graph, found.company_ids, steps, shown_per_tier)
    unknown = pl.DataFrame(
        {
            "tier": [step.tier for step in steps.tiers],
            "share": [step.unknown / total if total else None for step in steps.tiers],
            "value_eur": [step.unknown if steps.basis == "eur" else None for step in steps.tiers],
        },
        schema={"tier": pl.Int32, "share": pl.Float64, "value_eur": pl.Float64},
    )
    return ChainAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=_sentences(scope, frame, steps),
        company_id=company_id,
        direction=direction,
        year=scope.year,
        tiers=names.apply(frame, "company_id"),
        links=names.apply(shown, "from_id", "to_id"),
        unknown=unknown,
        total_eur=total if steps.basis == "eur" else None,
        has_amounts=steps.basis == "eur",
    )


def paths(scope: Scope, from_id: str, to_id: str, max_steps: int, top: int) -> PathsAnswer:
    """The heaviest ways by which `from_id` reaches `to_id` along sales."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    ends = (found.position.get(from_id), found.position.get(to_id)) if found else (None, None)
    ways: tuple[SupplyPath, ...] = ()
    is_cut = False
    if found is not None and ends[0] is not None and ends[1] is not None and from_id != to_id:
        result = heaviest_paths(found.graph, ends[0], ends[1], top, max_steps)
        ways, is_cut = _supply_paths(scope, found, result.as_tuples(), result.weight), result.is_cut
    key = (
        Sentence("paths_found", {"count": len(ways), "steps": max_steps})
        if ways
        else Sentence("path_none", {})
    )
    return PathsAnswer(scope.view.view_id, coverage(scope), (key,), from_id, to_id, ways, is_cut)


def _total(steps: Tiers) -> float:
    return float(np.nansum(steps.tiers[0].value)) if steps.tiers else 0.0


def _tier_frame(scope: Scope, found: YearGraph, steps: Tiers) -> pl.DataFrame:
    total = _total(steps)
    parts = [
        pl.DataFrame(
            {
                "tier": np.full(len(step.companies), step.tier, dtype=np.int32),
                "company_id": [found.company_ids[i] for i in step.companies],
                "value": step.value,
                "direct_count": step.direct_count.astype(np.int32),
            },
            schema=_TIER_SCHEMA,
        )
        for step in steps.tiers
    ]
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=_TIER_SCHEMA)
    value = pl.col("value").fill_nan(None)
    known = companies(scope, frame["company_id"].unique().to_list())
    return (
        frame.with_columns(
            value_eur=value if steps.basis == "eur" else pl.lit(None, dtype=pl.Float64),
            share=value / total if total else pl.lit(None, dtype=pl.Float64),
        )
        .join(known, on="company_id", how="left")
        .sort(
            "tier",
            "share",
            "direct_count",
            "name",
            "company_id",
            descending=[False, True, True, False, False],
            nulls_last=True,
        )
        .select("tier", *COMPANY_COLUMNS, "value_eur", "share", "direct_count")
    )


def _graph_of(scope: Scope, graph: Graph, company_id: str, direction: Direction) -> Graph:
    """Without amounts where the company's own complete list gives none: a few sellers' words are no whole."""
    side = "suppliers" if direction == "upstream" else "customers"
    lists = scope.view.told.of(company_id).filter(pl.col("year") == scope.year)
    is_without = lists[f"is_complete_{side}"] & ~lists[f"has_amounts_{side}"]
    if not is_without.any():
        return graph
    return replace(graph, amount_eur=np.full_like(graph.amount_eur, np.nan))


def _link_frame(
    graph: Graph, company_ids: tuple[str, ...], steps: Tiers, shown_per_tier: int
) -> pl.DataFrame:
    shown = links(graph, steps, shown_per_tier)
    total = _total(steps)

    def ids(positions: IntArray) -> list[str]:
        special = {OTHERS: OTHERS_ID, NOT_KNOWN: UNKNOWN_ID}
        return [special[i] if i < 0 else company_ids[i] for i in positions.tolist()]

    return pl.DataFrame(
        {
            "tier": shown.from_tier + 1,
            "from_id": ids(shown.to_company),
            "to_id": ids(shown.from_company),
            "value": shown.value,
        },
        schema={"tier": pl.Int32, "from_id": pl.String, "to_id": pl.String, "value": pl.Float64},
    ).with_columns(
        share=pl.col("value") / total if total else pl.lit(None, dtype=pl.Float64),
        value_eur=pl.col("value") if steps.basis == "eur" else pl.lit(None, dtype=pl.Float64),
    )


def _sentences(scope: Scope, frame: pl.DataFrame, steps: Tiers) -> tuple[Sentence, ...]:
    deepest = len(steps.tiers)
    first = frame.filter(pl.col("tier") == 1)
    found: list[Sentence] = []
    if steps.basis == "count" and steps.direction == "upstream":
        found += counts_sentences(first)
    if deepest <= 1:
        is_alone = scope.view.actor.role == "company"
        found.append(
            Sentence("chain_ends_no_sharing", {}) if is_alone else Sentence("chain_ends", {"tier": 1})
        )
        return tuple(found)
    second = frame.filter((pl.col("tier") == 2) & (pl.col("direct_count") >= 2))
    is_grave = second.height and (second["share"][0] or 0.0) >= MINIMUM_HIDDEN_SHARE
    if is_grave and steps.direction == "upstream":
        top = second.row(0, named=True)
        found.append(
            Sentence(
                "hidden_supplier",
                {
                    "via_count": top["direct_count"],
                    "of_count": first.height,
                    "sector_group": top["sector_group"],
                    "name": top["name"],
                    "share": top["share"],
                },
            )
        )
    found.append(Sentence("chain_reach", {"tier": deepest, "count": frame["company_id"].n_unique()}))
    return tuple(found)


def _supply_paths(
    scope: Scope, found: YearGraph, ways: list[tuple[int, ...]], weights: FloatArray
) -> tuple[SupplyPath, ...]:
    ids = [tuple(found.company_ids[i] for i in way) for way in ways]
    names = Pseudonyms(scope.view.hidden)
    known = companies(scope, {company_id for way in ids for company_id in way})
    label = dict(zip(known["company_id"], known["name"], strict=True))
    rows = scope.view.relations.filter(pl.col("year") == scope.year).select(
        "supplier_id", "customer_id", "year", "row_no", "seen_level"
    )
    steps = {pair for way in ids for pair in itertools.pairwise(way)}
    suppliers = {supplier for supplier, _ in steps}
    written = {
        (row["supplier_id"], row["customer_id"]): (
            f"Liste {row['year']}, Zeile {row['row_no']}"
            if row["seen_level"] == "own"
            else "Angabe der Gegenseite"
        )
        for row in rows.filter(pl.col("supplier_id").is_in(suppliers)).iter_rows(named=True)
    }
    return tuple(
        SupplyPath(
            company_ids=tuple(str(names.of(company_id)) for company_id in way),
            names=tuple(label[company_id] for company_id in way),
            weight=None if np.isnan(weight) else float(weight),
            evidence=tuple(written[pair] for pair in itertools.pairwise(way)),
        )
        for way, weight in zip(ids, weights.tolist(), strict=True)
    )


def _empty(scope: Scope, company_id: str, direction: Direction) -> ChainAnswer:
    columns = {**dict.fromkeys(COMPANY_COLUMNS, pl.String), "value_eur": pl.Float64, "share": pl.Float64}
    return ChainAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(Sentence("no_list", {}),),
        company_id=company_id,
        direction=direction,
        year=scope.year,
        tiers=pl.DataFrame(schema={"tier": pl.Int32, **columns, "direct_count": pl.Int32}),
        links=pl.DataFrame(
            schema={
                "tier": pl.Int32,
                "from_id": pl.String,
                "to_id": pl.String,
                "value": pl.Float64,
                "share": pl.Float64,
                "value_eur": pl.Float64,
            }
        ),
        unknown=pl.DataFrame(schema={"tier": pl.Int32, "share": pl.Float64, "value_eur": pl.Float64}),
        total_eur=None,
        has_amounts=False,
    )
