"""Levels and grants by command: what they change holds in the next answer, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.cli import main
from lieferkette.workspace import Workspace

REGISTER = "Name;PLZ;Ort;WZ 2008\nRübezahl Draht AG;58762;Altena;24.34\nZwerg Stahl KG;58636;Iserlohn;24.10\n"
BUYER, SELLER = "Rübezahl Draht AG", "Zwerg Stahl KG"
SOON = (date.today() + timedelta(days=30)).isoformat()

Call = Callable[..., tuple[int, Any]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command with --json on a world of two companies; gives exit code, and object or error."""
    warehouse = tmp_path / "w.duckdb"
    with Workspace.open(warehouse) as opened:
        desk = opened.desk(Actor.owner())
        desk.upload([Incoming(REGISTER.encode(), "register.csv")], Options(list_kind="registry"))
        for owner, partner, kind in ((BUYER, SELLER, "suppliers"), (SELLER, BUYER, "customers")):
            text = f"Name;Ort;Umsatz 2025 EUR\n{partner};{'Iserlohn' if partner == SELLER else 'Altena'};100,00\n"
            options = Options(list_kind=kind, year=2025, is_complete=True)
            owner_id = opened.reader(Actor.owner()).find(owner)
            assert (
                desk.upload([Incoming(text.encode(), f"{kind}.csv")], options, owner_id)[0].rows_loaded == 1
            )

    def run(*words: str) -> tuple[int, Any]:
        with pytest.raises(SystemExit) as stop:
            main([*words, "--json", "--warehouse", str(warehouse), "--language", "en"])
        said = capsys.readouterr()
        return int(stop.value.code or 0), json.loads(said.out) if said.out else said.err

    return run


def test_a_level_is_shown_set_and_holds_at_once(call: Call) -> None:
    code, shown = call("sharing", "show", "--actor", BUYER)
    assert (code, shown["default"], [one["sharing"] for one in shown["uploads"]]) == (
        0,
        "statistics",
        ["statistics"],
    )
    assert call("sharing", "preview", "--actor", BUYER)[1]["seen"] == []
    for company in (BUYER, SELLER):
        code, done = call("sharing", "set", "open", "--actor", company)
        assert (code, len(done["uploads"]), done["is_default_changed"]) == (0, 1, True)
    seen = call("sharing", "preview", "--actor", BUYER)[1]["seen"]
    assert [one["name"] for one in seen] == [SELLER]
    assert call("sharing", "set", "private", "--company", SELLER)[0] == 0, "the owner names the company"
    assert call("sharing", "preview", "--actor", BUYER)[1]["seen"] == []
    assert call("sharing", "show", "--actor", SELLER)[1]["default"] == "private"


def test_one_list_or_only_the_default(call: Call) -> None:
    upload_id = call("sharing", "show", "--actor", BUYER)[1]["uploads"][0]["upload_id"]
    assert call("sharing", "set", "network", "--upload", upload_id, "--actor", BUYER)[0] == 0
    shown = call("sharing", "show", "--actor", BUYER)[1]
    assert (shown["default"], shown["uploads"][0]["sharing"]) == ("statistics", "network")
    assert call("sharing", "set", "open", "--default", "--actor", BUYER)[0] == 0
    shown = call("sharing", "show", "--actor", BUYER)[1]
    assert (shown["default"], shown["uploads"][0]["sharing"]) == ("open", "network")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["sharing", "set", "geheim", "--actor", BUYER], "no sharing level"),
        (["sharing", "preview", "geheim", "--actor", BUYER], "no sharing level"),
        (["sharing", "set", "open", "--company", SELLER, "--actor", BUYER], "not enabled"),
        (["sharing", "show", "--company", SELLER, "--actor", BUYER], "not enabled"),
        (["sharing", "show"], "--company"),
        (["sharing", "set", "open", "--default", "--upload", "x", "--actor", BUYER], "not both"),
        (["sharing", "set", "open", "--upload", "x", "--actor", BUYER], "x"),
        (["grants", "end", "x", "--actor", BUYER], "x"),
        (["grants", "give", "Frau Holle", "--until", "2001-01-01", "--actor", BUYER], "run out"),
        (["grants", "list", "--actor", "chamber"], "not enabled"),
    ],
)
def test_what_is_refused_is_said(call: Call, words: list[str], says: str) -> None:
    code, said = call(*words)
    assert code == 2
    assert says in said


def test_a_grant_lets_one_person_see_as_the_company_until_it_ends(call: Call) -> None:
    holle = f"Frau Holle@{BUYER}"
    assert call("companies", "show", SELLER, "--actor", holle)[0] == 2
    grant_id = call("grants", "give", "Frau Holle", "--until", SOON, "--actor", BUYER)[1]["grant_id"]
    assert [one["is_in_force"] for one in call("grants", "list", "--actor", BUYER)[1]["grants"]] == [True]
    as_holle = call("companies", "show", BUYER, "--actor", holle)[1]["companies"]
    assert as_holle == call("companies", "show", BUYER, "--actor", BUYER)[1]["companies"]
    actors = {event["actor"] for event in call("audit", "--actor", BUYER)[1]["events"]}
    assert "consultant:Frau Holle" in actors
    assert call("companies", "show", BUYER, "--actor", f"Rumpel@{BUYER}")[0] == 2
    assert call("sharing", "set", "open", "--actor", holle)[0] == 2, "a grant is for seeing only"
    assert call("grants", "end", grant_id, "--actor", BUYER)[0] == 0
    assert call("companies", "show", BUYER, "--actor", holle)[0] == 2
