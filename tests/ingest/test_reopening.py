"""An answer to a match question taken back: asked again, and what followed from it no longer holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.errors import UserError
from lieferkette.workspace import Workspace
from schemas.registry import company
from schemas.relations import party, party_company

REGISTER = """Name;PLZ;Ort;WZ 2008
Rübezahl Draht AG;58762;Altena;24.34
Frau Holle Federn KG;58511;Lüdenscheid;25.93
Zwergen Stahl KG;58095;Hagen;24.10
"""
LIST = "Lieferantennummer;Name;PLZ;Ort;Umsatz 2025 EUR\n{number};Zwerge Stahl KG;58511;Lüdenscheid;100,00\n"
BUYER, OTHER = "Rübezahl Draht AG", "Frau Holle Federn KG"


class World:
    """A register, and two companies whose lists name somebody who may be one of it."""

    def __init__(self) -> None:
        self.opened = Workspace.open(":memory:")
        desk = self.opened.desk(Actor.owner())
        desk.upload([Incoming(REGISTER.encode(), "register.csv")], Options(list_kind="registry"))
        names = self.opened.warehouse.read(sa.select(company.c.name, company.c.company_id))
        self.id = dict(names.iter_rows())
        self.desk, self.reader = self.opened.desk(self.actor(BUYER)), self.opened.reader(self.actor(BUYER))
        for name in (BUYER, OTHER):
            self.hand_in(name, number=1)

    def actor(self, name: str) -> Actor:
        return Actor.company(self.id[name])

    def hand_in(self, name: str, number: int) -> None:
        file = Incoming(LIST.format(number=number).encode(), f"Lieferanten {number}.csv")
        self.opened.desk(self.actor(name)).upload([file], Options(list_kind="suppliers"))

    def pair(self, name: str = BUYER) -> tuple[str, str]:
        """The question that a company is asked."""
        rows = self.opened.reader(self.actor(name)).questions()
        return rows["party_id"].item(), rows["company_id"].item()

    def partners(self) -> set[str]:
        """The companies that the buyer's partners are."""
        query = (
            sa.select(party_company.c.company_id)
            .join(party, party.c.party_id == party_company.c.party_id)
            .where(
                party.c.owner_company_id == self.id[BUYER],
                sa.not_(party.c.is_own),
                party_company.c.ended_at.is_(None),
                party_company.c.scope == "uploader",
            )
        )
        return set(self.opened.warehouse.read(query)["company_id"])

    def figure(self) -> list[float | None]:
        """Shares of the buyer's rows and purchases whose supplier a register knows."""
        rests_on = self.reader.partners(self.id[BUYER], "suppliers").coverage
        return [rests_on.rows_matched_share, rests_on.spend_matched_share]


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.opened.close()


@pytest.mark.parametrize("accept", [True, False])
def test_an_answer_taken_back_is_asked_again(world: World, accept: bool) -> None:
    asked, partners, figure = world.pair(), world.partners(), world.figure()
    assert world.reader.answered().is_empty()
    world.desk.answer(*asked, accept)
    assert world.reader.questions().is_empty()
    assert world.reader.answered()["answer"].to_list() == ["accepted" if accept else "refused"]
    assert (world.figure() != figure) == accept
    world.desk.take_back_answer(*asked)
    assert (world.pair(), world.partners(), world.figure()) == (asked, partners, figure)
    assert world.reader.answered().is_empty()
    with pytest.raises(UserError, match="nothing to take back"):
        world.desk.take_back_answer(*asked)
    world.desk.answer(*asked, True)
    assert world.partners() == {world.id["Zwergen Stahl KG"]}


def test_a_later_list_that_the_answer_covered_follows(world: World) -> None:
    asked, partners = world.pair(), world.partners()
    world.desk.answer(*asked, True)
    world.hand_in(BUYER, number=77)
    assert world.partners() == {world.id["Zwergen Stahl KG"]}
    world.desk.take_back_answer(*asked)
    assert (world.pair(), world.partners()) == (asked, partners)


def test_nothing_is_asked_about_a_list_that_was_taken_back(world: World) -> None:
    asked = world.pair()
    world.desk.answer(*asked, True)
    world.desk.undo(world.reader.uploads()["upload_id"].item())
    world.desk.take_back_answer(*asked)
    assert world.reader.questions().is_empty() and world.reader.answered().is_empty()
    world.hand_in(BUYER, number=1)
    assert world.pair()[1] == asked[1], "the next list asks"


def test_what_was_decided_since_is_not_taken_back(world: World) -> None:
    asked = world.pair()
    world.desk.answer(*asked, True)
    world.desk.split([asked[0]])
    assert world.reader.answered().is_empty()
    with pytest.raises(UserError, match="nothing to take back"):
        world.desk.take_back_answer(*asked)


def test_only_the_owner_is_told_whose_list_asks_and_nobody_takes_back_anothers_answer(world: World) -> None:
    theirs = world.pair(OTHER)
    world.opened.desk(world.actor(OTHER)).answer(*theirs, True)
    assert world.reader.answered().is_empty()
    with pytest.raises(UserError, match="nothing to take back"):
        world.desk.take_back_answer(*theirs)
    owner = world.opened.reader(Actor.owner())
    assert owner.questions()["sender_name"].to_list() == [BUYER]
    assert owner.answered()["sender_name"].to_list() == [OTHER]
    assert "sender_name" not in world.reader.questions().columns + world.reader.answered().columns
    world.opened.desk(Actor.owner()).take_back_answer(*theirs)
    assert world.pair(OTHER) == theirs
