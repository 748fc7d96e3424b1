"""What a person corrected about a shape of file, remembered for the next file of that shape from that sender.

A shape is known by its row of headings, whatever encoding and delimiter it was read with. And a spreadsheet of
rejected rows, which names the upload that it mends, is read as that upload was.
Never: remembers whose side a list tells of, or its year; those change from file to file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ingest.errors import UnreadableFile
from ingest.load.resolve import Stamp
from ingest.readers import read as read_tables
from ingest.recognise.headings import key
from ingest.tables import Hints, RawTable, Recognition
from schemas.uploads import list_correction, upload, upload_column

SEARCHED_ROWS = 40
_KEPT = ("mapping", "encoding", "delimiter", "amount_unit", "amount_kind", "decimal")
_MENDS = re.compile(r"^(?:Korrektur zu Upload|Correction of upload)\s+([0-9a-f-]{36})$")


@dataclass(frozen=True)
class Recalled:
    """Hints with what is remembered filled in, and the upload that the file mends."""

    hints: Hints
    heading_keys: tuple[tuple[int, str], ...] = ()
    corrects_upload_id: str | None = None
    #: the file as read without any correction; nothing where only a correction makes it readable
    tables: tuple[RawTable, ...] = ()

    def key_at(self, line: int) -> str | None:
        """The key of the row at a line, as read without any correction."""
        return dict(self.heading_keys).get(line)


def recall(
    connection: sa.Connection, owner_company_id: str | None, content: bytes, name: str, said: Hints
) -> Recalled:
    """Fill `said` in with what this sender corrected before; what is said now goes first.

    Raises UnreadableFile where nothing is said that could make the file readable.
    """
    try:
        tables = tuple(read_tables(content, name))
    except UnreadableFile:
        if said.encoding is None and said.delimiter is None:
            raise
        return Recalled(said)
    keys = tuple(pair for table in tables for pair in _heading_keys(table))
    mended = _mended(connection, owner_company_id, tables)
    if mended is not None:
        hints = _filled(said, _as_read(connection, mended))
        return Recalled(hints, keys, mended, tables)
    return Recalled(_remembered(connection, owner_company_id, keys, said), keys, tables=tables)


def remember(
    connection: sa.Connection,
    owner_company_id: str | None,
    heading_key: str | None,
    said: Hints,
    stamp: Stamp,
) -> None:
    """Keep what was corrected about files with this row of headings; nothing where nothing was."""
    kept = {name: value for name in _KEPT if (value := getattr(said, name))}
    is_line_said = said.heading_line is not None
    if heading_key is None or not (kept or is_line_said):
        return
    of_shape = sa.and_(
        list_correction.c.owner_company_id.is_not_distinct_from(owner_company_id),
        list_correction.c.heading_key == heading_key,
    )
    before = connection.execute(sa.select(list_correction.c.reading_options).where(of_shape)).scalar()
    told = json.loads(before) if before else {}
    mapping = {**told.get("mapping", {}), **dict(said.mapping)}
    options = {**told, **kept, "mapping": mapping, "is_line_said": is_line_said or told.get("is_line_said")}
    connection.execute(sa.delete(list_correction).where(of_shape))
    connection.execute(
        list_correction.insert().values(
            correction_id=str(uuid4()),
            owner_company_id=owner_company_id,
            heading_key=heading_key,
            reading_options=json.dumps(options, ensure_ascii=False, sort_keys=True),
            decided_at=stamp.at,
            decided_by=stamp.actor,
        )
    )


def reading_options(recognition: Recognition, notes: Sequence[str] = ()) -> str:
    """How a table was read, for the spreadsheet of its rejected rows to be read alike; and what was assumed."""
    year = recognition.period_start.year if recognition.period_start else None
    told = {
        "list_kind": recognition.list_kind,
        "year": year,
        "amount_unit": recognition.amount_unit,
        "amount_kind": recognition.amount_kind,
        "decimal": recognition.decimal,
        "meta": dict(recognition.meta),
        "notes": list(notes),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def notes_kept(options: str | None) -> tuple[str, ...]:
    """What was assumed about an upload, out of its reading options (`ingest.notes`)."""
    return tuple(json.loads(options).get("notes", ())) if options else ()


def _heading_keys(table: RawTable) -> list[tuple[int, str]]:
    """Line and key of the first rows; the key is the same whatever the row was split at."""
    rows = table.frame.head(SEARCHED_ROWS).iter_rows()
    texts = [(int(row[0]), "".join(key(str(cell)) for cell in row[1:] if cell is not None)) for row in rows]
    return [(line, hashlib.sha256(text.encode()).hexdigest()) for line, text in texts if text]


def _remembered(
    connection: sa.Connection, owner: str | None, keys: Sequence[tuple[int, str]], said: Hints
) -> Hints:
    query = sa.select(list_correction.c.heading_key, list_correction.c.reading_options).where(
        list_correction.c.owner_company_id.is_not_distinct_from(owner),
        list_correction.c.heading_key.in_([hashed for _, hashed in keys]),
    )
    known = {row.heading_key: row.reading_options for row in connection.execute(query)}
    found = next(((line, known[hashed]) for line, hashed in keys if hashed in known), None)
    if found is None:
        return said
    told: dict[str, Any] = json.loads(found[1])
    if told.pop("is_line_said", None):
        told["heading_line"] = found[0]
    return _filled(said, told)


def _filled(said: Hints, told: dict[str, Any]) -> Hints:
    """`said` with what is told filled in where nothing is said."""
    mapping = {**told.pop("mapping", {}), **dict(said.mapping)}
    missing = {name: value for name, value in told.items() if not getattr(said, name) and value}
    return replace(said, mapping=mapping, **missing)


def _mended(connection: sa.Connection, owner: str | None, tables: Sequence[RawTable]) -> str | None:
    """The upload of this sender, in force, that the first cell names as the one to mend."""
    first = tables[0].frame
    cell = first["c0"][0] if first.height and "c0" in first.columns else None
    match = _MENDS.match(cell.strip()) if cell else None
    if match is None:
        return None
    query = sa.select(sa.func.coalesce(upload.c.corrects_upload_id, upload.c.upload_id)).where(
        upload.c.upload_id == match[1],
        upload.c.owner_company_id.is_not_distinct_from(owner),
        upload.c.status == "loaded",
    )
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def _as_read(connection: sa.Connection, upload_id: str) -> dict[str, Any]:
    """What the columns of an upload were taken for, and how it was read."""
    of_upload = upload_column.c.upload_id == upload_id
    columns = connection.execute(
        sa.select(upload_column.c.heading, upload_column.c.column_meaning).where(of_upload)
    )
    told = connection.execute(
        sa.select(upload.c.reading_options).where(upload.c.upload_id == upload_id)
    ).scalar()
    options: dict[str, Any] = json.loads(told) if told else {}
    options.pop("notes", None)
    return {**options, "mapping": {row.heading: row.column_meaning for row in columns if row.heading}}
