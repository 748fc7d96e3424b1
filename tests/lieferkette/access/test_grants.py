"""A consultant sees what one company sees, as long as its grant holds; and the company sees who read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from lieferkette.access.actor import Actor
from lieferkette.errors import GrantTooShort, NotAllowed, NotFound, NotGranted, NotReleased
from tests.lieferkette.access.test_view import as_bytes, every_answer
from tests.lieferkette.small_world import SmallWorld

HOLLE = "Frau Holle"
START = datetime(2026, 3, 2, 9)


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> Iterator[SmallWorld]:
    """A buys from B, X from Y; nobody shares anything."""
    small = SmallWorld()
    small.workspace.now = clock
    for name in "ABXY":
        small.company(name)
    small.list_of("A", [{"partner": "B", "amount": Decimal(100)}])
    small.list_of("X", [{"partner": "Y", "amount": Decimal(7)}])
    yield small
    small.workspace.close()


def grant(world: SmallWorld, name: str, until: date = date(2026, 12, 31)) -> str:
    return world.workspace.desk(Actor.company(world.ids[name])).grant(HOLLE, until)


def consultant(world: SmallWorld, name: str) -> Actor:
    return Actor.consultant(HOLLE, world.ids[name])


def test_a_consultant_gets_byte_for_byte_what_the_company_gets(world: SmallWorld) -> None:
    grant(world, "A")
    theirs = every_answer(world.workspace.reader(consultant(world, "A")))
    assert as_bytes(theirs) == as_bytes(every_answer(world.workspace.reader(Actor.company(world.ids["A"]))))


def test_grants_never_combine(world: SmallWorld) -> None:
    grant(world, "A")
    grant(world, "X")
    as_a, as_x = (world.workspace.reader(consultant(world, name)) for name in "AX")
    assert as_a.partners(world.ids["A"], "suppliers").count == 1
    assert as_a.partners(world.ids["X"], "suppliers").count == 0
    assert as_x.partners(world.ids["A"], "suppliers").count == 0
    assert as_a.uploads().height == as_x.uploads().height == 1


@pytest.mark.parametrize("ask", ["years", "companies", "uploads", "questions", "region"])
def test_without_a_grant_there_is_nothing_not_even_an_empty_answer(world: SmallWorld, ask: str) -> None:
    grant(world, "X")
    with pytest.raises(NotGranted):
        getattr(world.workspace.reader(consultant(world, "A")), ask)()


def test_a_grant_begins_at_once_and_ends_with_its_day(world: SmallWorld, clock: Clock) -> None:
    grant(world, "A", until=date(2026, 3, 3))
    reader = world.workspace.reader(consultant(world, "A"))
    assert reader.years() == [2025]
    clock.now = datetime(2026, 3, 3, 22, 59)  # one minute to midnight in Germany
    assert reader.years() == [2025]
    clock.now = datetime(2026, 3, 3, 23)
    with pytest.raises(NotGranted):
        reader.years()
    clock.now = START - timedelta(seconds=1)
    with pytest.raises(NotGranted):
        reader.years()


def test_an_ended_grant_shows_nothing_to_a_reader_handed_out_before(world: SmallWorld) -> None:
    grant_id = grant(world, "A")
    reader = world.workspace.reader(consultant(world, "A"))
    assert reader.years() == [2025]
    desk = world.workspace.desk(Actor.company(world.ids["A"]))
    desk.end_grant(grant_id)
    desk.end_grant(grant_id)
    with pytest.raises(NotGranted):
        reader.years()
    assert world.workspace.reader(desk.actor).grants()["is_in_force"].to_list() == [False]


def test_only_the_company_itself_gives_and_ends_its_grants(world: SmallWorld) -> None:
    grant_id = grant(world, "A")
    other = world.workspace.desk(Actor.company(world.ids["X"]))
    with pytest.raises(NotFound):
        other.end_grant(grant_id)
    with pytest.raises(NotAllowed):
        other.grant(HOLLE, date(2026, 12, 31), company_id=world.ids["A"])
    with pytest.raises(GrantTooShort):
        other.grant(HOLLE, date(2026, 3, 1))
    with pytest.raises(NotFound):
        other.grant(" ", date(2026, 12, 31))
    assert world.workspace.reader(other.actor).grants().is_empty()
    assert world.workspace.desk(Actor.owner()).grant("Rumpel", date(2026, 12, 31), world.ids["X"])


def test_who_sees_as_a_company_neither_changes_nor_grants_nor_reads_its_log(world: SmallWorld) -> None:
    grant(world, "A")
    with pytest.raises(NotAllowed):
        world.workspace.desk(consultant(world, "A"))
    for ask in ("grants", "log"):
        with pytest.raises(NotAllowed):
            getattr(world.workspace.reader(consultant(world, "A")), ask)()


def test_every_read_stands_in_the_log_of_the_company_and_only_there(world: SmallWorld) -> None:
    grant_id = grant(world, "A")
    reader = world.workspace.reader(consultant(world, "A"))
    reader.partners(world.ids["A"], "suppliers")
    reader.uploads()
    log = world.workspace.reader(Actor.company(world.ids["A"])).log()
    reads = log.filter(log["action"].str.starts_with("read.")).to_dicts()
    assert [row["action"] for row in reads] == ["read.lists", "read.relations"]
    assert {row["actor"] for row in reads} == {"consultant:Frau Holle"}
    assert all(grant_id in row["detail"] for row in reads)
    assert world.workspace.reader(Actor.company(world.ids["X"])).log().is_empty()


def test_reading_moves_no_state(world: SmallWorld) -> None:
    grant(world, "A")
    company = Actor.company(world.ids["A"])
    view = world.workspace.view(company)
    assert world.workspace.view(consultant(world, "A")) is view
    assert world.workspace.view(company) is view


def test_the_admin_sees_no_relation(world: SmallWorld) -> None:
    admin = world.workspace.reader(Actor.admin())
    assert admin.years() == []
    assert admin.uploads().is_empty() and admin.questions().is_empty()
    assert admin.partners(world.ids["A"], "suppliers").count == 0
    with pytest.raises(NotReleased):
        admin.region()
    with pytest.raises(NotAllowed):
        world.workspace.desk(Actor.admin())


@pytest.mark.parametrize(
    ("role", "company_id", "grantee"),
    [("company", None, None), ("consultant", "c", None), ("consultant", None, "g"), ("owner", "c", None)],
)
def test_an_actor_that_names_too_much_or_too_little_is_none(
    role: str, company_id: str | None, grantee: str | None
) -> None:
    with pytest.raises(ValueError, match="nobody else"):
        Actor(role, company_id, grantee)  # type: ignore[arg-type]
