"""Tables of fifths: where a sector or a municipality stands among the others, by an index that companies have.

Comes in: the indices of a frozen state (`indices`), what earlier releases told. Goes out: the fifth of each cell,
1 lowest to 5 highest, None where it must not be told anew. The mean itself never leaves: a fifth says how a cell
compares, and among fewer than five cells nothing is said. Beneath it the cell must pass the rules of a sum.
Never: reads the warehouse, decides about sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.disclosure.bands import may_tell_band
from lieferkette.disclosure.flows import NOBODY, Flows
from lieferkette.disclosure.primary import is_unsafe
from lieferkette.disclosure.rules import Rules
from lieferkette.releasing.history import History
from lieferkette.releasing.tables import ALL, FLOW_SCHEMA, TABLES, CellKey, sector_at

#: Cells that a level needs before anything is said of how they compare.
FEWEST_CELLS = 5
#: A level of a table: cells are compared within it only.
_Level = tuple[str, str]


@dataclass(frozen=True)
class _Cell:
    """The companies of a cell: numbers of their contributors, and their indices."""

    contributors: frozenset[str]
    mean: float
    is_safe: bool


def index_flows(indices: pl.DataFrame) -> pl.DataFrame:
    """The indices as rows to keep with a release: who counted where, without the values."""
    return indices.select(
        "measure",
        pl.col("contributor_key").alias("customer_key"),
        pl.lit(None, pl.String).alias("supplier_key"),
        pl.col("sector_code").alias("customer_sector"),
        pl.lit("").alias("supplier_sector"),
        pl.lit("region").alias("cell_origin"),
        pl.lit("region").alias("cell_destination"),
        pl.col("ags").alias("cell_place"),
        pl.lit(False).alias("is_purchase"),
        pl.lit(False).alias("is_sale"),
        pl.lit(1.0).alias("amount_eur"),
    ).select(*FLOW_SCHEMA)


def fifths(indices: pl.DataFrame, past: History, rules: Rules) -> dict[CellKey, str | None]:
    """Cell -> its fifth among the cells of its level that are safe; None where it must not be told anew."""
    before = [(one.cells, _contributors(one.flows)) for one in past.told]
    by_level: dict[_Level, dict[CellKey, _Cell]] = {}
    for (level, key), rows in sorted(_rows_of(indices).items()):
        by_level.setdefault(level, {})[key] = _cell(indices, rows, rules)
    found: dict[CellKey, str | None] = {}
    for cells in by_level.values():
        means = sorted(cell.mean for cell in cells.values() if cell.is_safe)
        for key, cell in cells.items():
            then = [(told[key].band, was.get(key, frozenset[str]())) for told, was in before if key in told]
            band = fifth(cell.mean, means) if len(means) >= FEWEST_CELLS else None
            is_told = (
                cell.is_safe and band is not None and may_tell_band(band, cell.contributors, rules, then)
            )
            found[key] = band if is_told else None
    return found


def fifth(value: float, of: list[float]) -> str:
    """The fifth of a value among values that hold it, 1 lowest to 5 highest; equal values share one.

    >>> [fifth(value, [0.1, 0.2, 0.2, 0.4, 0.9]) for value in (0.1, 0.2, 0.9)]
    ['1', '2', '5']
    """
    return str(1 + 5 * int(np.searchsorted(of, value, side="left")) // len(of))


def _rows_of(indices: pl.DataFrame) -> dict[tuple[_Level, CellKey], list[int]]:
    """Level and cell -> positions of the rows that count in it."""
    found: dict[tuple[_Level, CellKey], list[int]] = {}
    columns = indices.select("measure", "sector_code", "ags")
    for position, (measure, sector, ags) in enumerate(columns.iter_rows()):
        for level, key in _keys(measure, sector, ags):
            found.setdefault((level, key), []).append(position)
    return found


def _keys(measure: str, sector: str, ags: str) -> Iterator[tuple[_Level, CellKey]]:
    for table in TABLES:
        if table.kind != "fifth" or table.measure != measure:
            continue
        if table.by_place:
            if ags:
                yield (table.table_id, "place"), (table.table_id, ALL, ALL, ALL, ags)
            continue
        for level in table.levels:
            if at := sector_at(sector, level):
                yield (table.table_id, level), (table.table_id, at, ALL, ALL, ALL)


def _cell(indices: pl.DataFrame, rows: list[int], rules: Rules) -> _Cell:
    """A cell and whether the sum of its indices would pass as a cell of its own."""
    inside = indices[rows]
    positive = inside.filter(pl.col("index_value") > 0)
    number = {key: i for i, key in enumerate(inside["contributor_key"].unique().sort())}
    flows = Flows.of(
        [number[key] for key in positive["contributor_key"]],
        [NOBODY] * positive.height,
        positive["index_value"].to_numpy(),
    )
    mean = float(inside["index_value"].to_numpy().mean())
    return _Cell(frozenset(number), mean, bool(len(flows)) and not is_unsafe(flows, rules))


def _contributors(flows: pl.DataFrame) -> Mapping[CellKey, frozenset[str]]:
    """Who counted in the cells of an earlier release."""
    found: dict[CellKey, set[str]] = {}
    for measure, who, sector, ags in flows.select(
        "measure", "customer_key", "customer_sector", "cell_place"
    ).iter_rows():
        for _, key in _keys(measure, sector, ags):
            found.setdefault(key, set()).add(who)
    return {key: frozenset(who) for key, who in found.items()}
