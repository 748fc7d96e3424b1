"""What the boosting step may know of a pair beside the ladder's scores: distance, and the imported table's coefficient.

Size stands in the ladder's own features as numbers of partners. Never: a fact that the view does not hold.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from lieferkette.access.view import View
from lieferkette.answering.new_markets.world import MarketWorld
from lieferkette.markets.boosting import PairFeature
from lieferkette.markets.coefficients import IoTable
from lieferkette.markets.history import FloatArray, IntArray
from lieferkette.partnering.distance import distances_km


def pair_facts(view: View, world: MarketWorld, io_table: IoTable | None) -> dict[str, PairFeature]:
    """Features by name, each a function of suppliers and customers; NaN where a place or sector is unknown."""
    known = pl.DataFrame({"company_id": world.company_ids}).join(
        view.companies.select("company_id", "latitude", "longitude"),
        on="company_id",
        how="left",
        maintain_order="left",
    )

    def distance(suppliers: IntArray, customers: IntArray) -> FloatArray:
        found = np.full(len(suppliers), np.nan)
        for supplier in np.unique(suppliers):
            here = suppliers == supplier
            own = known.row(int(supplier))[1:]
            if None not in own:
                km = distances_km(known[customers[here]], own)
                found[here] = km.fill_null(float("nan")).to_numpy()
        return found

    facts: dict[str, PairFeature] = {"distance": distance}
    if io_table is not None:
        table = io_table
        codes = [None if n < 0 else world.sector_codes[n] for n in world.links.sector.tolist()]
        shares: dict[tuple[str | None, str | None], float] = {}

        def coefficient(suppliers: IntArray, customers: IntArray) -> FloatArray:
            pairs = [
                (codes[c], codes[s]) for s, c in zip(suppliers.tolist(), customers.tolist(), strict=True)
            ]
            for pair in set(pairs) - shares.keys():
                share = table.share(*pair)
                shares[pair] = float("nan") if share is None else share
            return np.array([shares[pair] for pair in pairs], dtype=np.float64)

        facts["io_share"] = coefficient
    return facts
