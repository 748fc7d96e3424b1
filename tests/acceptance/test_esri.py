"""ESRI against all reference numbers of ../shared: the example network of the R package, and the small one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.conftest import SHARED
from tests.lieferkette.resilience import esri_reference

FOLDERS = [SHARED / "reference/esri" / name for name in ("esri_glcascade11", "esri_small40")]
CASES = [case for folder in FOLDERS for case in esri_reference.cases(folder)]


@pytest.mark.parametrize("expected", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_failure_of_each_company(expected: Path, tmp_path: Path) -> None:
    esri_reference.check_ranking(expected, tmp_path)


def test_every_case_was_found() -> None:
    assert len(CASES) == 11


def test_partial_and_combined_losses() -> None:
    esri_reference.check_scenarios(FOLDERS[1])
