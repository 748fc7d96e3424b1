"""What can be done with lists, and the only place that names every stage in order:

    receive (spool) -> read -> recognise -> clean and check -> join orders -> load -> settle

Every change runs in one transaction, with its audit event inside; then the ledger of the spool is told how far
the audit log has come, so that a change that got lost later is missed.
Never: asks whether the actor may; `lieferkette.desk` has done that before it calls.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import sqlalchemy as sa

from ingest import audit, refusals
from ingest.changes import changing, tell_ledger
from ingest.clean.names import normalise
from ingest.corrections import Recalled, notes_kept, reading_options, recall, remember
from ingest.errors import UnreadableFile
from ingest.load import answers
from ingest.load.frames import read, write_frames
from ingest.load.replace import difference as _difference
from ingest.load.replace import replaced_anything
from ingest.load.resolve import Stamp, resolve_again
from ingest.load.undo import undo_upload
from ingest.load.upload import ReadList, load_list, party_counts
from ingest.quota import check_quota
from ingest.reading import Opened, cleaned, joined, list_kind_of, notes_of, recognised
from ingest.results import Incoming, Options, Preview, Progress, UploadResult, names_side
from ingest.settled import drop_settled
from ingest.spool import Spool, spool_of
from ingest.tables import Hints
from schemas.registry import company
from schemas.sharing import account
from schemas.uploads import upload, upload_column
from schemas.warehouse import Warehouse, WarehouseFull, WarehouseUnreadable

__all__ = [
    "Incoming",
    "Options",
    "Preview",
    "UploadResult",
    "amend_counterparts",
    "answer_question",
    "ingest_files",
    "list_difference",
    "match_again",
    "preview",
    "preview_files",
    "set_completeness",
    "set_sharing",
    "undo",
]

#: Goes up when the same bytes are read in another way than before, so that they can be read again.
READING_VERSION = 2
_log = logging.getLogger(__name__)


def ingest_files(
    warehouse: Warehouse,
    files: Sequence[Incoming],
    *,
    owner_company_id: str | None,
    options: Options | None = None,
    actor: str,
    progress: Progress | None = None,
    more_follow: bool = False,
) -> list[UploadResult]:
    """Take in files of one company; one result per file, in order.

    Files of one call that belong together (order headers, items and suppliers of SAP) are read together.
    A file that cannot be taken is refused with a sentence and stops no other.

    Args:
        owner_company_id: whose lists these are; None for registers and lists that carry both ends.
        more_follow: another call follows at once; received bytes are then dropped after the last one.
    """
    wanted = options or Options()
    say = progress or (lambda name, stage: None)
    spool = spool_of(warehouse)
    stamp = Stamp(owner_company_id, actor, _now())
    call = _call_of(warehouse, wanted, stamp)
    opened = [_open(warehouse, file, wanted.hints(), stamp, say, call) for file in files]
    results = []
    for one in joined(opened):
        say(one.name, "load")
        results.append(_settle(warehouse, spool, one, wanted, stamp))
        say(one.name, "done")
    tell_ledger(warehouse, spool)
    if not more_follow:
        drop_settled(warehouse, spool)
    return results


def preview(
    content: bytes,
    name: str,
    options: Options | None = None,
    *,
    warehouse: Warehouse | None = None,
    owner_company_id: str | None = None,
) -> Preview:
    """What a file would become; nothing is written or kept.

    With a warehouse, what its owner corrected before about files of this shape is taken into account.
    """
    file = Incoming(content, name)
    return preview_files([file], options, warehouse=warehouse, owner_company_id=owner_company_id)[0]


def preview_files(
    files: Sequence[Incoming],
    options: Options | None = None,
    *,
    warehouse: Warehouse | None = None,
    owner_company_id: str | None = None,
) -> list[Preview]:
    """What the files of one call would become, those that belong together read together; nothing is kept."""
    hints = (options or Options()).hints()
    opened = [_looked_into(file, hints, warehouse, owner_company_id) for file in files]
    return [_previewed(one) for one in joined(opened)]


def _looked_into(file: Incoming, hints: Hints, warehouse: Warehouse | None, owner: str | None) -> Opened:
    """One file read, recognised, cleaned and checked, without receiving it."""
    try:
        content = file.bytes()
        recalled = Recalled(hints)
        if warehouse is not None:
            with warehouse.reading() as connection:
                recalled = recall(connection, owner, content, file.name, hints)
        sources = recognised(content, file.name, recalled.hints, recalled.tables)
        return Opened(file.name, sources=sources, sheets=cleaned(sources), recalled=recalled)
    except UnreadableFile as refusal:
        return Opened(file.name, refusal=refusal)


def _previewed(one: Opened) -> Preview:
    if one.refusal is not None:
        said = one.refusal
        return Preview(one.name, error_code=said.code, error_de=said.de, error_en=said.en)
    return Preview(one.name, one.sheets, list_kind_of(one.sheets), one.recalled.corrects_upload_id)


def undo(warehouse: Warehouse, upload_id: str, *, actor: str) -> dict[str, int]:
    """Take an upload back; gives counts of what went. Raises `ingest.load.undo.CannotUndo`."""
    with changing(warehouse) as connection:
        owner = _owner_of(connection, upload_id)
        counts = undo_upload(connection, upload_id, Stamp(owner, actor, _now()))
        audit.append(connection, actor, "upload.undone", owner, {"upload_id": upload_id, **counts})
    spool_of(warehouse).note("undone", upload_id=upload_id)
    return counts


def answer_question(warehouse: Warehouse, party_id: str, company_id: str, *, accept: bool, actor: str) -> int:
    """Accept or refuse a proposed match; gives the number of parties that it covers.

    Raises `ingest.load.answers.NoSuchThing` where this was not asked.
    """
    with changing(warehouse) as connection:
        owner = answers.owner_of_party(connection, party_id)
        stamp = Stamp(owner, actor, _now())
        covered = answers.answer(connection, party_id, company_id, is_accepted=accept, stamp=stamp)
        action = "match.accepted" if accept else "match.refused"
        audit.append(connection, actor, action, owner, {"party_id": party_id, "parties": covered})
    return covered


def set_completeness(
    warehouse: Warehouse, upload_id: str, *, suppliers: bool | None, customers: bool | None, actor: str
) -> dict[str, int]:
    """Say whether a list names all suppliers or customers; gives what it changed against what it replaces."""
    with changing(warehouse) as connection:
        answers.set_completeness(connection, upload_id, suppliers=suppliers, customers=customers)
        detail = {"upload_id": upload_id, "suppliers": suppliers, "customers": customers}
        audit.append(connection, actor, "upload.completeness", _owner_of(connection, upload_id), detail)
        return _change_counts(connection, upload_id)


def amend_counterparts(
    warehouse: Warehouse,
    upload_id: str,
    told: Mapping[str, tuple[Decimal | None, str | None]],
    *,
    amount_kind: str = "invoiced_net",
    actor: str,
) -> int:
    """Amounts in euros and WZ codes that a company states for counterparts (party_id -> amount, code).

    Gives the amounts written. Raises `NoSuchThing`, or ValueError for a wrong code.
    """
    with changing(warehouse) as connection:
        count = answers.amend(connection, upload_id, told, amount_kind)
        detail = {"upload_id": upload_id, "parties": len(told), "amounts": count}
        audit.append(connection, actor, "upload.amended", _owner_of(connection, upload_id), detail)
    return count


def set_sharing(
    warehouse: Warehouse, upload_id: str, level: str, *, party_ids: Collection[str] | None = None, actor: str
) -> int:
    """Set who may see an upload's evidence, all of it or that of some counterparts; gives the count."""
    with changing(warehouse) as connection:
        count = answers.set_sharing(connection, upload_id, level, party_ids)
        detail = {"upload_id": upload_id, "level": level, "evidence": count}
        audit.append(connection, actor, "upload.sharing", _owner_of(connection, upload_id), detail)
    return count


