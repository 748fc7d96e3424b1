"""What is kept on disk answers as what is computed, belongs to one state only, and holds nobody's private list."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from lieferkette import workspace
from lieferkette.access import kept
from lieferkette.access.actor import Actor
from lieferkette.access.kept import Shelf
from schemas.relations import evidence
from tests.lieferkette.access.test_view import as_bytes, every_answer
from tests.lieferkette.small_world import SmallWorld

CANARY = "Kanarienvogel Geheimdraht GmbH"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SmallWorld]:
    """A names its canary privately and B openly; B consents."""
    small = SmallWorld(str(tmp_path / "w.duckdb"))
    for name in ("A", "B"):
        small.company(name)
        small.account(name, "open")
    small.company(CANARY, registered=False, owner="A")
    small.list_of("A", [{"partner": CANARY, "amount": Decimal(77)}], sharing="private")
    small.list_of("A", [{"partner": "B", "amount": Decimal(100)}], sharing="open", key="2")
    yield small
    small.workspace.close()


def files(folder: Path) -> list[Path]:
    """What is kept of answers; beside it lies the mark of `ingest.agreement`."""
    return [path for path in (folder / "derived").rglob("*") if path.is_file() and path.name != "agreed"]


def test_what_is_kept_answers_as_what_is_computed(
    world: SmallWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.company("C", sector="24.10")
    world.account("C", "network")
    world.list_of("B", [{"partner": "C", "amount": Decimal(5), "band": "over_50"}], sharing="network")
    for actor in (Actor.owner(), Actor.company(world.ids["A"]), Actor.company(world.ids["C"])):
        with monkeypatch.context() as nothing_kept:
            nothing_kept.setattr(workspace, "derived_folder", lambda _: None)
            computed = as_bytes(every_answer(world.workspace.reader(actor)))
        for _ in ("made", "opened"):
            world.workspace.forget_views()
            assert as_bytes(every_answer(world.workspace.reader(actor))) == computed
    assert {path.parent.name for path in files(tmp_path)} >= {"owner", "offer"}


def test_another_state_is_made_anew_and_the_old_one_goes(world: SmallWorld, tmp_path: Path) -> None:
    owner = world.workspace.reader(Actor.owner())
    assert owner.partners(world.ids["A"], "suppliers").count == 2
    before = {path.parent.parent for path in files(tmp_path)}
    world.change(sa.delete(evidence).where(evidence.c.sharing == "private"))
    assert owner.partners(world.ids["A"], "suppliers").count == 1
    assert not any(folder.exists() for folder in before)


def test_what_others_keep_beside_it_stays(world: SmallWorld, tmp_path: Path) -> None:
    """The prepared register of matching lies beside the views, and outlives them."""
    register = tmp_path / "derived" / "w.duckdb" / "register-of-matching"
    register.mkdir(parents=True)
    world.workspace.reader(Actor.owner()).years()
    assert register.exists() and files(tmp_path)


def test_other_code_makes_it_anew(world: SmallWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.workspace.reader(Actor.owner()).years()
    before = {path.parent.parent for path in files(tmp_path)}
    monkeypatch.setattr(kept, "made_by", lambda: "other code")
    world.workspace.forget_views()
    world.workspace.reader(Actor.owner()).years()
    assert before and not before & {path.parent.parent for path in files(tmp_path)}


def test_what_is_damaged_or_cut_is_made_anew(world: SmallWorld, tmp_path: Path) -> None:
    owner = world.workspace.reader(Actor.owner())

    def told() -> str:
        answers = owner.chain(world.ids["A"]), owner.dependencies(world.ids["A"])
        return repr([(answer.view_id, answer.coverage, answer.sentences) for answer in answers])

    expected = told()
    count = len(files(tmp_path))
    for number in range(count):
        path = sorted(files(tmp_path))[number]
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x55
        path.unlink()  # who has it open goes on reading what was there
        path.write_bytes(content if number % 2 else content[: len(content) // 2])
        world.workspace.forget_views()
        assert told() == expected, path
        assert len(files(tmp_path)) == count


def test_what_changes_meanwhile_is_not_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "state", is_current=lambda: False)
    assert shelf.keep("owner", {}, {}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_costs_no_answer(world: SmallWorld, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "derived")
    (tmp_path / "derived").write_text("a file stands where the folder should")
    assert world.workspace.reader(Actor.owner()).years() == [2025]


def test_no_private_list_of_a_company_touches_the_disk(world: SmallWorld, tmp_path: Path) -> None:
    for name in ("A", "B"):
        every_answer(world.workspace.reader(Actor.company(world.ids[name])))
    kept_files = files(tmp_path)
    assert kept_files, "the offer is kept"
    secrets = [CANARY.encode(), world.ids[CANARY].encode()]
    assert not [path.name for path in kept_files if any(secret in path.read_bytes() for secret in secrets)]
