"""Companies merged and split: parties change their company, the evidence stays with the parties.

A merge is a decision of a person about every party of a company; a split gives parties a company of their own. Both
leave the earlier decisions where they are, ended, so that each can be reversed; and both are remembered against the
record, so that the next list is decided alike and nothing is asked again.
Never: rewrites a relation, or reaches beyond the parties of the uploader for whom it is done.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import sqlalchemy as sa

from ingest.clean.names import normalise
from ingest.load.answers import NoSuchThing
from ingest.load.companies import STATUS_MERGED
from ingest.load.frames import among, insert, read
from ingest.load.resolve import Stamp, close_questions, decision_rows, end_decisions, new_ids, write_decisions
from schemas.registry import company, company_alias, company_group
from schemas.relations import match_question, party, party_company
from schemas.uploads import upload

MERGED = "merged"
SPLIT = "split"
_MERGED_DE = "Sie haben „{one}“ mit „{other}“ zusammengeführt."
_MERGED_EN = "You merged “{one}” into “{other}”."
_SPLIT_DE = "Sie haben diesen Partner von „{one}“ getrennt."
_SPLIT_EN = "You took this partner apart from “{one}”."


def merge(
    connection: sa.Connection, company_id: str, into_id: str, stamp: Stamp, *, is_for_all: bool = False
) -> int:
    """Let the parties of one company be another's from now on; gives how many.

    `is_for_all`: for every uploader, and the company itself is found no more; else for the parties of
    `stamp.owner_company_id` alone, and nobody else sees a difference.

    Raises:
        NoSuchThing: the two are one, a company is not there, or it hands in lists itself.
    """
    names = _names(connection, {company_id, into_id})
    if len(names) < 2:
        raise NoSuchThing(
            "Zum Zusammenführen braucht es zwei verschiedene Unternehmen.",
            "Merging takes two different companies.",
        )
    parties = _parties_of(connection, company_id, stamp, is_for_all)
    if is_for_all:
        _require_no_lists(connection, company_id, names[company_id])
        _retire(connection, company_id, into_id, names[company_id])
    said = {"one": names[company_id], "other": names[into_id]}
    for scope, ids in _by_scope(parties):
        end_decisions(connection, ids, stamp, scope=scope)
        pairs = pl.DataFrame({"party_id": ids}).with_columns(pl.lit(into_id).alias("company_id"))
        rows = decision_rows(pairs, MERGED, _MERGED_DE.format(**said), _MERGED_EN.format(**said))
        write_decisions(connection, rows, scope, stamp)
        if scope == "uploader":
            close_questions(connection, ids)
            _remember(connection, pairs, "accepted", rows, stamp)
    return parties.height


def unmerge(
    connection: sa.Connection, company_id: str, into_id: str, stamp: Stamp, *, is_for_all: bool = False
) -> int:
    """Take a merge back: parties that it moved, and that nobody decided about since, are the company's again.

    Raises:
        NoSuchThing: there is no such merge.
    """
    moved = _moved(connection, company_id, into_id, stamp, is_for_all)
    if moved.is_empty() and not (is_for_all and _is_merged(connection, company_id)):
        raise NoSuchThing("Diese Zusammenführung gibt es nicht.", "There is no such merge.")
    for scope, ids in _by_scope(moved):
        end_decisions(connection, ids, stamp, scope=scope)
        before = moved.filter(pl.col("scope") == scope)
        kept = ["party_id", "company_id", "method", "score", "reason_de", "reason_en"]
        write_decisions(connection, before.select(kept), scope, stamp)
        if scope == "uploader":
            _forget(connection, ids, into_id)
    if is_for_all:
        _reinstate(connection, company_id)
    return moved.height


def split(connection: sa.Connection, party_ids: Collection[str], stamp: Stamp) -> str:
    """Give parties of one company a company of their own, because they are another; gives its id.

    Raises:
        NoSuchThing: a party is none of the uploader's, or they belong to several companies.
    """
    wanted = sorted(set(party_ids))
    mine = party.c.owner_company_id.is_not_distinct_from(stamp.owner_company_id)
    parties = among(
        connection, sa.select(party).where(mine, sa.not_(party.c.is_own)), party.c.party_id, wanted
    )
    current = _current(connection, wanted)
    if parties.height != len(wanted) or current["company_id"].n_unique() != 1:
        raise NoSuchThing(
            "Trennen lassen sich nur eigene Partner, die zu einem Unternehmen gehören.",
            "Only partners of your own that belong to one company can be taken apart.",
        )
    old_id = str(current["company_id"][0])
    new_id = _company_like(connection, parties.row(0, named=True), stamp)
    name = _names(connection, {old_id})[old_id]
    end_decisions(connection, wanted, stamp, scope="uploader")
    pairs = pl.DataFrame({"party_id": wanted}).with_columns(pl.lit(new_id).alias("company_id"))
    rows = decision_rows(pairs, SPLIT, _SPLIT_DE.format(one=name), _SPLIT_EN.format(one=name))
    write_decisions(connection, rows, "uploader", stamp)
    refused = pairs.with_columns(pl.lit(old_id).alias("company_id"))
    _remember(connection, refused, "refused", rows.with_columns(pl.lit(old_id).alias("company_id")), stamp)
    return new_id


def set_group(connection: sa.Connection, company_ids: Collection[str], name: str | None) -> str | None:
    """Mark companies as one group, under a name; without a name they belong to none. Gives the group's id.

    Raises:
        NoSuchThing: a company is not there.
    """
    wanted = sorted(set(company_ids))
    if len(_names(connection, set(wanted))) != len(wanted):
        raise NoSuchThing("Eines der Unternehmen gibt es nicht.", "One of the companies is not there.")
    group_id = None
    if name is not None:
        group_id = new_ids(1)[0]
        connection.execute(
            company_group.insert().values(group_id=group_id, name=name.strip(), source="stated")
        )
    connection.execute(sa.update(company).values(group_id=group_id).where(company.c.company_id.in_(wanted)))
    used = sa.select(company.c.group_id).where(company.c.group_id.is_not(None))
    connection.execute(sa.delete(company_group).where(company_group.c.group_id.not_in(used)))
    return group_id


def is_known_to(connection: sa.Connection, company_id: str, owner_company_id: str | None) -> bool:
    """Whether an uploader may know of a company: it is public, or its own lists made it known. None knows all."""
    decided = (
        sa.select(party_company.c.company_id)
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.scope == "uploader",
            party.c.owner_company_id.is_not_distinct_from(owner_company_id),
        )
    )
    is_public = sa.or_(company.c.is_in_register, company.c.is_open_profile)
    query = sa.select(company.c.company_id).where(company.c.company_id == company_id)
    if owner_company_id is not None:
        query = query.where(sa.or_(is_public, company.c.company_id.in_(decided)))
    return connection.execute(query).first() is not None


def _names(connection: sa.Connection, ids: set[str]) -> dict[str, str]:
    found = among(connection, sa.select(company.c.company_id, company.c.name), company.c.company_id, ids)
    return dict(found.iter_rows())


def _parties_of(connection: sa.Connection, company_id: str, stamp: Stamp, is_for_all: bool) -> pl.DataFrame:
    """party_id and scope of the decisions in force for a company; the uploader itself is none of its partners."""
    query = (
        sa.select(party_company.c.party_id, party_company.c.scope)
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.company_id == company_id,
            party_company.c.ended_at.is_(None),
            sa.not_(party.c.is_own),
        )
    )
    if not is_for_all:
        mine = party.c.owner_company_id.is_not_distinct_from(stamp.owner_company_id)
        query = query.where(mine, party_company.c.scope == "uploader")
    return read(connection, query)


def _by_scope(parties: pl.DataFrame) -> list[tuple[str, list[str]]]:
    return [(str(scope), part["party_id"].to_list()) for (scope,), part in sorted(parties.group_by("scope"))]


def _moved(
    connection: sa.Connection, company_id: str, into_id: str, stamp: Stamp, is_for_all: bool
) -> pl.DataFrame:
    """The decisions that a merge ended, of parties whose decision in force is still the merge's."""
    before, now = party_company.alias("before"), party_company.alias("now")
    query = (
        sa.select(before)
        .join(
            now,
            sa.and_(
                now.c.party_id == before.c.party_id,
                now.c.scope == before.c.scope,
                now.c.decided_at == before.c.ended_at,
                now.c.ended_at.is_(None),
                now.c.method == MERGED,
                now.c.company_id == into_id,
            ),
        )
        .join(party, party.c.party_id == before.c.party_id)
        .where(before.c.company_id == company_id)
    )
    if not is_for_all:
        query = query.where(party.c.owner_company_id.is_not_distinct_from(stamp.owner_company_id))
    return read(connection, query)


