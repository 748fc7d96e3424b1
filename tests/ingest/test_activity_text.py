"""What a list says in words of a partner's activity becomes a code that says where it comes from."""

from __future__ import annotations

import sqlalchemy as sa

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.registry import company
from schemas.relations import party

SUPPLIERS = (
    "Name;PLZ;Ort;Branche\n"
    "Zwerg Oberflächen GmbH;58636;Iserlohn;Galvanik\n"
    "Riese Handel KG;58511;Lüdenscheid;Beratung und Handel\n"
    "Fee Drehteile GmbH;58762;Altena;25.62\n"
)
MEMBERS = "Mitgliedsnummer;Name;PLZ;Ort;Branche\n17;Frosch Feder GmbH;58762;Altena;Federn\n"


def test_words_become_a_code_and_say_so() -> None:
    with Workspace.open(":memory:") as opened:
        desk = opened.desk(Actor.owner())
        mine = desk.add_company("Siebenmeilen Probe AG")
        desk.upload([Incoming(SUPPLIERS.encode(), "l.csv")], Options(list_kind="suppliers", year=2025), mine)
        told = sa.select(party.c.name, party.c.sector_code, party.c.sector_source, party.c.sector_text)
        rows = {row[0]: row[1:] for row in opened.warehouse.read(told.where(sa.not_(party.c.is_own))).rows()}
    assert rows["Zwerg Oberflächen GmbH"] == ("25.61", "activity_text", "Galvanik")
    assert rows["Riese Handel KG"] == (None, None, "Beratung und Handel")
    assert rows["Fee Drehteile GmbH"][:2] == ("25.62", "partner_list")


def test_a_register_keeps_the_guess_apart_from_a_written_code() -> None:
    with Workspace.open(":memory:") as opened:
        desk = opened.desk(Actor.owner())
        desk.upload([Incoming(MEMBERS.encode(), "m.csv")], Options(list_kind="members"))
        said = sa.select(company.c.sector_code, company.c.sector_source, company.c.sector_code_2025)
        assert opened.warehouse.read(said).rows() == [("25.93", "activity_text", "25.93")]
        written = MEMBERS.replace("Branche", "WZ 2008").replace("Federn", "25.50.4")
        desk.upload([Incoming(written.encode(), "n.csv")], Options(list_kind="members"))
        assert opened.warehouse.read(said).rows() == [("25.50.4", "member_register", "25.40.4")]
        desk.upload([Incoming(MEMBERS.replace("17", "0017").encode(), "o.csv")], Options(list_kind="members"))
        assert opened.warehouse.read(said).rows()[0][:2] == ("25.50.4", "member_register")
