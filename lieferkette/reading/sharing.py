"""What others see of a company, who may see as it, and who did."""

from __future__ import annotations

import polars as pl

from lieferkette.access import accounts
from lieferkette.access import grants as grant_rows
from lieferkette.access.actor import Actor
from lieferkette.answering import sharing as sharing_answers
from lieferkette.answers import PreviewAnswer
from lieferkette.errors import NotAllowed
from lieferkette.reading.base import Reading


class SharingReading(Reading):
    """The actor's own affairs: sharing, grants, log."""

    def preview_sharing(self, level: str | None = None, company_id: str | None = None) -> PreviewAnswer:
        """What others see of the actor's company, and what its partners can work out, computed as their answers.

        With a level: as if all its lists were shared at it. The owner names the company. Raises NotAllowed for
        who has none, NotFound for a company that the view does not hold.
        """
        if self.actor.role == "owner" and company_id is not None:
            return SharingReading(self._workspace, Actor.company(company_id)).preview_sharing(level)
        if self.actor.company_id is None or company_id not in (None, self.actor.company_id):
            raise NotAllowed
        scope = self._scope_of(self.actor.company_id, None)
        offer, stranger = self._workspace.as_others_see(self.actor.company_id, level)
        return sharing_answers.preview(scope, stranger, offer, level)

    def default_sharing(self, company_id: str | None = None) -> str:
        """The level of the company's lists to come, and of what only its partners' lists tell.

        The owner names the company. Raises NotAllowed for everybody else's.
        """
        asked = self._own_affairs() or company_id
        if asked is None or company_id not in (None, asked):
            raise NotAllowed
        return accounts.default_level(self._warehouse, asked)

    def grants(self) -> pl.DataFrame:
        """Who may see as the actor's company (of all for the owner): grantee, valid_until, is_in_force …

        Raises NotAllowed for everybody else, a consultant too.
        """
        return grant_rows.grants_of(self._warehouse, self._own_affairs(), self._workspace.now())

    def log(self, limit: int = 200) -> pl.DataFrame:
        """What was done and who else read, newest first: at, actor, action, detail. Raises NotAllowed."""
        return grant_rows.log_of(self._warehouse, self._own_affairs(), limit)
