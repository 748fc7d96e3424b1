"""Gives every new party its company: by memory, by matching, or by making one.

A party without a sure match gets a company of its own, so that nothing is lost while a question waits.
Beside the decision that the uploader sees stands, where it differs, one across uploaders (`scope`
"system"): by the same automatic rules, never by an answer, and counted in nothing that is shown.
Never: ends a decision of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import polars as pl
import sqlalchemy as sa

from ingest.clean.sectors import codes_2025
from ingest.load import companies
from ingest.load.frames import among, change, insert, read
from ingest.load.parties import KEY_COLUMNS, is_number_only, record_key
from ingest.match import known_companies, match, together
from ingest.match.known import identifiers_of
from ingest.match.remember import remembered
from schemas.registry import company, company_identifier
from schemas.relations import match_question, party, party_company

_ALONE_DE = "Kein bekanntes Unternehmen passt; als eigenes Unternehmen geführt."
_ALONE_EN = "No known company fits; kept as a company of its own."
_WAITS_DE = "Wartet auf Ihre Antwort; bis dahin als eigenes Unternehmen geführt."
_WAITS_EN = "Waits for your answer; kept as a company of its own until then."
_SAID_DE = "So haben Sie es für dieselbe Angabe entschieden."
_SAID_EN = "You decided so for the same record."


@dataclass(frozen=True)
class Stamp:
    """Who acts, for which company, and when; one for a whole transaction."""

    owner_company_id: str | None
    actor: str
    at: datetime


def resolve_new(connection: sa.Connection, parties: pl.DataFrame, stamp: Stamp) -> None:
    """Write decisions, questions and new companies for `parties` (rows of the table, just written)."""
    if parties.is_empty():
        return
    parties = parties.with_columns(record_key().alias("record_key"))
    named = parties.filter(~_is_alone())
    memory = remembered(named, _answers(connection, stamp.owner_company_id))
    open_ones = named.join(memory.accepted, on="party_id", how="anti")
    visible = companies.visible_to(connection, stamp.owner_company_id)
    decisions = match(open_ones, visible, refused=memory.refused)
    rest = parties.join(memory.accepted, on="party_id", how="anti").join(
        decisions.automatic, on="party_id", how="anti"
    )
    made = _make_companies(connection, rest, stamp)
    waiting = decisions.questions.select("party_id").unique().with_columns(pl.lit(True).alias("is_waiting"))
    alone = made.join(waiting, on="party_id", how="left").select(
        "party_id",
        "company_id",
        pl.lit("new").alias("method"),
        pl.lit(1.0).alias("score"),
        pl.when("is_waiting").then(pl.lit(_WAITS_DE)).otherwise(pl.lit(_ALONE_DE)).alias("reason_de"),
        pl.when("is_waiting").then(pl.lit(_WAITS_EN)).otherwise(pl.lit(_ALONE_EN)).alias("reason_en"),
    )
    said = decision_rows(memory.accepted, "person", _SAID_DE, _SAID_EN)
    write_decisions(connection, pl.concat([said, decisions.automatic, alone]), "uploader", stamp)
    write_questions(connection, decisions.questions, stamp)
    resolve_across(connection, rest.filter(~_is_alone()), stamp)


def _is_alone() -> pl.Expr:
    """Parties that are compared with nobody: natural persons, and numbers without a name."""
    return pl.col("is_natural_person") | is_number_only()


def resolve_again(connection: sa.Connection, stamp: Stamp) -> int:
    """Match parties outside the registers with public companies, after a register was loaded or taken back.

    Gives the number of parties that found their company. `stamp.owner_company_id` plays no part: public
    companies are the same for every uploader, and each uploader's answers count for its own parties.
    """
    undecided = _parties_outside_registers(connection).filter(~_is_alone())
    if undecided.is_empty():
        return 0
    keyed = undecided.with_columns(record_key().alias("record_key"))
    refused = _refused_by_owner(connection, keyed)
    decisions = match(undecided, companies.public_ones(connection), refused=refused)
    end_decisions(connection, decisions.automatic["party_id"].to_list(), stamp)
    write_decisions(connection, decisions.automatic, "uploader", stamp)
    close_questions(connection, decisions.automatic["party_id"].to_list())
    write_questions(connection, decisions.questions, stamp)
    return decisions.automatic.height


def resolve_across(connection: sa.Connection, parties: pl.DataFrame, stamp: Stamp) -> None:
    """Decide in scope `system` which of `parties` are companies that another uploader's list made known."""
    if parties.is_empty():
        return
    owner = stamp.owner_company_id
    others = together(
        companies.unregistered_of_others(connection, owner), companies.told_by_others(connection, owner)
    )
    found = match(parties, others, may_ask=False)
    write_decisions(connection, found.automatic, "system", stamp)


