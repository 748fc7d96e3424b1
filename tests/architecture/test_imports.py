"""Who may import whom: the contracts of pyproject.toml hold, and none of the rooms has escaped them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from schemas.warehouse import create

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
BY_ID = {contract["id"]: contract for contract in CONTRACTS}

#: Folders that must never reach a database, and the contract that says so; later ones join as they are built.
MODELS = ("chains", "dependencies", "disclosure", "resilience", "markets", "charts")


def test_every_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0, capsys.readouterr().out


def test_every_model_that_stands_is_kept_from_the_database() -> None:
    standing = {f"lieferkette.{name}" for name in MODELS if (ROOT / "lieferkette" / name).is_dir()}
    assert standing <= set(BY_ID["models-know-no-database"]["source_modules"])
    assert standing <= set(BY_ID["models-know-no-example"]["source_modules"])


def test_reports_are_kept_from_the_warehouse() -> None:
    contract = BY_ID["pages-ask-a-reader"]
    if (ROOT / "lieferkette" / "reports").is_dir():
        assert "lieferkette.reports" in contract["source_modules"]
    assert {"schemas.warehouse", "sqlalchemy", "duckdb"} <= set(contract["forbidden_modules"])


def test_every_contract_gives_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line == "[[tool.importlinter.contracts]]" and "models-know-no-example" not in lines[number + 1]:
            assert lines[number - 1].startswith("# "), f"line {number + 1}: why this contract?"


def test_no_command_waits_for_what_only_few_need(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    create(path).close()
    program = (
        "import sys, lieferkette.cli\n"
        "from schemas.warehouse import create\n"
        f"create({str(path)!r}).close()\n"
        "print({'alembic', 'scipy', 'sklearn', 'plotly', 'numba', 'streamlit'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
