"""What companies, sectors and regions depend on."""

from __future__ import annotations

from lieferkette.answering import dependencies as dependency_answers
from lieferkette.answering import exposure as exposure_answers
from lieferkette.answering import local_value as value_answers
from lieferkette.answering import pooled as pooled_answers
from lieferkette.answering.common import coverage
from lieferkette.answering.exposure import ExposureAnswer
from lieferkette.answering.local_value import LocalValue
from lieferkette.answering.pooled import PooledDependencies
from lieferkette.answers import DependenciesAnswer
from lieferkette.errors import NotReleased
from lieferkette.reading.base import HOME_REGION, Reading
from lieferkette.releasing.read import newest_model


class DependencyReading(Reading):
    """Concentration, single sources, hidden suppliers, exposure, regional value."""

    def dependencies(self, company_id: str, year: int | None = None) -> DependenciesAnswer:
        """What a company depends on."""
        return dependency_answers.dependencies(self._scope_of(company_id, year), company_id)

    def exposure(self, company_id: str, year: int | None = None) -> ExposureAnswer:
        """Countries and sectors that purchases meet through all tiers, and the final markets of the sales."""
        return exposure_answers.exposure(self._scope_of(company_id, year), company_id)

    def local_value(
        self, company_id: str, year: int | None = None, region_id: str = HOME_REGION
    ) -> LocalValue:
        """Regional value added per euro of sales, and the local multiplier (LM3)."""
        return value_answers.local_value(self._scope_of(company_id, year, region_id), company_id)

    def region_dependencies(
        self, region_id: str = HOME_REGION, year: int | None = None
    ) -> PooledDependencies:
        """What a region's companies depend on together: the owner's lists, for others what was released.

        Raises NotReleased where nothing was.
        """
        return self._pooled(None, region_id, year)

    def sector_dependencies(
        self, sector_code: str, region_id: str = HOME_REGION, year: int | None = None
    ) -> PooledDependencies:
        """The same for a region's companies of one sector: a WZ code of any depth, or a group of sectors."""
        return self._pooled(sector_code, region_id, year)

    def _pooled(self, sector_code: str | None, region_id: str, year: int | None) -> PooledDependencies:
        scope = self._scope(year, region_id)
        if self.actor.role == "owner":
            return pooled_answers.pooled_dependencies(scope, region_id, sector_code)
        model = newest_model(self._warehouse, region_id, year)
        if model is None:
            raise NotReleased
        return pooled_answers.released_dependencies(scope.view.view_id, coverage(scope), model, sector_code)
