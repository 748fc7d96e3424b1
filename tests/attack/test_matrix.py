"""A slice of the access matrix, and the rule that nothing stands outside it. The whole: tests.attack.run_matrix."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import typer

from lieferkette import cli
from lieferkette.access.actor import Actor
from tests.architecture.test_docs import commands
from tests.attack import matrix, outside

ROOT = Path(__file__).parents[2]
SEED = 2026


@pytest.fixture(scope="module")
def world() -> Iterator[matrix.MatrixWorld]:
    made = matrix.MatrixWorld()
    yield made
    made.close()


def test_every_method_stands_in_a_row() -> None:
    assert matrix.methods_without_row() == {"reader": set(), "desk": set()}


def test_every_command_stands_in_a_row() -> None:
    assert set(outside.COMMANDS) == set(commands(typer.main.get_command(cli.app)))


def test_every_export_stands_in_a_row() -> None:
    assert set(outside.EXPORTS) == outside.exports()


def test_every_page_stands_in_a_row_and_asks_a_reader_only() -> None:
    pages = [path for path in (ROOT / "dashboards/screens").glob("*.py") if path.stem != "__init__"]
    assert {path.stem for path in pages} == outside.SCREENS
    forbidden = ("sqlalchemy", "duckdb", "schemas.warehouse", "ingest.load", "lieferkette.access.view")
    for path in (ROOT / "dashboards").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in named if name.startswith(forbidden)], path


def test_whoever_may_see_a_canary_does(world: matrix.MatrixWorld) -> None:
    """Else the matrix would prove nothing: the questions are such that they bring every canary to light."""
    for name in matrix.NAMES[:2]:
        reader = world.small.workspace.reader(Actor.company(world.ids[name]))
        told = " ".join(
            matrix.as_text(matrix.outcome(partial(getattr(reader, method), *given)))
            for method, arguments in matrix.READER.items()
            for given in arguments(world)
        )
        hidden = sorted(secret for secret in world.secrets[name] if secret not in told)
        # An amount of a pair that several lists name comes out as a sum.
        assert [secret for secret in hidden if not secret.isdigit()] == []
        assert len(hidden) < len([secret for secret in world.secrets[name] if secret.isdigit()])


def test_no_reader_tells_a_canary(world: matrix.MatrixWorld) -> None:
    cases = matrix.drawn(list(matrix.reader_cases(world)), 500, SEED)
    assert {case.label: found for case in cases if (found := case.leaks())} == {}


def test_no_desk_tells_a_canary_or_changes_what_is_others() -> None:
    world = matrix.MatrixWorld()
    cases = list(matrix.desk_cases(world))
    for label in (matrix.NAMES[3], "consultant, in force", "chamber"):
        before = matrix.evidence_of_others(world, world.actors()[label][0])
        mine = [case for case in cases if case.label.startswith(f"{label}: ")]
        assert {case.label: found for case in mine if (found := case.leaks())} == {}
        assert matrix.evidence_of_others(world, world.actors()[label][0]) == before
    world.close()


@pytest.mark.parametrize("actor", [matrix.NAMES[5], None], ids=["company", "chamber"])
def test_no_command_prints_or_writes_a_canary(actor: str | None, tmp_path: Path) -> None:
    with outside.warehouse_file(tmp_path) as world:
        tried = [
            "uploads list",
            "uploads rejected",
            "review list",
            "companies find",
            "chain",
            "report region",
        ]
        count, leaks = outside.leaks_of_calls(world, actor, tried, tmp_path)
    assert count >= len(tried)
    assert leaks == []
