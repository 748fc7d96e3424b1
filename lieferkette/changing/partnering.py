"""Profiles, offers and needs, and contact: what a company says of itself, and with whom it wants to speak."""

from __future__ import annotations

from datetime import date

import polars as pl

from ingest import profiles
from lieferkette.access import profiles as seen
from lieferkette.changing.base import Changing
from lieferkette.errors import NoContact, NotFound, NoticeOver, TooManyQuestions, UnknownCapability
from schemas.catalogues.capabilities import catalogue, meant_by

_LONGEST_TEXT = 1000


class PartnerChanging(Changing):
    """The actor's own profile; the owner names the company."""

    def state_capability(
        self,
        capability: str,
        company_id: str | None = None,
        *,
        value: float | None = None,
        free_hours_per_week: float | None = None,
        last_day: date | None = None,
        note: str | None = None,
    ) -> str:
        """Say that the company has a capability (a code or a word for it); gives its code. Raises UnknownCapability."""
        codes = (capability,) if capability in catalogue() else meant_by(capability)
        if len(codes) != 1:
            raise UnknownCapability(capability, "", "")
        said = {
            "capability_value": value,
            "free_hours_per_week": free_hours_per_week,
            "last_day": last_day,
            "capability_note": (note or "").strip()[:_LONGEST_TEXT] or None,
        }
        mine = self._mine(company_id)
        profiles.state_capability(self._warehouse, mine, codes[0], said, actor=self.actor.label)
        return codes[0]

    def take_back_capability(self, code: str, company_id: str | None = None) -> bool:
        """Take a statement back; gives whether there was one."""
        return profiles.take_back_capability(
            self._warehouse, self._mine(company_id), code, actor=self.actor.label
        )

    def set_profile(self, is_open: bool, contact: str | None, company_id: str | None = None) -> None:
        """Open or close the profile, and say how the company is reached. Private until it is opened."""
        told = (contact or "").strip()[:_LONGEST_TEXT] or None
        level = "open" if is_open else "private"
        profiles.set_profile(self._warehouse, self._mine(company_id), level, told, actor=self.actor.label)

    def add_notice(
        self,
        kind: str,
        text: str,
        last_day: date,
        capability: str | None = None,
        company_id: str | None = None,
    ) -> str:
        """Put up an `offer` or a `need` until a day; gives its id. The capability is read from the text if not given.

        Raises NoticeOver for a day that is over or an empty text.
        """
        said = text.strip()[:_LONGEST_TEXT]
        if not said or last_day < self._workspace.now().date() or kind not in ("offer", "need"):
            raise NoticeOver
        codes = meant_by(capability or said)
        return profiles.add_notice(
            self._warehouse,
            self._mine(company_id),
            kind,
            said,
            last_day,
            codes[0] if codes else None,
            actor=self.actor.label,
        )

    def end_notice(self, notice_id: str) -> None:
        """Take an offer or a need down. Raises NotFound for others' as for unknown ones."""
        shown = self._seen().notices
        mine = shown.filter(shown["notice_id"] == notice_id)
        if self.actor.role == "company":
            mine = mine.filter(mine["company_id"] == self.actor.company_id)
        if mine.is_empty():
            raise NotFound(notice_id, "notice")
        profiles.end_notice(self._warehouse, notice_id, mine["company_id"][0], actor=self.actor.label)

    def ask_contact(
        self, to_company_id: str, text: str, notice_id: str | None = None, company_id: str | None = None
    ) -> str:
        """Ask a company with an open profile for contact; gives the id of the request.

        Raises NoContact where the actor said no contact of its own, or the other cannot be asked (again);
        TooManyQuestions past the limit of a day.
        """
        mine, shown = self._mine(company_id), self._seen()
        if not shown.contacts.get(mine):
            raise NoContact(own=True)
        asked = was_asked(self._requests(mine), to_company_id)
        if to_company_id == mine or to_company_id not in shown.open_ids or asked:
            raise NoContact(own=False)
        known = set(shown.notices.filter(shown.notices["company_id"] == to_company_id)["notice_id"])
        if notice_id is not None and notice_id not in known:
            raise NotFound(notice_id, "notice")
        now = self._workspace.now()
        if seen.requests_left(self._warehouse, mine, now) <= 0:
            raise TooManyQuestions(seen.REQUESTS_A_DAY)
        concern = text.strip()[:_LONGEST_TEXT]
        return profiles.ask_contact(
            self._warehouse, mine, to_company_id, concern, notice_id, at=now, actor=self.actor.label
        )

    def answer_contact(self, request_id: str, accept: bool, company_id: str | None = None) -> None:
        """Accept or decline a request to the company. After accepting both see each other's contact.

        Raises NotFound for a request that is not open and to it, NoContact where it said no contact to show.
        """
        mine = self._mine(company_id)
        row = self._request(mine, request_id, "received", ("open",))
        if accept and not self._seen().contacts.get(mine):
            raise NoContact(own=True)
        status = "accepted" if accept else "declined"
        profiles.settle_contact(
            self._warehouse, request_id, status, (mine, row["other_id"][0]), actor=self.actor.label
        )

    def end_contact(self, request_id: str, company_id: str | None = None) -> None:
        """End a request or a contact, from either side; neither sees the other's contact from then on."""
        mine = self._mine(company_id)
        row = self._request(mine, request_id, None, ("open", "accepted"))
        profiles.settle_contact(
            self._warehouse, request_id, "ended", (mine, row["other_id"][0]), actor=self.actor.label
        )

    def _mine(self, company_id: str | None) -> str:
        found = self._company_of_actor(company_id)
        if found is None:
            raise NotFound("")
        return found

    def _seen(self) -> seen.Profiles:
        return seen.seen_profiles(self._warehouse, self.actor, self._workspace.now().date())

    def _requests(self, company_id: str) -> pl.DataFrame:
        return seen.requests_of(self._warehouse, company_id)

    def _request(
        self, company_id: str, request_id: str, direction: str | None, statuses: tuple[str, ...]
    ) -> pl.DataFrame:
        rows = self._requests(company_id)
        fits = (pl.col("request_id") == request_id) & pl.col("request_status").is_in(statuses)
        found = rows.filter(fits if direction is None else fits & (pl.col("direction") == direction))
        if found.is_empty():
            raise NotFound(request_id, "request")
        return found


def was_asked(requests: pl.DataFrame, other_id: str) -> bool:
    """Whether a company asked another before and the request is open, accepted or was declined."""
    is_sent = (pl.col("direction") == "sent") & (pl.col("request_status") != "ended")
    return not requests.filter(is_sent & (pl.col("other_id") == other_id)).is_empty()
