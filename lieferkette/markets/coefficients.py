"""Sector-pair coefficients of an imported input-output table, asked by WZ code.

Comes in: rows of `io_coefficient`. Goes out: shares and mixes, each with the sectors that the table knows them for.
Never: a share for a sector that the table has not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

_MIX = {
    "sectors": pl.String,
    "origin": pl.String,
    "share": pl.Float64,
    "coefficient": pl.Float64,
}


@dataclass(frozen=True)
class IoTable:
    """One imported table. `rows`: supplier_sectors, customer_sectors (WZ divisions joined by commas), cell_origin,
    input_share, input_coefficient (null where the table has no output).

    >>> rows = pl.DataFrame({"supplier_sectors": ["24", "25,26"], "customer_sectors": ["28", "28"],
    ...                      "cell_origin": ["all", "all"], "input_share": [0.6, 0.4],
    ...                      "input_coefficient": [0.3, None]})
    >>> table = IoTable("figaro", 2022, rows)
    >>> table.share("28.41", "24.10"), table.share("28", "27"), table.inputs_of("28")["sectors"].to_list()
    (0.6, None, ['24', '25,26'])
    """

    source: str
    year: int | None
    rows: pl.DataFrame

    @property
    def label(self) -> str:
        """How answers name it: "figaro 2022"."""
        return f"{self.source} {self.year}" if self.year else self.source

    def inputs_of(self, customer_sector: str | None) -> pl.DataFrame:
        """What a sector buys: sectors (of suppliers), origin, share (of all its inputs), coefficient; largest first."""
        return self._mix(
            self._customers.get(_division(customer_sector)), "customer_sectors", "supplier_sectors"
        )

    def customers_of(self, supplier_sector: str | None) -> pl.DataFrame:
        """Which sectors buy from one, as `inputs_of`; `share` is of the buyers' inputs."""
        return self._mix(
            self._suppliers.get(_division(supplier_sector)), "supplier_sectors", "customer_sectors"
        )

    def share(
        self, customer_sector: str | None, supplier_sector: str | None, origin: str = "all"
    ) -> float | None:
        """Part of the inputs of one sector that comes from another; 0 where the table knows both and has no flow."""
        customers = self._customers.get(_division(customer_sector))
        suppliers = self._suppliers.get(_division(supplier_sector))
        if customers is None or suppliers is None:
            return None
        return self._shares.get((customers, suppliers, origin), 0.0)

    def _mix(self, sectors: str | None, own: str, other: str) -> pl.DataFrame:
        if sectors is None:
            return pl.DataFrame(schema=_MIX)
        return (
            self.rows.filter(pl.col(own) == sectors)
            .select(
                pl.col(other).alias("sectors"),
                pl.col("cell_origin").alias("origin"),
                pl.col("input_share").alias("share"),
                pl.col("input_coefficient").cast(pl.Float64).alias("coefficient"),
            )
            .sort("share", "sectors", "origin", descending=[True, False, False])
        )

    @cached_property
    def _customers(self) -> dict[str, str]:
        return _by_division(self.rows["customer_sectors"])

    @cached_property
    def _suppliers(self) -> dict[str, str]:
        return _by_division(self.rows["supplier_sectors"])

    @cached_property
    def _shares(self) -> dict[tuple[str, str, str], float]:
        columns = ("customer_sectors", "supplier_sectors", "cell_origin", "input_share")
        return {(row[0], row[1], row[2]): row[3] for row in self.rows.select(columns).iter_rows()}


def _by_division(sectors: pl.Series) -> dict[str, str]:
    return {division: joined for joined in sectors.unique().sort() for division in joined.split(",")}


def _division(sector_code: str | None) -> str:
    return (sector_code or "")[:2]
