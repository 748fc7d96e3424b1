"""Systemic risk, scenarios and measures: the owner on the whole graph, a company on its view."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import sqlalchemy as sa

from lieferkette.answering import measures as measure_answers
from lieferkette.answering import resilience as rank_answers
from lieferkette.answering import scenarios as scenario_answers
from lieferkette.answering.common import Scope
from lieferkette.answering.measures import MeasuresAnswer, ProtectionAnswer
from lieferkette.answering.resilience import Progress, RankAnswer, settings_for
from lieferkette.answering.scenarios import ScenarioAnswer
from lieferkette.errors import NotAllowed, NotReleased
from lieferkette.reading.base import HOME_REGION, Reading
from lieferkette.releasing.read import newest_model
from lieferkette.resilience.cascade import DEFAULT_EPSILON
from lieferkette.resilience.essential_table import EssentialTable
from lieferkette.resilience.scenario import Scenario
from schemas.registry import place


class ResilienceReading(Reading):
    """What would hit whom. Raises NotReleased for chamber and admin: they read `released_risk`."""

    def systemic_risk(
        self,
        region_id: str | None = HOME_REGION,
        year: int | None = None,
        epsilon: float = DEFAULT_EPSILON,
        progress: Progress | None = None,
    ) -> RankAnswer:
        """Companies by what their failure would cost the region; kept with the view in memory."""
        scope = self._simulated_scope(year, region_id)
        key = ("rank", region_id, scope.year, epsilon)

        def compute() -> RankAnswer:
            return rank_answers.ranking(scope, region_id, settings_for(scope, epsilon), progress)

        answer: RankAnswer = scope.view.remembered(key, compute)
        return answer

    def scenario(
        self,
        asked: Scenario,
        company_id: str | None = None,
        year: int | None = None,
        epsilon: float = DEFAULT_EPSILON,
        essential: EssentialTable | None = None,
    ) -> ScenarioAnswer:
        """What a scenario does: to the region for the owner, to itself for a company."""
        subject = self.actor.company_id if self.actor.role in ("company", "consultant") else company_id
        scope = self._simulated_scope(year, HOME_REGION, subject)
        settings = replace(settings_for(scope, epsilon), essential=essential)

        def compute() -> ScenarioAnswer:
            model = newest_model(self._warehouse, HOME_REGION, None) if subject is not None else None
            return scenario_answers.scenario(scope, asked, self._places(), settings, subject, model)

        if essential is not None:  # a table has no name that stands for its content
            return compute()
        answer: ScenarioAnswer = scope.view.remembered(
            ("scenario", asked, subject, scope.year, epsilon), compute
        )
        return answer

    def measures(
        self, company_id: str, year: int | None = None, epsilon: float = DEFAULT_EPSILON
    ) -> MeasuresAnswer:
        """Which second source, stock or new customer lowers a company's exposure most."""
        scope = self._simulated_scope(year, HOME_REGION, company_id)

        def compute() -> MeasuresAnswer:
            return measure_answers.measures(scope, company_id, settings_for(scope, epsilon))

        answer: MeasuresAnswer = scope.view.remembered(("measures", company_id, scope.year, epsilon), compute)
        return answer

    def region_measures(
        self, region_id: str = HOME_REGION, year: int | None = None, epsilon: float = DEFAULT_EPSILON
    ) -> ProtectionAnswer:
        """Which inputs' protection lowers the systemic risk of a region most. Owner only, else NotAllowed."""
        scope = self._simulated_scope(year, region_id)
        if self.actor.role != "owner":
            raise NotAllowed
        ranked = self.systemic_risk(region_id, year, epsilon).companies

        def compute() -> ProtectionAnswer:
            return measure_answers.region_measures(scope, region_id, ranked, settings_for(scope, epsilon))

        answer: ProtectionAnswer = scope.view.remembered(("protect", region_id, scope.year, epsilon), compute)
        return answer

    def _simulated_scope(
        self, year: int | None, region_id: str | None, company_id: str | None = None
    ) -> Scope:
        if self.actor.role in ("chamber", "admin"):
            raise NotReleased
        if company_id is not None:
            return self._scope_of(company_id, year)
        return self._scope(year, region_id or HOME_REGION)

    def _places(self) -> pl.DataFrame:
        """Municipalities with the middle of each: ags, place_name, kreis_code, latitude, longitude."""
        columns = (place.c.ags, place.c.place_name, place.c.kreis_code, place.c.latitude, place.c.longitude)
        return self._warehouse.read(sa.select(*columns))
