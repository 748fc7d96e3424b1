"""How every change of the warehouse runs: one transaction, and then the ledger knows that it happened.

Never: says what is changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ingest import audit
from ingest.spool import Spool, spool_of
from schemas.warehouse import Warehouse

_log = logging.getLogger(__name__)


@contextmanager
def changing(warehouse: Warehouse) -> Iterator[sa.Connection]:
    """One transaction of a change; afterwards the ledger knows how far the audit log has come."""
    with warehouse.writing() as connection:
        yield connection
    tell_ledger(warehouse, spool_of(warehouse))


def tell_ledger(warehouse: Warehouse, spool: Spool) -> None:
    """Enter the newest audit event; a disk without room keeps nobody from what is committed already."""
    try:
        event_no, event_hash = audit.newest(warehouse)
        spool.note("changed", event_no=event_no, event_hash=event_hash)
    except OSError as error:
        _log.warning("the ledger could not be written: %s", error.strerror)
