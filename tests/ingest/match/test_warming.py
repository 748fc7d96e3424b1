"""Kernels of matching are compiled once: for companies in memory and for those from the disk alike."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from ingest.match import kept, kernels, match, warming


def _compiled_for() -> dict[str, int]:
    found = {}
    for module in pkgutil.iter_modules(kernels.__path__, f"{kernels.__name__}."):
        for name, kernel in vars(importlib.import_module(module.name)).items():
            if hasattr(kernel, "signatures"):
                found[name] = len(kernel.signatures)
    return found


def test_the_kernels_of_memory_serve_what_comes_from_disk(tmp_path: Path) -> None:
    warming.run_everything()
    known = warming.tiny_register()
    of_memory = match(warming.tiny_list(), known)
    compiled_for = _compiled_for()
    assert {"nearest", "align", "count_tokens", "fill_postings"} <= {
        name for name, count in compiled_for.items() if count
    }
    kept.save(known, tmp_path / "register")
    from_disk = kept.load(tmp_path / "register")
    assert from_disk is not None
    assert match(warming.tiny_list(), from_disk).automatic.equals(of_memory.automatic)
    assert _compiled_for() == compiled_for, "no kernel is compiled once more for other arrays"
