"""Regions: the owner's draft, and what was released for all."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from lieferkette.answering import region as region_answers
from lieferkette.answering.common import Scope, companies, is_complete, relations_of_year
from lieferkette.answering.model import RegionalModel
from lieferkette.answering.model_answer import ModelAnswer, model_answer
from lieferkette.answers import RegionalTable, RegionAnswer
from lieferkette.errors import NotAllowed, NotReleased
from lieferkette.io_table import imported_io_table
from lieferkette.reading.base import HOME_REGION
from lieferkette.reading.lists import ListReading
from lieferkette.releasing.read import newest_model
from lieferkette.releasing.risk import ReleasedRisk, released_risk
from lieferkette.reports.release_rows import Sheet, sheets
from schemas.registry import place, region_place


class RegionReading(ListReading):
    """A region at a glance, its released tables, and the model that they make."""

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

    def released_risk(self, region_id: str = HOME_REGION, year: int | None = None) -> ReleasedRisk:
        """How sectors and municipalities compare in systemic risk and concentration. Raises NotReleased."""
        return released_risk(self.model(region_id, year))

    def model_of(self, company_id: str, year: int | None = None, region_id: str = HOME_REGION) -> ModelAnswer:
        """What the regional model adds to a company's own view. Raises NotReleased where there is none."""
        scope = self._scope_of(company_id, year)
        bought = region_answers.purchases(scope, [company_id])
        own = bought.select(
            pl.col("supplier_sector").alias("sector_code"), "origin", "amount_eur"
        ).drop_nulls("amount_eur")
        card = companies(scope, [company_id])
        return model_answer(
            scope.view.view_id,
            own,
            self.model(region_id),
            card["sector_code"][0],
            _sales(scope, company_id) if is_complete(scope, company_id, "customers") is True else None,
            imported_io_table(self._warehouse),
        )


def _sales(scope: Scope, company_id: str) -> pl.DataFrame:
    """A company's sales: sector_code and origin of its customers, amount_eur (null where unknown)."""
    sales = relations_of_year(scope).filter(pl.col("supplier_id") == company_id)
    ends = companies(scope, sales["customer_id"].to_list())
    customers = ends.select(pl.col("company_id").alias("customer_id"), "sector_code", "origin")
    joined = sales.join(customers, on="customer_id", how="left", maintain_order="left")
    return joined.select("sector_code", "origin", "amount_eur")
