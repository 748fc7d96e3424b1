"""The compiled loops of matching, chains and models: declared with `kernel`, compiled ahead by `warm`.

Where they are kept is said in `schemas.compiled`. This module never imports numba before a kernel is declared.
"""

from __future__ import annotations

import importlib
import time

from schemas.compiled import CACHE_VARIABLE, kernel, prepare

__all__ = ["CACHE_VARIABLE", "kernel", "prepare", "warm"]

#: Packages with kernels (a test holds this); named, not imported, because they stand beside or after this one.
_WARMED = ("ingest.match", "lieferkette.chains", "lieferkette.resilience", "lieferkette.markets")


def warm() -> float:
    """Compile, or read from the cache, every kernel on a tiny graph; returns the seconds that it took."""
    started = time.perf_counter()
    for models in _WARMED:
        importlib.import_module(f"{models}.warming").run_everything()
    return time.perf_counter() - started
