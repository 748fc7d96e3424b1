"""Answers to match questions taken back: the question waits again, and what was decided before holds again.

Never: takes back an answer on which something stands that was decided since (a merge, a split, another answer).
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.load.answers import NoSuchThing, same_record
from ingest.load.frames import among, change
from ingest.load.resolve import Stamp, end_decisions, resolve_new, write_decisions
from schemas.relations import match_question, party, party_company

_DECISION = ("party_id", "company_id", "method", "score", "reason_de", "reason_en")


def reversible() -> sa.Select[tuple[str, str, str]]:
    """party_id, company_id, status of the answers that the decision in force still rests on."""
    asked, now = match_question.c, party_company.c
    in_force = sa.and_(now.party_id == asked.party_id, now.scope == "uploader", now.ended_at.is_(None))
    is_followed = sa.and_(
        asked.status == "accepted", now.method == "person", now.company_id == asked.company_id
    )
    is_still_alone = sa.and_(asked.status == "refused", now.method == "new")
    return (
        sa.select(asked.party_id, asked.company_id, asked.status)
        .join(party_company, in_force)
        .where(sa.or_(is_followed, is_still_alone))
    )


def take_back(connection: sa.Connection, party_id: str, company_id: str, stamp: Stamp) -> int:
    """Ask again what was answered, and end what followed from the answer; gives the number of parties.

    Raises:
        NoSuchThing: there is no such answer, or something was decided since.
    """
    pair = sa.and_(match_question.c.party_id == party_id, match_question.c.company_id == company_id)
    answer = connection.execute(reversible().where(pair)).first()
    if answer is None:
        raise NoSuchThing("Hier ist nichts zurückzunehmen.", "There is nothing to take back here.")
    connection.execute(
        sa.update(match_question).values(status="open", decided_at=None, decided_by=None).where(pair)
    )
    if answer.status == "refused":
        return 1
    covered = _decided_so(connection, same_record(connection, party_id), company_id)
    before = _decided_before(connection, covered)
    end_decisions(connection, covered, stamp, scope="uploader")
    if party_id not in before["party_id"]:
        resolve_new(connection, among(connection, sa.select(party), party.c.party_id, covered), stamp)
        return len(covered)
    # whoever came after the answer says the same, so it belongs where the one that was asked about does
    like_it = before.filter(pl.col("party_id") == party_id).drop("party_id")
    later = pl.DataFrame({"party_id": sorted(set(covered) - set(before["party_id"]))}).cast(pl.String)
    rows = pl.concat([before, later.join(like_it, how="cross").select(before.columns)])
    write_decisions(connection, rows, "uploader", stamp)
    _ask_again(connection, covered)
    return len(covered)


def _decided_so(connection: sa.Connection, party_ids: list[str], company_id: str) -> list[str]:
    """Those of the parties that are the company because a person said so."""
    now = party_company.c
    query = sa.select(now.party_id).where(
        now.scope == "uploader", now.ended_at.is_(None), now.method == "person", now.company_id == company_id
    )
    return sorted(among(connection, query, now.party_id, party_ids)["party_id"])


def _decided_before(connection: sa.Connection, party_ids: list[str]) -> pl.DataFrame:
    """The decisions that the ones in force ended."""
    before, now = party_company, party_company.alias("now")
    follows = sa.and_(
        now.c.party_id == before.c.party_id,
        now.c.scope == before.c.scope,
        now.c.decided_at == before.c.ended_at,
        now.c.ended_at.is_(None),
    )
    query = (
        sa.select(*(before.c[name] for name in _DECISION))
        .join(now, follows)
        .where(before.c.scope == "uploader")
    )
    return among(connection, query, before.c.party_id, party_ids)


def _ask_again(connection: sa.Connection, party_ids: list[str]) -> None:
    """Open the questions that the answer had settled."""
    keys = ["party_id", "company_id"]
    query = sa.select(match_question.c.party_id, match_question.c.company_id).where(
        match_question.c.status == "settled"
    )
    settled = among(connection, query, match_question.c.party_id, party_ids)
    change(connection, match_question, keys, settled.with_columns(pl.lit("open").alias("status")))
