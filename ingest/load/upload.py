"""One upload, in one transaction: what was read, who is named, what they are, and who supplies whom.

Comes in: sheets that reading has cleaned. Goes out: rows of every table that one upload touches, or none.
Never: reads a file, or commits when a row is unaccounted for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import sqlalchemy as sa

from ingest.load import companies
from ingest.load.bands import refresh_bands
from ingest.load.capabilities import load_capabilities
from ingest.load.evidence import evidence_rows, known_rates
from ingest.load.figures import load_figures
from ingest.load.frames import among, change, insert, read
from ingest.load.parties import (
    PARTY_COLUMNS,
    by_known_numbers,
    distinct_records,
    is_number_only,
    mentions_of_counterparts,
    records_at,
    with_fingerprint,
)
from ingest.load.register import load_register
from ingest.load.replace import apply_replacement
from ingest.load.resolve import Stamp, decision_rows, new_ids, resolve_again, resolve_new, write_decisions
from ingest.tables import ENDS, NAMING_SIDES, CleanRows, Column, Recognition
from schemas.registry import company, company_identifier
from schemas.relations import evidence, match_question, party, party_company
from schemas.uploads import upload, upload_column, upload_row

REGISTER_KINDS = frozenset({"registry", "members"})
OWN_FINGERPRINT = "own"
#: Meanings of columns whose cells tell nothing about who a natural person is.
_IMPERSONAL = frozenset(
    {"amount", "amount_previous", "currency", "country", "country_name", "date", "year", "sector_code"}
)


class UnaccountedRows(RuntimeError):
    """Rows read are not the rows loaded, rejected and ignored: a fault of the program, nothing is kept."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its name ("" in text files), what was recognised, and its rows."""

    name: str
    recognition: Recognition
    rows: CleanRows


@dataclass(frozen=True)
class ReadList:
    """A file that was read whole and is ready to be loaded."""

    file_name: str
    content_sha256: str
    mapping_version: str
    received_at: datetime
    list_kind: str
    sheets: tuple[Sheet, ...]
    sharing: str
    year: int | None = None
    is_complete_suppliers: bool | None = None
    is_complete_customers: bool | None = None
    corrects_upload_id: str | None = None
    reading_options: str | None = None


def load_list(connection: sa.Connection, read_list: ReadList, stamp: Stamp) -> str:
    """Write everything that the list says; gives the upload_id.

    Raises:
        UnaccountedRows: the rows do not add up; the caller's transaction must not be committed.
    """
    upload_id = new_ids(1)[0]
    _write_upload(connection, upload_id, read_list, stamp)
    _write_columns_and_left_out(connection, upload_id, read_list)
    good = _all_good(read_list)
    of_register = good.filter(pl.col("side") == "company")
    of_owner = good.filter(pl.col("side") == "own")
    told = good.filter(pl.col("side").is_in(NAMING_SIDES))
    if not of_owner.is_empty() and stamp.owner_company_id is not None:
        load_figures(connection, of_owner, upload_id, stamp.owner_company_id)
    if read_list.list_kind == "capabilities":
        load_capabilities(connection, good, upload_id, stamp)
    if not of_register.is_empty():
        load_register(
            connection, of_register, upload_id, read_list.list_kind, _default_year(read_list), stamp
        )
        resolve_again(connection, stamp)
        # prepared now, so that the next list of partners need not wait for it
        companies.public_ones(connection)
    if not told.is_empty():
        relations = _relations(connection, told, stamp)
        year = _default_year(read_list)
        rows = evidence_rows(relations, upload_id, read_list.sharing, year, known_rates(connection))
        insert(connection, evidence, rows)
        _write_summary(connection, upload_id, rows)
        apply_replacement(connection, upload_id)
        if read_list.is_complete_suppliers or read_list.is_complete_customers:
            refresh_bands(connection, upload_id)
    check_accounts(connection, upload_id, good)
    return upload_id


