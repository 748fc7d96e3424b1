"""Takes an upload back: what it told is gone, what it had replaced counts again.

The row of the upload stays with its counts; answers that people gave stay and are remembered.
Never: takes back what another upload tells too.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ingest.errors import Refused
from ingest.load.figures import forget_figures
from ingest.load.frames import among, read
from ingest.load.replace import replace_anew
from ingest.load.resolve import Stamp, resolve_new
from schemas.profiles import company_capability
from schemas.registry import company, company_alias, company_identifier, company_year
from schemas.relations import evidence, match_question, party, party_company
from schemas.sharing import account
from schemas.uploads import upload

_REGISTER_KINDS = ("registry", "members")


class CannotUndo(Refused):
    """An upload that cannot be taken back now, said in German and English."""


def undo_upload(connection: sa.Connection, upload_id: str, stamp: Stamp) -> dict[str, int]:
    """Take one upload back, with what corrects it; gives counts of what went.

    Raises:
        CannotUndo: there is no such upload in force, or a later register stands on it.
    """
    this = connection.execute(sa.select(upload).where(upload.c.upload_id == upload_id)).mappings().first()
    if this is None or this["status"] != "loaded":
        raise CannotUndo(
            f"Es gibt keinen Upload {upload_id}, der noch gilt.", f"There is no upload {upload_id} in force."
        )
    corrections = connection.execute(
        sa.select(upload.c.upload_id).where(
            upload.c.corrects_upload_id == upload_id, upload.c.status == "loaded"
        )
    ).scalars()
    for correction in corrections.all():
        undo_upload(connection, correction, stamp)
    removed = _remove_register(connection, this, stamp) if this["list_kind"] in _REGISTER_KINDS else 0
    gone = connection.execute(sa.delete(evidence).where(evidence.c.upload_id == upload_id)).rowcount
    forget_figures(connection, upload_id)
    said = sa.delete(company_capability).where(company_capability.c.upload_id == upload_id)
    capabilities = connection.execute(said).rowcount
    connection.execute(sa.update(upload).values(status="undone").where(upload.c.upload_id == upload_id))
    replace_anew(connection, this["owner_company_id"])
    forgotten = forget_unnamed(connection, this["owner_company_id"])
    counts = {"evidence": int(gone), "companies_of_register": removed, "parties": forgotten}
    return counts | ({"capabilities": int(capabilities)} if this["list_kind"] == "capabilities" else {})


def forget_unnamed(connection: sa.Connection, owner_company_id: str | None) -> int:
    """Delete parties that no evidence names any more, and companies that only they had made.

    A party with a person's answer stays: the answer is to be remembered.
    """
    answered = sa.select(match_question.c.party_id).where(
        match_question.c.status.in_(["accepted", "refused"])
    )
    unnamed = sa.select(party.c.party_id).where(
        party.c.owner_company_id.is_not_distinct_from(owner_company_id),
        sa.not_(party.c.is_own),
        party.c.party_id.not_in(sa.select(evidence.c.supplier_party_id)),
        party.c.party_id.not_in(sa.select(evidence.c.customer_party_id)),
        party.c.party_id.not_in(answered),
    )
    ids = read(connection, unnamed)["party_id"].to_list()
    for table in (party_company, match_question, party):
        delete_where(connection, table.c.party_id, ids)
    _forget_companies(connection, owner_company_id)
    return len(ids)


def _forget_companies(connection: sa.Connection, owner_company_id: str | None) -> None:
    """Companies that this uploader's lists had made and that nothing refers to any more; never itself."""
    if owner_company_id is None:
        return
    unused = sa.select(company.c.company_id).where(
        company.c.owner_company_id == owner_company_id,
        company.c.company_id != owner_company_id,
        sa.not_(company.c.is_in_register),
        sa.not_(company.c.is_open_profile),
        company.c.company_id.not_in(sa.select(party_company.c.company_id)),
        company.c.company_id.not_in(sa.select(account.c.company_id)),
        company.c.company_id.not_in(sa.select(match_question.c.company_id)),
    )
    delete_companies(connection, read(connection, unused)["company_id"].to_list())


def _remove_register(connection: sa.Connection, this: Any, stamp: Stamp) -> int:
    """Delete the companies that a register had made; parties decided to be one of them are matched anew.

    What it added to companies that were known before stays with them.
    """
    later = sa.select(sa.func.count()).where(
        upload.c.list_kind.in_(_REGISTER_KINDS),
        upload.c.status == "loaded",
        upload.c.committed_at > this["committed_at"],
    )
    if connection.execute(later).scalar_one():
        raise CannotUndo(
            "Ein später geladenes Register baut auf diesem auf. Bitte nehmen Sie zuerst das spätere zurück.",
            "A register that was loaded later stands on this one. Please take back the later one first.",
        )
    with_account = sa.select(account.c.company_id)
    made = sa.select(company.c.company_id).where(
        company.c.created_at == this["committed_at"],
        company.c.is_in_register,
        company.c.company_id.not_in(with_account),
    )
    ids = read(connection, made)["company_id"].to_list()
    delete_and_release(connection, ids, stamp)
    return len(ids)


def delete_and_release(connection: sa.Connection, company_ids: list[str], stamp: Stamp) -> None:
    """Delete the companies with all decisions and questions about them, and resolve the parties anew."""
    decided = sa.select(party_company.c.party_id).where(
        party_company.c.ended_at.is_(None), party_company.c.scope == "uploader"
    )
    party_ids = among(connection, decided, party_company.c.company_id, company_ids)["party_id"].to_list()
    parties = among(connection, sa.select(party), party.c.party_id, party_ids)
    delete_where(connection, match_question.c.company_id, company_ids)
    delete_where(connection, party_company.c.company_id, company_ids)
    delete_companies(connection, company_ids)
    for (owner,), of_owner in parties.group_by("owner_company_id"):
        resolve_new(connection, of_owner, Stamp(None if owner is None else str(owner), stamp.actor, stamp.at))


def delete_companies(connection: sa.Connection, ids: list[str]) -> None:
    """Delete rows of companies with identifiers, aliases and figures."""
    for table in (company_identifier, company_alias, company_year, company):
        delete_where(connection, table.c.company_id, ids)


def delete_where(
    connection: sa.Connection, column: sa.Column[str], ids: list[str], at_once: int = 1000
) -> None:
    """Delete the rows whose `column` is one of `ids`, however many those are."""
    for start in range(0, len(ids), at_once):
        chunk = ids[start : start + at_once]
        connection.execute(sa.delete(column.table).where(column.in_(chunk)))
