"""Kernels: loaded late, kept where they may be written, compiled for one type each."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lieferkette.chains import compiled, kernels, warming
from lieferkette.chains.graph import build_graph
from lieferkette.chains.paths import heaviest_paths
from lieferkette.chains.storage import load_graph, save_graph
from lieferkette.chains.tiers import tiers


def all_kernels() -> dict[str, object]:
    found = {}
    for module in pkgutil.iter_modules(kernels.__path__, f"{kernels.__name__}."):
        loaded = importlib.import_module(module.name)
        found.update({name: value for name, value in vars(loaded).items() if hasattr(value, "signatures")})
    return found


def test_importing_chains_and_dependencies_does_not_import_numba() -> None:
    everything = [
        f"{package}.{module.name}"
        for package in ("lieferkette.chains", "lieferkette.dependencies", "lieferkette.resilience")
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__)
    ]
    program = f"import sys, {', '.join(everything)}; print('numba' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "False"


def test_every_kernel_is_warmed_and_has_one_type_from_memory_and_from_disk(tmp_path: Path) -> None:
    warming.run_everything()
    graph = build_graph([0, 1], [1, 2], [1.0, 2.0], company_count=3, has_complete_suppliers=[0, 1, 1])
    save_graph(graph, tmp_path / "base")
    for same in (graph, load_graph(tmp_path / "base")):
        tiers(same, 2, "upstream")
        heaviest_paths(same, 0, 2)
    compiled_for = {name: len(kernel.signatures) for name, kernel in all_kernels().items()}  # type: ignore[attr-defined]
    # These run inside another kernel only, which brings them along from the cache.
    for inner in ("least_label", "number_partners"):
        assert compiled_for.pop(inner) <= 1
    assert len(compiled_for) > 10
    assert compiled_for == dict.fromkeys(compiled_for, 1)


def test_every_package_with_kernels_is_warmed() -> None:
    root = Path(compiled.__file__).parents[2]
    declaring = {
        path.relative_to(root).as_posix().split("/kernels")[0].replace("/", ".")
        for room in ("schemas", "ingest", "lieferkette", "dashboards")
        for path in (root / room).rglob("*.py")
        if "\n@kernel\n" in path.read_text(encoding="utf-8")
    }
    assert len(declaring) > 2
    assert {one for one in declaring if not one.startswith(compiled._WARMED)} == set()


@pytest.fixture
def no_choice_made(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("LIEFERKETTE_CACHE", "NUMBA_CACHE_DIR"):
        monkeypatch.setenv(name, "")
    config = sys.modules["numba"].config  # kept as it is for the tests that follow
    monkeypatch.setattr(config, "CACHE_DIR", config.CACHE_DIR)
    return monkeypatch


def test_the_variable_goes_before_the_warehouse(tmp_path: Path, no_choice_made: pytest.MonkeyPatch) -> None:
    warming.run_everything()
    assert compiled.prepare(tmp_path) == tmp_path / "kernels"
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "kernels")
    assert compiled.prepare() == tmp_path / "kernels"
    no_choice_made.setenv("LIEFERKETTE_CACHE", str(tmp_path / "mine"))
    assert compiled.prepare(tmp_path) == tmp_path / "mine"


def test_a_folder_that_cannot_be_written_to_is_passed_over(
    tmp_path: Path, no_choice_made: pytest.MonkeyPatch
) -> None:
    no_choice_made.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "file").write_text("in the way")
    folder = compiled.prepare(tmp_path / "file")
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o077 == 0


def test_a_temporary_folder_that_others_can_write_to_is_not_trusted(
    tmp_path: Path, no_choice_made: pytest.MonkeyPatch
) -> None:
    no_choice_made.setattr(tempfile, "tempdir", str(tmp_path))
    planted = tmp_path / f"lieferkette-kernels-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    assert compiled.prepare() not in (planted, *planted.iterdir())


def test_a_read_only_home_still_answers(tmp_path: Path) -> None:
    """A process whose home and source folder take no file compiles into the given folder."""
    program = "from lieferkette.chains import compiled; compiled.prepare(); print(compiled.warm() > 0)"
    environment = os.environ | {"HOME": "/proc/none", "LIEFERKETTE_CACHE": str(tmp_path / "kernels")}
    kept = os.environ.get("LIEFERKETTE_CACHE") or os.environ.get("NUMBA_CACHE_DIR")
    if kept:  # take what is compiled already: this test is about the folder, not the compiler
        (tmp_path / "kernels").symlink_to(kept)
    answer = subprocess.check_output([sys.executable, "-c", program], text=True, env=environment)
    assert answer.strip() == "True"