def match_again(warehouse: Warehouse, *, actor: str) -> int:
    """Match parties outside the registers anew, after a profile was opened; gives how many found one."""
    with changing(warehouse) as connection:
        found = resolve_again(connection, Stamp(None, actor, _now()))
        audit.append(connection, actor, "match.again", None, {"parties": found})
    return found


def add_company(warehouse: Warehouse, name: str, *, actor: str) -> str:
    """A company that stands in no register yet and wants to hand in lists; gives its id."""
    normalised, legal_form = normalise(name)
    company_id = str(uuid4())
    with changing(warehouse) as connection:
        connection.execute(
            company.insert().values(
                company_id=company_id,
                kind="company",
                name=name,
                name_normalised=normalised,
                legal_form=legal_form,
                is_in_register=False,
                is_open_profile=False,
                owner_company_id=company_id,
                status="active",
                created_at=_now(),
            )
        )
        audit.append(connection, actor, "company.added", company_id, {})
    return company_id


def fill(warehouse: Warehouse, frames: Mapping[str, pl.DataFrame], *, actor: str) -> dict[str, int]:
    """Write a made world, table by table, in one transaction; gives the rows written by table."""
    with changing(warehouse) as connection:
        counts = write_frames(connection, frames)
        audit.append(connection, actor, "world.filled", None, counts)
    return counts


