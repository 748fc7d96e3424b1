"""Companies merged, split and grouped."""

from __future__ import annotations

from collections.abc import Collection

from ingest import merging
from lieferkette.answering import uploads as upload_answers
from lieferkette.changing.base import Changing, said
from lieferkette.errors import NotAllowed, NotFound


class MergingChanging(Changing):
    """What an actor says of which companies are one: a company of its own partners, the owner of all."""

    def merge(self, company_id: str, into_id: str) -> int:
        """Let one company's partners' entries be another's; gives how many moved. Can be reversed.

        A company says so of its own lists, and nobody else sees a difference; the owner says so for all. Raises
        NotFound for a company that the actor does not know.
        """
        self._require_known(company_id, into_id)
        with said():
            return merging.merge(
                self._warehouse,
                company_id,
                into_id,
                owner_company_id=self.actor.company_id,
                actor=self.actor.label,
            )

    def unmerge(self, company_id: str, into_id: str) -> int:
        """Take a merge back; what was decided since stays. Gives how many entries moved."""
        self._require_known(company_id, into_id)
        with said():
            return merging.unmerge(
                self._warehouse,
                company_id,
                into_id,
                owner_company_id=self.actor.company_id,
                actor=self.actor.label,
            )

    def split(self, party_ids: Collection[str]) -> str:
        """Take entries of one company apart: they get a company of their own, whose id it gives.

        The entries are those of one uploader: the actor's own, for the owner any one's. Raises NotFound.
        """
        owners = upload_answers.owners_of_parties(self._warehouse, party_ids)
        if (
            len(owners) != 1
            or None in owners
            or (self.actor.role == "company" and owners != {self.actor.company_id})
        ):
            raise NotFound(", ".join(sorted(party_ids)))
        with said():
            return merging.split(
                self._warehouse, party_ids, owner_company_id=owners.pop(), actor=self.actor.label
            )

    def set_group(self, company_ids: Collection[str], name: str | None) -> str | None:
        """Mark companies as one group under a name, or as none; gives the group's id. Owner only.

        Relations inside a group stay out of dependencies.
        """
        if self.actor.role != "owner":
            raise NotAllowed
        self._require_known(*company_ids)
        with said():
            return merging.set_group(self._warehouse, company_ids, name, actor=self.actor.label)

    def _require_known(self, *company_ids: str) -> None:
        for company_id in company_ids:
            if not merging.is_known(self._warehouse, company_id, self.actor.company_id):
                raise NotFound(company_id)
