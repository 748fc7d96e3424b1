"""What was handed in, row by row, and what still waits for a person."""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.corrections import notes_kept
from lieferkette.answering import uploads as upload_answers
from lieferkette.errors import NotFound
from lieferkette.reading.base import Reading


class ListReading(Reading):
    """Uploads and questions of the actor; for the owner of all."""

    def uploads(self, limit: int | None = None) -> pl.DataFrame:
        """Uploads of the actor (of all for the owner), newest first; with a limit only so many."""
        return upload_answers.uploads(self._warehouse, self._lists_of(), limit)

    def upload(self, upload_id: str) -> dict[str, Any]:
        """One upload with its `columns`, and the `notes` on how it was read (`ingest.notes`).

        Raises NotFound for others' uploads as for unknown ones.
        """
        rows = self.uploads().filter(pl.col("upload_id") == upload_id)
        if rows.is_empty():
            raise NotFound(upload_id, "upload")
        columns = upload_answers.columns(self._warehouse, self._lists_of(), upload_id)
        card = rows.row(0, named=True)
        return card | {"columns": columns, "notes": list(notes_kept(card["reading_options"]))}

    def left_out(self, upload_id: str) -> pl.DataFrame:
        """Rejected and ignored rows of an upload, each with reason and mend."""
        return upload_answers.left_out(self._warehouse, self._lists_of(), upload_id)

    def list_difference(self, upload_id: str) -> pl.DataFrame:
        """What a list changed against the one that it replaced: name, side, change, old_eur, new_eur.

        `change` is new, ended or changed; nothing where it replaced none. Raises NotFound.
        """
        owner_company_id = self.upload(upload_id)["owner_company_id"]
        return upload_answers.difference(self._warehouse, upload_id, owner_company_id)

    def questions(self) -> pl.DataFrame:
        """Uncertain matches that wait for an answer; for the owner with `sender_name`, whose list asks."""
        return upload_answers.questions(self._warehouse, self._lists_of())

    def answered(self, limit: int | None = None) -> pl.DataFrame:
        """Answers that can be taken back, newest first: as `questions`, with `answer` and `decided_at`."""
        return upload_answers.answered(self._warehouse, self._lists_of(), limit)

    def largest_counterparts(self, upload_id: str, n: int = 10) -> pl.DataFrame:
        """The counterparts of an upload that matter most."""
        return upload_answers.largest_counterparts(self._warehouse, self._lists_of(), upload_id, n)
