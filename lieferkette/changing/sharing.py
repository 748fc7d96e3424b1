"""Sharing levels, grants, and erasure: what a company decides about its own."""

from __future__ import annotations

from datetime import date

from ingest import erase, jobs
from lieferkette.access import accounts, grants
from lieferkette.access.levels import LEVELS
from lieferkette.changing.base import Changing, said
from lieferkette.errors import GrantTooShort, NotFound, UnknownLevel


class SharingChanging(Changing):
    """Who may see what of a company, and its end."""

    def set_sharing(self, upload_id: str, level: str) -> None:
        """Change the sharing level of all evidence of an upload; it holds from the next answer on.

        Raises NotFound for others' uploads as for unknown ones, UnknownLevel.
        """
        self._require_mine(upload_id)
        _require_level(level)
        with said():
            jobs.set_sharing(self._warehouse, upload_id, level, actor=self.actor.label)

    def set_default_sharing(self, level: str, company_id: str | None = None) -> None:
        """Choose the level of lists to come, and of relations that only a partner's list tells of.

        For the owner: of the company named. Raises NotAllowed where a company chooses for another, NotFound,
        UnknownLevel.
        """
        company_id = self._company_of_actor(company_id)
        if company_id is None:
            raise NotFound("")
        _require_level(level)
        accounts.set_default_level(self._warehouse, self.actor, company_id, level, self._workspace.now())

    def grant(self, grantee: str, until: date, company_id: str | None = None) -> str:
        """Let somebody see as the actor's company (for the owner: the one named) until the end of a day.

        Gives the id of the grant. Raises NotAllowed where a company grants for another, NotFound for an unknown
        company, GrantTooShort for a day that is over.
        """
        company_id = self._company_of_actor(company_id)
        now = self._workspace.now()
        if company_id is None or not grantee.strip():
            raise NotFound(company_id or "")
        if grants.end_of_day(until) <= now:
            raise GrantTooShort
        return grants.give(self._warehouse, self.actor, company_id, grantee.strip(), until, now)

    def end_grant(self, grant_id: str) -> None:
        """End a grant; it shows nothing from the next call on. Raises NotFound for others' grants."""
        now = self._workspace.now()
        given = grants.grants_of(self._warehouse, self.actor.company_id, now)
        mine = given.filter(given["grant_id"] == grant_id)
        if mine.is_empty():
            raise NotFound(grant_id, "grant")
        grants.end(self._warehouse, self.actor, mine["company_id"][0], grant_id, now)

    def erasure_plan(self, company_id: str) -> dict[str, int]:
        """What erasing a company would take away, as counts. Raises as `erase`.

        How many lists of others name the company is the owner's to know: it would tell of lists unseen.
        """
        self._require_own_company(company_id)
        plan = erase.plan(self._warehouse, company_id)
        if self.actor.role != "owner":
            plan.pop("lists_of_others_that_stay")
        return plan

    def erase(self, company_id: str) -> dict[str, int]:
        """Erase a company with every byte in the live files; gives counts. Owner, or the company itself.

        Raises NotAllowed for others, NotFound for an unknown company.
        """
        self._require_own_company(company_id)
        counts = erase.erase_company(self._warehouse, company_id, actor=self.actor.label)
        self._workspace.forget_views()
        return counts


def _require_level(level: str) -> None:
    if level not in LEVELS:
        raise UnknownLevel(level)
