"""What people say about an upload after it was loaded: which company, how complete, how much, who may see.

Never: lets an answer reach beyond the parties of the company that gave it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

import polars as pl
import sqlalchemy as sa

from ingest.errors import Refused
from ingest.load.bands import refresh_bands
from ingest.load.frames import change, insert, read
from ingest.load.parties import record_key
from ingest.load.replace import replace_anew
from ingest.load.resolve import Stamp, close_questions, decision_rows, end_decisions, write_decisions
from schemas.reference.sectors import is_valid
from schemas.relations import evidence, match_question, party
from schemas.uploads import upload

SHARING_LEVELS = ("private", "statistics", "network", "open")
#: Sheet under which amounts stand that a person stated and no file.
STATED = "stated"
STATED_SOURCE = "stated by the company"


class NoSuchThing(Refused):
    """What was answered about is not there, said in German and English."""


def answer(
    connection: sa.Connection, party_id: str, company_id: str, *, is_accepted: bool, stamp: Stamp
) -> int:
    """Accept or refuse that a party is a company, for every party of its uploader that says the same.

    Gives the number of parties that the answer covers. Only what the uploader sees changes.

    Raises:
        NoSuchThing: this was not asked.
    """
    pair = sa.and_(match_question.c.party_id == party_id, match_question.c.company_id == company_id)
    if connection.execute(sa.select(match_question.c.status).where(pair)).first() is None:
        raise NoSuchThing("Diese Frage wurde nicht gestellt.", "This question was not asked.")
    status = "accepted" if is_accepted else "refused"
    connection.execute(
        sa.update(match_question)
        .values(status=status, decided_at=stamp.at, decided_by=stamp.actor)
        .where(pair)
    )
    covered = same_record(connection, party_id)
    if is_accepted:
        end_decisions(connection, covered, stamp, scope="uploader")
        pairs = pl.DataFrame({"party_id": covered}).with_columns(pl.lit(company_id).alias("company_id"))
        rows = decision_rows(pairs, "person", "So haben Sie es entschieden.", "You decided so.")
        write_decisions(connection, rows, "uploader", stamp)
        close_questions(connection, covered)
    return len(covered)


def set_completeness(
    connection: sa.Connection, upload_id: str, *, suppliers: bool | None, customers: bool | None
) -> None:
    """Say whether a list names all suppliers, all customers; what it replaces follows at once."""
    this = _upload(connection, upload_id)
    connection.execute(
        sa.update(upload)
        .values(is_complete_suppliers=suppliers, is_complete_customers=customers)
        .where(upload.c.upload_id == upload_id)
    )
    replace_anew(connection, this["owner_company_id"])
    refresh_bands(connection, upload_id)


def set_sharing(
    connection: sa.Connection, upload_id: str, level: str, party_ids: Collection[str] | None = None
) -> int:
    """Set the sharing level of an upload's evidence, all of it or some counterparts'; gives the count."""
    if level not in SHARING_LEVELS:
        raise ValueError(f"sharing level must be one of {', '.join(SHARING_LEVELS)}, not {level!r}")
    _upload(connection, upload_id)
    wanted = evidence.c.upload_id == upload_id
    if party_ids is None:
        connection.execute(sa.update(upload).values(sharing=level).where(upload.c.upload_id == upload_id))
    else:
        ids = sorted(party_ids)
        either = sa.or_(evidence.c.supplier_party_id.in_(ids), evidence.c.customer_party_id.in_(ids))
        wanted = sa.and_(wanted, either)
    return int(connection.execute(sa.update(evidence).values(sharing=level).where(wanted)).rowcount)


def amend(
    connection: sa.Connection,
    upload_id: str,
    told: Mapping[str, tuple[Decimal | None, str | None]],
    kind: str,
) -> int:
    """Amounts in euros and sectors that a company states for some counterparts of an upload.

    An amount becomes evidence of its own beside the row that named the counterpart (sheet `stated`), of
    the kind that the company says it is; a second statement replaces the first. Gives the pieces written.

    Raises:
        NoSuchThing: a party is no counterpart of the upload.
        ValueError: a sector code is no WZ 2008 code.
    """
    this = _upload(connection, upload_id)
    _set_sectors(connection, {party_id: code for party_id, (_, code) in told.items() if code})
    amounts = {party_id: amount for party_id, (amount, _) in told.items() if amount is not None}
    named = _rows_naming(connection, upload_id)
    missing = set(told) - set(named["party_id"].to_list())
    if missing:
        raise NoSuchThing(
            "Ein genannter Partner kommt in diesem Upload nicht vor.",
            "A partner is not named in this upload.",
        )
    rows = named.filter(pl.col("party_id").is_in(list(amounts)))
    stated = rows.select(
        pl.lit(upload_id).alias("upload_id"),
        pl.lit(STATED).alias("sheet"),
        "row_no",
        "part_no",
        "supplier_party_id",
        "customer_party_id",
        pl.lit(kind).alias("amount_kind"),
        pl.lit(this["period_start"], pl.Date).alias("period_start"),
        pl.lit(this["period_end"], pl.Date).alias("period_end"),
        pl.col("party_id").replace_strict(amounts, return_dtype=pl.Decimal(18, 2)).alias("amount"),
        pl.lit("EUR").alias("currency"),
        pl.lit(STATED_SOURCE).alias("rate_source"),
        "sharing",
    ).with_columns(pl.col("amount").alias("amount_eur"))
    _forget_stated(connection, upload_id, rows)
    written = insert(connection, evidence, stated)
    refresh_bands(connection, upload_id)
    return written


def _rows_naming(connection: sa.Connection, upload_id: str) -> pl.DataFrame:
    """The first row of the file that names each counterpart: party_id and the row's key and ends."""
    own = sa.select(party.c.party_id).where(party.c.is_own)
    ends = []
    for end, other in (
        (evidence.c.supplier_party_id, evidence.c.customer_party_id),
        (evidence.c.customer_party_id, evidence.c.supplier_party_id),
    ):
        ends.append(
            sa.select(end.label("party_id"), evidence).where(
                evidence.c.upload_id == upload_id, other.in_(own), evidence.c.sheet != STATED
            )
        )
    rows = pl.concat([read(connection, query) for query in ends])
    return rows.sort("sheet", "row_no", "part_no").unique("party_id", keep="first", maintain_order=True)


