"""What all subjects of a Desk share: who acts, and for which company.

Never: changes anything itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import Refused
from lieferkette.access.actor import Actor
from lieferkette.answering import uploads as upload_answers
from lieferkette.errors import NotAllowed, NotFound, UserError

if TYPE_CHECKING:
    from lieferkette.workspace import Workspace


class Changing:
    """One actor and what it may act on."""

    def __init__(self, workspace: Workspace, actor: Actor) -> None:
        if actor.role not in ("owner", "company"):
            raise NotAllowed
        self.actor = actor
        self._workspace = workspace
        self._warehouse = workspace.warehouse

    def _company_of_actor(self, company_id: str | None) -> str | None:
        """The company that the actor acts for: its own, for the owner the one named or none."""
        if self.actor.role == "company":
            if company_id not in (None, self.actor.company_id):
                raise NotAllowed
            company_id = self.actor.company_id
        if company_id is not None and not upload_answers.is_company(self._warehouse, company_id):
            raise NotFound(company_id)
        return company_id

    def _require_own_company(self, company_id: str) -> None:
        if self._company_of_actor(company_id) is None:
            raise NotFound(company_id)

    def _require_mine(self, upload_id: str) -> None:
        exists, owner_id = upload_answers.owner_of(self._warehouse, upload_id)
        if not exists or (self.actor.role == "company" and owner_id != self.actor.company_id):
            raise NotFound(upload_id, "upload")

    def _only_owner(self, file: Path) -> Path:
        if self.actor.role != "owner":
            raise NotAllowed
        return file


@contextmanager
def said() -> Iterator[None]:
    """What ingest refuses, as an error for people."""
    try:
        yield
    except Refused as refusal:
        raise UserError(refusal.de, refusal.en) from refusal
