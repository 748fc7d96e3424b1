"""Erases a company: its bytes, its lines in the ledger, its rows, what was computed from them, and then the file.

Others' evidence that names the company stays, unless it is a natural person: then it stays without the name.
What was erased is entered in the list of erasures before and after, so that a crash in between is made good at
the next start and an older copy that is restored loses the company again.
Never: touches released tables, which name nobody, or backups, which expire.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from ingest import audit, erasures
from ingest.load.frames import change, read
from ingest.load.parties import NAME_OF_PERSON
from ingest.load.resolve import Stamp, resolve_across
from ingest.load.undo import delete_and_release, delete_companies, delete_where
from ingest.spool import Spool, spool_of
from schemas.copies import write_anew
from schemas.derived import forget_derived
from schemas.profiles import company_capability, company_profile, contact_request, notice
from schemas.registry import company, company_alias, company_identifier, company_year, site
from schemas.relations import evidence, match_question, party, party_company
from schemas.release import release_flow
from schemas.sharing import account, company_grant
from schemas.uploads import list_correction, upload, upload_column, upload_row
from schemas.warehouse import Warehouse

PRIVATE_PERSON = "private_person"
#: Sources of names and numbers that are public; those stay with the row of a register company.
_PUBLIC_SOURCES = ("registry", "members")


def plan(warehouse: Warehouse, company_id: str) -> dict[str, int]:
    """What erasing would take away and what stays, as counts, to be said before."""
    own = sa.select(upload.c.upload_id).where(upload.c.owner_company_id == company_id)
    count = sa.func.count()
    others = (
        sa.select(evidence.c.upload_id).distinct().where(evidence.c.upload_id.not_in(own), _names(company_id))
    )
    with warehouse.reading() as connection:
        return {
            "uploads": _scalar(connection, sa.select(count).where(upload.c.owner_company_id == company_id)),
            "evidence": _scalar(connection, sa.select(count).where(evidence.c.upload_id.in_(own))),
            "parties": _scalar(connection, sa.select(count).where(party.c.owner_company_id == company_id)),
            "lists_of_others_that_stay": _scalar(connection, sa.select(count).select_from(others.subquery())),
        }


def erase_company(warehouse: Warehouse, company_id: str, *, actor: str) -> dict[str, int]:
    """Erase everything of a company from the live files; gives counts of what went."""
    spool = spool_of(warehouse)
    key = erasures.begin(spool, company_id)
    counts = _erase_rows(warehouse, company_id, key, actor)
    counts["files"] = _erase_bytes(spool, company_id)
    _finish(warehouse, spool, [key])
    return counts


def finish_erasures(warehouse: Warehouse) -> int:
    """Make good what a crash left of an erasure, and erase again what an older copy brought back.

    Gives the number of erasures that there was something to do for.
    """
    spool = spool_of(warehouse)
    if not erasures.keys(spool):
        return 0
    with warehouse.reading() as connection:
        done = audit.erasures_told(connection)
    unfinished = erasures.unfinished(spool)
    pending = {*unfinished, *(key for key in erasures.keys(spool) if key not in done)}
    known = warehouse.read(sa.select(company.c.company_id))["company_id"].to_list()
    owners = {str(line["owner_company_id"]) for line in spool.ledger() if line.get("owner_company_id")}
    found = erasures.companies_of(spool, pending, {*known, *owners})
    for key, company_id in found.items():
        if key not in done:
            _erase_rows(warehouse, company_id, key, "system")
        _erase_bytes(spool, company_id)
    concerned = sorted({*unfinished, *found})
    if concerned:
        _finish(warehouse, spool, concerned)
    return len(concerned)


def _finish(warehouse: Warehouse, spool: Spool, keys: list[str]) -> None:
    forget_derived(warehouse)
    if warehouse.file is not None:
        write_anew(warehouse)
    for key in keys:
        erasures.end(spool, key)
    event_no, event_hash = audit.newest(warehouse)
    spool.note("changed", event_no=event_no, event_hash=event_hash)


def _erase_bytes(spool: Spool, company_id: str) -> int:
    """Drop the bytes that only this company handed in, and its lines of the ledger."""
    lines = spool.ledger()
    mine = [line for line in lines if line.get("owner_company_id") == company_id]
    others = [line for line in lines if line.get("owner_company_id", company_id) != company_id]
    uploads = {line["upload_id"] for line in mine if "upload_id" in line}
    gone = sorted(_hashes(mine) - _hashes(others))
    for sha256 in gone:
        spool.delete(sha256)
    spool.keep_only(
        lambda line: (
            line.get("owner_company_id") != company_id
            and line.get("sha256") not in gone
            and line.get("upload_id") not in uploads
        )
    )
    return len(gone)


def _hashes(lines: list[dict[str, Any]]) -> set[str]:
    return {line["sha256"] for line in lines if "sha256" in line}


def _erase_rows(warehouse: Warehouse, company_id: str, key: str, actor: str) -> dict[str, int]:
    stamp = Stamp(None, "system", datetime.now(UTC).replace(tzinfo=None))
    with warehouse.writing() as connection:
        counts = _erase_own_lists(connection, company_id)
        counts["companies"] = _erase_made_companies(connection, company_id, stamp)
        _erase_own_word(connection, company_id)
        _erase_from_releases(connection, company_id, key)
        _erase_company(connection, company_id, stamp)
        counts["audit_events"] = audit.forget(connection, company_id)
        is_own = actor == f"company:{company_id}"
        detail = {"erasure": key, **counts}
        audit.append(connection, "company" if is_own else actor, audit.ERASED, None, detail)
    return counts


def _erase_own_lists(connection: sa.Connection, company_id: str) -> dict[str, int]:
    """Uploads with all that they told, parties with all that was decided about them."""
    uploads = sa.select(upload.c.upload_id).where(upload.c.owner_company_id == company_id)
    parties = sa.select(party.c.party_id).where(party.c.owner_company_id == company_id)
    counts = {}
    for name, table, condition in (
        ("evidence", evidence, evidence.c.upload_id.in_(uploads)),
        ("left_out", upload_row, upload_row.c.upload_id.in_(uploads)),
        ("columns", upload_column, upload_column.c.upload_id.in_(uploads)),
        ("questions", match_question, match_question.c.party_id.in_(parties)),
        ("decisions", party_company, party_company.c.party_id.in_(parties)),
        ("corrections", list_correction, list_correction.c.owner_company_id == company_id),
        ("uploads", upload, upload.c.owner_company_id == company_id),
        ("parties", party, party.c.owner_company_id == company_id),
    ):
        counts[name] = int(connection.execute(sa.delete(table).where(condition)).rowcount)
    return counts


def _erase_made_companies(connection: sa.Connection, company_id: str, stamp: Stamp) -> int:
    """Companies that only this company's lists had made known; those of a register or profile are public."""
    made = sa.and_(company.c.owner_company_id == company_id, company.c.company_id != company_id)
    private = sa.and_(
        made,
        sa.not_(company.c.is_in_register),
        sa.not_(company.c.is_open_profile),
        company.c.company_id.not_in(sa.select(account.c.company_id)),
    )
    ids = read(connection, sa.select(company.c.company_id).where(private))["company_id"].to_list()
    decided = sa.select(party).where(
        party.c.party_id.in_(sa.select(party_company.c.party_id).where(party_company.c.company_id.in_(ids)))
    )
    of_others = read(connection, decided)
    # Silent decisions of others' parties for these companies go; the parties are resolved anew below.
    delete_where(connection, match_question.c.company_id, ids)
    delete_where(connection, party_company.c.company_id, ids)
    delete_companies(connection, ids)
    connection.execute(sa.update(company).values(owner_company_id=None).where(made))
    for (owner,), parties in of_others.group_by("owner_company_id", maintain_order=True):
        resolve_across(
            connection, parties, Stamp(None if owner is None else str(owner), stamp.actor, stamp.at)
        )
    return len(ids)