def _current(connection: sa.Connection, party_ids: list[str]) -> pl.DataFrame:
    query = sa.select(party_company.c.party_id, party_company.c.company_id).where(
        party_company.c.ended_at.is_(None), party_company.c.scope == "uploader"
    )
    return among(connection, query, party_company.c.party_id, party_ids)


def _require_no_lists(connection: sa.Connection, company_id: str, name: str) -> None:
    if connection.execute(
        sa.select(upload.c.upload_id).where(upload.c.owner_company_id == company_id)
    ).first():
        raise NoSuchThing(
            f"„{name}“ gibt selbst Listen ab und lässt sich nicht zusammenführen.",
            f"“{name}” hands in lists itself and cannot be merged.",
        )


def _retire(connection: sa.Connection, company_id: str, into_id: str, name: str) -> None:
    """The company is found no more; its name finds the other. Its former status is kept for the way back."""
    this = company.c.company_id == company_id
    status = connection.execute(sa.select(company.c.status).where(this)).scalar_one()
    connection.execute(sa.update(company).values(status=STATUS_MERGED).where(this))
    normalised, _ = normalise(name)
    source = f"{MERGED}:{company_id}:{status}"
    alias = {"company_id": into_id, "alias": name, "name_normalised": normalised or "", "source": source}
    is_there = sa.and_(company_alias.c.company_id == into_id, company_alias.c.alias == name)
    if connection.execute(sa.select(company_alias.c.alias).where(is_there)).first() is None:
        connection.execute(company_alias.insert().values(**alias))


