"""The pre-registered tables of a release: nothing else is ever computed for it.

Comes in: the frame of flows of one model (columns of `release_flow`). Goes out: the cells of every table, each with
the flows that it sums. Never: decides which cell may leave, reads the warehouse.

Sectors stand at four levels: `all`, a sector group ("basic_metals"), a WZ division ("24"), a WZ group ("24.1").
Origins: `all`, `region`, `outside` (= Germany, EU and world together), `germany`, `eu`, `world`. What has no
known sector counts in the totals only; what has no known origin is left out, for the little that it mostly is would
be given away by the totals.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from lieferkette.disclosure.flows import IntArray
from schemas.reference.sector_groups import sector_group

ALL, CAPABILITY = "all", "capability"
Kind = Literal["amount", "ratio", "count", "share", "fifth"]
#: Key of a cell: table, sector (or capability), partner's sector, origin or destination, municipality.
CellKey = tuple[str, str, str, str, str]

FLOW_SCHEMA = {
    "measure": pl.String,
    "customer_key": pl.String,
    "supplier_key": pl.String,
    "customer_sector": pl.String,
    "supplier_sector": pl.String,
    "cell_origin": pl.String,
    "cell_destination": pl.String,
    "cell_place": pl.String,
    "is_purchase": pl.Boolean,
    "is_sale": pl.Boolean,
    "amount_eur": pl.Float64,
}


@dataclass(frozen=True)
class TableDefinition:
    """What a table says. `levels` and `partner_levels`: the sector levels that it is offered at, coarse first;
    `measure`: of which rows of a frozen state it tells."""

    table_id: str
    kind: Kind
    end: Literal["purchase", "sale", "list"]
    levels: tuple[str, ...]
    partner_levels: tuple[str, ...]
    origins: tuple[str, ...]
    by_place: bool = False
    measure: str = "relation"

    @property
    def by_capability(self) -> bool:
        """Whether its rows stand for capabilities instead of sectors."""
        return self.levels == (CAPABILITY,)

    @property
    def is_by_place_only(self) -> bool:
        """Whether its rows stand for municipalities alone."""
        return self.by_place and self.levels == (ALL,)


_ORIGINS = (ALL, "region", "outside", "germany", "eu", "world")
_COARSE_ORIGINS = (ALL, "region", "outside")

TABLES: tuple[TableDefinition, ...] = (
    # a: what companies of sector k buy, by origin; of which sectors
    TableDefinition(
        "purchases_by_origin", "amount", "purchase", (ALL, "group", "division"), (ALL,), _ORIGINS
    ),
    TableDefinition(
        "purchases_by_sector", "amount", "purchase", (ALL, "group"), ("group", "division"), _COARSE_ORIGINS
    ),
    # g: what the region buys of l, and where
    TableDefinition(
        "inputs_by_origin", "amount", "purchase", (ALL,), ("group", "division", "wz_group"), _COARSE_ORIGINS
    ),
    # b: the same for sales
    TableDefinition("sales_by_destination", "amount", "sale", (ALL, "group", "division"), (ALL,), _ORIGINS),
    TableDefinition("sales_by_sector", "amount", "sale", (ALL, "group"), ("group",), _COARSE_ORIGINS),
    # m: purchases per revenue
    TableDefinition("purchases_per_revenue", "ratio", "purchase", (ALL, "group"), (ALL,), (ALL,)),
    # the share of companies of k that sell to l at all
    TableDefinition("selling_share", "share", "sale", (ALL, "group"), ("group",), (ALL,)),
    # contributors in bands
    TableDefinition("purchase_contributors", "count", "purchase", (ALL, "group", "division"), (ALL,), (ALL,)),
    TableDefinition("sale_contributors", "count", "sale", (ALL, "group", "division"), (ALL,), (ALL,)),
    TableDefinition("companies_with_lists", "count", "list", (ALL, "group"), (ALL,), (ALL,), by_place=True),
    # the share of those with an open profile and a capability that sell to l at all
    TableDefinition("capability_customers", "share", "sale", (CAPABILITY,), ("group",), (ALL,)),
    # how sectors and municipalities compare
    TableDefinition(
        "systemic_risk_by_sector",
        "fifth",
        "list",
        ("group", "division"),
        (ALL,),
        (ALL,),
        False,
        "systemic_risk",
    ),
    TableDefinition("systemic_risk_by_place", "fifth", "list", (ALL,), (ALL,), (ALL,), True, "systemic_risk"),
    TableDefinition(
        "concentration_by_sector",
        "fifth",
        "list",
        ("group", "division"),
        (ALL,),
        (ALL,),
        False,
        "concentration",
    ),
)
BY_ID = {table.table_id: table for table in TABLES}


def sector_at(code: str, level: str) -> str | None:
    """A WZ code at a level; None where the code does not say.

    >>> sector_at("24.10", "group"), sector_at("24.10", "division"), sector_at("24.10", "wz_group")
    ('basic_metals', '24', '24.1')
    """
    if level == ALL:
        return ALL
    if level == "group":
        found = sector_group(code or None).code
        return None if found == "unknown" else found
    if level == "division":
        return code[:2] if code[:2].isdigit() else None
    return code[:4] if len(code) >= 4 else None


def origin_is(code: str, wanted: str) -> bool:
    """Whether an origin falls under a published one.

    >>> origin_is("eu", "outside"), origin_is("eu", "all"), origin_is("unknown", "all")
    (True, True, False)
    """
    return code != "unknown" and (
        wanted in (ALL, code) or (wanted == "outside" and code in ("germany", "eu", "world"))
    )


def amount_cells(flows: pl.DataFrame, table: TableDefinition) -> dict[CellKey, IntArray]:
    """Cells of a table of amounts (or contributors): key -> positions of the flows that count in it."""
    own, other = ("customer_sector", "supplier_sector") if table.end == "purchase" else (
        "supplier_sector", "customer_sector")  # fmt: skip
    where = "cell_origin" if table.end == "purchase" else "cell_destination"
    counted = flows.with_row_index("position").filter(
        (pl.col("measure") == "relation") & pl.col("is_purchase" if table.end == "purchase" else "is_sale")
    )
    found: dict[CellKey, list[int]] = {}
    for position, sector, partner, origin in counted.select("position", own, other, where).iter_rows():
        for key in _keys(table, sector, partner, origin):
            found.setdefault(key, []).append(position)
    return {key: np.asarray(positions) for key, positions in sorted(found.items())}


def _keys(table: TableDefinition, sector: str, partner: str, origin: str) -> Iterator[CellKey]:
    origins = [wanted for wanted in table.origins if origin_is(origin, wanted)]
    sectors = [at for level in table.levels if (at := sector_at(sector, level))]
    partners = [at for level in table.partner_levels if (at := sector_at(partner, level))]
    for at, at_partner, wanted in itertools.product(sectors, partners, origins):
        yield table.table_id, at, at_partner, wanted, ALL


def ratio_cells(flows: pl.DataFrame) -> dict[CellKey, tuple[IntArray, IntArray]]:
    """Purchases per revenue: key -> positions of the purchases and of the revenues that stand below them.

    Only companies of which both are known count, so that both sums have the same contributors.
    """
    table = BY_ID["purchases_per_revenue"]
    rows = flows.with_row_index("position")
    revenue = rows.filter(pl.col("measure") == "revenue")
    bought = rows.filter((pl.col("measure") == "relation") & pl.col("is_purchase"))
    bought = bought.filter(pl.col("customer_key").is_in(revenue["customer_key"].to_list()))
    revenue = revenue.filter(pl.col("customer_key").is_in(bought["customer_key"].to_list()))
    found: dict[CellKey, tuple[list[int], list[int]]] = {}
    for side, frame in enumerate((bought, revenue)):
        for position, sector in frame.select("position", "customer_sector").iter_rows():
            for key in _keys(table, sector, "", ALL):
                found.setdefault(key, ([], []))[side].append(position)
    return {
        key: (np.asarray(above), np.asarray(below))
        for key, (above, below) in sorted(found.items())
        if above and below
    }


def counted_sets(flows: pl.DataFrame) -> dict[CellKey, tuple[frozenset[str], frozenset[str]]]:
    """Tables of counts and shares: key -> (who counts, of whom). For counts the second set is empty."""
    found: dict[CellKey, tuple[set[str], set[str]]] = {}
    for table in TABLES:
        if table.kind == "count" and not table.by_place:
            who = "customer_key" if table.end == "purchase" else "supplier_key"
            keys = flows[who].to_list()
            for key, positions in amount_cells(flows, table).items():
                found[key] = ({keys[i] for i in positions}, set())
    lists = flows.filter(pl.col("measure") == "list")
    for who, sector, place in lists.select("customer_key", "customer_sector", "cell_place").iter_rows():
        for level in BY_ID["companies_with_lists"].levels:
            if at := sector_at(sector, level):
                found.setdefault(("companies_with_lists", at, ALL, ALL, ALL), (set(), set()))[0].add(who)
        if place:
            found.setdefault(("companies_with_lists", ALL, ALL, ALL, place), (set(), set()))[0].add(who)
    sellers = {key[1]: who for key, (who, _) in found.items() if key[0] == "sale_contributors"}
    keys = flows["supplier_key"].to_list()
    for key, positions in amount_cells(flows, BY_ID["selling_share"]).items():
        found[key] = ({keys[i] for i in positions}, sellers.get(key[1], set()))
    found |= _capability_sets(flows)
    return {key: (frozenset(who), frozenset(of)) for key, (who, of) in sorted(found.items())}


def _capability_sets(flows: pl.DataFrame) -> dict[CellKey, tuple[set[str], set[str]]]:
    """Capability and group of customers -> (who sells to it, of those with the capability and a customer list)."""
    stated = flows.filter(pl.col("measure") == CAPABILITY)
    sold = flows.filter((pl.col("measure") == "relation") & pl.col("is_sale"))
    customers: dict[str, set[str]] = {}
    for seller, sector in sold.select("supplier_key", "customer_sector").iter_rows():
        group = sector_at(sector, "group")
        customers.setdefault(seller, set()).update({group} if group else set())
    found: dict[CellKey, tuple[set[str], set[str]]] = {}
    for code in stated["customer_sector"].unique().sort():
        of = set(stated.filter(pl.col("customer_sector") == code)["customer_key"]) & customers.keys()
        for group in set().union(*(customers[key] for key in of)):
            selling = {key for key in of if group in customers[key]}
            found["capability_customers", code, group, ALL, ALL] = (selling, of)
    return found