def _relations(connection: sa.Connection, told: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """The told rows with supplier_party_id and customer_party_id; parties are found or made."""
    two_ended = told.filter("is_two_ended")
    one_ended = mentions_of_counterparts(told.filter(~pl.col("is_two_ended")))
    counterparts = with_fingerprint(records_at(one_ended, ""))
    if counterparts.select(is_number_only().any()).item():
        known_numbers = _known_numbers(connection, stamp)
        counterparts = by_known_numbers(counterparts, one_ended["end"], known_numbers)
    named = {
        "one": counterparts,
        "supplier": with_fingerprint(records_at(two_ended, "supplier_")),
        "customer": with_fingerprint(records_at(two_ended, "customer_")),
    }
    records = distinct_records(list(named.values()), companies.known_places(connection))
    party_ids = _find_or_make(connection, records, stamp)

    def party_of(key: str) -> pl.Series:
        fingerprints = named[key].select("fingerprint")
        return fingerprints.join(party_ids, on="fingerprint", how="left", maintain_order="left")["party_id"]

    both = two_ended.with_columns(
        party_of("supplier").alias("supplier_party_id"), party_of("customer").alias("customer_party_id")
    )
    if not both.is_empty() and stamp.owner_company_id is not None:
        both = _with_own_end(connection, both, stamp)
    if one_ended.is_empty():
        return both
    is_supplier = pl.col("end") == "supplier"
    own = own_party(connection, stamp)
    one = one_ended.with_columns(party_of("one").alias("party_id"), pl.col("new_part_no").alias("part_no"))
    one = one.with_columns(
        pl.when(is_supplier).then("party_id").otherwise(pl.lit(own)).alias("supplier_party_id"),
        pl.when(is_supplier).then(pl.lit(own)).otherwise("party_id").alias("customer_party_id"),
    )
    return pl.concat([one.select(both.columns), both])


def _with_own_end(connection: sa.Connection, both: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """Ends that are the sender itself (by VAT id, else by name and form) become the sender's own party."""
    own_id = own_party(connection, stamp)
    own = connection.execute(sa.select(party).where(party.c.party_id == own_id)).mappings().one()
    vat_ids = read(
        connection,
        sa.select(company_identifier.c.identifier).where(
            company_identifier.c.company_id == stamp.owner_company_id, company_identifier.c.scheme == "vat_id"
        ),
    )["identifier"].to_list()
    for end in ("supplier", "customer"):
        same_name = (pl.col(f"{end}_name_normalised") == own["name_normalised"]) & (
            pl.col(f"{end}_legal_form").eq_missing(pl.lit(own["legal_form"]))
        )
        is_own = same_name.fill_null(False) | pl.col(f"{end}_vat_id").is_in(vat_ids).fill_null(False)
        column = f"{end}_party_id"
        both = both.with_columns(pl.when(is_own).then(pl.lit(own_id)).otherwise(column).alias(column))
    return both


def _known_numbers(connection: sa.Connection, stamp: Stamp) -> pl.DataFrame:
    """partner_no, end, fingerprint of the uploader's parties that have a name; the newest of a number."""
    parts = []
    for end, column in (
        ("supplier", evidence.c.supplier_party_id),
        ("customer", evidence.c.customer_party_id),
    ):
        query = (
            sa.select(
                party.c.partner_no, sa.literal(end).label("end"), party.c.fingerprint, party.c.created_at
            )
            .join(evidence, column == party.c.party_id)
            .where(
                party.c.owner_company_id.is_not_distinct_from(stamp.owner_company_id),
                party.c.partner_no.is_not(None),
                party.c.partner_no != party.c.name,
            )
            .distinct()
        )
        parts.append(query)
    newest = read(connection, sa.union_all(*parts)).sort(
        "created_at", "fingerprint", descending=[True, False]
    )
    return newest.unique(["partner_no", "end"], keep="first", maintain_order=True)


def own_party(connection: sa.Connection, stamp: Stamp) -> str:
    """The party that is the uploader itself; made with the first list."""
    owner = stamp.owner_company_id
    if owner is None:
        raise ValueError("a list of suppliers or customers needs the company whose list it is")
    of_owner = sa.and_(party.c.owner_company_id == owner, party.c.is_own)
    found = connection.execute(sa.select(party.c.party_id).where(of_owner)).scalar()
    if found is not None:
        return str(found)
    row = connection.execute(sa.select(company).where(company.c.company_id == owner)).mappings().one()
    shared = {name: row[name] for name in PARTY_COLUMNS if name in row}
    party_id = new_ids(1)[0]
    connection.execute(
        party.insert().values(
            **shared,
            party_id=party_id,
            owner_company_id=owner,
            fingerprint=OWN_FINGERPRINT,
            is_own=True,
            is_natural_person=False,
            is_group_internal=False,
            created_at=stamp.at,
        )
    )
    pair = pl.DataFrame({"party_id": [party_id], "company_id": [owner]})
    rows = decision_rows(
        pair, "own", "Das Unternehmen, dessen Liste es ist.", "The company whose list it is."
    )
    write_decisions(connection, rows, "uploader", stamp)
    return party_id


def _find_or_make(connection: sa.Connection, records: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """fingerprint, party_id of every record; new ones are written and resolved."""
    is_owners = party.c.owner_company_id.is_not_distinct_from(stamp.owner_company_id)
    query = sa.select(party.c.fingerprint, party.c.party_id, party.c.sector_code).where(is_owners)
    known = among(connection, query, party.c.fingerprint, records["fingerprint"].to_list())
    _add_sectors(connection, records, known)
    fresh = records.join(known, on="fingerprint", how="anti")
    fresh = fresh.with_columns(
        pl.Series("party_id", new_ids(fresh.height), dtype=pl.String),
        pl.lit(stamp.owner_company_id, pl.String).alias("owner_company_id"),
        pl.lit(False).alias("is_own"),
        pl.lit(stamp.at).alias("created_at"),
    )
    insert(connection, party, fresh)
    resolve_new(connection, fresh, stamp)
    both = ["fingerprint", "party_id"]
    return pl.concat([known.select(both), fresh.select(both)])


def _add_sectors(connection: sa.Connection, records: pl.DataFrame, known: pl.DataFrame) -> None:
    """A sector that a later list tells of a known party without one."""
    columns = ["sector_code", "sector_source", "sector_confidence", "sector_text"]
    without = known.filter(pl.col("sector_code").is_null()).select("fingerprint", "party_id")
    told = records.filter(pl.col("sector_code").is_not_null()).select("fingerprint", *columns)
    change(connection, party, ["party_id"], told.join(without, on="fingerprint").drop("fingerprint"))


def _all_good(read_list: ReadList) -> pl.DataFrame:
    """Good rows of all sheets, with `sheet` and `is_two_ended` (the row names both ends)."""
    named = [
        sheet.rows.good.with_columns(
            pl.lit(sheet.name).alias("sheet"),
            pl.lit(sheet.recognition.list_kind == "relations").alias("is_two_ended"),
        )
        for sheet in read_list.sheets
    ]
    return pl.concat(named, how="diagonal_relaxed")


def _default_year(read_list: ReadList) -> int:
    """The year that rows without a period belong to: as said, else the year of receipt."""
    return read_list.year or read_list.received_at.year


def _write_upload(connection: sa.Connection, upload_id: str, read_list: ReadList, stamp: Stamp) -> None:
    sheets = read_list.sheets
    outcomes = [outcome for sheet in sheets for outcome in sheet.rows.left_out["outcome"].to_list()]
    connection.execute(
        upload.insert().values(
            upload_id=upload_id,
            owner_company_id=stamp.owner_company_id,
            file_name=read_list.file_name,
            content_sha256=read_list.content_sha256,
            mapping_version=read_list.mapping_version,
            shape=sheets[0].recognition.shape,
            list_kind=read_list.list_kind,
            is_complete_suppliers=read_list.is_complete_suppliers,
            is_complete_customers=read_list.is_complete_customers,
            sharing=read_list.sharing,
            received_at=read_list.received_at,
            committed_at=stamp.at,
            rows_read=sum(sheet.rows.rows_read for sheet in sheets),
            rows_loaded=sum(sheet.rows.good["line"].n_unique() for sheet in sheets),
            rows_rejected=outcomes.count("rejected"),
            rows_ignored=outcomes.count("ignored"),
            status="loaded",
            corrects_upload_id=read_list.corrects_upload_id,
            reading_options=read_list.reading_options,
        )
    )


def _write_columns_and_left_out(connection: sa.Connection, upload_id: str, read_list: ReadList) -> None:
    columns = [
        {
            "upload_id": upload_id,
            "sheet": sheet.name,
            "position": column.position,
            "heading": column.heading,
            "column_meaning": column.meaning,
            "score": column.score,
            "samples": json.dumps(_samples_kept(column, firms), ensure_ascii=False),
        }
        for sheet in read_list.sheets
        for firms in [_names_of_firms(sheet.rows.good)]
        for column in sheet.recognition.columns
    ]
    for sheet in read_list.sheets:
        left_out = sheet.rows.left_out.select(
            pl.lit(upload_id).alias("upload_id"),
            pl.lit(sheet.name).alias("sheet"),
            pl.col("line").cast(pl.Int32).alias("row_no"),
            *("outcome", "reason_code", "heading", "reason_de", "reason_en", "mend_de", "mend_en", "raw"),
        )
        insert(connection, upload_row, left_out)
    insert(connection, upload_column, pl.DataFrame(columns, infer_schema_length=None))


def _names_of_firms(good: pl.DataFrame) -> set[str | None] | None:
    """Names in the rows that are about no natural person; None where no row is about one."""
    is_person = good.select(pl.any_horizontal(pl.col(f"{end}is_natural_person") for end in ENDS)).to_series()
    if not is_person.any():
        return None
    firms = good.filter(~is_person.fill_null(False))
    return {name for end in ENDS for name in firms[f"{end}name"]}


def _samples_kept(column: Column, firms: set[str | None] | None) -> list[str]:
    """Sample values that tell nothing about a natural person; of a list without persons, all."""
    if firms is None or column.meaning in _IMPERSONAL:
        return list(column.samples)
    return [sample for sample in column.samples if sample in firms]


def _write_summary(connection: sa.Connection, upload_id: str, rows: pl.DataFrame) -> None:
    """Kind of amount and period of the whole upload; the kind is `mixed` where rows differ."""
    kinds = rows.filter(pl.col("amount").is_not_null())["amount_kind"].unique().to_list()
    start, end = rows["period_start"].min(), rows["period_end"].max()
    assert isinstance(start, date)
    assert isinstance(end, date)
    kind = kinds[0] if len(kinds) == 1 else ("mixed" if kinds else "none")
    connection.execute(
        sa.update(upload)
        .values(amount_kind=kind, period_start=start, period_end=end)
        .where(upload.c.upload_id == upload_id)
    )


def check_accounts(connection: sa.Connection, upload_id: str, good: pl.DataFrame) -> None:
    """Every row read is loaded, rejected or ignored, and every end of a relation is a company.

    Raises:
        UnaccountedRows: it is not so.
    """
    of_upload = upload.c.upload_id == upload_id
    counts = connection.execute(
        sa.select(
            upload.c.rows_read - upload.c.rows_loaded - upload.c.rows_rejected - upload.c.rows_ignored,
            _lines_with_evidence(upload_id).label("lines"),
            _ends_without_company(upload_id).label("orphans"),
        ).where(of_upload)
    ).one()
    if counts[0]:
        raise UnaccountedRows("rows read are not rows loaded + rejected + ignored")
    told = good.filter(pl.col("side").is_in(NAMING_SIDES)).select("sheet", "line").n_unique()
    if counts.lines != told:
        raise UnaccountedRows("rows loaded are not the rows that became evidence")
    if counts.orphans:
        raise UnaccountedRows("a party of this upload has no company")


def _lines_with_evidence(upload_id: str) -> sa.ScalarSelect[int]:
    lines = sa.select(evidence.c.sheet, evidence.c.row_no).where(evidence.c.upload_id == upload_id).distinct()
    return sa.select(sa.func.count()).select_from(lines.subquery()).scalar_subquery()


def _ends_without_company(upload_id: str) -> sa.ScalarSelect[int]:
    of_upload = evidence.c.upload_id == upload_id
    ends = sa.union_all(
        *(
            sa.select(end.label("party_id")).where(of_upload)
            for end in (evidence.c.supplier_party_id, evidence.c.customer_party_id)
        )
    ).subquery()
    is_decided = sa.exists().where(
        party_company.c.party_id == ends.c.party_id,
        party_company.c.scope == "uploader",
        party_company.c.ended_at.is_(None),
    )
    return sa.select(sa.func.count()).select_from(ends).where(sa.not_(is_decided)).scalar_subquery()


def party_counts(connection: sa.Connection, upload_id: str) -> dict[str, int]:
    """Counterparts as the uploader sees them: parties_matched, parties_new, parties_to_review.

    A counterpart that an earlier list named counts as matched, in a register or not.
    """
    ends = [
        sa.select(end.label("party_id")).where(evidence.c.upload_id == upload_id)
        for end in (evidence.c.supplier_party_id, evidence.c.customer_party_id)
    ]
    of_upload = sa.union(*ends).subquery()
    is_asked = sa.exists().where(
        match_question.c.party_id == party_company.c.party_id, match_question.c.status == "open"
    )
    query = (
        sa.select(
            party_company.c.method,
            party.c.created_at,
            upload.c.committed_at,
            is_asked.label("is_open"),
        )
        .join(of_upload, of_upload.c.party_id == party_company.c.party_id)
        .join(party, party.c.party_id == party_company.c.party_id)
        .join(upload, upload.c.upload_id == upload_id)
        .where(
            party_company.c.scope == "uploader",
            party_company.c.ended_at.is_(None),
            party_company.c.method != "own",
        )
    )
    state = read(connection, query)
    to_review = state.filter("is_open").height
    is_known = (pl.col("method") != "new") | (pl.col("created_at") < pl.col("committed_at"))
    matched = state.filter(~pl.col("is_open") & is_known).height
    return {
        "parties_matched": matched,
        "parties_new": state.height - matched - to_review,
        "parties_to_review": to_review,
    }
