"""Taking back answers to match questions: in one transaction, with its line in the audit log.

Never: decides whose answers these are.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ingest import audit
from ingest.changes import changing
from ingest.load import answers, reopen
from ingest.load.resolve import Stamp
from ingest.load.undo import forget_unnamed
from schemas.warehouse import Warehouse

#: The answers that can be taken back, as a query: party_id, company_id, status.
reversible = reopen.reversible


def take_back(warehouse: Warehouse, party_id: str, company_id: str, *, actor: str) -> int:
    """Ask a question again and end what followed from its answer; gives the number of parties.

    Raises `ingest.load.answers.NoSuchThing` where there is no such answer, or something was decided since.
    """
    with changing(warehouse) as connection:
        owner = answers.owner_of_party(connection, party_id)
        stamp = Stamp(owner, actor, datetime.now(UTC).replace(tzinfo=None))
        covered = reopen.take_back(connection, party_id, company_id, stamp)
        # an answer outlives the list that it was given about; a question does not
        forget_unnamed(connection, owner)
        audit.append(connection, actor, "match.reopened", owner, {"party_id": party_id, "parties": covered})
    return covered
