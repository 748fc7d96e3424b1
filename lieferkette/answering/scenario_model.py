"""What the regional model says of partners whose lists a view does not hold: their loss by sector, estimated.

One step beyond the view: a customer of sector k loses by the model Σ_l b_{kl} · loss_l of its sales, a supplier
Σ_l a_{kl} · loss_l of its purchases, over the sectors l that the scenario hits. A released share stands for a whole
group of sectors, so what comes out is an upper end, and only widens a range.
Never: names a company, or stands in a figure by itself.
"""

from __future__ import annotations

import numpy as np

from lieferkette.answering.model import ALL, RegionalModel, coarser
from lieferkette.answering.simulation import Simulated
from lieferkette.resilience.network import FloatArray
from lieferkette.resilience.scenario import Scenario
from schemas.reference.sector_groups import sector_group

_SALES = ("sales_by_sector", "sales_by_destination")
_PURCHASES = ("purchases_by_sector", "purchases_by_origin")


def losses_by_model(
    whole: Simulated, scenario: Scenario, model: RegionalModel, hit: FloatArray
) -> FloatArray:
    """Estimated losses of the companies that are not hit and whose own lists the view does not hold."""
    groups = _groups_hit(scenario)
    graph = whole.found.graph
    is_silent = ~graph.has_complete_suppliers & ~graph.has_complete_customers & (hit == 0)
    by_sector = {
        sector: _loss(model, sector, groups)
        for sector in {whole.sectors[i] for i in np.flatnonzero(is_silent)}
    }
    return np.array(
        [
            by_sector[sector] if silent else 0.0
            for sector, silent in zip(whole.sectors, is_silent, strict=True)
        ]
    )


def _groups_hit(scenario: Scenario) -> dict[str, float]:
    """Groups of sectors hit everywhere, with the largest loss; shocks of places say nothing of a sector."""
    found: dict[str, float] = {}
    for shock in scenario.shocks:
        is_everywhere = not (shock.countries or shock.municipalities or shock.companies or shock.near)
        for code in shock.sectors if is_everywhere else ():
            group = sector_group(code).code
            found[group] = max(found.get(group, 0.0), shock.loss)
    return found


def _loss(model: RegionalModel, sector: str, groups: dict[str, float]) -> float:
    """The larger of what a sector loses by its sales and by its purchases; 0 where nothing was released."""
    return max(_by_table(model, sector, groups, *tables) for tables in (_SALES, _PURCHASES))


def _by_table(model: RegionalModel, sector: str, groups: dict[str, float], parts: str, whole: str) -> float:
    for level in coarser(sector or None):
        total = model.value(whole, level)
        shares = [
            (model.value(parts, level, group, origin) or 0.0, loss)
            for group, loss in groups.items()
            for origin in _origins(model, parts, level, group)
        ]
        if total and any(share for share, _ in shares):
            return min(1.0, sum(share * loss for share, loss in shares) / total)
    return 0.0


def _origins(model: RegionalModel, table: str, level: str, group: str) -> tuple[str, ...]:
    """All origins together where that was released, else one by one."""
    return (ALL,) if model.value(table, level, group) is not None else ("region", "outside")
