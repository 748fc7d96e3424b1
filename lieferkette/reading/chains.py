"""Partners, chains, ways between two companies, and dependencies."""

from __future__ import annotations

from typing import Literal

from lieferkette.answering import chain as chain_answers
from lieferkette.answering import dependencies as dependency_answers
from lieferkette.answering import partners as partner_answers
from lieferkette.answers import ChainAnswer, DependenciesAnswer, PartnersAnswer, PathsAnswer
from lieferkette.reading.base import Reading


class ChainReading(Reading):
    """Who supplies whom, and what that makes a company depend on."""

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