def _forget_stated(connection: sa.Connection, upload_id: str, rows: pl.DataFrame) -> None:
    for supplier, customer in rows.select("supplier_party_id", "customer_party_id").iter_rows():
        connection.execute(
            sa.delete(evidence).where(
                evidence.c.upload_id == upload_id,
                evidence.c.sheet == STATED,
                evidence.c.supplier_party_id == supplier,
                evidence.c.customer_party_id == customer,
            )
        )


def _set_sectors(connection: sa.Connection, codes: Mapping[str, str]) -> None:
    wrong = sorted(code for code in codes.values() if not is_valid(code))
    if wrong:
        raise ValueError(f"not a WZ 2008 code: {', '.join(wrong)}")
    rows = pl.DataFrame(
        {"party_id": list(codes), "sector_code": list(codes.values())},
        schema={"party_id": pl.String, "sector_code": pl.String},
    )
    source = pl.lit("partner_list").alias("sector_source")
    change(connection, party, ["party_id"], rows.with_columns(source, pl.lit(1.0).alias("sector_confidence")))


def same_record(connection: sa.Connection, party_id: str) -> list[str]:
    """The party and the others of its uploader that say the same, whatever number they carry."""
    owner = sa.select(party.c.owner_company_id).where(party.c.party_id == party_id).scalar_subquery()
    same_owner = party.c.owner_company_id.is_not_distinct_from(owner)
    parties = read(connection, sa.select(party).where(same_owner)).with_columns(
        record_key().alias("record_key")
    )
    key = parties.filter(pl.col("party_id") == party_id)["record_key"].item()
    return parties.filter(pl.col("record_key") == key)["party_id"].to_list()


def _upload(connection: sa.Connection, upload_id: str) -> sa.RowMapping:
    row = connection.execute(sa.select(upload).where(upload.c.upload_id == upload_id)).mappings().first()
    if row is None or row["status"] != "loaded":
        raise NoSuchThing(
            f"Es gibt keinen Upload {upload_id}, der noch gilt.", f"There is no upload {upload_id} in force."
        )
    return row


def owner_of_party(connection: sa.Connection, party_id: str) -> str | None:
    """Company whose list named the party."""
    owner = connection.execute(
        sa.select(party.c.owner_company_id).where(party.c.party_id == party_id)
    ).scalar()
    return None if owner is None else str(owner)
