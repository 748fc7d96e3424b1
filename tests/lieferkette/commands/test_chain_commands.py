"""`chain` and `dependencies` beyond the tiers: what they print as JSON, and what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.lieferkette.commands.calls import Call

ABOUT = {"coverage", "sentences", "view_id"}
BUYER = "Bergkater Federntechnik"


class AnswerCall(Call):
    """Calls whose answers all say what they rest on."""

    def json(self, *words: str) -> dict[str, Any]:
        """The object that a command prints with --json."""
        found = super().json(*words)
        assert found.keys() >= ABOUT
        return found


@pytest.fixture
def example(example_region: Path, capsys: pytest.CaptureFixture[str]) -> AnswerCall:
    """Commands on the example region (read only)."""
    return AnswerCall(example_region / "lieferkette.duckdb", capsys)


@pytest.mark.parametrize("by", ["sector", "country", "region"])
def test_a_rolled_chain_adds_up_to_the_whole(example: AnswerCall, by: str) -> None:
    found = example.json("chain", BUYER, "--by", by)
    first = [group["share"] for group in found["groups"] if group["tier"] == 1]
    assert sum(share for share in first if share is not None) == pytest.approx(1.0)
    second = sum(group["share"] or 0.0 for group in found["groups"] if group["tier"] == 2)
    unknown = {row["tier"]: row["share"] for row in found["unknown"]}
    assert second + unknown[2] == pytest.approx(1.0)


def test_the_shape_of_a_chain(example: AnswerCall) -> None:
    points = example.json("chain", BUYER, "--show", "bottlenecks")["failure_points"]
    assert [point["tier"] for point in points] == sorted(point["tier"] for point in points)
    borders = example.json("chain", BUYER, "--show", "borders")
    assert all(row["evidence"] for row in borders["crossings"])
    circle = example.json("chain", BUYER, "--show", "circles")["shortest"]
    assert circle["companies"][0] == circle["companies"][-1]
    assert len(circle["evidence"]) == len(circle["companies"]) - 1


def test_beyond_a_view_stands_nothing_before_a_release(example: AnswerCall) -> None:
    assert example.json("chain", BUYER, "--actor", BUYER)["beyond"] is None
    assert example.json("chain", BUYER)["beyond"] is None, "the owner sees relations, not the model"


def test_beyond_a_view_stand_estimates_of_both_directions(
    example_region: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied = tmp_path / "copy.duckdb"
    shutil.copy(example_region / "lieferkette.duckdb", copied)
    call = Call(copied, capsys)
    assert call("release", "maerkische-region")[0] == 0
    for direction in ("--upstream", "--downstream"):
        beyond = call.json("chain", BUYER, direction, "--actor", BUYER)["beyond"]
        assert beyond["is_estimated"] and beyond["model_id"] in beyond["sentences"][0]
        assert all(row["tier"] >= 2 for row in beyond["tiers"])
        assert sum(row["share"] for row in beyond["tiers"] if row["tier"] == 2) <= 1 + 1e-9
        assert call.json("chain", BUYER, direction)["beyond"] is None, (
            "the owner sees relations, not the model"
        )


def test_dependencies_carry_exposure_and_value(example: AnswerCall) -> None:
    found = example.json("dependencies", BUYER)
    promised = {
        "hhi",
        "effective_suppliers",
        "single_sources",
        "hidden_suppliers",
        "exposure",
        "regional_share",
    }
    assert found.keys() >= promised | {"inputs", "regional_value_added_eur", "lm3"}
    assert sum(row["share"] for row in found["inputs"]) == pytest.approx(1.0)
    for row in found["exposure"]["countries"]:
        assert row["share"] == pytest.approx(sum(row["tier_shares"]))
        assert row["share"] + row["unknown_share"] <= 1 + 1e-9


def test_a_sector_and_a_region_for_the_owner_and_for_others(example: AnswerCall) -> None:
    sector = example.json("dependencies", "--sector", "25.6")
    assert 0 < sector["companies_with_lists_count"] <= sector["companies_count"]
    region = example.json("dependencies", "--region", "maerkische-region")
    assert sum(row["share"] or 0.0 for row in region["exposure"]["origins"]) == pytest.approx(1.0)
    code, _, err = example("dependencies", "--sector", "25.6", "--actor", "chamber")
    assert code != 0, "nothing was released yet"
    assert "veröffentlicht" in err


def test_one_question_at_a_time(example: AnswerCall) -> None:
    code, _, err = example("chain", BUYER, "--by", "sector", "--show", "circles")
    assert code != 0
    assert "--by" in err
    assert example("dependencies")[0] != 0
