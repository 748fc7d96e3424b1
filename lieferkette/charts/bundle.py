"""A chain of any size becomes at most `top` companies a tier, the rest bundled, the unknown kept.

Everything is computed before anything is bundled: a company keeps its whole share although one of its
buyers sits among "others". Works on shares; a chain without amounts is weighed by counts.
Never: draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

ROOT = "root"
REST = "rest"
UNKNOWN = "unknown"
_VISIBLE = 1e-4


@dataclass(frozen=True)
class Node:
    """A company at a tier, or a bundle. `kind`: root, company, rest, unknown. `count`: companies in it."""

    tier: int
    kind: str
    company_id: str
    name: str
    sector_group: str
    country_code: str | None
    share: float
    value_eur: float | None
    count: int

    @property
    def key(self) -> str:
        """Unique within a chain: one node per company and tier."""
        return f"{self.tier}:{self.company_id}"


@dataclass(frozen=True)
class Ribbon:
    """What flows between a node and the node one tier nearer to the root."""

    outer: str
    inner: str
    share: float
    value_eur: float | None


@dataclass(frozen=True)
class Bundled:
    """Nodes tier by tier in the order they are drawn, and the ribbons between them."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    depth: int


def bundle(
    tiers: pl.DataFrame,
    links: pl.DataFrame,
    *,
    direction: str,
    root: tuple[str, str, str],
    total_eur: float | None,
    top: int,
) -> Bundled:
    """Bundle a chain (`ChainAnswer.tiers`, `.links`); `root` is the company's id, name and sector group.

    What of a node no link explains becomes unknown at the next tier, as far as the chain was asked for.
    """
    weights = "share" if tiers["share"].null_count() < tiers.height else None
    tiers = _weighed(tiers, weights)
    links = _inner_outer(links, direction, weights)
    kept = tiers.filter(pl.col("weight").rank("ordinal", descending=True).over("tier") <= top)
    ranked = kept.sort("tier", "weight", descending=[False, True])
    depth = int(tiers["tier"].max() or 0)  # type: ignore[arg-type]
    home = Node(0, ROOT, root[0], root[1], root[2], None, 1.0, total_eur, 1)
    nodes: list[Node] = [home]
    ribbons: list[Ribbon] = []
    inner_weights = pl.DataFrame({"company_id": [root[0]], "weight": [1.0]}) if weights else None
    names_before = {root[0]}
    order = {home.key: 0}
    for tier in range(1, depth + 1):
        companies = ranked.filter(pl.col("tier") == tier)
        names_here = set(companies["company_id"])
        flows = _flows(links.filter(pl.col("tier") == tier), inner_weights, names_here, names_before)
        new_ribbons = [
            _ribbon(flow, tier, total_eur if weights else None) for flow in flows.iter_rows(named=True)
        ]
        here = _nodes(
            companies, tiers.filter(pl.col("tier") == tier), flows, tier, total_eur if weights else None
        )
        here.sort(key=lambda node: _place(node, new_ribbons, order))
        order = {node.key: place for place, node in enumerate(here)}
        nodes.extend(here)
        ribbons.extend(new_ribbons)
        if weights:
            inner_weights = tiers.filter(pl.col("tier") == tier).select("company_id", "weight")
        names_before = names_here
    present = {node.key for node in nodes}
    drawn = tuple(ribbon for ribbon in ribbons if {ribbon.outer, ribbon.inner} <= present)
    return Bundled(tuple(nodes), drawn, depth)


def _weighed(tiers: pl.DataFrame, weights: str | None) -> pl.DataFrame:
    """Tiers with `weight`: the share, or the part of the tier's companies where no amounts are known."""
    if weights:
        return tiers.with_columns(weight=pl.col("share").fill_null(0.0))
    return tiers.with_columns(weight=1 / pl.len().over("tier").cast(pl.Float64))


def _inner_outer(links: pl.DataFrame, direction: str, weights: str | None) -> pl.DataFrame:
    """Links as (tier, outer, inner, weight): outer is the end farther from the root."""
    outer, inner = ("from_id", "to_id") if direction == "upstream" else ("to_id", "from_id")
    weight = pl.col("share").fill_null(0.0) if weights else 1 / pl.len().over("tier").cast(pl.Float64)
    return links.select(
        "tier",
        outer=pl.col(outer).fill_null(REST),
        inner=pl.col(inner).fill_null(REST),
        weight=weight,
    )


def _flows(
    links: pl.DataFrame, inner_weights: pl.DataFrame | None, names_here: set[str], names_before: set[str]
) -> pl.DataFrame:
    """Flows of one tier between kept companies, the rest, and (with weights) what no link explains."""
    flows = links.select("outer", "inner", "weight")
    if inner_weights is not None:
        flows = pl.concat([flows, _unexplained(links, inner_weights)])
    here = [*names_here, UNKNOWN]
    return (
        flows.with_columns(
            outer=pl.when(pl.col("outer").is_in(here)).then("outer").otherwise(pl.lit(REST)),
            inner=pl.when(pl.col("inner").is_in(list(names_before))).then("inner").otherwise(pl.lit(REST)),
        )
        .group_by("outer", "inner")
        .agg(pl.col("weight").sum())
        .filter(pl.col("weight") > _VISIBLE)
        .sort("weight", descending=True)
    )


def _unexplained(links: pl.DataFrame, inner_weights: pl.DataFrame) -> pl.DataFrame:
    """What of each inner company's weight no link accounts for: its origin is unknown."""
    explained = links.group_by("inner").agg(pl.col("weight").sum().alias("explained"))
    return (
        inner_weights.join(explained, left_on="company_id", right_on="inner", how="left")
        .select(
            outer=pl.lit(UNKNOWN),
            inner="company_id",
            weight=pl.col("weight") - pl.col("explained").fill_null(0.0),
        )
        .filter(pl.col("weight") > _VISIBLE)
    )


def _ribbon(flow: dict[str, Any], tier: int, total_eur: float | None) -> Ribbon:
    weight = float(flow["weight"])
    value = None if total_eur is None else weight * total_eur
    return Ribbon(f"{tier}:{flow['outer']}", f"{tier - 1}:{flow['inner']}", weight, value)


def _nodes(
    kept: pl.DataFrame, all_here: pl.DataFrame, flows: pl.DataFrame, tier: int, total_eur: float | None
) -> list[Node]:
    """The kept companies of a tier, then "others" and "unknown" with what flows through them."""
    found = [
        Node(
            tier,
            "company",
            row["company_id"],
            row["name"],
            row["sector_group"] or UNKNOWN,
            row["country_code"],
            row["weight"],
            row["value_eur"],
            1,
        )
        for row in kept.iter_rows(named=True)
    ]
    for kind, count in ((REST, all_here.height - kept.height), (UNKNOWN, 0)):
        share = float(flows.filter(pl.col("outer") == kind)["weight"].sum())
        if share > _VISIBLE:
            value = None if total_eur is None else share * total_eur
            found.append(Node(tier, kind, kind, "", kind, None, share, value, count))
    return found


def _place(node: Node, ribbons: list[Ribbon], order: dict[str, int]) -> tuple[int, float, float]:
    """Bundles last; companies in the order of their buyers, so that few ribbons cross."""
    own = [ribbon for ribbon in ribbons if ribbon.outer == node.key]
    weight = sum(ribbon.share for ribbon in own) or 1.0
    middle = sum(order.get(ribbon.inner, len(order)) * ribbon.share for ribbon in own) / weight
    return ({REST: 1, UNKNOWN: 2}.get(node.kind, 0), middle, -node.share)
