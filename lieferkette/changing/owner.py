"""What the owner alone does: imports, made worlds, releases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ingest import jobs
from ingest.home_region import import_places, import_regions
from ingest.io_table import import_io_table
from ingest.rates import import_rates
from lieferkette.answering import uploads as upload_answers
from lieferkette.answering.common import Scope
from lieferkette.changing.base import Changing
from lieferkette.disclosure.rules import Rules
from lieferkette.errors import NotAllowed, NotEmpty


class OwnerChanging(Changing):
    """Changes of the warehouse as a whole."""

    def import_places(self, file: Path) -> dict[str, int]:
        """Load an official list of municipalities or postcodes; gives the rows by table. Owner only."""
        imported = import_places(self._warehouse, self._only_owner(file), actor=self.actor.label)
        return {"place": imported.place.height, "place_postcode": imported.place_postcode.height}

    def import_rates(self, file: Path) -> dict[str, int]:
        """Load the ECB's list of rates; amounts that waited for a rate get their euros. Owner only."""
        return import_rates(self._warehouse, self._only_owner(file), actor=self.actor.label)

    def import_io_table(self, file: Path) -> dict[str, int]:
        """Load an input-output table, which takes the former one's place; gives the counts. Owner only."""
        return import_io_table(self._warehouse, self._only_owner(file), actor=self.actor.label)

    def import_regions(self, file: Path) -> list[str]:
        """Load regions from a TOML file; gives their ids. Owner only."""
        return import_regions(self._warehouse, self._only_owner(file), actor=self.actor.label)

    def fill(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
        """Write a made world into an empty warehouse, table by table; gives the rows by table. Owner only.

        Raises NotEmpty where lists were loaded already: made rows never mix with reported ones.
        """
        if self.actor.role != "owner":
            raise NotAllowed
        if not upload_answers.uploads(self._warehouse, self.actor).is_empty():
            raise NotEmpty(self._warehouse.address)
        return jobs.fill(self._warehouse, frames, actor=self.actor.label)

    def release(self, region_id: str, year: int | None = None, rules: Rules | None = None) -> str:
        """Release the tables of a region past the disclosure gate; gives the `model_id`. Owner only.

        Raises NotAllowed, NotFound for an unknown region, NothingToRelease.
        """
        from lieferkette.releasing.make import make_release

        if self.actor.role != "owner":
            raise NotAllowed
        view = self._workspace.view(self.actor)
        chosen = year if year is not None else (view.years[0] if view.years else None)
        scope = Scope(view, chosen, self._workspace.region_ags(region_id))
        return make_release(self._warehouse, scope, region_id, self.actor.label, rules or Rules())
