"""How fast the complexity kernel is beside the package `ecomplexity`, both giving the same figures in one run.

    python -m tests.bench.complexity [--shapes 200x1000 5000x1000]

Times are wall clock of one call each, one after the other; only the ratios mean anything elsewhere. Where a figure
differs by more than 1e-9 the run ends with an error.
"""

from __future__ import annotations

import argparse
import time
import warnings

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lieferkette.markets.complexity import complexity

_NAMES = {"rca": "rca", "mcp": "has_advantage", "density": "density", "eci": "eci", "pci": "pci",
          "coi": "outlook", "cog": "gain"}  # fmt: skip
_TOLERANCE = 1e-9


def main() -> None:
    """Compute, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shapes", nargs="+", default=["200x1000", "5000x1000"])
    for shape in parser.parse_args().shapes:
        compare(*map(int, shape.split("x")))


def compare(places: int, goods: int, seed: int = 1) -> None:
    """Print both times, their ratio and the largest difference."""
    values = trade(places, goods, seed)
    complexity(values[:50, :50])  # what is loaded once is not measured
    started = time.perf_counter()
    own = complexity(values)
    own_seconds = time.perf_counter() - started
    started = time.perf_counter()
    other = by_ecomplexity(values)
    other_seconds = time.perf_counter() - started
    worst = max(float(np.nanmax(np.abs(getattr(own, name) - figure))) for name, figure in other.items())
    print(
        f"complexity {places}x{goods}: {own_seconds:.3f} s, ecomplexity {other_seconds:.2f} s, "
        f"ratio {other_seconds / own_seconds:.1f}, largest difference {worst:.1e}",
        flush=True,
    )
    if worst > _TOLERANCE:
        raise SystemExit(f"the figures differ by {worst:.1e}")


def trade(places: int, goods: int, seed: int) -> NDArray[np.float64]:
    """An invented matrix of trade: half the cells empty, sizes lognormal, places and goods of many kinds."""
    rng = np.random.default_rng(seed)
    fit = np.exp(np.outer(rng.normal(size=places), rng.normal(size=goods)))
    return rng.lognormal(0, 2, (places, goods)) * fit * (rng.random((places, goods)) < 0.5)


def by_ecomplexity(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The package's figures by the names that the kernel gives them."""
    from ecomplexity import ecomplexity

    places, goods = values.shape
    place, good = np.divmod(np.arange(values.size), goods)
    frame = pl.DataFrame({"year": 2000, "place": place, "good": good, "value": values.ravel()}).to_pandas()
    columns = {"time": "year", "loc": "place", "prod": "good", "val": "value"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ecomplexity(frame, columns, verbose=False, check_logsupermodularity=False)
    found = found.sort_values(["place", "good"])
    grids = {ours: found[theirs].to_numpy().reshape(places, goods) for theirs, ours in _NAMES.items()}
    by_place = {name: grids[name][:, 0] for name in ("eci", "outlook")}
    return {**grids, **by_place, "pci": grids["pci"][0]}


if __name__ == "__main__":
    main()
