"""Compares with the numbers of the R and C++ programs, case by case as the files are named."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from lieferkette.resilience.cascade import cascade, rank
from lieferkette.resilience.files import read_network

TOLERANCE = 1e-9


def cases(folder: Path) -> list[Path]:
    """Expected results of single failures in a folder of reference numbers."""
    return sorted(path for path in folder.glob("expected_*_eps*.csv") if "scenarios" not in path.name)


def check_ranking(expected: Path, scratch: Path) -> None:
    """Every company's ESRI, both parts and T of one case."""
    folder, (_, kind, *_rest) = expected.parent, expected.stem.split("_")
    found = read_network(
        folder / "edges.csv",
        folder / "nodes.csv",
        folder / "ess.csv" if kind == "mixed" else _constant(folder / "ess.csv", kind, scratch),
        accounts=folder / "firm_accounts.csv" if "accounts" in expected.stem else None,
        has_market="nomarket" not in expected.stem,
    )
    ranking = rank(found.network, epsilon=float(expected.stem.split("eps")[1]), threads=1)
    rows = table(expected)
    assert list(found.company_ids) == [row["firm"] for row in rows]
    for column, values in (
        ("ESRI", ranking.esri),
        ("ESRI_d", ranking.esri_down),
        ("ESRI_u", ranking.esri_up),
    ):
        np.testing.assert_allclose(values, [float(row[column]) for row in rows], rtol=0, atol=TOLERANCE)
    assert ranking.steps.tolist() == [int(row["T"]) for row in rows]


def check_scenarios(folder: Path) -> None:
    """Partial and combined initial losses: the sums, T, and every company's loss by both ways."""
    found = read_network(
        folder / "edges.csv", folder / "nodes.csv", folder / "ess.csv", psi=folder / "psi_scenarios.csv"
    )
    sums = table(folder / "expected_scenarios_mixed_market_eps1e-2.csv")
    losses = {
        way: np.loadtxt(folder / f"expected_scenarios_loss_{way}_by_firm.csv", delimiter=",", skiprows=1)
        for way in ("down", "up")
    }
    assert len(found.scenarios) == len(sums)
    for number, psi in enumerate(found.scenarios.values()):
        ended, expected = cascade(found.network, psi, 1e-2), sums[number]
        np.testing.assert_allclose(
            [ended.esri, ended.esri_down, ended.esri_up],
            [float(expected[name]) for name in ("ESRI", "ESRI_d", "ESRI_u")],
            rtol=0,
            atol=TOLERANCE,
        )
        assert ended.steps == int(expected["T"])
        np.testing.assert_allclose(ended.loss_down, losses["down"][number], rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(ended.loss_up, losses["up"][number], rtol=0, atol=TOLERANCE)


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a file."""
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _constant(ess: Path, kind: str, scratch: Path) -> Path:
    rows = [line.split(",") for line in ess.read_text(encoding="utf-8").splitlines()]
    value = {"linear": "1", "leontief": "2"}[kind]
    lines = [",".join(rows[0]), *(",".join([row[0], *[value] * (len(row) - 1)]) for row in rows[1:])]
    written = scratch / f"{kind}.csv"
    written.write_text("\n".join(lines), encoding="utf-8")
    return written
