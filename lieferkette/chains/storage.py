"""A graph as a folder of .npy files, opened memory-mapped: a cold start reads only what a question touches.

Meant for what is shared (one folder per base); personal arrays never come here.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lieferkette.chains.graph import Graph, Side

_SIDES = ("upstream", "downstream")
_PLAIN_ARRAYS = ("amount_eur", "sector", "origin", "has_complete_suppliers", "has_complete_customers")


def save_graph(graph: Graph, folder: Path) -> None:
    """Write the arrays into the new `folder`; whole or not at all.

    Raises FileExistsError where the folder is there already: a graph has an id and never changes.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} already holds a graph; store another one under another id")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    for name, array in _arrays(graph).items():
        np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
    os.rename(unfinished, folder)


def load_graph(folder: Path) -> Graph:
    """Open a graph that `save_graph` wrote. Raises FileNotFoundError where there is none."""

    def read(name: str) -> NDArray[Any]:
        mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return np.asarray(mapped)  # a plain read-only array: kernels know no np.memmap

    def read_side(name: str) -> Side:
        return Side(*(read(f"{name}_{part}") for part in Side.__slots__))

    return Graph(
        upstream=read_side("upstream"),
        downstream=read_side("downstream"),
        **{name: read(name) for name in _PLAIN_ARRAYS},
        self_loops_dropped=int(read("self_loops_dropped")),
    )


def _arrays(graph: Graph) -> dict[str, NDArray[Any]]:
    plain = {name: getattr(graph, name) for name in _PLAIN_ARRAYS}
    sides = {
        f"{name}_{part}": getattr(getattr(graph, name), part) for name in _SIDES for part in Side.__slots__
    }
    return {**plain, **sides, "self_loops_dropped": np.array(graph.self_loops_dropped)}
