"""What earlier releases told: the figures that stand, and the sums beside which a new one is audited.

Comes in: the warehouse, or the parts of earlier releases. Goes out: `History`. A figure that a release cannot renew
without giving joiners or leavers away is carried over from the release before, and still tells the state of the
release that told it first (`as_of_model_id`); so it tells nobody anything new. Never: decides what is renewed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
import sqlalchemy as sa

from lieferkette.disclosure.flows import IntArray
from lieferkette.releasing.tables import FLOW_SCHEMA, TABLES, CellKey, amount_cells, ratio_cells
from schemas.release import release, release_flow, released_cell
from schemas.warehouse import Warehouse

#: Earlier releases that a new one is audited together with.
LINKED_RELEASES = 3
#: Measures of which amounts are summed.
SUMMED = ("relation", "revenue")


@dataclass(frozen=True)
class Figure:
    """What a release says of a cell, and the release whose state that is."""

    value: float | None
    band: str | None
    as_of_model_id: str


@dataclass(frozen=True)
class Earlier:
    """A release that told something that is still linked: its flows, and what it told by itself."""

    model_id: str
    flows: pl.DataFrame
    cells: Mapping[CellKey, Figure]

    @property
    def summed(self) -> Earlier:
        """With those flows only that stand in sums; the others tell who was counted."""
        return replace(self, flows=self.flows.filter(pl.col("measure").is_in(SUMMED)))


@dataclass(frozen=True)
class History:
    """`linked`: the last releases of the year, newest first; `told`: the releases that told their figures;
    `figures`: what the region's newest says."""

    linked: tuple[str, ...] = ()
    told: tuple[Earlier, ...] = ()
    figures: Mapping[CellKey, Figure] = field(default_factory=dict)


def history(warehouse: Warehouse, region_id: str, year: int) -> History:
    """The last releases of a business year, of whatever region (regions overlap), and the region's newest."""
    of_year = sa.select(release.c.model_id).where(release.c.year == year).order_by(release.c.state_no.desc())
    newest = warehouse.read(of_year.where(release.c.region_id == region_id).limit(1))["model_id"].to_list()
    last = warehouse.read(of_year.limit(LINKED_RELEASES))["model_id"].to_list()
    linked = tuple(dict.fromkeys([*last, *newest]))
    figures = {model_id: _figures(warehouse, model_id) for model_id in linked}
    by_origin: dict[str, dict[CellKey, Figure]] = {}
    for of_release in figures.values():
        for key, figure in of_release.items():
            by_origin.setdefault(figure.as_of_model_id, {})[key] = figure
    told = tuple(Earlier(origin, _flows(warehouse, origin), cells) for origin, cells in by_origin.items())
    return History(linked, told, figures[newest[0]] if newest else {})


def _figures(warehouse: Warehouse, model_id: str) -> dict[CellKey, Figure]:
    """All figures of one release."""
    rows = warehouse.read(sa.select(released_cell).where(released_cell.c.model_id == model_id))
    return {
        (r["table_id"], r["cell_sector"], r["partner_sector"], r["cell_origin"], r["cell_place"]): Figure(
            r["released_value"], r["released_band"], r["as_of_model_id"] or model_id
        )
        for r in rows.iter_rows(named=True)
    }


def past_sums(one: Earlier, position: IntArray) -> list[tuple[CellKey, IntArray]]:
    """The sums of flows that a release told; `position[i]` is where its flow i stands among all flows.

    Both parts of a ratio count as told: that errs on the safe side.
    """
    sums = {
        key: positions
        for table in TABLES
        if table.kind == "amount"
        for key, positions in amount_cells(one.flows, table).items()
    }
    found = [(key, position[sums[key]]) for key in one.cells if key in sums]
    for key, parts in ratio_cells(one.flows).items():
        if key in one.cells:
            found += [(key, position[np.asarray(part)]) for part in parts]
    return found


def _flows(warehouse: Warehouse, model_id: str) -> pl.DataFrame:
    names = [release_flow.c[name] for name in FLOW_SCHEMA]
    rows = sa.select(*names).where(release_flow.c.model_id == model_id).order_by(release_flow.c.flow_no)
    return warehouse.read(rows).cast(FLOW_SCHEMA)  # type: ignore[arg-type]
