"""Whether spool and warehouse are what they were when they last agreed, so that nothing must be compared again.

The mark is a hash of both, kept beside the warehouse: where it still fits, opening takes note of a hundred
thousand uploads in the time that it takes to read the ledger's bytes. Never: takes the word of a mark where a
byte of the ledger or an upload of the warehouse is another.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from ingest import audit
from ingest.ledger import write_whole
from ingest.spool import Spool
from schemas.derived import derived_folder
from schemas.uploads import upload
from schemas.warehouse import Warehouse


def is_agreed(warehouse: Warehouse, spool: Spool) -> bool:
    """Whether both are as they were at the last `agree`."""
    place = _place(warehouse)
    return place is not None and place.is_file() and place.read_text() == _mark(warehouse, spool)


def agree(warehouse: Warehouse, spool: Spool) -> None:
    """Remember that spool and warehouse, as they are now, were compared and nothing was missing.

    Where that cannot be written, the next opening compares once more.
    """
    place = _place(warehouse)
    if place is not None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, _mark(warehouse, spool).encode())


def _place(warehouse: Warehouse) -> Path | None:
    folder = derived_folder(warehouse)
    return None if folder is None else folder / "agreed"


def _mark(warehouse: Warehouse, spool: Spool) -> str:
    """A hash over the ledgers, the bytes that lie in the spool, the newest event and every upload."""
    hasher = hashlib.sha256(repr((audit.newest(warehouse), sorted(spool.held()))).encode())
    for name in ("ledger.jsonl", "erasures.jsonl"):
        path = spool.folder / name
        hasher.update(path.read_bytes() if path.exists() else b"-")
    columns = (upload.c.upload_id, upload.c.content_sha256, upload.c.owner_company_id)
    row_hash = sa.func.hash(*columns)
    query = sa.select(sa.func.count(), sa.cast(sa.func.bit_xor(row_hash), sa.String)).select_from(upload)
    with warehouse.reading() as connection:
        hasher.update(repr(tuple(connection.execute(query).one())).encode())
    return hasher.hexdigest()
