"""Profiles, partners, offers and needs, contact, and transition fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from lieferkette.access import profiles as profile_rows
from lieferkette.access.actor import Actor
from lieferkette.answering import partnering as partner_answers
from lieferkette.answering import transition_fields as field_answers
from lieferkette.answering.common import Scope
from lieferkette.answering.partnering import Alternatives, Board, Offers, PartnersFound
from lieferkette.answering.transition_fields import FieldAnswer, FieldsNear
from lieferkette.errors import NotAllowed, NotFound, TooManyQuestions, UnknownCapability
from lieferkette.partnering.matching import Wish
from lieferkette.reading.base import HOME_REGION, Reading
from schemas.catalogues.capabilities import alike, catalogue, meant_by, value_in
from schemas.catalogues.transition_fields import field_called


class PartnerReading(Reading):
    """Who could work with whom. All of it rests on profiles that their companies opened, and on the actor's view."""

    def profile(self, company_id: str) -> dict[str, Any]:
        """A company's profile: is_open, contact (one's own alone), `capabilities`, `notices`.

        A profile that is not open is empty to others. Raises NotFound where the view does not hold the company.
        """
        self._require(self._scope(None), company_id)
        seen = self._profiles()
        mine = pl.col("company_id") == company_id
        return {
            "company_id": company_id,
            "is_open": company_id in seen.open_ids,
            "contact": seen.contacts.get(company_id),
            "capabilities": seen.capabilities.filter(mine).drop("company_id"),
            "notices": seen.notices.filter(mine).drop("company_id"),
        }

    def partner_search(
        self, company_id: str, wanted: Sequence[str], max_km: float | None = None, *, only_new: bool = True
    ) -> PartnersFound:
        """Open profiles that offer what is wanted ("CNC-Drehen", "Drehdurchmesser bis 60 mm", "ISO 13485").

        Raises UnknownCapability, NotAllowed for another's company, TooManyQuestions past the limit of a day.
        """
        wishes = [wish for text in wanted for wish in wishes_of(text)]
        scope = self._asking(company_id)
        question = (company_id, [(wish.code, wish.value) for wish in wishes], max_km, only_new)
        self._note_question(("partner_search", *question))
        return partner_answers.partner_search(
            scope, self._profiles(), company_id, wishes, max_km=max_km, only_new=only_new
        )

    def alternatives(self, company_id: str, supplier_id: str) -> Alternatives:
        """Who else could make what a supplier of the company makes. Raises as `partner_search`, and NotFound."""
        scope = self._asking(company_id)
        self._require(scope, supplier_id)
        self._note_question(("alternatives", company_id, supplier_id))
        return partner_answers.alternatives(scope, self._profiles(), company_id, supplier_id)

    def offers(self, company_id: str) -> Offers:
        """Offers and needs that hold: the company's own, and others', the fitting ones first."""
        return partner_answers.offers(self._asking(company_id), self._profiles(), company_id)

    def board(self, company_id: str) -> Board:
        """What waits for a company: fitting notices, requests, and how many it may still send today."""
        scope = self._asking(company_id)
        requests = profile_rows.requests_of(self._warehouse, company_id)
        left = profile_rows.requests_left(self._warehouse, company_id, self._workspace.now())
        return partner_answers.board(scope, self._profiles(), company_id, requests, left)

    def contacts(self, company_id: str) -> pl.DataFrame:
        """Requests from and to the company, newest first; the other's `contact` where both agreed.

        request_id, direction, name, request_text, request_status, created_at, answered_at, contact, notice_id.
        """
        self._asking(company_id)
        return profile_rows.requests_of(self._warehouse, company_id)

    def fields_near(self, company_id: str) -> FieldsNear:
        """The transition fields that a company is near to, with what is met, missing and unknown there."""
        scope = self._scope_of(company_id, None)
        return field_answers.fields_near(scope, self._profiles(), company_id)

    def transition_field(self, field: str, region_id: str = HOME_REGION) -> FieldAnswer:
        """Who of a region is near to a field, and what is missing. Raises NotFound for an unknown one.

        The chamber is named open profiles only.
        """
        found = field_called(field)
        if found is None:
            raise NotFound(field, "field")
        is_blind = self.actor.role in ("chamber", "admin")
        scope = self._scope(None, region_id)
        return field_answers.transition_field(scope, self._profiles(), found, region_id, only_open=is_blind)

    def _asking(self, company_id: str) -> Scope:
        """The scope of a company that asks for itself; the owner may ask for any."""
        if self.actor.role not in ("owner", "company", "consultant"):
            raise NotAllowed
        if self.actor.company_id not in (None, company_id):
            raise NotAllowed
        return self._scope_of(company_id, None)

    def _profiles(self) -> profile_rows.Profiles:
        today = self._workspace.now().date()
        return profile_rows.seen_profiles(self._warehouse, self._principal(), today)

    def _principal(self) -> Actor:
        return self._workspace.principal(self.actor, "profiles")

    def _note_question(self, question: Sequence[object]) -> None:
        """Companies may ask so often a day; the owner of the warehouse reads it anyway."""
        if self.actor.role == "owner":
            return
        if not profile_rows.note_question(self._warehouse, self.actor, question, self._workspace.now()):
            raise TooManyQuestions(profile_rows.QUESTIONS_A_DAY)


def wishes_of(text: str) -> list[Wish]:
    """What a text asks for: capabilities, with the size that is named beside a dimension. Raises UnknownCapability.

    >>> wishes_of("CNC-Drehen; Drehdurchmesser bis 60 mm")
    [Wish(code='cnc_turning', value=None), Wish(code='turning_diameter', value=60.0)]
    """
    wishes = []
    for part in filter(None, (one.strip() for one in re.split(r"[;\n]|,(?!\d)", text))):
        codes = [part] if part in catalogue() else meant_by(part)
        if not codes:
            near = [catalogue()[code] for code in alike(part)]
            raise UnknownCapability(
                part, ", ".join(one.de for one in near), ", ".join(one.en for one in near)
            )
        wishes += [Wish(code, value_in(part, catalogue()[code].unit)) for code in codes]
    if not wishes:
        raise UnknownCapability(text, "", "")
    return wishes