def decision_rows(pairs: pl.DataFrame, method: str, reason_de: str, reason_en: str) -> pl.DataFrame:
    """Sure decisions (score 1) for `pairs` (party_id, company_id), all for one reason."""
    return pairs.select(
        "party_id",
        "company_id",
        pl.lit(method).alias("method"),
        pl.lit(1.0).alias("score"),
        pl.lit(reason_de).alias("reason_de"),
        pl.lit(reason_en).alias("reason_en"),
    )


def write_decisions(connection: sa.Connection, decisions: pl.DataFrame, scope: str, stamp: Stamp) -> None:
    """Write rows of `decision_rows` shape in force from now."""
    ids = pl.Series("decision_id", new_ids(decisions.height), dtype=pl.String)
    rows = decisions.with_columns(
        ids,
        pl.lit(scope).alias("scope"),
        pl.lit(stamp.at).alias("decided_at"),
        pl.lit(stamp.actor if scope == "uploader" else "system").alias("decided_by"),
    )
    insert(connection, party_company, rows)


def end_decisions(
    connection: sa.Connection, party_ids: list[str], stamp: Stamp, scope: str | None = None
) -> None:
    """End the decisions in force about these parties (in both scopes unless one is named)."""
    columns = party_company.c
    query = sa.select(columns.decision_id, columns.scope).where(columns.ended_at.is_(None))
    current = among(connection, query, columns.party_id, party_ids)
    if scope is not None:
        current = current.filter(pl.col("scope") == scope)
    ended = current.select("decision_id", pl.lit(stamp.at).alias("ended_at"))
    change(connection, party_company, ["decision_id"], ended)


def write_questions(connection: sa.Connection, questions: pl.DataFrame, stamp: Stamp) -> None:
    """Ask what was not asked before."""
    query = sa.select(match_question.c.party_id, match_question.c.company_id)
    asked = among(connection, query, match_question.c.party_id, questions["party_id"].to_list())
    fresh = questions.join(asked, on=["party_id", "company_id"], how="anti").drop("method")
    rows = fresh.with_columns(pl.lit("open").alias("status"), pl.lit(stamp.at).alias("created_at"))
    insert(connection, match_question, rows)


def close_questions(connection: sa.Connection, party_ids: list[str]) -> None:
    """Open questions of parties that meanwhile have their company are `settled`: neither yes nor no."""
    query = sa.select(match_question.c.party_id, match_question.c.company_id).where(
        match_question.c.status == "open"
    )
    still_open = among(connection, query, match_question.c.party_id, party_ids)
    rows = still_open.with_columns(pl.lit("settled").alias("status"))
    change(connection, match_question, ["party_id", "company_id"], rows)


def new_ids(count: int) -> list[str]:
    """`count` random UUIDs."""
    return [str(uuid4()) for _ in range(count)]


