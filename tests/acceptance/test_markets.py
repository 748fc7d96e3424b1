"""Complexity against another program's printed results, and the back-test on 14 half-years of real links.

The first prints nothing; the second prints every measure by method. Tuning used no cut later than 2019-06.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from lieferkette.commands.markets import links_of
from lieferkette.markets.backtest import gate, question, run
from lieferkette.markets.complexity import proximity, revealed_advantage

SHARED = Path(os.environ.get("LIEFERKETTE_SHARED", "../shared")).resolve()


@pytest.fixture(scope="module")
def trade() -> tuple[np.ndarray, np.ndarray, pl.DataFrame]:
    """Exports of countries × products, the printed RCA ≥ 1 of the same, and the printed proximity."""
    folder = SHARED / "data" / "complexity"
    balassa = pl.read_csv(folder / "reference_balassa_index.csv.gz", infer_schema_length=0)
    countries, products = balassa[""].to_list(), balassa.columns[1:]
    rows = pl.read_csv(folder / "world_trade_avg_1998_to_2000.csv", schema_overrides={"product": pl.String})
    exports = np.zeros((len(countries), len(products)))
    at_country = {code: place for place, code in enumerate(countries)}
    at_product = {code: place for place, code in enumerate(products)}
    for country, product, value in rows.iter_rows():
        if country in at_country and product in at_product:
            exports[at_country[country], at_product[product]] += value
    printed = balassa.select(products).cast(pl.Float64).to_numpy()
    return exports, printed, pl.read_csv(folder / "reference_proximity_product.csv.gz", infer_schema_length=0)


def test_advantage_is_exact_and_proximity_to_1e_8(trade: tuple[np.ndarray, np.ndarray, pl.DataFrame]) -> None:
    exports, printed, near = trade
    has = (revealed_advantage(exports) >= 1).astype(float)
    np.testing.assert_array_equal(has, printed)
    expected = near.select(near.columns[1:]).cast(pl.Float64).to_numpy()
    np.testing.assert_allclose(proximity(has), expected, rtol=0, atol=1e-8)


@pytest.mark.parametrize(("cut", "least_neighbours"), [("2019_12_31", 0.21), ("2020_06_30", 0.23)])
def test_new_customers_of_real_firms(cut: str, least_neighbours: float) -> None:
    files = sorted((SHARED / "data" / "new_customers").glob("A_*.csv"))
    links = links_of(files)
    at = next(place for place, file in enumerate(files) if cut in file.stem)
    results = run(question(links, at))
    by_name = {result.method: result.means for result in results}
    for name, means in by_name.items():
        print(f"\n{cut} {name:12}" + " ".join(f"{key}={value:.4f}" for key, value in means.items()), end="")
    found = gate(results)
    print(f"\n{cut} gate {found}")
    assert by_name["neighbours"]["recall_10"] >= least_neighbours
    assert found.is_passed
