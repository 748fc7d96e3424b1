"""Lists: hand in, take back, amend, answer questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl

from ingest import jobs, reopening
from ingest.jobs import Incoming, Options, Preview, UploadResult
from ingest.reading import first_rows
from lieferkette.answering import uploads as upload_answers
from lieferkette.changing.base import Changing, said
from lieferkette.errors import NotAllowed, NotFound, UserError
from lieferkette.i18n.say import say


class ListChanging(Changing):
    """Lists of the actor's company."""

    def preview(
        self, data: bytes, file_name: str, options: Options, company_id: str | None = None
    ) -> Preview:
        """What ingest would make of a file of a company, with what that corrected before; nothing is kept."""
        company_id = self._company_of_actor(company_id)
        return jobs.preview(data, file_name, options, warehouse=self._warehouse, owner_company_id=company_id)

    def preview_files(self, files: Sequence[Incoming], company_id: str | None = None) -> list[Preview]:
        """What ingest would make of files that are handed in together; nothing is kept."""
        company_id = self._company_of_actor(company_id)
        return jobs.preview_files(files, warehouse=self._warehouse, owner_company_id=company_id)

    def first_rows(
        self, data: bytes, file_name: str, encoding: str | None, delimiter: str | None, count: int
    ) -> pl.DataFrame:
        """The first records of a file as they stand, for a person to show the headings; nothing is kept."""
        return first_rows(data, file_name, encoding=encoding, delimiter=delimiter, count=count)

    def upload(
        self,
        files: Sequence[Incoming],
        options: Options,
        company_id: str | None = None,
        progress: Callable[[str, str], None] | None = None,
        *,
        more_follow: bool = False,
    ) -> list[UploadResult]:
        """Take in files for a company: a company actor's own, for the owner the one named (or none: public).

        `more_follow`: another call follows at once, so what is kept until the end may wait for that.
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
            more_follow=more_follow,
        )

    def add_company(self, name: str) -> str:
        """A company that stands in no register yet, so that it can hand in lists; gives its id. Owner only."""
        if self.actor.role != "owner":
            raise NotAllowed
        return jobs.add_company(self._warehouse, name.strip(), actor=self.actor.label)

    def undo(self, upload_id: str) -> None:
        """Take an upload back; what it replaced counts again."""
        self._require_mine(upload_id)
        with said():
            jobs.undo(self._warehouse, upload_id, actor=self.actor.label)

    def set_completeness(self, upload_id: str, suppliers: bool | None, customers: bool | None) -> None:
        """Say whether the list names all suppliers and all customers of its period (None: leave as it is)."""
        self._require_mine(upload_id)
        with said():
            jobs.set_completeness(
                self._warehouse, upload_id, suppliers=suppliers, customers=customers, actor=self.actor.label
            )

    def amend(self, upload_id: str, told: Mapping[str, tuple[Decimal | None, str | None]]) -> None:
        """Add what the uploader says of its largest counterparts: party -> (amount in euros, sector code)."""
        self._require_mine(upload_id)
        with said():
            jobs.amend_counterparts(self._warehouse, upload_id, told, actor=self.actor.label)

    def answer(self, party_id: str, company_id: str, accept: bool) -> None:
        """Answer an uncertain match; the question is never asked again."""
        questions = upload_answers.questions(self._warehouse, self.actor)
        asked = questions.filter(
            (questions["party_id"] == party_id) & (questions["company_id"] == company_id)
        )
        if asked.is_empty():
            raise NotFound(company_id)
        with said():
            jobs.answer_question(self._warehouse, party_id, company_id, accept=accept, actor=self.actor.label)

    def take_back_answer(self, party_id: str, company_id: str) -> None:
        """Ask again what was answered; what was decided before the answer holds again.

        Raises UserError where there is nothing to take back, and of others' lists says no more than that.
        """
        given = upload_answers.answered(self._warehouse, self.actor)
        if given.filter(party_id=party_id, company_id=company_id).is_empty():
            raise UserError(say("review.nothing_back", "de"), say("review.nothing_back", "en"))
        with said():
            reopening.take_back(self._warehouse, party_id, company_id, actor=self.actor.label)