def _make_companies(connection: sa.Connection, parties: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """Companies for parties without one; gives party_id, company_id. Records that say the same share one."""
    if parties.is_empty():
        return pl.DataFrame(schema={"party_id": pl.String, "company_id": pl.String})
    keyed = parties.with_columns(
        # two persons share their missing name only, two numbers nothing: each stays alone
        pl.when(_is_alone()).then("party_id").otherwise("record_key").alias("record_key")
    )
    firsts = keyed.unique("record_key", keep="first", maintain_order=True)
    firsts = firsts.with_columns(pl.Series("company_id", new_ids(firsts.height), dtype=pl.String))
    firsts = _joined_by_mutual_choice(firsts)
    rows = firsts.unique("company_id", keep="first", maintain_order=True)
    insert(connection, company, _company_rows(rows, stamp))
    identifiers = identifiers_of(firsts, "company_id").with_columns(pl.lit("partner_list").alias("source"))
    insert(connection, company_identifier, identifiers)
    return keyed.join(firsts.select("record_key", "company_id"), on="record_key").select(
        "party_id", "company_id"
    )


def _joined_by_mutual_choice(firsts: pl.DataFrame) -> pl.DataFrame:
    """Two records of one list that choose each other, and nobody else, are one company.

    A choice that is not returned joins nothing: of "X", "X GmbH" and "X KG" none is joined.
    """
    named = firsts.filter(~_is_alone())
    as_companies = named.with_columns(pl.lit("active").alias("status"))
    no_aliases = pl.DataFrame(
        schema={"company_id": pl.String, "alias": pl.String, "name_normalised": pl.String}
    )
    known = known_companies(as_companies, identifiers_of(as_companies, "company_id"), no_aliases)
    itself = named.select("party_id", "company_id")
    chosen = match(named, known, refused=itself, may_ask=False).automatic.select(
        "party_id", pl.col("company_id").alias("chosen")
    )
    chooser = itself.join(chosen, on="party_id").select("company_id", "chosen")
    returned = chooser.join(
        chooser.select(pl.col("chosen").alias("company_id"), pl.col("company_id").alias("chosen")),
        on=["company_id", "chosen"],
    )
    merged = firsts.join(returned, on="company_id", how="left", maintain_order="left")
    return merged.with_columns(pl.min_horizontal("company_id", "chosen").alias("company_id")).drop("chosen")


def _company_rows(parties: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    kept = [
        *(
            "company_id",
            "name",
            "name_normalised",
            "legal_form",
            "street",
            "postcode",
            "city",
            "country_code",
        ),
        *("ags", "latitude", "longitude", "sector_code", "sector_source", "sector_confidence"),
    ]
    is_person = pl.col("is_natural_person")
    return parties.select(
        *kept,
        codes_2025(parties["sector_code"]).alias("sector_code_2025"),
        pl.when(is_person).then(pl.lit("private_person")).otherwise(pl.lit("company")).alias("kind"),
        pl.lit(False).alias("is_in_register"),
        pl.lit(False).alias("is_open_profile"),
        pl.lit(stamp.owner_company_id, pl.String).alias("owner_company_id"),
        pl.lit("active").alias("status"),
        pl.lit(stamp.at).alias("created_at"),
    )


def _answers(connection: sa.Connection, owner_company_id: str | None) -> pl.DataFrame:
    given = read(
        connection, _answer_query().where(party.c.owner_company_id.is_not_distinct_from(owner_company_id))
    )
    return given.with_columns(record_key().alias("record_key")).select(
        "record_key", "company_id", "status", "decided_at"
    )


def _answer_query() -> sa.Select[tuple[object, ...]]:
    columns = [party.c[name] for name in ("owner_company_id", *KEY_COLUMNS)]
    answer = match_question.c
    return (
        sa.select(*columns, answer.company_id, answer.status, answer.decided_at)
        .join(party, party.c.party_id == answer.party_id)
        .where(answer.status.in_(["accepted", "refused"]))
    )


def _refused_by_owner(connection: sa.Connection, parties: pl.DataFrame) -> pl.DataFrame:
    """Pairs that the uploader of each party has refused."""
    given = read(connection, _answer_query()).with_columns(record_key().alias("record_key"))
    refused = given.filter(pl.col("status") == "refused").select(
        "owner_company_id", "record_key", "company_id"
    )
    keys = ["owner_company_id", "record_key"]
    pairs = parties.select("party_id", *keys).join(refused, on=keys, nulls_equal=True)
    return pairs.select("party_id", "company_id").unique()


def _parties_outside_registers(connection: sa.Connection) -> pl.DataFrame:
    decision = party_company.c
    return read(
        connection,
        sa.select(party)
        .join(party_company, party.c.party_id == decision.party_id)
        .join(company, company.c.company_id == decision.company_id)
        .where(
            decision.scope == "uploader",
            decision.ended_at.is_(None),
            decision.method.not_in(["own", "person"]),
            sa.not_(company.c.is_in_register),
            sa.not_(company.c.is_open_profile),
            sa.not_(party.c.is_natural_person),
        ),
    )