def _is_merged(connection: sa.Connection, company_id: str) -> bool:
    query = sa.select(company.c.status).where(company.c.company_id == company_id)
    return connection.execute(query).scalar() == STATUS_MERGED


def _reinstate(connection: sa.Connection, company_id: str) -> None:
    is_trace = company_alias.c.source.startswith(f"{MERGED}:{company_id}:")
    trace = connection.execute(sa.select(company_alias.c.source).where(is_trace)).scalar()
    status = str(trace).rpartition(":")[2] if trace else "active"
    connection.execute(sa.delete(company_alias).where(is_trace))
    connection.execute(sa.update(company).values(status=status).where(company.c.company_id == company_id))


def _company_like(connection: sa.Connection, row: dict[str, object], stamp: Stamp) -> str:
    """A company of the uploader's own, made of what its list says of a party."""
    new_id = new_ids(1)[0]
    kept = {name: row[name] for name in row if name in company.c and name not in ("company_id", "created_at")}
    kept |= {"company_id": new_id, "kind": "company", "status": "active", "created_at": stamp.at}
    kept |= {"is_in_register": False, "is_open_profile": False, "owner_company_id": stamp.owner_company_id}
    connection.execute(company.insert().values(**kept))
    return new_id


def _remember(
    connection: sa.Connection, pairs: pl.DataFrame, status: str, rows: pl.DataFrame, stamp: Stamp
) -> None:
    """Keep the decision as an answer: the next list that says the same is decided alike."""
    answered = rows.select("party_id", "company_id", "score", "reason_de", "reason_en")
    for company_id, part in pairs.group_by("company_id"):
        ids = part["party_id"].to_list()
        same = sa.and_(match_question.c.party_id.in_(ids), match_question.c.company_id == company_id[0])
        connection.execute(sa.delete(match_question).where(same))
    insert(
        connection,
        match_question,
        answered.with_columns(
            pl.lit(status).alias("status"),
            pl.lit(stamp.at).alias("created_at"),
            pl.lit(stamp.at).alias("decided_at"),
            pl.lit(stamp.actor).alias("decided_by"),
        ),
    )


def _forget(connection: sa.Connection, party_ids: list[str], company_id: str) -> None:
    same = sa.and_(match_question.c.party_id.in_(party_ids), match_question.c.company_id == company_id)
    connection.execute(sa.delete(match_question).where(same))