def list_difference(warehouse: Warehouse, upload_id: str) -> pl.DataFrame:
    """company_id, side, change (new, ended, changed, same), old_eur, new_eur against the replaced list."""
    with warehouse.reading() as connection:
        return _difference(connection, upload_id)


def _call_of(warehouse: Warehouse, options: Options, stamp: Stamp) -> dict[str, Any]:
    """What the ledger must know to take a file up again: the call, who called, and how to read the file."""
    query = sa.select(company.c.name).where(company.c.company_id == (stamp.owner_company_id or ""))
    return {
        "call_id": uuid4().hex,
        "actor": stamp.actor,
        "owner_name": next(iter(warehouse.read(query)["name"]), None),
        "options": {**asdict(options), "mapping": dict(options.mapping)},
    }


def _open(
    warehouse: Warehouse, file: Incoming, hints: Hints, stamp: Stamp, say: Progress, call: Mapping[str, Any]
) -> Opened:
    """Receive, read, recognise, clean and check one file."""
    received = None
    try:
        say(file.name, "receive")
        content = file.bytes()
        spool = spool_of(warehouse)
        if stamp.actor == f"company:{stamp.owner_company_id}":
            check_quota(spool, str(stamp.owner_company_id), content)
        received = spool.receive(content, file.name, stamp.owner_company_id, **call)
        say(file.name, "read")
        with warehouse.reading() as connection:
            recalled = recall(connection, stamp.owner_company_id, content, file.name, hints)
        sources = recognised(content, file.name, recalled.hints, recalled.tables)
        return Opened(file.name, received, sources, cleaned(sources), recalled=recalled)
    except UnreadableFile as refusal:
        return Opened(file.name, received, refusal=refusal)
    except OSError as error:
        is_full = error.errno == errno.ENOSPC
        return Opened(
            file.name,
            received,
            refusal=refusals.disk_full() if is_full else refusals.not_readable_here(error),
        )


def _settle(warehouse: Warehouse, spool: Spool, one: Opened, options: Options, stamp: Stamp) -> UploadResult:
    """Load one file, or say why not; afterwards the ledger knows."""
    try:
        if one.refusal is not None:
            raise one.refusal
        result = _load(warehouse, one, options, replace(stamp, at=_now()))
    except UnreadableFile as refusal:
        _enter(spool, one, stamp, "refused", code=refusal.code)
        return _refused(one.name, refusal)
    except WarehouseFull:
        _enter(spool, one, stamp, "refused", code="disk_full")
        return _refused(one.name, refusals.disk_full())
    except WarehouseUnreadable:
        raise
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one file must not stop the others
        # its text may hold a cell of the list, so only its kind and place go to the log
        _log.error("loading failed: %s at %s", type(fault).__name__, _place_of(fault))
        return _refused(one.name, refusals.our_fault())
    event = "committed" if result.status == "loaded" else "unchanged"
    _enter(spool, one, stamp, event, upload_id=result.upload_id)
    return result


def _enter(spool: Spool, one: Opened, stamp: Stamp, event: str, **detail: Any) -> None:
    """A line of the ledger on what became of a file; one that finds no room is entered at the next start."""
    if one.received is None:
        return
    try:
        spool.note(event, sha256=one.received.sha256, owner_company_id=stamp.owner_company_id, **detail)
    except OSError as error:
        _log.warning("the ledger could not be written: %s", error.strerror)


