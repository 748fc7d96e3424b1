"""A list from its bytes to the warehouse: accounted for, idempotent, replaceable, reversible, and secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import polars as pl
import pytest
import sqlalchemy as sa

from ingest import audit, jobs
from ingest.home_region import load_home_region
from ingest.jobs import Incoming, Options, UploadResult
from ingest.load.answers import NoSuchThing
from ingest.load.undo import CannotUndo
from schemas.everything import metadata
from schemas.registry import company, company_alias, company_identifier, company_year
from schemas.relations import evidence, match_question, party, party_company
from schemas.sharing import audit_event
from schemas.uploads import upload, upload_row
from schemas.warehouse import Warehouse, create, insert, rows_by_table

DRAHT, LICHT = "draht", "licht"
HEAD = "Lieferantennummer;Name;PLZ;Ort;Land;USt-IdNr.;Umsatz 2025 (EUR)\n"
REGISTER = """Name;Rechtsform;Straße;PLZ;Ort;Registergericht;Registernummer;WZ;Mitarbeiter
Froschkönig Guss GmbH;GmbH;Brunnenweg 1;58511;Lüdenscheid;Iserlohn;HRB 1234;24.51;80
Zwergen Stahl KG;KG;Berg 7;58095;Hagen;Hagen;HRA 77;24.10;250
"""


@pytest.fixture
def home() -> Iterator[Warehouse]:
    """A warehouse with the home region and two companies that take part."""
    rows = [
        {
            "company_id": company_id,
            "kind": "company",
            "name": name,
            "name_normalised": name.lower(),
            "city": "Altena",
            "postcode": "58762",
            "country_code": "DE",
            "is_in_register": False,
            "is_open_profile": False,
            "status": "active",
            "created_at": datetime(2026, 1, 1),
        }
        for company_id, name in ((DRAHT, "Rübezahl Draht"), (LICHT, "Irrlicht Leuchten"))
    ]
    with create(":memory:") as warehouse:
        load_home_region(warehouse)
        with warehouse.writing() as connection:
            insert(connection, company, pl.DataFrame(rows))
        yield warehouse


def take(
    warehouse: Warehouse, text: str, owner: str | None = DRAHT, name: str = "liste.csv", **options: object
) -> UploadResult:
    """Ingest one text as a file."""
    given = Options(**{"list_kind": "suppliers", **options})  # type: ignore[arg-type]
    files = [Incoming(text.encode(), name)]
    return jobs.ingest_files(warehouse, files, owner_company_id=owner, options=given, actor="test")[0]


def take_register(warehouse: Warehouse, text: str = REGISTER, kind: str = "registry") -> UploadResult:
    return take(warehouse, text, None, "register.csv", list_kind=kind)


def current(warehouse: Warehouse, scope: str = "uploader") -> dict[str, str]:
    """Name of each party that is not its uploader -> company_id in force."""
    query = (
        sa.select(party.c.name, party_company.c.company_id)
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(party_company.c.ended_at.is_(None), party_company.c.scope == scope, sa.not_(party.c.is_own))
    )
    return dict(warehouse.read(query).iter_rows())


def company_named(warehouse: Warehouse, name: str) -> str:
    return str(warehouse.read(sa.select(company.c.company_id).where(company.c.name == name)).item())


def amounts(warehouse: Warehouse) -> list[Decimal]:
    """Amounts of the evidence in force."""
    in_force = sa.select(evidence.c.amount_eur).where(evidence.c.superseded_by_upload_id.is_(None))
    return sorted(value for value in warehouse.read(in_force)["amount_eur"] if value is not None)


def test_every_row_is_accounted_for(home: Warehouse) -> None:
    text = (
        HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;1.234,50\n"
        "2;Zwergen Stahl KG;58095;Hagen;DE;;zwölf\n"
        ";Summe;;;;;1.234,50\n"
    )
    result = take(home, text)
    assert (result.status, result.rows_read) == ("loaded", 3)
    assert result.rows_read == result.rows_loaded + result.rows_rejected + result.rows_ignored
    left_out = home.read(sa.select(upload_row))
    assert left_out.height == result.rows_rejected + result.rows_ignored
    assert left_out["reason_de"].null_count() == 0
    assert home.read(sa.select(evidence.c.row_no).distinct()).height == result.rows_loaded
    assert amounts(home) == [Decimal("1234.50")]


def test_json_has_the_promised_keys_first(home: Warehouse) -> None:
    told = take(home, HEAD + "1;Zwergen Stahl KG;58095;Hagen;DE;;5\n").as_json()
    assert list(told)[:11] == [
        *(
            "file",
            "upload_id",
            "shape",
            "rows_read",
            "rows_loaded",
            "rows_rejected",
            "rows_ignored",
            "columns",
        ),
        *("parties_matched", "parties_new", "parties_to_review"),
    ]
    assert {"heading", "meaning", "score"} == set(told["columns"][0])


def test_rows_end_at_companies_of_the_register(home: Warehouse) -> None:
    take_register(home)
    text = (
        HEAD + "1;FROSCHKOENIG GUSS GMBH;58511;Lüdenscheid;DE;;1\n"
        "2;Zwergenstahl KG;58097;Hagen;DE;;2\n"
        "3;Sterntaler AG;42899;Remscheid;DE;;3\n"
    )
    result = take(home, text)
    assert (result.parties_matched, result.parties_new, result.parties_to_review) == (2, 1, 0)
    assert current(home)["FROSCHKOENIG GUSS GMBH"] == company_named(home, "Froschkönig Guss GmbH")
    made = home.read(sa.select(company).where(company.c.name == "Sterntaler AG"))
    assert made.select("is_in_register", "owner_company_id", "kind").row(0) == (False, DRAHT, "company")


def test_register_companies_have_place_sector_year_and_identifier(home: Warehouse) -> None:
    take_register(home)
    row = home.read(sa.select(company).where(company.c.name == "Froschkönig Guss GmbH")).to_dicts()[0]
    assert (row["ags"], row["sector_code"], row["sector_source"]) == ("05962032", "24.51", "member_register")
    assert row["latitude"] == pytest.approx(51.2, abs=0.1)
    of_company = company_identifier.c.company_id == row["company_id"]
    assert (
        home.read(sa.select(company_identifier.c.identifier).where(of_company)).item() == "HRB 1234 Iserlohn"
    )
    assert (
        home.read(
            sa.select(company_year.c.employees).where(company_year.c.company_id == row["company_id"])
        ).item()
        == 80
    )


def test_member_register_and_commercial_register_meet_in_one_company(home: Warehouse) -> None:
    take_register(home)
    members = (
        "Mitgliedsnummer;Name;PLZ;Ort;WZ;Mitarbeiter\n"
        "4711;Froschkoenig Guss GmbH;58511;Lüdenscheid;24.53;90\n"
        "4712;Goldesel Metall GmbH;58511;Lüdenscheid;25.61;12\n"
    )
    take_register(home, members, "members")
    take_register(home, members + "4713;Nixen Ventile GmbH;58095;Hagen;28.14;7\n", "members")
    names = home.read(sa.select(company.c.name).where(company.c.is_in_register).order_by(company.c.name))
    assert names["name"].to_list() == [
        "Froschkönig Guss GmbH",
        "Goldesel Metall GmbH",
        "Nixen Ventile GmbH",
        "Zwergen Stahl KG",
    ]
    guss = company_named(home, "Froschkönig Guss GmbH")
    sector = sa.select(company.c.sector_code).where(company.c.company_id == guss)
    assert home.read(sector).item() == "24.53"
    years = home.read(
        sa.select(company_year.c.source, company_year.c.employees).where(company_year.c.company_id == guss)
    )
    assert sorted(years.iter_rows()) == [("members", 90), ("registry", 80)]


def test_sisters_of_a_register_stay_apart(home: Warehouse) -> None:
    rows = [
        "Igel GmbH;HRB 1",
        "Igel GmbH & Co. KG;HRA 1",
        "Igel Verwaltungs-GmbH;HRB 2",
        "Igel II GmbH;HRB 3",
        "Igel GmbH;HRB 4",
    ]
    text = "Name;Registernummer;Registergericht;PLZ;Ort\n" + "".join(
        f"{row};Hagen;58095;Hagen\n" for row in rows
    )
    take_register(home, text)
    assert home.read(sa.select(company.c.name).where(company.c.is_in_register)).height == 5


def test_a_former_name_in_the_register_finds_the_company(home: Warehouse) -> None:
    text = (
        "Name;Früherer Name;Registernummer;Registergericht;PLZ;Ort\n"
        "Goldesel Metall GmbH;Tischleindeckdich OHG;HRB 9;Hagen;58095;Hagen\n"
    )
    take_register(home, text)
    assert home.read(sa.select(company_alias.c.alias))["alias"].to_list() == ["Tischleindeckdich OHG"]
    take(home, HEAD + "1;Tischleindeckdich OHG;58095;Hagen;DE;;1\n")
    assert current(home)["Tischleindeckdich OHG"] == company_named(home, "Goldesel Metall GmbH")


def test_a_register_that_comes_later_finds_the_parties_before_it(home: Warehouse) -> None:
    take(
        home,
        HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;1\n2;Zwerge Stahl KG;58511;Lüdenscheid;DE;;1\n",
    )
    before = current(home)["Froschkönig Guss GmbH"]
    take_register(home)
    after = current(home)["Froschkönig Guss GmbH"]
    registered = sa.select(company.c.company_id).where(company.c.is_in_register)
    assert before != after
    assert after in home.read(registered)["company_id"].to_list()
    ended = home.read(sa.select(party_company.c.company_id).where(party_company.c.ended_at.is_not(None)))
    assert ended["company_id"].to_list() == [before]
    assert home.read(sa.select(match_question.c.status))["status"].to_list() == ["open"]


def test_the_same_file_twice_changes_nothing(home: Warehouse) -> None:
    text = HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;1\n"
    first = take(home, text)
    rows = rows_by_table(home)
    second = take(home, text, name="andere Kopie.csv")
    assert (second.status, second.upload_id, second.rows_loaded) == (
        "unchanged",
        first.upload_id,
        first.rows_loaded,
    )
    assert rows_by_table(home) == rows


def test_the_same_file_read_in_another_way_replaces_its_first_reading(home: Warehouse) -> None:
    text = HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;7\n"
    take(home, text)
    again = take(home, text, amount_unit=1000.0)
    assert again.status == "loaded"
    assert amounts(home) == [Decimal(7000)]
    assert take(home, text).status == "unchanged", "what was corrected is remembered"
    assert take(home, text, amount_unit=1.0).status == "loaded"
    assert amounts(home) == [Decimal(7)]


OLD = HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;10\n2;Zwergen Stahl KG;58095;Hagen;DE;;20\n"
NEW = HEAD + "1;Froschkönig Guss GmbH;58511;Lüdenscheid;DE;;11\n3;Sterntaler AG;42899;Remscheid;DE;;30\n"


def test_a_complete_list_replaces_the_complete_one_and_says_what_changed(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    result = take(home, NEW, is_complete=True)
    assert result.difference == {"new": 1, "ended": 1, "changed": 1, "same": 0}
    assert amounts(home) == [Decimal(11), Decimal(30)]
    assert result.upload_id is not None
    changes = dict(jobs.list_difference(home, result.upload_id).select("company_id", "change").iter_rows())
    assert changes[company_named(home, "Zwergen Stahl KG")] == "ended"


def test_partial_lists_add_up(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    result = take(home, NEW, is_complete=False)
    assert result.difference == {}
    assert amounts(home) == [Decimal(10), Decimal(11), Decimal(20), Decimal(30)]


def test_completeness_can_be_said_later_and_taken_back(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    upload_id = take(home, NEW).upload_id
    assert upload_id is not None
    changed = jobs.set_completeness(home, upload_id, suppliers=True, customers=None, actor="test")
    assert changed == {"new": 1, "ended": 1, "changed": 1, "same": 0}
    assert amounts(home) == [Decimal(11), Decimal(30)]
    jobs.set_completeness(home, upload_id, suppliers=False, customers=None, actor="test")
    assert amounts(home) == [Decimal(10), Decimal(11), Decimal(20), Decimal(30)]


def test_another_year_or_another_company_is_not_replaced(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    take(home, OLD.replace("2025", "2024"), is_complete=True)
    take(home, NEW, owner=LICHT, is_complete=True)
    assert len(amounts(home)) == 6


def test_undo_brings_back_what_was_replaced(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    rows = rows_by_table(home)
    second = take(home, NEW, is_complete=True)
    assert second.upload_id is not None
    jobs.undo(home, second.upload_id, actor="test")
    assert amounts(home) == [Decimal(10), Decimal(20)]
    after = rows_by_table(home)
    for name in ("company", "party", "party_company", "evidence", "match_question", "company_identifier"):
        assert after[name] == rows[name], name
    status = sa.select(upload.c.status).where(upload.c.upload_id == second.upload_id)
    assert home.read(status).item() == "undone"
    with pytest.raises(CannotUndo):
        jobs.undo(home, second.upload_id, actor="test")
    assert take(home, NEW, is_complete=True).status == "loaded"


def test_undoing_the_middle_one_of_three_leaves_the_newest_in_force(home: Warehouse) -> None:
    take(home, OLD, is_complete=True)
    middle = take(home, NEW, is_complete=True)
    take(home, NEW.replace(";30", ";33"), is_complete=True)
    assert middle.upload_id is not None
    jobs.undo(home, middle.upload_id, actor="test")
    assert amounts(home) == [Decimal(11), Decimal(33)]


def test_undoing_a_register_gives_its_parties_companies_of_their_own(home: Warehouse) -> None:
    register = take_register(home)
    take(home, OLD)
    assert register.upload_id is not None
    jobs.undo(home, register.upload_id, actor="test")
    assert home.read(sa.select(company.c.company_id).where(company.c.is_in_register)).is_empty()
    assert set(current(home)) == {"Froschkönig Guss GmbH", "Zwergen Stahl KG"}
    ids = home.read(sa.select(company.c.company_id))["company_id"].to_list()
    assert set(current(home).values()) <= set(ids)


def test_an_answer_is_remembered_and_never_asked_again(home: Warehouse) -> None:
    take_register(home)
    first = take(home, HEAD + "1;Zwerge Stahl KG;58511;Lüdenscheid;DE;;1\n")
    assert first.parties_to_review == 1
    party_id, company_id = home.read(sa.select(match_question.c.party_id, match_question.c.company_id)).row(0)
    assert jobs.answer_question(home, party_id, company_id, accept=True, actor="test") == 1
    assert current(home)["Zwerge Stahl KG"] == company_id
    # another number, the same record
    second = take(home, HEAD + "77;Zwerge Stahl KG;58511;Lüdenscheid;DE;;2\n")
    assert (second.parties_matched, second.parties_to_review) == (1, 0)
    assert set(current(home).values()) == {company_id}


def test_a_refusal_is_remembered_too(home: Warehouse) -> None:
    take_register(home)
    take(home, HEAD + "1;Zwerge Stahl KG;58511;Lüdenscheid;DE;;1\n")
    own = current(home)["Zwerge Stahl KG"]
    party_id, company_id = home.read(sa.select(match_question.c.party_id, match_question.c.company_id)).row(0)
    jobs.answer_question(home, party_id, company_id, accept=False, actor="test")
    second = take(home, HEAD + "77;Zwerge Stahl KG;58511;Lüdenscheid;DE;;2\n")
    assert second.parties_to_review == 0
    assert set(current(home).values()) == {own}
    with pytest.raises(NoSuchThing):
        jobs.answer_question(home, party_id, DRAHT, accept=True, actor="test")


def test_what_another_uploader_named_shows_nowhere(home: Warehouse) -> None:
    text = HEAD + "1;Sterntaler Werkzeuge GmbH;42899;Remscheid;DE;DE136695976;3\n"
    alone = take(home, text, owner=LICHT).as_json()
    jobs.undo(home, alone["upload_id"], actor="test")
    take(home, text)
    beside = take(home, text, owner=LICHT).as_json()
    assert {**alone, "upload_id": None} == {**beside, "upload_id": None}
    decided = home.read(
        sa.select(party.c.owner_company_id, party_company.c.company_id)
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(party_company.c.scope == "uploader", sa.not_(party.c.is_own))
    )
    # each uploader has a company of its own, and the system knows that they are one
    assert decided["company_id"].n_unique() == 2
    of_draht = decided.filter(pl.col("owner_company_id") == DRAHT)["company_id"].item()
    assert current(home, "system") == {"Sterntaler Werkzeuge GmbH": of_draht}


def test_similar_companies_of_other_uploaders_raise_no_question(home: Warehouse) -> None:
    take(home, HEAD + "1;Sterntaler Werkzeuge GmbH;42899;Remscheid;DE;;3\n")
    result = take(home, HEAD + "1;Sterntaler Werkzeug GmbH;42899;Remscheid;DE;;3\n", owner=LICHT)
    assert (result.parties_new, result.parties_to_review) == (1, 0)
    assert current(home, "system") == {}


def test_one_partner_under_two_numbers_is_one_company(home: Warehouse) -> None:
    take(
        home,
        HEAD + "1;Sterntaler AG;42899;Remscheid;DE;;3\n"
        "2;Sterntaler AG;42899;Remscheid;DE;;4\n"
        "3;Sterntaler;42899;Remscheid;DE;;5\n",
    )
    assert home.read(sa.select(company.c.company_id).where(company.c.owner_company_id == DRAHT)).height == 1


def test_relations_name_both_ends_without_an_owner(home: Warehouse) -> None:
    take_register(home)
    text = (
        "Lieferant;Lieferant Ort;Kunde;Kunde Ort;Umsatz 2025 (EUR)\n"
        "Froschkönig Guss GmbH;Lüdenscheid;Zwergen Stahl KG;Hagen;500\n"
    )
    result = take(home, text, None, list_kind="relations")
    assert (result.rows_loaded, result.parties_matched) == (1, 2)
    row = home.read(sa.select(evidence.c.amount_eur, evidence.c.supplier_party_id)).row(0)
    assert row[0] == Decimal(500)
    name = home.read(sa.select(party.c.name).where(party.c.party_id == row[1])).item()
    assert name == "Froschkönig Guss GmbH"


def test_a_list_without_its_company_is_refused_and_stops_no_other(home: Warehouse) -> None:
    files = [
        Incoming(b"", "leer.csv"),
        Incoming(OLD.encode(), "liste.csv"),
        Incoming(REGISTER.encode(), "register.csv"),
    ]
    results = jobs.ingest_files(home, files, owner_company_id=None, actor="test")
    assert [result.status for result in results] == ["refused", "refused", "loaded"]
    assert [result.error_code for result in results] == ["empty", "needs_company", None]
    assert results[1].error_de
    assert results[1].error_en


def test_foreign_money_is_turned_into_euros_with_its_source(home: Warehouse) -> None:
    take(home, "Name;PLZ;Ort;Land;Umsatz 2024;Währung\nSterntaler Tools;10115;Berlin;DE;1082,40;USD\n")
    row = home.read(
        sa.select(evidence.c.amount, evidence.c.currency, evidence.c.amount_eur, evidence.c.rate_source)
    ).row(0)
    assert row[:3] == (Decimal("1082.40"), "USD", Decimal("1000.00"))
    assert "USD" in row[3]


def test_amounts_and_sectors_stated_afterwards_become_evidence(home: Warehouse) -> None:
    result = take(home, "Lieferantennummer;Name;PLZ;Ort;Land\n1;Zwergen Stahl KG;58095;Hagen;DE\n")
    assert result.upload_id is not None
    party_id = home.read(sa.select(party.c.party_id).where(sa.not_(party.c.is_own))).item()
    jobs.amend_counterparts(home, result.upload_id, {party_id: (Decimal("12.50"), "24.10")}, actor="test")
    jobs.amend_counterparts(home, result.upload_id, {party_id: (Decimal("13.50"), None)}, actor="test")
    assert amounts(home) == [Decimal("13.50")]
    assert home.read(sa.select(party.c.sector_code).where(party.c.party_id == party_id)).item() == "24.10"
    with pytest.raises(NoSuchThing):
        jobs.amend_counterparts(home, result.upload_id, {"nobody": (Decimal(1), None)}, actor="test")


def test_sharing_is_set_for_all_or_some(home: Warehouse) -> None:
    result = take(home, OLD, sharing="network")
    assert result.upload_id is not None
    party_id = home.read(sa.select(party.c.party_id).where(party.c.name == "Zwergen Stahl KG")).item()
    assert jobs.set_sharing(home, result.upload_id, "open", party_ids=[party_id], actor="test") == 1
    levels = home.read(sa.select(evidence.c.sharing))["sharing"].sort().to_list()
    assert levels == ["network", "open"]
    with pytest.raises(ValueError, match="sharing level"):
        jobs.set_sharing(home, result.upload_id, "everybody", actor="test")


def test_a_preview_writes_nothing(home: Warehouse) -> None:
    before = rows_by_table(home)
    seen = jobs.preview(OLD.encode(), "liste.csv", Options(list_kind="suppliers"))
    assert (seen.rows_read, seen.rows_good, seen.list_kind) == (2, 2, "suppliers")
    assert seen.sample()["name"].to_list() == ["Froschkönig Guss GmbH", "Zwergen Stahl KG"]
    assert jobs.preview(b"", "leer.csv").error_de
    assert rows_by_table(home) == before


def test_every_change_is_in_the_audit_log_and_the_chain_holds(home: Warehouse) -> None:
    result = take(home, OLD)
    assert result.upload_id is not None
    jobs.set_sharing(home, result.upload_id, "private", actor="test")
    jobs.undo(home, result.upload_id, actor="test")
    take(home, OLD)
    actions = home.read(sa.select(audit_event.c.action).order_by(audit_event.c.event_no))["action"].to_list()
    assert actions == ["upload.loaded", "upload.sharing", "upload.undone", "upload.loaded"]
    with home.writing() as connection:
        assert audit.first_broken(connection) is None
        connection.execute(sa.update(audit_event).values(detail="{}").where(audit_event.c.event_no == 2))
        assert audit.first_broken(connection) == 2


def test_a_natural_person_has_no_name_and_is_never_matched(home: Warehouse) -> None:
    text = (
        "Name;Anrede;PLZ;Ort;Umsatz 2025 (EUR)\n"
        "Froschkönig Guss GmbH;;58511;Lüdenscheid;1\n"
        "Hans Glück;Herr;58095;Hagen;2\n"
    )
    take(home, text)
    people = home.read(sa.select(party.c.name).where(party.c.is_natural_person))
    assert people["name"].to_list() == ["Privatperson"]
    for table in metadata.tables.values():
        assert "Glück" not in str(home.read(sa.select(table)).rows())


def test_a_number_without_a_name_is_the_partner_that_had_it_before(home: Warehouse) -> None:
    numbers = "Lieferantennummer;Name;PLZ;Ort;Umsatz 2024 (EUR)\n1;;;;5\n9;;;;6\n"
    take(home, HEAD + "0001;Zwergen Stahl KG;58095;Hagen;DE;;1\n")
    result = take(home, numbers)
    assert (result.rows_loaded, result.parties_matched, result.parties_new) == (2, 1, 1)
    as_customers = take(home, numbers.replace("Lieferantennummer", "Kundennummer"), list_kind="customers")
    # customer 1 is not supplier 1
    assert as_customers.parties_new == 2
    assert set(current(home)) == {"Zwergen Stahl KG", "1", "9"}
    assert home.read(sa.select(company.c.company_id).where(company.c.owner_company_id == DRAHT)).height == 4
