"""Erasing a company leaves no byte of it in the live files, what others say stays, and a restore erases again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest import audit, erasures, integrity
from ingest.backups import make_backup, restore_backup
from ingest.erase import erase_company, finish_erasures, plan
from ingest.home_region import load_home_region
from ingest.jobs import Incoming, Options, ingest_files
from ingest.spool import reconcile, spool_of
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.registry import company
from schemas.relations import evidence, party
from schemas.sharing import audit_event
from schemas.uploads import upload
from schemas.warehouse import Warehouse, create
from tests.chaos.world import REGISTER

CANARY = "Zitronenfalter"
HEAD = "Lieferantennummer;Name;PLZ;Ort;Umsatz 2025 (EUR)\n"
SECRET = (
    HEAD
    + f"7;{CANARY} Seilwaren GmbH;58095;Hagen;4711,00\n8;Zwergen Stahl KG;58095;Hagen;99,00\n;;;;{CANARY}\n"
)
OTHERS = HEAD + "1;Rübezahl Draht AG;58762;Altena;5000,00\n"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Warehouse]:
    """A register and two uploaders: the one to be erased and one that buys from it."""
    with create(tmp_path / "w.duckdb") as warehouse:
        load_home_region(warehouse)
        take(warehouse, REGISTER, None, "registry")
        take(warehouse, SECRET, "Rübezahl Draht AG", "suppliers", f"{CANARY}.csv")
        take(warehouse, OTHERS, "Irrlicht Leuchten GmbH", "suppliers")
        yield warehouse


def take(warehouse: Warehouse, text: str, owner: str | None, kind: str, name: str = "liste.csv") -> None:
    owner_id = id_of(warehouse, owner) if owner else None
    files = [Incoming(text.encode(), name)]
    result = ingest_files(
        warehouse, files, owner_company_id=owner_id, options=Options(list_kind=kind), actor="owner"
    )[0]
    assert result.status == "loaded"


def id_of(warehouse: Warehouse, name: str) -> str:
    return str(warehouse.read(sa.select(company.c.company_id).where(company.c.name == name)).item())


def bytes_left(folder: Path, text: str, without: str = "backup") -> list[str]:
    """Live files that hold the text, in UTF-8 or UTF-16."""
    patterns = [text.encode(), text.encode("utf-16-le")]
    live = [path for path in folder.rglob("*") if path.is_file() and without not in path.name]
    return [path.name for path in live if any(pattern in path.read_bytes() for pattern in patterns)]


def test_no_byte_of_an_erased_company_is_left_in_the_live_files(two: Warehouse, tmp_path: Path) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    two.checkpoint()
    assert bytes_left(tmp_path, CANARY), "the canary must be there before"
    counts = erase_company(two, company_id, actor="owner")
    assert (counts["uploads"], counts["evidence"]) == (1, 2)
    assert bytes_left(tmp_path, CANARY) == []
    two.close()
    assert bytes_left(tmp_path, CANARY) == []
    with create(tmp_path / "w.duckdb") as reopened:
        assert reopened.read(sa.select(sa.func.count().label("n")).select_from(upload))["n"].item() == 2


def test_no_byte_is_left_in_what_was_kept_for_quick_answers(two: Warehouse, tmp_path: Path) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    workspace = Workspace(two)
    for actor in (Actor.owner(), Actor.company(company_id)):
        workspace.reader(actor).dependencies(company_id)
    assert bytes_left(tmp_path / "derived", CANARY), "the canary must be there before"
    workspace.desk(Actor.owner()).erase(company_id)
    assert bytes_left(tmp_path, CANARY) == []
    workspace.reader(Actor.owner()).years()
    assert bytes_left(tmp_path, CANARY) == []


def test_it_is_said_before_what_goes_and_what_stays(two: Warehouse) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    said = plan(two, company_id)
    assert said == {"uploads": 1, "evidence": 2, "parties": 3, "lists_of_others_that_stay": 1}
    assert erase_company(two, company_id, actor="owner")["parties"] == 3


def test_what_others_say_and_the_register_stay(two: Warehouse) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    erase_company(two, company_id, actor="owner")
    assert id_of(two, "Rübezahl Draht AG") == company_id
    assert two.read(sa.select(party.c.name).where(sa.not_(party.c.is_own)))["name"].to_list() == [
        "Rübezahl Draht AG"
    ]
    assert two.read(sa.select(evidence.c.amount_eur))["amount_eur"].to_list() == [5000]
    assert integrity.broken_references(two) == {}
    assert integrity.undecided_parties(two) == 0


def test_a_natural_person_loses_its_name_in_others_lists(two: Warehouse, tmp_path: Path) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    with two.writing() as connection:
        connection.execute(
            sa.update(company).values(kind="private_person").where(company.c.company_id == company_id)
        )
    erase_company(two, company_id, actor="owner")
    assert two.read(sa.select(party.c.name).where(sa.not_(party.c.is_own)))["name"].to_list() == [
        "Privatperson"
    ]
    assert two.read(sa.select(evidence.c.amount_eur))["amount_eur"].to_list() == [5000]
    assert bytes_left(tmp_path, "Rübezahl Draht AG") == []
    assert integrity.undecided_parties(two) == 0


def test_the_chain_of_the_audit_log_holds_and_names_the_company_no_more(
    two: Warehouse, tmp_path: Path
) -> None:
    company_id = id_of(two, "Irrlicht Leuchten GmbH")
    erase_company(two, company_id, actor=f"company:{company_id}")
    with two.engine.connect() as connection:
        assert audit.first_broken(connection) is None
    events = two.read(sa.select(audit_event.c.actor, audit_event.c.company_id, audit_event.c.detail))
    assert not any(company_id in str(row) for row in events.iter_rows())
    with two.writing() as connection:
        connection.execute(sa.update(audit_event).values(action="x").where(audit_event.c.event_no == 2))
    assert integrity.broken_audit_event(two) == 2


def test_the_ledger_misses_nothing_after_an_erasure(two: Warehouse) -> None:
    company_id = id_of(two, "Rübezahl Draht AG")
    erase_company(two, company_id, actor="owner")
    spool = spool_of(two)
    assert not any(company_id in str(line) for line in [*spool.ledger(), *spool.erasures.lines()])
    found = reconcile(spool, two)
    assert (found.waiting, found.lost) == ((), ())


def test_an_erasure_that_a_crash_interrupted_is_finished(two: Warehouse, tmp_path: Path) -> None:
    erasures.begin(spool_of(two), id_of(two, "Rübezahl Draht AG"))
    assert finish_erasures(two) == 1
    assert bytes_left(tmp_path, CANARY) == []
    assert finish_erasures(two) == 0


def test_a_restored_backup_is_erased_again(two: Warehouse, tmp_path: Path) -> None:
    address = two.address
    made = make_backup(two, tmp_path / "backup-1", actor="owner")
    erase_company(two, id_of(two, "Rübezahl Draht AG"), actor="owner")
    two.close()
    restored = restore_backup(address, made.file)
    assert (restored.is_listed, restored.rows["upload"]) == (True, 3)
    with create(address) as warehouse:
        assert finish_erasures(warehouse) == 1
        assert warehouse.read(sa.select(sa.func.count().label("n")).select_from(upload))["n"].item() == 2
        assert finish_erasures(warehouse) == 0
    assert bytes_left(tmp_path, CANARY) == []
