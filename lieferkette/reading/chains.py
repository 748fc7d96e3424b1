"""Partners, chains, ways between two companies, and the shape of a chain."""

from __future__ import annotations

from typing import Literal

from lieferkette.answering import chain as chain_answers
from lieferkette.answering import partners as partner_answers
from lieferkette.answering.structure import borders as border_answers
from lieferkette.answering.structure import circles as circle_answers
from lieferkette.answering.structure import failure_points as failure_answers
from lieferkette.answering.structure import rollup as rollup_answers
from lieferkette.answering.structure.borders import Borders
from lieferkette.answering.structure.circles import Circles
from lieferkette.answering.structure.failure_points import FailurePoints
from lieferkette.answering.structure.rollup import By, RolledChain
from lieferkette.answers import ChainAnswer, PartnersAnswer, PathsAnswer
from lieferkette.reading.base import HOME_REGION, Reading

Direction = Literal["upstream", "downstream"]


class ChainReading(Reading):
    """Who supplies whom, and how the chains run."""

    def partners(
        self, company_id: str, direction: Literal["suppliers", "customers"], year: int | None = None
    ) -> PartnersAnswer:
        """Direct suppliers or customers of a company."""
        return partner_answers.partners(self._scope_of(company_id, year), company_id, direction)

    def chain(
        self,
        company_id: str,
        direction: Direction = "upstream",
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

    def rolled_chain(
        self,
        company_id: str,
        direction: Direction = "upstream",
        tiers: int = 3,
        by: By = "sector",
        year: int | None = None,
    ) -> RolledChain:
        """The chain of a company by tier, rolled up by sector, country or region (the origin)."""
        return rollup_answers.rolled_chain(self._scope_of(company_id, year), company_id, direction, tiers, by)

    def borders(
        self,
        company_id: str,
        direction: Direction = "upstream",
        tiers: int = 4,
        year: int | None = None,
        region_id: str = HOME_REGION,
    ) -> Borders:
        """Where a company's chain leaves the region and where it comes back."""
        scope = self._scope_of(company_id, year, region_id)
        return border_answers.borders(scope, company_id, direction, tiers)

    def circles(self, company_id: str, year: int | None = None) -> Circles:
        """Whether a company's own goods come back to it, by which way, and who stands in circles with it."""
        return circle_answers.circles(self._scope_of(company_id, year), company_id)

    def failure_points(
        self, company_id: str, direction: Direction = "upstream", top: int = 20, year: int | None = None
    ) -> FailurePoints:
        """The companies that all known chains to others pass, by tier, with the share that hangs on them."""
        scope = self._scope_of(company_id, year)
        return failure_answers.failure_points(scope, company_id, direction, top)
