"""Where a company could sell next: the ranking of its view, each sector with its parts, reason and candidates.

Markets that only the regional model tells of come after those of the view: so a company at the default level, whose
view holds its own partners alone, still sees what its sector does. Candidates there stand in a public register.
Never: ranks anything itself (`lieferkette.markets` does), or names whom the view hides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lieferkette.access.naming import HIDDEN, is_hidden
from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies, coverage
from lieferkette.answering.market_parts import Demands, automotive_shares, capability_states, with_distance
from lieferkette.answering.market_world import MarketWorld, market_world, sector_level
from lieferkette.answering.markets_shape import MarketParts, MarketsAnswer, Opportunity
from lieferkette.answering.model import ALL, RegionalModel, twins
from lieferkette.answers import Sentence
from lieferkette.markets.coefficients import IoTable
from lieferkette.markets.opportunities import MarketScore, Ranking
from schemas.reference.sector_groups import BY_CODE, sector_group

#: A sector of which fewer companies do it is no example to follow.
_LEAST_CLASS_PERCENT = 20
_LEADS = 3
_CANDIDATES = 10
CANDIDATE_COLUMNS = (*COMPANY_COLUMNS, "score", "is_named", "sells_to_you", "distance_km")


@dataclass(frozen=True)
class Sources:
    """What beside the view an answer may rest on; the same for every actor but `wanted`.

    `wanted`: sector_code, capability_code, state (met, missing, unknown) for the company asked about.
    """

    model: RegionalModel | None = None
    io_table: IoTable | None = None
    wanted: pl.DataFrame | None = None


def markets(scope: Scope, company_id: str, sources: Sources, top: int = 10) -> MarketsAnswer:
    """The best `top` customer sectors of a company."""
    world = market_world(scope.view)
    position = world.position.get(company_id)
    ranking = Ranking(None, (), np.empty(0, dtype=np.int64))
    if position is not None:
        ranking = world.opportunities.of(position, top)
    asked = _Asked(scope, company_id, world, ranking, sources)
    found = [asked.by_view(rank, score) for rank, score in enumerate(ranking.markets, start=1)]
    found += asked.by_model(len(found), top - len(found))
    found = found or asked.by_table(top)
    return MarketsAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=tuple(one.reason for one in found[:3]),
        company_id=company_id,
        year=scope.year,
        basis=found[0].basis if found else None,
        why_nothing=None if found else Sentence("markets_too_little_data", {}),
        has_io_table=sources.io_table is not None,
        opportunities=tuple(found),
    )


class _Asked:
    """One question: what all of its opportunities share."""

    def __init__(
        self, scope: Scope, company_id: str, world: MarketWorld, ranking: Ranking, sources: Sources
    ) -> None:
        self.scope, self.company_id, self.world = scope, company_id, world
        self.ranking, self.sources = ranking, sources
        self.sector_code = scope.view.rows_of([company_id])["sector_code"].to_list()[0]
        self.demands = Demands(scope, sources.model)
        self.names = Pseudonyms(scope.view.hidden)

    def by_view(self, rank: int, found: MarketScore) -> Opportunity:
        """An opportunity that the view's relations speak for."""
        code = self.world.sector_codes[found.market]
        candidates = self._candidates(found)
        count = len(self.ranking.twins)
        parts = self._parts(
            code,
            twins_count=count or None,
            selling_twins_count=len(found.selling_twins) if count else None,
            twins_band=self._band(sector_group(code).code),
            nearness=None if np.isnan(found.nearness) else round(found.nearness, 4),
            leads=self._leads(found.market),
        )
        basis = str(self.ranking.basis)
        reason = self._reason(code, basis, parts, candidates)
        return Opportunity(
            rank,
            code,
            sector_group(code).code,
            round(found.score, 4),
            basis,
            found.is_new,
            parts,
            reason,
            candidates,
        )

    def by_model(self, given: int, wanted: int) -> list[Opportunity]:
        """Sector groups that many companies of the same sector supply and this one does not, by the release."""
        model = self.sources.model
        if model is None or wanted <= 0:
            return []
        served = self._served_groups()
        shares = [
            (group, twins(model, self.sector_code, group)) for group in sorted(BY_CODE) if group not in served
        ]
        low = [(int(share.band.split("-")[0]), group, share) for group, share in shares if share is not None]
        chosen = sorted(
            (one for one in low if one[0] >= _LEAST_CLASS_PERCENT), key=lambda one: (-one[0], one[1])
        )
        found = []
        for place, (percent, group, share) in enumerate(chosen[:wanted], start=given + 1):
            parts = self._parts(None, twins_band=share.band)
            slots = {
                "low": percent,
                "high": percent + 10,
                "own_sector_group": None if share.sector == ALL else share.sector,
                "sector_group": group,
                "model_id": model.model_id,
            }
            reason = Sentence("market_reason_model", slots)
            candidates = self._registered(pl.col("sector_group") == group)
            found.append(
                Opportunity(place, None, group, percent / 100, "model", True, parts, reason, candidates)
            )
        return found

    def by_table(self, wanted: int) -> list[Opportunity]:
        """Divisions that buy most from the company's own by the imported table, where nothing else speaks."""
        table = self.sources.io_table
        if table is None:
            return []
        buyers = table.customers_of(self.sector_code).filter(pl.col("origin") == "all")
        own = buyers.filter(pl.col("share") > 0).head(wanted)
        best = float(own["share"].max() or 1.0)  # type: ignore[arg-type]
        found = []
        for rank, (sectors, share) in enumerate(own.select("sectors", "share").iter_rows(), start=1):
            code = sectors.split(",")[0]
            group = sector_group(code).code
            slots = {"sector_code": code, "share": share, "table": table.label}
            candidates = self._registered(pl.col("sector_code").str.slice(0, 2).is_in(sectors.split(",")))
            found.append(
                Opportunity(
                    rank, code, group, round(share / best, 4), "table", code[:2] not in self._served_divisions(),
                    self._parts(code), Sentence("market_reason_table", slots), candidates,
                )
            )  # fmt: skip
        return found

    def _served_divisions(self) -> set[str]:
        sales = self.scope.view.relations.filter(pl.col("supplier_id") == self.company_id)
        codes = companies(self.scope, sales["customer_id"].to_list())["sector_code"].drop_nulls()
        return set(codes.str.slice(0, 2).to_list())

    def _parts(self, code: str | None, **known: object) -> MarketParts:
        demand = self.demands.of(code, self.sector_code)
        before, after = automotive_shares(self.scope, self.company_id, code or "")
        met, missing, unknown = capability_states(self.sources.wanted, code)
        table = self.sources.io_table
        return MarketParts(
            io_share=table.share(code, self.sector_code) if table is not None and code else None,
            demand_eur=demand.amount_eur,
            is_demand_estimated=demand.is_estimated,
            outside_band=demand.outside_band,
            capabilities_met=met,
            capabilities_missing=missing,
            capabilities_unknown=unknown,
            automotive_share_before=before,
            automotive_share_after=after,
            **known,  # type: ignore[arg-type]
        )

    def _reason(self, code: str, basis: str, parts: MarketParts, candidates: pl.DataFrame) -> Sentence:
        suppliers = candidates.filter(pl.col("sells_to_you") & pl.col("is_named"))["name"].to_list()
        low = int(parts.outside_band.split("-")[0]) if parts.outside_band else None
        slots = {
            "sector_code": code,
            "twins_count": parts.twins_count,
            "selling_count": parts.selling_twins_count,
            "supplier_name": suppliers[0] if suppliers else None,
            "lead_name": parts.leads[0] if parts.leads else None,
            "outside_low": low if low and low >= 30 else None,
            "outside_high": low + 10 if low and low >= 30 else None,
            "before_share": parts.automotive_share_before,
            "after_share": parts.automotive_share_after,
        }
        if not parts.automotive_share_before:
            slots |= {"before_share": None, "after_share": None}
        return Sentence(f"market_reason_{basis}", slots)

    def _candidates(self, found: MarketScore) -> pl.DataFrame:
        ids = [self.world.company_ids[number] for number in found.candidates]
        scored = pl.DataFrame({"company_id": ids, "score": found.candidate_scores})
        best = max(float(found.candidate_scores.max(initial=0.0)), 1e-12)
        return self._shown(scored.with_columns((pl.col("score") / best).round(4)))

    def _registered(self, of_market: pl.Expr) -> pl.DataFrame:
        """Companies of a market in the public register, the nearest first: nothing else is known of them."""
        rows = self.scope.view.companies.filter(
            of_market & ~is_hidden() & pl.col("is_in_register") & (pl.col("company_id") != self.company_id)
        )
        near = with_distance(rows.select("company_id"), self.scope, self.company_id)
        nearest = near.sort("distance_km", "company_id", nulls_last=True).head(_CANDIDATES)
        return self._shown(nearest.select("company_id", score=pl.lit(None, dtype=pl.Float64)))

    def _shown(self, scored: pl.DataFrame) -> pl.DataFrame:
        """Candidates as the actor may see them: by name, else by sector and place under a fresh pseudonym."""
        suppliers = self.scope.view.relations.filter(pl.col("customer_id") == self.company_id)["supplier_id"]
        described = scored.join(
            companies(self.scope, scored["company_id"].to_list()), on="company_id", maintain_order="left"
        )
        described = with_distance(described, self.scope, self.company_id).with_columns(
            is_named=~pl.col("company_id").str.starts_with(HIDDEN),
            sells_to_you=pl.col("company_id").is_in(suppliers.unique().implode()),
        )
        return self.names.apply(described, "company_id").select(CANDIDATE_COLUMNS)

    def _leads(self, market: int) -> tuple[str, ...]:
        """Named customers of the company that sell to the market, those with most customers there first."""
        position = self.world.position[self.company_id]
        models = self.world.opportunities
        there = [one for one in models.customers(position) if models.sells_to[one, market]]
        ids = [self.world.company_ids[int(one)] for one in there]
        named = companies(self.scope, [one for one in ids if not one.startswith(HIDDEN)])
        return tuple(named.sort("name")["name"].to_list()[:_LEADS])

    def _band(self, group: str) -> str | None:
        if self.sources.model is None:
            return None
        share = twins(self.sources.model, self.sector_code, group)
        return share.band if share is not None else None

    def _served_groups(self) -> set[str]:
        sales = self.scope.view.relations.filter(pl.col("supplier_id") == self.company_id)
        groups = set(companies(self.scope, sales["customer_id"].to_list())["sector_group"].to_list())
        return groups | {
            sector_group(self.world.sector_codes[one.market]).code for one in self.ranking.markets
        }


__all__ = ["Sources", "markets", "sector_level"]
