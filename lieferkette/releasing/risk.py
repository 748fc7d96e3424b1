"""How sectors and municipalities compare in a release: fifths of systemic risk and of concentration.

Comes in: the released cells. Goes out: two frames and sentences, the same for every actor. Never: reads evidence,
names a company.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lieferkette.answering.model import ALL, RegionalModel
from lieferkette.answers import Sentence
from lieferkette.releasing.fifths import FEWEST_CELLS

_HIGHEST = 5


@dataclass(frozen=True)
class ReleasedRisk:
    """What a release says of systemic risk and concentration.

    `by_sector`: sector (group or WZ division, groups first), risk_fifth, concentration_fifth; `by_place`: ags,
    risk_fifth. A fifth is 1 (lowest) to 5 (highest), null where it was not released. `epsilon`: at which change the
    computation of systemic risk stopped; None where the release is older than that.
    """

    model_id: str
    region_id: str
    year: int
    epsilon: float | None
    sentences: tuple[Sentence, ...]
    by_sector: pl.DataFrame
    by_place: pl.DataFrame


def released_risk(model: RegionalModel) -> ReleasedRisk:
    """What the model says; sentences name the groups of sectors in the highest fifth."""
    risk = _fifths(model, "systemic_risk_by_sector", "cell_sector").rename({"fifth": "risk_fifth"})
    narrow = _fifths(model, "concentration_by_sector", "cell_sector").rename({"fifth": "concentration_fifth"})
    is_division = pl.col("cell_sector").str.contains(r"^\d")
    by_sector = (
        risk.join(narrow, on="cell_sector", how="full", coalesce=True)
        .sort(is_division, "risk_fifth", "cell_sector", descending=[False, True, False], nulls_last=True)
        .rename({"cell_sector": "sector"})
    )
    by_place = (
        _fifths(model, "systemic_risk_by_place", "cell_place")
        .rename({"cell_place": "ags", "fifth": "risk_fifth"})
        .sort("risk_fifth", "ags", descending=[True, False])
    )
    said = [
        *_highest("released_risk.highest_risk", by_sector, "risk_fifth", model.model_id),
        *_highest("released_risk.most_concentrated", by_sector, "concentration_fifth", model.model_id),
    ]
    if by_sector.is_empty() and by_place.is_empty():
        said = [Sentence("released_risk.nothing", {"model_id": model.model_id, "minimum": FEWEST_CELLS})]
    return ReleasedRisk(
        model.model_id,
        model.region_id,
        model.year,
        model.certificate.get("systemic_risk", {}).get("epsilon"),
        tuple(said),
        by_sector,
        by_place,
    )


def _fifths(model: RegionalModel, table_id: str, by: str) -> pl.DataFrame:
    cells = model.cells.filter((pl.col("table_id") == table_id) & (pl.col(by) != ALL))
    return cells.select(by, fifth=pl.col("released_band").cast(pl.Int8))


def _highest(key: str, by_sector: pl.DataFrame, column: str, model_id: str) -> list[Sentence]:
    groups = by_sector.filter((pl.col(column) == _HIGHEST) & ~pl.col("sector").str.contains(r"^\d"))
    if groups.is_empty():
        return []
    slots = {"count": groups.height, "sector_groups": groups["sector"].to_list(), "model_id": model_id}
    return [Sentence(key, slots)]