def _place_of(fault: BaseException) -> str:
    """File and line of ours in which a fault arose last."""
    place, trace = "", fault.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(Path(__file__).parent):
            place = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _load(warehouse: Warehouse, one: Opened, options: Options, stamp: Stamp) -> UploadResult:
    assert one.received is not None
    list_kind = list_kind_of(one.sheets)
    if stamp.owner_company_id is None and Preview(one.name, one.sheets).needs_owner:
        raise refusals.needs_owner()
    version = _mapping_version(one.recalled.hints, one.companions)
    with warehouse.writing() as connection:
        earlier = _loaded_before(connection, one.received.sha256, version, stamp.owner_company_id)
        if earlier is not None:
            return _result(connection, earlier, one.name, "unchanged")
        read_list = ReadList(
            file_name=one.name,
            content_sha256=one.received.sha256,
            mapping_version=version,
            received_at=one.received.received_at,
            list_kind=list_kind,
            sheets=one.sheets,
            sharing=options.sharing or _default_sharing(connection, stamp.owner_company_id),
            year=options.year or one.recalled.hints.year,
            is_complete_suppliers=_complete(options.is_complete, list_kind, "suppliers"),
            is_complete_customers=_complete(options.is_complete, list_kind, "customers"),
            corrects_upload_id=one.recalled.corrects_upload_id,
            reading_options=reading_options(one.sheets[0].recognition, notes_of(one.sheets)),
        )
        upload_id = load_list(connection, read_list, stamp)
        heading_key = one.recalled.key_at(one.sheets[0].recognition.heading_line)
        remember(connection, stamp.owner_company_id, heading_key, options.hints(), stamp)
        result = _result(connection, upload_id, one.name, "loaded")
        detail = {
            key: getattr(result, key) for key in ("upload_id", "rows_loaded", "rows_rejected", "rows_ignored")
        }
        audit.append(connection, stamp.actor, "upload.loaded", stamp.owner_company_id, detail)
    return result


def _result(connection: sa.Connection, upload_id: str, name: str, status: str) -> UploadResult:
    row = connection.execute(sa.select(upload).where(upload.c.upload_id == upload_id)).mappings().one()
    columns = read(
        connection,
        sa.select(
            upload_column.c.heading, upload_column.c.column_meaning.label("meaning"), upload_column.c.score
        )
        .where(upload_column.c.upload_id == upload_id)
        .order_by(upload_column.c.sheet, upload_column.c.position),
    )
    # a list of companies or figures names nobody as a partner, and replaces no relation
    names_partners = row["amount_kind"] is not None
    counts = party_counts(connection, upload_id) if names_partners else {}
    return UploadResult(
        file=name,
        status=status,
        upload_id=upload_id,
        shape=row["shape"],
        list_kind=row["list_kind"],
        rows_read=row["rows_read"],
        rows_loaded=row["rows_loaded"],
        rows_rejected=row["rows_rejected"],
        rows_ignored=row["rows_ignored"],
        columns=tuple(columns.to_dicts()),
        parties_matched=counts.get("parties_matched", 0),
        parties_new=counts.get("parties_new", 0),
        parties_to_review=counts.get("parties_to_review", 0),
        difference=_change_counts(connection, upload_id) if names_partners else {},
        notes=notes_kept(row["reading_options"]),
    )


def _refused(name: str, refusal: UnreadableFile) -> UploadResult:
    return UploadResult(name, "refused", error_code=refusal.code, error_de=refusal.de, error_en=refusal.en)


def _loaded_before(connection: sa.Connection, sha256: str, version: str, owner: str | None) -> str | None:
    """The upload in force that read these bytes last, if it read them in the same way."""
    query = (
        sa.select(upload.c.upload_id, upload.c.mapping_version)
        .where(
            upload.c.content_sha256 == sha256,
            upload.c.owner_company_id.is_not_distinct_from(owner),
            upload.c.status == "loaded",
        )
        .order_by(upload.c.committed_at.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return str(row.upload_id) if row is not None and row.mapping_version == version else None


def _change_counts(connection: sa.Connection, upload_id: str) -> dict[str, int]:
    """Counts of `list_difference`; empty where the upload replaced nothing."""
    if not replaced_anything(connection, upload_id):
        return {}
    counts = dict(_difference(connection, upload_id).group_by("change").len().iter_rows())
    return {change: int(counts.get(change, 0)) for change in ("new", "ended", "changed", "same")}


def _mapping_version(hints: Hints, companions: tuple[str, ...]) -> str:
    """Hash of how a file is read: version of reading, corrections, files read together with it."""
    fixed = {
        **vars(hints),
        "mapping": dict(hints.mapping),
        "meta": dict(hints.meta),
        "version": READING_VERSION,
        "with": companions,
    }
    return hashlib.sha256(json.dumps(fixed, sort_keys=True).encode()).hexdigest()


def _complete(is_complete: bool | None, list_kind: str, side: str) -> bool | None:
    return is_complete if names_side(list_kind, side) else None


def _default_sharing(connection: sa.Connection, owner: str | None) -> str:
    query = sa.select(account.c.default_sharing).where(account.c.company_id == owner)
    return str(connection.execute(query).scalar() or "statistics")


def _owner_of(connection: sa.Connection, upload_id: str) -> str | None:
    owner = connection.execute(
        sa.select(upload.c.owner_company_id).where(upload.c.upload_id == upload_id)
    ).scalar()
    return None if owner is None else str(owner)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
