"""Companies merged, split and grouped: the evidence stays, each can be reversed, and nothing is asked again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.errors import NotAllowed, NotFound, UserError
from lieferkette.workspace import Workspace
from schemas.registry import company, company_group
from schemas.relations import evidence, match_question, party, party_company

REGISTER = (
    "Name;PLZ;Ort;WZ 2008\n"
    "Rübezahl Draht AG;58762;Altena;24.34\n"
    "Zwerg Stahl GmbH;58636;Iserlohn;24.10\n"
    "Riese Stahl GmbH;58636;Iserlohn;24.10\n"
    "Frau Holle Federn KG;58511;Lüdenscheid;25.93\n"
)
BUYER, OTHER = "Rübezahl Draht AG", "Frau Holle Federn KG"
LIST = (
    "Name;PLZ;Ort;Umsatz 2025 EUR\n{name};58636;Iserlohn;100,00\nSieben Geißlein Guss;59872;Meschede;7,00\n"
)


class World:
    """A register and two companies that both buy from Zwerg Stahl."""

    def __init__(self) -> None:
        self.opened = Workspace.open(":memory:")
        self.owner = self.opened.desk(Actor.owner())
        self.owner.upload([Incoming(REGISTER.encode(), "register.csv")], Options(list_kind="registry"))
        self.id = dict(self.rows(sa.select(company.c.name, company.c.company_id)))
        for name in (BUYER, OTHER):
            self.hand_in(name)

    def rows(self, query: sa.Select[tuple[object, ...]]) -> list[tuple[str, ...]]:
        return self.opened.warehouse.read(query).rows()

    def hand_in(self, buyer: str, partner: str = "Zwerg Stahl GmbH", year: int = 2025) -> None:
        options = Options(list_kind="suppliers", year=year)
        content = LIST.format(name=partner).replace("2025", str(year)).encode()
        self.owner.upload([Incoming(content, f"{buyer}-{partner}-{year}.csv")], options, self.id[buyer])

    def is_now(self, buyer: str, partner: str) -> list[str]:
        """The companies that the partner of a buyer's lists is taken for."""
        query = (
            sa.select(company.c.name)
            .join(party_company, party_company.c.company_id == company.c.company_id)
            .join(party, party.c.party_id == party_company.c.party_id)
            .where(
                party.c.owner_company_id == self.id[buyer],
                party.c.name == partner,
                party_company.c.ended_at.is_(None),
                party_company.c.scope == "uploader",
            )
        )
        return [name for (name,) in self.rows(query)]

    def party_of(self, buyer: str, partner: str) -> str:
        mine = party.c.owner_company_id == self.id[buyer]
        return self.rows(sa.select(party.c.party_id).where(mine, party.c.name == partner))[0][0]

    def evidence(self) -> list[tuple[str, ...]]:
        return sorted(self.rows(sa.select(evidence)), key=str)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.opened.close()


def test_the_owner_merges_for_all_and_takes_it_back(world: World) -> None:
    before = world.evidence()
    zwerg, riese = world.id["Zwerg Stahl GmbH"], world.id["Riese Stahl GmbH"]
    assert world.owner.merge(zwerg, riese) == 2
    assert (
        world.is_now(BUYER, "Zwerg Stahl GmbH")
        == world.is_now(OTHER, "Zwerg Stahl GmbH")
        == ["Riese Stahl GmbH"]
    )
    assert world.evidence() == before
    # the next list that names the old company finds the other by its former name
    world.hand_in(BUYER, year=2024)
    assert set(world.is_now(BUYER, "Zwerg Stahl GmbH")) == {"Riese Stahl GmbH"}
    world.owner.unmerge(zwerg, riese)
    assert world.is_now(OTHER, "Zwerg Stahl GmbH") == ["Zwerg Stahl GmbH"]
    with pytest.raises(UserError, match="no such merge"):
        world.owner.unmerge(zwerg, riese)
    world.hand_in(OTHER, year=2023)
    assert set(world.is_now(OTHER, "Zwerg Stahl GmbH")) == {"Zwerg Stahl GmbH"}


def test_a_company_merges_its_own_entries_only_and_is_not_asked_again(world: World) -> None:
    desk = world.opened.desk(Actor.company(world.id[BUYER]))
    zwerg, riese = world.id["Zwerg Stahl GmbH"], world.id["Riese Stahl GmbH"]
    assert desk.merge(zwerg, riese) == 1
    assert world.is_now(BUYER, "Zwerg Stahl GmbH") == ["Riese Stahl GmbH"]
    assert world.is_now(OTHER, "Zwerg Stahl GmbH") == ["Zwerg Stahl GmbH"]
    world.hand_in(BUYER, year=2024)
    assert set(world.is_now(BUYER, "Zwerg Stahl GmbH")) == {"Riese Stahl GmbH"}
    assert desk.unmerge(zwerg, riese) >= 1
    assert "Zwerg Stahl GmbH" in world.is_now(BUYER, "Zwerg Stahl GmbH")


def test_what_was_taken_apart_stays_apart_in_the_next_list(world: World) -> None:
    before = world.evidence()
    desk = world.opened.desk(Actor.company(world.id[BUYER]))
    new_id = desk.split([world.party_of(BUYER, "Zwerg Stahl GmbH")])
    assert world.is_now(BUYER, "Zwerg Stahl GmbH") == ["Zwerg Stahl GmbH"]
    owned = sa.select(company.c.owner_company_id, company.c.is_in_register).where(
        company.c.company_id == new_id
    )
    assert world.rows(owned) == [(world.id[BUYER], False)]
    assert world.evidence() == before
    refused = sa.select(match_question.c.company_id).where(match_question.c.status == "refused")
    assert world.rows(refused) == [(world.id["Zwerg Stahl GmbH"],)]
    # and back again: the entry is merged into the company that it came from
    assert desk.merge(new_id, world.id["Zwerg Stahl GmbH"]) == 1


def test_who_knows_nothing_of_a_company_merges_nothing(world: World) -> None:
    desk = world.opened.desk(Actor.company(world.id[BUYER]))
    foreign = sa.select(company.c.company_id).where(
        company.c.owner_company_id == world.id[OTHER], company.c.name == "Sieben Geißlein Guss"
    )
    (hidden,) = world.rows(foreign)[0]
    with pytest.raises(NotFound):
        desk.merge(hidden, world.id["Zwerg Stahl GmbH"])
    with pytest.raises(NotFound):
        desk.split([world.party_of(OTHER, "Zwerg Stahl GmbH")])
    with pytest.raises(NotAllowed):
        desk.set_group([world.id[BUYER]], "Konzern")


def test_a_company_that_hands_in_lists_is_not_merged_away(world: World) -> None:
    with pytest.raises(UserError, match="hands in lists itself"):
        world.owner.merge(world.id[BUYER], world.id["Zwerg Stahl GmbH"])
    with pytest.raises(UserError, match="two different companies"):
        world.owner.merge(world.id["Zwerg Stahl GmbH"], world.id["Zwerg Stahl GmbH"])


def test_a_group_holds_its_companies_until_it_is_taken_back(world: World) -> None:
    pair = [world.id["Zwerg Stahl GmbH"], world.id["Riese Stahl GmbH"]]
    group_id = world.owner.set_group(pair, "Stahl-Konzern")
    assert world.rows(sa.select(company_group.c.name)) == [("Stahl-Konzern",)]
    assert len(world.rows(sa.select(company.c.name).where(company.c.group_id == group_id))) == 2
    assert world.owner.set_group(pair, None) is None
    assert world.rows(sa.select(company_group.c.name)) == []
