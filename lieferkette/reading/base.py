"""What all subjects of a Reader share: the actor, its view, and the scope of a question.

Never: answers anything itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.answering.common import Scope
from lieferkette.errors import NotAllowed, NotFound
from schemas.registry import region

if TYPE_CHECKING:
    from lieferkette.access.view import View
    from lieferkette.workspace import Workspace

HOME_REGION = "maerkische-region"


class Reading:
    """One actor and what it may see."""

    def __init__(self, workspace: Workspace, actor: Actor) -> None:
        self.actor = actor
        self._workspace = workspace
        self._warehouse = workspace.warehouse

    def regions(self) -> pl.DataFrame:
        """Regions: region_id, label_de, label_en."""
        return self._warehouse.read(sa.select(region).order_by(region.c.region_id))

    def region_label(self, region_id: str) -> str:
        """German name of a region. Raises NotFound."""
        label = self.regions().filter(pl.col("region_id") == region_id)["label_de"].to_list()
        if not label:
            raise NotFound(region_id, "region")
        return str(label[0])

    def _view(self) -> View:
        return self._workspace.view(self.actor)

    def _lists_of(self) -> Actor:
        """Whose uploads the actor may read."""
        return self._workspace.principal(self.actor, "lists")

    def _own_affairs(self) -> str | None:
        """The company whose grants and log the actor may read; None for all."""
        if self.actor.role not in ("owner", "company"):
            raise NotAllowed
        return self.actor.company_id

    def _scope(self, year: int | None, region_id: str = HOME_REGION) -> Scope:
        view = self._view()
        chosen = year if year is not None else view.main_year
        return Scope(view, chosen, self._workspace.region_ags(region_id))

    def _scope_of(self, company_id: str, year: int | None, region_id: str = HOME_REGION) -> Scope:
        """The scope of a question about a company: by default the newest year that tells of it."""
        scope = self._scope(year, region_id)
        self._require(scope, company_id)
        if year is not None:
            return scope
        newest = scope.view.newest_year_of(company_id)
        return Scope(scope.view, scope.year if newest is None else newest, scope.region_ags)

    def _require(self, scope: Scope, company_id: str) -> None:
        if not scope.view.names(company_id):
            raise NotFound(company_id)
