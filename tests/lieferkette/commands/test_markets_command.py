"""`lieferkette markets`: files of anybody, tables of anybody, and the keys that others build on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.example.direct import rows_for_warehouse
from ingest.example.world import generate
from lieferkette.access.actor import Actor
from lieferkette.cli import run
from lieferkette.workspace import Workspace
from tests.lieferkette.markets.worlds import example_links


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """The example region's two years as files of pairs."""
    links = example_links(1)
    for period in (0, 1):
        inside = links.period == period
        pairs = zip(links.supplier[inside], links.customer[inside], strict=True)
        lines = ["supplier,customer", *(f"{s},{c}" for s, c in pairs)]
        (tmp_path / f"A_{2024 + period}.csv").write_text("\n".join(lines))
    return tmp_path


def test_the_backtest_on_files(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["markets", "backtest", "--snapshots", str(snapshots), "--cut", "2024", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["backtests"]
    assert [one["cut"] for one in found] == ["A_2024"]
    methods = {row["method"]: row for row in found[0]["methods"] if row["has_history"]}
    assert set(methods) == {"popularity", "neighbours", "default"}
    assert methods["default"]["recall_10"] > methods["popularity"]["recall_10"]
    assert found[0]["gate"]["low"] <= found[0]["gate"]["difference"] <= found[0]["gate"]["high"]


def test_a_cut_that_no_file_is_named_after_is_refused(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["markets", "backtest", "--snapshots", str(snapshots), "--cut", "2019-12"]) == 2
    assert "2019-12" in capsys.readouterr().err
    (snapshots / "A_2024.csv").rename(snapshots / "A_2024_12_31.csv")
    assert run(["markets", "backtest", "--snapshots", str(snapshots), "--cut", "2024-12", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["backtests"][0]["cut"] == "A_2024_12_31"


def test_a_folder_without_pairs_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["markets", "backtest", "--snapshots", str(tmp_path)]) == 2
    (tmp_path / "a.csv").write_text("Name;Ort\n")
    (tmp_path / "b.csv").write_text("Name;Ort\n")
    assert run(["markets", "backtest", "--snapshots", str(tmp_path)]) == 2
    assert "supplier,customer" in capsys.readouterr().err


def test_complexity_of_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(2)
    skill, asks = np.linspace(0, 1, 14), np.linspace(0, 1, 20)
    made = rng.random((14, 20)) < 1 / (1 + np.exp(8 * (asks - skill[:, None]))) + 0.05
    cells = [f"Kreis {p:02};{number + 10};{rng.integers(10, 900)}" for p, number in np.argwhere(made)]
    lines = ["Kreis;WZ;Beschäftigte", *cells]
    file = tmp_path / "table.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["markets", "--table", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["reason"] is None and len(found["places"]) == 14 and found["nearest"] == []
    order = [row["eci"] for row in found["places"]]
    assert order == sorted(order, reverse=True)
    assert run(["markets", "Kreis 03", "--table", str(file), "--json"]) == 0
    near = json.loads(capsys.readouterr().out)["nearest"]
    assert near and all(row["rca"] < 1 for row in near)
    assert [row["density"] for row in near] == sorted((row["density"] for row in near), reverse=True)
    assert run(["markets", "Nirgendwo", "--table", str(file)]) == 2


def test_too_small_a_table_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "table.csv"
    file.write_text("place,sector,amount\nHagen,25,10\nIserlohn,24,5\n")
    assert run(["markets", "--table", str(file)]) == 0
    assert "zehn Orte" in capsys.readouterr().out


def test_one_thing_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["markets"]) == 2
    assert "backtest" in capsys.readouterr().err


def test_a_companys_answer_has_the_keys_that_others_build_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ingest.example.direct import rows_for_warehouse
    from ingest.example.world import generate
    from lieferkette.access.actor import Actor

    warehouse = str(tmp_path / "w.duckdb")
    with Workspace.open(warehouse) as opened:
        opened.desk(Actor.owner()).fill(rows_for_warehouse(generate(200, seed=3)))
        relations = opened.view(Actor.owner()).relations
        seller = relations.group_by("supplier_id").len().sort("len", "supplier_id")["supplier_id"][-1]
    assert run(["markets", seller, "--json", "--warehouse", warehouse]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"opportunities", "coverage", "view_id"} <= set(found)
    first = found["opportunities"][0]
    assert {"rank", "sector_code", "score", "parts", "reason", "candidates"} <= set(first)
    assert run(["markets", seller, "--warehouse", warehouse]) == 0
    assert first["reason"] in capsys.readouterr().out
    assert run(["markets", "--region", "maerkische-region", "--json", "--warehouse", warehouse]) == 0
    assert {"gaps", "white_spots", "exposed"} <= set(json.loads(capsys.readouterr().out))
    assert run(["markets", "backtest", "--warehouse", warehouse]) == 0
    assert capsys.readouterr().out


def test_all_companies_go_into_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warehouse, out = str(tmp_path / "w.duckdb"), tmp_path / "all.csv"
    with Workspace.open(Path(warehouse)) as workspace:
        workspace.desk(Actor.owner()).fill(rows_for_warehouse(generate(120, seed=3)))
    assert run(["--warehouse", warehouse, "markets", "all", "--top", "2", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("company_id;name;rank;sector_code") and len(lines) == told["rows"] + 1 > 100
    assert run(["--warehouse", warehouse, "markets", "all", "--top", "1"]) == 0
    assert "WZ" in capsys.readouterr().out
