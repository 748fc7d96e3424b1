"""Reader: the only way to read. It has an actor, gets that actor's view, and answers from it.

Comes in: a question. Goes out: an answer of `lieferkette.answers`, with view, coverage and sentences.
Never: changes anything, or shows the chamber more than released tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import sqlalchemy as sa

from lieferkette.access import grants as grant_rows
from lieferkette.access.actor import Actor
from lieferkette.access.naming import is_hidden
from lieferkette.answering import chain as chain_answers
from lieferkette.answering import dependencies as dependency_answers
from lieferkette.answering import partners as partner_answers
from lieferkette.answering import region as region_answers
from lieferkette.answering import sharing as sharing_answers
from lieferkette.answering import uploads as upload_answers
from lieferkette.answering.common import Scope, companies, is_complete, relations_of_year
from lieferkette.answering.model import ModelAnswer, RegionalModel, model_answer
from lieferkette.answers import (
    ChainAnswer,
    DependenciesAnswer,
    PartnersAnswer,
    PathsAnswer,
    PreviewAnswer,
    RegionalTable,
    RegionAnswer,
)
from lieferkette.errors import Ambiguous, NotAllowed, NotFound, NotReleased
from lieferkette.released import newest_model
from lieferkette.reports.release_rows import Sheet, sheets
from schemas.registry import place, region, region_place

if TYPE_CHECKING:
    from lieferkette.access.view import View
    from lieferkette.workspace import Workspace

HOME_REGION = "maerkische-region"


class Reader:
    """Answers for one actor. Get it from `Workspace.reader(actor)`.

    The year of a question is the newest that the view tells of, unless it is given.
    """

    def __init__(self, workspace: Workspace, actor: Actor) -> None:
        self.actor = actor
        self._workspace = workspace
        self._warehouse = workspace.warehouse

    # --- what there is ------------------------------------------------------------------------------
    def years(self) -> list[int]:
        """Years that the view tells of, newest first."""
        return self._view().years

    def regions(self) -> pl.DataFrame:
        """Regions: region_id, label_de, label_en."""
        return self._warehouse.read(sa.select(region).order_by(region.c.region_id))

    def companies(self, text: str | None = None, limit: int = 50) -> pl.DataFrame:
        """Companies of the view whose name contains `text`, by name; with is_in_register and has_list."""
        scope = self._scope(None)
        shown = companies(scope).join(
            scope.view.companies.select("company_id", "is_in_register"),
            on="company_id",
            maintain_order="left",
        )
        shown = shown.filter(~is_hidden())
        if text:
            shown = shown.filter(pl.col("name").str.to_lowercase().str.contains(text.lower(), literal=True))
        senders = (
            scope.view.evidence.filter(pl.col("seen_level") == "own")["uploader_id"].drop_nulls().unique()
        )
        return (
            shown.with_columns(has_list=pl.col("company_id").is_in(senders.to_list()))
            .sort("has_list", "name", "company_id", descending=[True, False, False])
            .head(limit)
        )

    def company(self, company_id: str) -> dict[str, Any]:
        """The card of one company: its row, whether it handed in lists, its figures of the year where visible.

        Raises NotFound where the view does not hold it.
        """
        scope = self._scope(None)
        rows = scope.view.companies.filter(pl.col("company_id") == company_id)
        if rows.is_empty() or company_id in scope.view.hidden:
            raise NotFound(company_id)
        figures = scope.view.figures.filter(pl.col("company_id") == company_id).sort("year")
        card = rows.row(0, named=True) | companies(scope, [company_id]).row(0, named=True)
        return card | {"figures": figures.drop("company_id").to_dicts()}

    def find(self, text: str) -> str:
        """The id of the one company that `text` means: an id, a whole name, or a part that fits only one.

        Raises NotFound or Ambiguous.
        """
        scope = self._scope(None)
        named = scope.view.companies.filter(~is_hidden())
        folded = pl.col("name").str.to_lowercase()
        for fits in (
            pl.col("company_id") == text,
            folded == text.lower(),
            folded.str.contains(text.lower(), literal=True),
        ):
            found = named.filter(fits).sort("name")
            # A register's company goes before one of the same name that only a list knows.
            if found.height > 1 and found["is_in_register"].sum() == 1:
                found = found.filter(pl.col("is_in_register"))
            if found.height == 1:
                return str(found["company_id"][0])
            if found.height > 1:
                raise Ambiguous(text, found["name"].to_list())
        raise NotFound(text)

    # --- answers ------------------------------------------------------------------------------------
    def partners(
        self, company_id: str, direction: Literal["suppliers", "customers"], year: int | None = None
    ) -> PartnersAnswer:
        """Direct suppliers or customers of a company."""
        return partner_answers.partners(self._scope_of(company_id, year), company_id, direction)

    def chain(
        self,
        company_id: str,
        direction: Literal["upstream", "downstream"] = "upstream",
        tiers: int = 3,
        year: int | None = None,
        top: int = 10,
    ) -> ChainAnswer:
        """The chain of a company by tier; `top` companies a tier keep their own link, the rest is bundled."""
        return chain_answers.chain(self._scope_of(company_id, year), company_id, direction, tiers, top)

    def paths(
        self, from_id: str, to_id: str, max_steps: int = 5, top: int = 10, year: int | None = None
    ) -> PathsAnswer:
        """The heaviest ways from one company to another along sales."""
        scope = self._scope_of(from_id, year)
        self._require(scope, to_id)
        return chain_answers.paths(scope, from_id, to_id, max_steps, top)

    def dependencies(self, company_id: str, year: int | None = None) -> DependenciesAnswer:
        """What a company depends on."""
        return dependency_answers.dependencies(self._scope_of(company_id, year), company_id)

    def region(self, region_id: str = HOME_REGION, year: int | None = None) -> RegionAnswer:
        """A region at a glance. Raises NotReleased for chamber and admin, NotFound for an unknown region."""
        if self.actor.role in ("chamber", "admin"):
            raise NotReleased
        scope = self._scope(year, region_id)
        places = self._warehouse.read(
            sa.select(
                place.c.ags, place.c.place_name, place.c.kreis_code, place.c.latitude, place.c.longitude
            )
            .join(region_place, region_place.c.ags == place.c.ags)
            .where(region_place.c.region_id == region_id)
            .order_by(place.c.ags)
        )
        return region_answers.region(scope, region_id, places, self.uploads(limit=6))

    def regional_table(self, region_id: str = HOME_REGION, year: int | None = None) -> RegionalTable:
        """The draft of the regional table. Raises NotAllowed for all but the owner."""
        if self.actor.role != "owner":
            raise NotAllowed
        return region_answers.regional_table(
            self._scope(year, region_id), region_id, self.region_label(region_id)
        )

    # --- the regional model -------------------------------------------------------------------------
    def model(self, region_id: str = HOME_REGION, year: int | None = None) -> RegionalModel:
        """The newest release of a region, the same for every actor. Raises NotReleased where there is none."""
        self._workspace.region_ags(region_id)
        found = newest_model(self._warehouse, region_id, year)
        if found is None:
            raise NotReleased
        return found

    def released_tables(self, region_id: str = HOME_REGION, year: int | None = None) -> list[Sheet]:
        """The released tables as they are printed: name, title, heading, rows, notes. Raises NotReleased."""
        return sheets(self.model(region_id, year), self.region_label(region_id))

    def model_of(self, company_id: str, year: int | None = None, region_id: str = HOME_REGION) -> ModelAnswer:
        """What the regional model adds to a company's own view. Raises NotReleased where there is none."""
        scope = self._scope_of(company_id, year)
        bought = region_answers.purchases(scope, [company_id])
        own = bought.select(
            pl.col("supplier_sector").alias("sector_code"), "origin", "amount_eur"
        ).drop_nulls("amount_eur")
        card = companies(scope, [company_id])
        sales = relations_of_year(scope).filter(pl.col("supplier_id") == company_id)
        groups = companies(scope, sales["customer_id"].to_list())["sector_group"]
        is_whole = is_complete(scope, company_id, "customers") is True
        return model_answer(
            scope.view.view_id,
            own,
            self.model(region_id),
            card["sector_code"][0],
            frozenset(groups.to_list()) if is_whole else None,
        )

    # --- uploads and review -------------------------------------------------------------------------
    def uploads(self, limit: int | None = None) -> pl.DataFrame:
        """Uploads of the actor (of all for the owner), newest first; with a limit only so many."""
        return upload_answers.uploads(self._warehouse, self._lists_of(), limit)

    def upload(self, upload_id: str) -> dict[str, Any]:
        """One upload with its `columns`. Raises NotFound for others' uploads as for unknown ones."""
        rows = self.uploads().filter(pl.col("upload_id") == upload_id)
        if rows.is_empty():
            raise NotFound(upload_id, "upload")
        columns = upload_answers.columns(self._warehouse, self._lists_of(), upload_id)
        return rows.row(0, named=True) | {"columns": columns}

    def left_out(self, upload_id: str) -> pl.DataFrame:
        """Rejected and ignored rows of an upload, each with reason and mend."""
        return upload_answers.left_out(self._warehouse, self._lists_of(), upload_id)

    def questions(self) -> pl.DataFrame:
        """Uncertain matches that wait for an answer."""
        return upload_answers.questions(self._warehouse, self._lists_of())

    def largest_counterparts(self, upload_id: str, n: int = 10) -> pl.DataFrame:
        """The counterparts of an upload that matter most."""
        return upload_answers.largest_counterparts(self._warehouse, self._lists_of(), upload_id, n)

    # --- what others see ----------------------------------------------------------------------------
    def preview_sharing(self, level: str | None = None, company_id: str | None = None) -> PreviewAnswer:
        """What others see of the actor's company, and what its partners can work out, computed as their answers.

        With a level: as if all its lists were shared at it. The owner names the company. Raises NotAllowed for
        who has none, NotFound for a company that the view does not hold.
        """
        if self.actor.role == "owner" and company_id is not None:
            return self._workspace.reader(Actor.company(company_id)).preview_sharing(level)
        if self.actor.company_id is None or company_id not in (None, self.actor.company_id):
            raise NotAllowed
        scope = self._scope_of(self.actor.company_id, None)
        offer, stranger = self._workspace.as_others_see(self.actor.company_id, level)
        return sharing_answers.preview(scope, stranger, offer, level)

    # --- who else reads -----------------------------------------------------------------------------
    def grants(self) -> pl.DataFrame:
        """Who may see as the actor's company (of all for the owner): grantee, valid_until, is_in_force …

        Raises NotAllowed for everybody else, a consultant too.
        """
        return grant_rows.grants_of(self._warehouse, self._own_affairs(), self._workspace.now())

    def log(self, limit: int = 200) -> pl.DataFrame:
        """What was done and who else read, newest first: at, actor, action, detail. Raises NotAllowed."""
        return grant_rows.log_of(self._warehouse, self._own_affairs(), limit)

    # --- inside -------------------------------------------------------------------------------------
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

    def _scope_of(self, company_id: str, year: int | None) -> Scope:
        """The scope of a question about a company: by default the newest year that tells of it."""
        scope = self._scope(year)
        self._require(scope, company_id)
        if year is not None:
            return scope
        ends = (pl.col("supplier_id") == company_id) | (pl.col("customer_id") == company_id)
        newest = max(scope.view.relations.filter(ends)["year"].to_list(), default=scope.year)
        return Scope(scope.view, newest, scope.region_ags)

    def _require(self, scope: Scope, company_id: str) -> None:
        if company_id in scope.view.hidden or company_id not in scope.view.company_ids:
            raise NotFound(company_id)


__all__ = ["HOME_REGION", "Reader"]
