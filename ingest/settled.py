"""When raw bytes may go: once their upload is committed, in the file on the disk, and no question waits.

Until then they are what an upload can be made from again. Never: drops bytes that a log alone vouches for.
"""

from __future__ import annotations

import sqlalchemy as sa

from ingest.spool import ANSWERED, Spool
from schemas.relations import evidence, match_question
from schemas.uploads import upload
from schemas.warehouse import Warehouse


def drop_settled(warehouse: Warehouse, spool: Spool) -> int:
    """Drop the bytes of everything that is done with; gives how many files that were."""
    held = spool.held()
    if not held or not warehouse.checkpoint():
        return 0
    needed = _waiting(spool) | _in_review(warehouse)
    done = _answered(spool) | set(warehouse.read(sa.select(upload.c.content_sha256))["content_sha256"])
    gone = sorted((held & done) - needed)
    for sha256 in gone:
        spool.drop(sha256)
    return len(gone)


def _waiting(spool: Spool) -> set[str]:
    """Hashes that some company handed in and nobody has answered yet."""
    open_ones: set[tuple[str, str | None]] = set()
    for line in spool.ledger():
        key = (str(line.get("sha256")), line.get("owner_company_id"))
        if line["event"] == "received":
            open_ones.add(key)
        elif line["event"] in ANSWERED:
            open_ones.discard(key)
    return {sha256 for sha256, _ in open_ones}


def _answered(spool: Spool) -> set[str]:
    """Hashes that were refused: their sender was told."""
    return {str(line["sha256"]) for line in spool.ledger() if line["event"] == "refused"}


def _in_review(warehouse: Warehouse) -> set[str]:
    """Hashes of uploads in force whose parties still wait for an answer."""
    asked = sa.select(match_question.c.party_id).where(match_question.c.status == "open")
    ends = sa.or_(evidence.c.supplier_party_id.in_(asked), evidence.c.customer_party_id.in_(asked))
    query = (
        sa.select(upload.c.content_sha256)
        .where(
            upload.c.upload_id.in_(sa.select(evidence.c.upload_id).where(ends)), upload.c.status == "loaded"
        )
        .distinct()
    )
    return set(warehouse.read(query)["content_sha256"])