def _erase_own_word(connection: sa.Connection, company_id: str) -> None:
    """Account, grants, sites, figures and profile, and what the company itself said of its row."""
    _erase_profile(connection, company_id)
    for table in (account, company_grant, site, company_year):
        connection.execute(sa.delete(table).where(table.c.company_id == company_id))
    for named in (company_identifier, company_alias):
        public = sa.or_(*[named.c.source.startswith(source) for source in _PUBLIC_SOURCES])
        connection.execute(sa.delete(named).where(named.c.company_id == company_id, sa.not_(public)))
    connection.execute(
        sa.update(company)
        .values(is_open_profile=False, owner_company_id=None)
        .where(company.c.company_id == company_id)
    )


def _erase_profile(connection: sa.Connection, company_id: str) -> None:
    """Capabilities, notices, and the requests at either end: what the other end was told goes too."""
    request = contact_request.c
    is_end = sa.or_(request.from_company_id == company_id, request.to_company_id == company_id)
    connection.execute(sa.delete(contact_request).where(is_end))
    for table in (notice, company_capability, company_profile):
        connection.execute(sa.delete(table).where(table.c.company_id == company_id))


def _erase_from_releases(connection: sa.Connection, company_id: str, key: str) -> None:
    """Frozen flows of releases stay, because later releases are audited against them; the id goes from them."""
    for end in (release_flow.c.customer_key, release_flow.c.supplier_key):
        connection.execute(sa.update(release_flow).values({end: f"erased {key}"}).where(end == company_id))


