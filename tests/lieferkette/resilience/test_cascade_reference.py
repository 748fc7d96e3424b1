"""ESRI against the numbers of the R and C++ programs (tests/reference/esri_small40), to 1e-9 with equal T."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lieferkette.resilience import esri_reference

FOLDER = Path(__file__).parents[2] / "reference" / "esri_small40"
pytestmark = pytest.mark.reference


def test_all_seven_cases_are_there() -> None:
    assert len(esri_reference.cases(FOLDER)) == 7


@pytest.mark.parametrize("expected", esri_reference.cases(FOLDER), ids=lambda path: path.stem)
def test_failure_of_each_company(expected: Path, tmp_path: Path) -> None:
    esri_reference.check_ranking(expected, tmp_path)


def test_partial_and_combined_losses() -> None:
    esri_reference.check_scenarios(FOLDER)
