"""Economic complexity of regions by sector (or countries by good) on a table that the user has: employment or trade.

Comes in: a CSV of three columns: place, sector, amount. Goes out: indices by place, the fields nearest to one.
Never: keeps the table.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from lieferkette.commands.terminal import put, put_json, put_table, records, text
from lieferkette.errors import UserError
from schemas.reference import sectors

if TYPE_CHECKING:
    from lieferkette.markets.complexity import Complexity


def put_complexity(file: Path, place: str | None, top: int) -> None:
    """Print ECI and outlook of every place, or the sectors that a place has not and that lie nearest to it."""
    places, goods, found = _computed(file)
    by_place = pl.DataFrame(
        {
            "place": places,
            "eci": found.eci,
            "outlook": found.outlook,
            "diversity": found.diversity.astype(np.int64),
        }
    ).sort("eci", "place", descending=[True, False], nulls_last=True)
    by_place = by_place.with_columns(pl.col(pl.Float64).fill_nan(None).round(4))
    nearest = _nearest(place, places, goods, found)
    put_json({"places": records(by_place), "nearest": records(nearest.head(top)), "reason": found.reason})
    if found.reason is not None:
        put(_why(found.reason))
    if place is None:
        put_table(
            by_place, {"place": text("Ort", "place"), "eci": "ECI", "outlook": "COI", "diversity": "k"}, top
        )
    else:
        headings = {"sector": "WZ", "label": text("Branche", "sector"), "density": text("Nähe", "density")}
        put_table(nearest, {**headings, "rca": "RCA", "pci": "PCI", "gain": "COG"}, top)


def _nearest(place: str | None, places: list[str], goods: list[str], found: Complexity) -> pl.DataFrame:
    """What a place has no advantage in, nearest first; empty without a place."""
    if place is not None and place not in places:
        raise UserError(f"Die Tabelle kennt „{place}“ nicht.", f'The table does not know "{place}".')
    row = places.index(place) if place is not None else 0
    frame = pl.DataFrame(
        {
            "sector": goods,
            "label": [sectors.label(good) or "" for good in goods],
            "density": found.density[row],
            "rca": found.rca[row],
            "pci": found.pci,
            "gain": found.gain[row],
        }
    ).with_columns(pl.col(pl.Float64).fill_nan(None).round(4))
    missing = frame.filter(pl.Series(found.has_advantage[row] == 0)).drop_nulls("density")
    nearest = missing.sort("density", "sector", descending=[True, False])
    return nearest if place is not None else nearest.clear()


def _computed(file: Path) -> tuple[list[str], list[str], Complexity]:
    from lieferkette.markets.complexity import complexity

    try:
        frame = pl.read_csv(file, infer_schema=False, separator=_separator(file))
        place, good, amount = frame.columns[:3]
        rows = frame.select(
            place=place, good=good, amount=pl.col(amount).str.replace(",", ".").cast(pl.Float64)
        ).drop_nulls()
        grid = rows.pivot("good", index="place", values="amount", aggregate_function="sum").sort("place")
        goods = sorted(set(grid.columns) - {"place"})
        found = complexity(grid.select(goods).fill_null(0.0).to_numpy())
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise UserError(
            f"{file}: keine Tabelle aus Ort, Branche und Menge ({error}).",
            f"{file}: no table of place, sector and amount ({error}).",
        ) from error
    return grid["place"].to_list(), goods, found


def _separator(file: Path) -> str:
    first = file.read_text(encoding="utf-8-sig", errors="replace").split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _why(reason: str) -> str:
    if reason == "too_little_data":
        return text(
            "Zu wenige Daten für eine Rangfolge: Es braucht zehn Orte und zehn Branchen.",
            "Too little data for an order: it takes ten places and ten sectors.",
        )
    return text(
        "Die Orte teilen sich in Gruppen ohne gemeinsame Branche; eine Rangfolge über alle gibt es nicht.",
        "The places fall into groups that share no sector; there is no order of all.",
    )
