"""Desk: the only way to change. It checks the actor, calls ingest, and every change leaves an audit event.

Comes in: files, answers and choices of one actor. Goes out: what ingest made of them.
Never: reads for an answer (that is the Reader's), or acts on what belongs to another company.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ingest import erase, jobs
from ingest.home_region import import_places, import_regions
from ingest.jobs import Incoming, Options, Preview, UploadResult
from ingest.rates import import_rates
from lieferkette.access import grants
from lieferkette.access.actor import Actor
from lieferkette.answering import uploads as upload_answers
from lieferkette.answering.common import Scope
from lieferkette.disclosure.rules import Rules
from lieferkette.errors import GrantTooShort, NotAllowed, NotEmpty, NotFound

if TYPE_CHECKING:
    from lieferkette.workspace import Workspace


class Desk:
    """Changes by one actor. Get it from `Workspace.desk(actor)`."""

    def __init__(self, workspace: Workspace, actor: Actor) -> None:
        if actor.role not in ("owner", "company"):
            raise NotAllowed
        self.actor = actor
        self._workspace = workspace
        self._warehouse = workspace.warehouse

    def preview(self, data: bytes, file_name: str, options: Options) -> Preview:
        """What ingest would make of a file; nothing is kept."""
        return jobs.preview(data, file_name, options)

    def upload(
        self,
        files: Sequence[Incoming],
        options: Options,
        company_id: str | None = None,
        progress: Callable[[str, str], None] | None = None,
    ) -> list[UploadResult]:
        """Take in files for a company: a company actor's own, for the owner the one named (or none: public).

        Raises NotAllowed where a company uploads for another, NotFound for an unknown company.
        """
        company_id = self._company_of_actor(company_id)
        return jobs.ingest_files(
            self._warehouse,
            list(files),
            owner_company_id=company_id,
            options=options,
            actor=self.actor.label,
            progress=progress,
        )

    def add_company(self, name: str) -> str:
        """A company that stands in no register yet, so that it can hand in lists; gives its id. Owner only."""
        if self.actor.role != "owner":
            raise NotAllowed
        return jobs.add_company(self._warehouse, name.strip(), actor=self.actor.label)

    def undo(self, upload_id: str) -> None:
        """Take an upload back; what it replaced counts again."""
        self._require_mine(upload_id)
        jobs.undo(self._warehouse, upload_id, actor=self.actor.label)

    def set_completeness(self, upload_id: str, suppliers: bool | None, customers: bool | None) -> None:
        """Say whether the list names all suppliers and all customers of its period (None: leave as it is)."""
        self._require_mine(upload_id)
        jobs.set_completeness(
            self._warehouse, upload_id, suppliers=suppliers, customers=customers, actor=self.actor.label
        )

    def amend(self, upload_id: str, said: Mapping[str, tuple[Decimal | None, str | None]]) -> None:
        """Add what the uploader says of its largest counterparts: party -> (amount in euros, sector code)."""
        self._require_mine(upload_id)
        jobs.amend_counterparts(self._warehouse, upload_id, said, actor=self.actor.label)

    def set_sharing(self, upload_id: str, level: str) -> None:
        """Change the sharing level of all evidence of an upload; it holds from the next answer on."""
        self._require_mine(upload_id)
        jobs.set_sharing(self._warehouse, upload_id, level, actor=self.actor.label)

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

    def answer(self, party_id: str, company_id: str, accept: bool) -> None:
        """Answer an uncertain match; the question is never asked again."""
        questions = upload_answers.questions(self._warehouse, self.actor)
        asked = questions.filter(
            (questions["party_id"] == party_id) & (questions["company_id"] == company_id)
        )
        if asked.is_empty():
            raise NotFound(company_id)
        jobs.answer_question(self._warehouse, party_id, company_id, accept=accept, actor=self.actor.label)

    def import_places(self, file: Path) -> dict[str, int]:
        """Load an official list of municipalities or postcodes; gives the rows by table. Owner only."""
        imported = import_places(self._warehouse, self._only_owner(file))
        return {"place": imported.place.height, "place_postcode": imported.place_postcode.height}

    def import_rates(self, file: Path) -> dict[str, int]:
        """Load the ECB's list of rates; amounts that waited for a rate get their euros. Owner only."""
        return import_rates(self._warehouse, self._only_owner(file), actor=self.actor.label)

    def import_regions(self, file: Path) -> list[str]:
        """Load regions from a TOML file; gives their ids. Owner only."""
        return import_regions(self._warehouse, self._only_owner(file))

    def fill(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
        """Write a made world into an empty warehouse, table by table; gives the rows by table. Owner only.

        Raises NotEmpty where lists were loaded already: made rows never mix with reported ones.
        """
        if self.actor.role != "owner":
            raise NotAllowed
        if not upload_answers.uploads(self._warehouse, self.actor).is_empty():
            raise NotEmpty(self._warehouse.address)
        return jobs.fill(self._warehouse, frames, actor=self.actor.label)

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

    def _require_own_company(self, company_id: str) -> None:
        if self._company_of_actor(company_id) is None:
            raise NotFound(company_id)

    def _company_of_actor(self, company_id: str | None) -> str | None:
        """The company that the actor acts for: its own, for the owner the one named or none."""
        if self.actor.role == "company":
            if company_id not in (None, self.actor.company_id):
                raise NotAllowed
            company_id = self.actor.company_id
        if company_id is not None and not upload_answers.is_company(self._warehouse, company_id):
            raise NotFound(company_id)
        return company_id

    def _only_owner(self, file: Path) -> Path:
        if self.actor.role != "owner":
            raise NotAllowed
        return file

    def release(self, region_id: str, year: int | None = None, rules: Rules | None = None) -> str:
        """Release the tables of a region past the disclosure gate; gives the `model_id`. Owner only.

        Raises NotAllowed, NotFound for an unknown region, NothingToRelease.
        """
        from lieferkette.release import make_release

        if self.actor.role != "owner":
            raise NotAllowed
        view = self._workspace.view(self.actor)
        chosen = year if year is not None else (view.years[0] if view.years else None)
        scope = Scope(view, chosen, self._workspace.region_ags(region_id))
        return make_release(self._warehouse, scope, region_id, self.actor.label, rules or Rules())

    def _require_mine(self, upload_id: str) -> None:
        exists, owner_id = upload_answers.owner_of(self._warehouse, upload_id)
        if not exists or (self.actor.role == "company" and owner_id != self.actor.company_id):
            raise NotFound(upload_id, "upload")
