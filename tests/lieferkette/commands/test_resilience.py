"""`lieferkette resilience`: on files of one's own, and its calls that cannot be understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lieferkette import cli

FOLDER = Path(__file__).parents[2] / "reference" / "esri_small40"
FILES = [f"--{name}={FOLDER / file}.csv" for name, file in (("edges", "edges"), ("nodes", "nodes"))]
FILES.append(f"--essential={FOLDER / 'ess.csv'}")


def answer(*words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert cli.run(["resilience", *words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_network_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("rank", *FILES, "--epsilon", "1e-2", capsys=capsys)
    assert {"epsilon", "companies", "coverage", "essentiality"} <= found.keys()
    assert found["epsilon"] == 1e-2
    first = found["companies"][1]  # type: ignore[index]
    assert set(first) == {"company_id", "esri", "esri_down", "esri_up", "steps"}
    # esri_small40/expected_mixed_market_eps1e-2.csv, firm 1
    assert first["company_id"] == "1" and first["steps"] == 7
    assert first["esri"] == pytest.approx(0.0720512348775858, abs=1e-9)


def test_without_a_market(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("rank", *FILES, "--epsilon=1e-2", "--no-market", capsys=capsys)
    assert found["has_market"] is False
    assert found["companies"][1]["steps"] == 77  # type: ignore[index]


def test_initial_losses(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("rank", *FILES, f"--psi={FOLDER / 'psi_scenarios.csv'}", "--epsilon=1e-2", capsys=capsys)
    first = found["scenarios"][0]  # type: ignore[index]
    assert first["esri"] == pytest.approx(0.299449476033913, abs=1e-9)
    assert first["steps"] == 9
    assert len(first["companies"]) == 40


def test_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["resilience", "rank", *FILES, "--epsilon=1e-2", "--top=3"]) == 0
    printed = capsys.readouterr().out
    assert "40 Unternehmen" in printed and "ε = 0,01, ess.csv, mit Ersatz im Markt" in printed
    assert "… und 37 weitere" in printed


def test_half_a_network_is_no_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["resilience", "rank", FILES[0]]) == 2
    assert "--edges, --nodes und --essential" in capsys.readouterr().err


def test_a_bad_file_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "edges.csv"
    bad.write_text("supplier,buyer,weight\n1,2,viel\n", encoding="utf-8")
    assert cli.run(["resilience", "rank", f"--edges={bad}", *FILES[1:]]) == 1
    assert "edges.csv:2: „viel“ ist keine Zahl" in capsys.readouterr().err


def test_an_unknown_scenario_names_the_ready_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["resilience", "scenario", "nirgends"]) == 1
    assert "automotive, china, energie" in capsys.readouterr().err
