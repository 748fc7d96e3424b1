"""The nodes and ribbons of a chain in the order in which they are drawn.

Comes in: the tiers of a chain and its links, already bundled ("others", "unknown") by whoever computed them.
Goes out: one node per company and tier, tier by tier in the order of their buyers, so that few ribbons cross;
bundles last. Never: cuts or sums anything that is not in the links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

ROOT = "root"
COMPANY = "company"
OTHERS = "others"
UNKNOWN = "unknown"
_LAST = {OTHERS: 1, UNKNOWN: 2}


@dataclass(frozen=True)
class Node:
    """A company at a tier, or a bundle. `kind`: root, company, others, unknown. `count`: companies in it.

    `share` is the part of all purchases (sales) that reaches it; None where only counts are known.
    """

    tier: int
    kind: str
    company_id: str
    name: str
    sector_group: str
    country_code: str | None
    share: float | None
    value_eur: float | None
    count: int

    @property
    def key(self) -> str:
        """Unique within a chain: one node per company and tier."""
        return f"{self.tier}:{self.company_id}"


@dataclass(frozen=True)
class Ribbon:
    """What flows between a node (`outer`) and the node one tier nearer to the root (`inner`)."""

    outer: str
    inner: str
    share: float | None
    value_eur: float | None
    weight: float


@dataclass(frozen=True)
class Arranged:
    """Nodes tier by tier as they are drawn, and the ribbons between them."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    depth: int
    has_shares: bool


def arrange(
    tiers: pl.DataFrame, links: pl.DataFrame, root: tuple[str, str, str], total_eur: float | None
) -> Arranged:
    """Order a chain (`ChainAnswer.tiers`, `.links`); `root` is the company's id, name and sector group.

    In `links`, `from_id` is the end farther from the root, `to_id` the nearer one.
    """
    rows = {(row["tier"], row["company_id"]): row for row in tiers.iter_rows(named=True)}
    heights = dict(tiers.group_by("tier").len().iter_rows())
    has_shares = links["share"].null_count() < links.height
    home = Node(0, ROOT, root[0], root[1], root[2], None, 1.0 if has_shares else None, total_eur, 1)
    ribbons = [_ribbon(row) for row in links.iter_rows(named=True)]
    nodes, order = [home], {home.key: 0}
    depth = int(links["tier"].max() or 0)  # type: ignore[arg-type]
    for tier in range(1, depth + 1):
        inward = links.filter(pl.col("tier") == tier)
        sums = inward.group_by("from_id").agg(pl.col("share", "value_eur").sum())
        shown = [row for row in sums.iter_rows(named=True) if row["from_id"] not in _LAST]
        bundled = heights.get(tier, 0) - len(shown)
        here = [_node(tier, row, rows, bundled, has_shares) for row in sums.iter_rows(named=True)]
        own = [ribbon for ribbon in ribbons if ribbon.outer.startswith(f"{tier}:")]
        here.sort(key=lambda node: _place(node, own, order))
        order = {node.key: place for place, node in enumerate(here)}
        nodes.extend(here)
    return Arranged(tuple(nodes), tuple(ribbons), depth, has_shares)


def _ribbon(row: dict[str, Any]) -> Ribbon:
    weight = row["share"] if row["share"] is not None else row["value"]
    return Ribbon(
        f"{row['tier']}:{row['from_id']}",
        f"{row['tier'] - 1}:{row['to_id']}",
        row["share"],
        row["value_eur"],
        float(weight or 0.0),
    )


def _node(
    tier: int,
    flow: dict[str, Any],
    rows: dict[tuple[int, str], dict[str, Any]],
    bundled: int,
    has_shares: bool,
) -> Node:
    key = flow["from_id"]
    kind = key if key in _LAST else COMPANY
    row = rows.get((tier, key), {})
    return Node(
        tier=tier,
        kind=kind,
        company_id=key,
        name=row.get("name") or "",
        sector_group=(row.get("sector_group") or UNKNOWN) if kind == COMPANY else _COLOURS[kind],
        country_code=row.get("country_code"),
        share=flow["share"] if has_shares else None,
        value_eur=flow["value_eur"],
        count=bundled if kind == OTHERS else 1,
    )


# groups of sectors whose colours stand for the two bundles
_COLOURS = {OTHERS: "rest", UNKNOWN: "unknown"}


def _place(node: Node, ribbons: list[Ribbon], order: dict[str, int]) -> tuple[int, float, float, str]:
    """Bundles last; companies in the order of their buyers, weighed by what flows to each."""
    own = [ribbon for ribbon in ribbons if ribbon.outer == node.key]
    weight = sum(ribbon.weight for ribbon in own) or 1.0
    middle = sum(order.get(ribbon.inner, len(order)) * ribbon.weight for ribbon in own) / weight
    return (_LAST.get(node.kind, 0), middle, -weight, node.company_id)
