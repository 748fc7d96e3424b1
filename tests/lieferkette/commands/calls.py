"""Calls of the command line against one warehouse, as others make them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lieferkette.cli import main


class Call:
    """Runs commands against one warehouse."""

    def __init__(self, warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.warehouse, self.capsys = warehouse, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([*words, "--warehouse", str(self.warehouse)])
        out = self.capsys.readouterr()
        return int(stop.value.code or 0), out.out, out.err

    def json(self, *words: str) -> dict[str, Any]:
        """The object that a command prints with --json."""
        code, out, err = self(*words, "--json")
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found
