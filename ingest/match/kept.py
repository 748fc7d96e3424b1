"""Known companies on disk: prepared once, then read from memory-mapped files in a fraction of a second.

Comes in: a folder and `Known` of companies that everybody may know. Goes out: the same, ready to be asked.
Never: anything of an uploader; whoever calls sees to that. Nor code: arrays and one frame, no pickles.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import polars as pl

from ingest.match.known import Known
from ingest.match.nearest import NearestIndex
from ingest.match.texts import Texts

#: Part of a folder's name: what a different version of these files, or of the hashes in them, must not be read by.
FORMAT = f"4-{pl.__version__}"
_TEXTS = ("letters", "begins", "words", "first_word")
_INDEX = ("rarity", "starts", "postings", "length")


def save(known: Known, folder: Path) -> None:
    """Write `known` (a set by itself) as `folder`, whole or not at all; an older one of that name is replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=".unfinished-", dir=folder.parent))
    known.names.write_ipc(unfinished / "names.arrow", compression="uncompressed")
    known.identifiers.write_ipc(unfinished / "identifiers.arrow", compression="uncompressed")
    pl.DataFrame({"town": known.towns}).write_ipc(unfinished / "towns.arrow", compression="uncompressed")
    np.save(unfinished / "word_counts.npy", known.word_counts)
    for name in _TEXTS:
        np.save(unfinished / f"{name}.npy", getattr(known.texts, name))
    for name in _INDEX:
        np.save(unfinished / f"{name}.npy", getattr(known.index, name))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(unfinished, folder)


def load(folder: Path) -> Known | None:
    """What `save` wrote, memory-mapped; None where it is not there or not whole."""
    try:
        names = pl.read_ipc(folder / "names.arrow")
        identifiers = pl.read_ipc(folder / "identifiers.arrow")
        towns = pl.read_ipc(folder / "towns.arrow")["town"]
        # plain arrays that may be written to, in memory only: the type that kernels are compiled for already
        arrays = {
            name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c"))
            for name in (*_TEXTS, *_INDEX, "word_counts")
        }
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return None
    known = Known(names, identifiers)
    # what is computed when first asked for is there already
    known.__dict__["texts"] = Texts(*[arrays[name] for name in _TEXTS])
    known.__dict__["index"] = NearestIndex(*[arrays[name] for name in _INDEX])
    known.__dict__["word_counts"] = arrays["word_counts"]
    known.__dict__["towns"] = towns
    return known
