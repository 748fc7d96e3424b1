"""The regional model: what a company may know beyond its view, as sectors and origins, never companies.

Comes in: released cells. Goes out: shares in steps of ten percent, each with the sector level that it rests on: one
that the gate withheld falls back to the coarser one. Never: reads evidence of others, names a company.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from schemas.reference.sector_groups import sector_group

ALL, UNKNOWN = "all", "unknown"


@dataclass(frozen=True)
class RegionalModel:
    """A release as everybody may read it.

    `cells`: table_id, cell_sector, partner_sector, cell_origin, cell_place, released_value, released_band; only
    what was published. `certificate`: the audit's counts and rules.
    """

    model_id: str
    region_id: str
    year: int
    released_at: datetime
    cells: pl.DataFrame
    certificate: dict[str, Any]

    @cached_property
    def _values(self) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
        return {
            row[:4]: row[5:7]
            for row in self.cells.select(
                "table_id", "cell_sector", "partner_sector", "cell_origin", "cell_place",
                "released_value", "released_band",
            ).iter_rows()
            if row[4] == ALL
        }  # fmt: skip

    def value(self, table_id: str, sector: str = ALL, partner: str = ALL, origin: str = ALL) -> float | None:
        """A released value; None where it was withheld, is zero, or was never computed: these look alike."""
        return self._values.get((table_id, sector, partner, origin), (None, None))[0]

    def band(self, table_id: str, sector: str = ALL, partner: str = ALL) -> str | None:
        """A released band of a count or share."""
        return self._values.get((table_id, sector, partner, ALL), (None, None))[1]

    def share(
        self, table_id: str, sector: str, partner: str, origin: str, whole: tuple[str, str, str, str]
    ) -> float | None:
        """A ratio of two released values; None unless both were released."""
        part, total = self.value(table_id, sector, partner, origin), self.value(*whole)
        return None if part is None or not total else part / total


@dataclass(frozen=True)
class ModelShare:
    """A share by the model: its ten-percent step ("70-80") and the sector level that it was released for."""

    band: str
    sector: str
    model_id: str


def coarser(sector_code: str | None) -> Iterator[str]:
    """The levels at which a sector may have been released, finest first.

    >>> list(coarser("24.10"))
    ['24.1', '24', 'basic_metals', 'all']
    """
    if sector_code and sector_code[:2].isdigit():
        if len(sector_code) >= 4:
            yield sector_code[:4]
        yield sector_code[:2]
    if sector_code:
        group = sector_code if not sector_code[:2].isdigit() else sector_group(sector_code).code
        if group not in (UNKNOWN, ALL):
            yield group
    yield ALL


def from_outside(model: RegionalModel, sector_code: str | None) -> ModelShare | None:
    """Which share of what the region buys of a sector comes from outside; the coarser sector where withheld."""
    for sector in coarser(sector_code):
        table = "purchases_by_origin" if sector == ALL else "inputs_by_origin"
        share = model.share(table, ALL, sector, "outside", (table, ALL, sector, ALL))
        if share is None:
            regional = model.share(table, ALL, sector, "region", (table, ALL, sector, ALL))
            share = None if regional is None else 1 - regional
        if share is not None:
            return ModelShare(tenth_band(share), sector, model.model_id)
    return None


def twins(model: RegionalModel, sector_code: str | None, partner_sector: str) -> ModelShare | None:
    """Which share of the companies of a sector sells to `partner_sector` (a group) at all."""
    for sector in coarser(sector_code):
        band = model.band("selling_share", sector, partner_sector)
        if band is not None:
            return ModelShare(band, sector, model.model_id)
    return None


def tenth_band(share: float) -> str:
    """A share in steps of ten percent."""
    step = min(max(int(share * 10 + 1e-9), 0), 9)
    return f"{step * 10}-{step * 10 + 10}"