def _erase_company(connection: sa.Connection, company_id: str, stamp: Stamp) -> None:
    """The row itself, unless a register names it; a natural person's name goes from others' lists too."""
    row = connection.execute(sa.select(company).where(company.c.company_id == company_id)).mappings().first()
    if row is None:
        return
    if row["kind"] == PRIVATE_PERSON:
        _forget_person(connection, company_id)
    if not row["is_in_register"] or row["kind"] == PRIVATE_PERSON:
        delete_and_release(connection, [company_id], stamp)


def _forget_person(connection: sa.Connection, company_id: str) -> None:
    """Others' parties that are this person keep their amounts and lose everything that tells who it is."""
    decided = sa.select(party_company.c.party_id).where(party_company.c.company_id == company_id)
    parties = read(connection, sa.select(party).where(party.c.party_id.in_(decided)))
    own_name = read(connection, sa.select(company.c.name).where(company.c.company_id == company_id))
    _forget_cells(connection, {*parties["name"], *own_name["name"]})
    if parties.is_empty():
        return
    telling = ["street", "postcode", "city", "ags", "vat_id", "register_number", "register_court", "lei", "duns", "web",
               "sector_text", "legal_form"]  # fmt: skip
    nameless = parties.with_columns(
        pl.lit(NAME_OF_PERSON).alias("name"),
        pl.lit("privatperson").alias("name_normalised"),
        pl.lit(True).alias("is_natural_person"),
        pl.lit(None, pl.Float64).alias("latitude"),
        pl.lit(None, pl.Float64).alias("longitude"),
        *[pl.lit(None, pl.String).alias(name) for name in telling],
    )
    # two of them with one number would be one party; the own id keeps them apart
    nameless = nameless.with_columns(pl.col("party_id").alias("fingerprint"))
    columns = [
        "party_id",
        "fingerprint",
        "name",
        "name_normalised",
        "is_natural_person",
        "latitude",
        "longitude",
    ]
    change(connection, party, ["party_id"], nameless.select(*columns, *telling))


def _forget_cells(connection: sa.Connection, names: set[str]) -> None:
    """Sample values and rows left out, of whatever list, that hold a name of the person."""
    for name in names:
        holds = upload_column.c.samples.contains(name, autoescape=True)
        connection.execute(sa.update(upload_column).values(samples="[]").where(holds))
        holds = upload_row.c.raw.contains(name, autoescape=True)
        connection.execute(sa.update(upload_row).values(raw=None).where(holds))


def _names(company_id: str) -> sa.ColumnElement[bool]:
    """Evidence in which the company is an end."""
    parties = sa.select(party_company.c.party_id).where(
        party_company.c.company_id == company_id, party_company.c.ended_at.is_(None)
    )
    return sa.or_(evidence.c.supplier_party_id.in_(parties), evidence.c.customer_party_id.in_(parties))


def _scalar(connection: sa.Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
