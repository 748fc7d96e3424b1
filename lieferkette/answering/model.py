"""The regional model: what a company may know beyond its view, as sectors and origins, never companies.

Comes in: released cells and an actor's own purchases. Goes out: shares in steps of ten percent, and the chain that
goes on by the model (METHODS: x_{t+1}(l, o) = Σ_k x_t(k, region) · m_k · a_{kl,o}), each with what it rests on.
A sector that the gate withheld falls back to the coarser one; where nothing was released the part stays unknown.
Never: reads evidence of others, names a company, hides that it is an estimate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from lieferkette.answers import Sentence
from schemas.reference.sector_groups import BY_CODE, sector_group

ALL, UNKNOWN = "all", "unknown"
#: Tiers beyond the view that the model is followed for; later ones say little.
MAX_TIERS = 3
_BEYOND = {
    "tier": pl.Int32, "sector": pl.String, "origin": pl.String, "share": pl.Float64, "basis": pl.String,
    "is_scaled": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class RegionalModel:
    """A release as everybody may read it.

    `cells`: table_id, cell_sector, partner_sector, cell_origin, cell_place, released_value, released_band; only
    what was published. `certificate`: the audit's counts and rules.
    """

    model_id: str
    region_id: str
    year: int
    released_at: datetime
    cells: pl.DataFrame
    certificate: dict[str, Any]

    @cached_property
    def _values(self) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
        return {
            row[:4]: row[5:7]
            for row in self.cells.select(
                "table_id", "cell_sector", "partner_sector", "cell_origin", "cell_place",
                "released_value", "released_band",
            ).iter_rows()
            if row[4] == ALL
        }  # fmt: skip

    def value(self, table_id: str, sector: str = ALL, partner: str = ALL, origin: str = ALL) -> float | None:
        """A released value; None where it was withheld, is zero, or was never computed: these look alike."""
        return self._values.get((table_id, sector, partner, origin), (None, None))[0]

    def band(self, table_id: str, sector: str = ALL, partner: str = ALL) -> str | None:
        """A released band of a count or share."""
        return self._values.get((table_id, sector, partner, ALL), (None, None))[1]

    def share(
        self, table_id: str, sector: str, partner: str, origin: str, whole: tuple[str, str, str, str]
    ) -> float | None:
        """A ratio of two released values; None unless both were released."""
        part, total = self.value(table_id, sector, partner, origin), self.value(*whole)
        return None if part is None or not total else part / total


@dataclass(frozen=True)
class ModelShare:
    """A share by the model: its ten-percent step ("70-80") and the sector level that it was released for."""

    band: str
    sector: str
    model_id: str


@dataclass(frozen=True)
class ModelAnswer:
    """What the model adds to a company's own view. `beyond` as in `beyond`; `inputs`: sector_code, band, sector."""

    view_id: str
    model_id: str
    sentences: tuple[Sentence, ...]
    inputs: pl.DataFrame
    beyond: pl.DataFrame


def coarser(sector_code: str | None) -> Iterator[str]:
    """The levels at which a sector may have been released, finest first.

    >>> list(coarser("24.10"))
    ['24.1', '24', 'basic_metals', 'all']
    """
    if sector_code and sector_code[:2].isdigit():
        if len(sector_code) >= 4:
            yield sector_code[:4]
        yield sector_code[:2]
    if sector_code:
        group = sector_code if not sector_code[:2].isdigit() else sector_group(sector_code).code
        if group not in (UNKNOWN, ALL):
            yield group
    yield ALL


def from_outside(model: RegionalModel, sector_code: str | None) -> ModelShare | None:
    """Which share of what the region buys of a sector comes from outside; the coarser sector where withheld."""
    for sector in coarser(sector_code):
        table = "purchases_by_origin" if sector == ALL else "inputs_by_origin"
        share = model.share(table, ALL, sector, "outside", (table, ALL, sector, ALL))
        if share is None:
            regional = model.share(table, ALL, sector, "region", (table, ALL, sector, ALL))
            share = None if regional is None else 1 - regional
        if share is not None:
            return ModelShare(_band(share), sector, model.model_id)
    return None


def twins(model: RegionalModel, sector_code: str | None, partner_sector: str) -> ModelShare | None:
    """Which share of the companies of a sector sells to `partner_sector` (a group) at all."""
    for sector in coarser(sector_code):
        band = model.band("selling_share", sector, partner_sector)
        if band is not None:
            return ModelShare(band, sector, model.model_id)
    return None


def beyond(purchases: pl.DataFrame, model: RegionalModel, tiers: int = MAX_TIERS) -> pl.DataFrame:
    """The chain beyond the view, estimated by the model.

    Args:
        purchases: what the view shows of a company's purchases whose suppliers' own lists it does not show:
            sector_code (of the suppliers, null unknown), origin, amount_eur.
        tiers: how many tiers to go on; the view's own is tier 1.

    Gives tier (from 2), sector (group code, "unknown" where not released), origin, share (of the purchases that
    came in), basis (the sector level that the model was released for), is_scaled (False where purchases per
    revenue were withheld, so that shares tell the mix of that tier, not its size). Ends where nothing is known:
    parts outside the region do not go on.
    """
    total = float(purchases["amount_eur"].sum() or 0.0)
    rows: list[tuple[Any, ...]] = []
    here: dict[tuple[str, bool], float] = defaultdict(float)
    for sector, origin, amount in purchases.select("sector_code", "origin", "amount_eur").iter_rows():
        if origin == "region" and amount and total:
            here[sector or UNKNOWN, True] += float(amount) / total
    for tier in range(2, tiers + 2):
        found: dict[tuple[str, str, str, bool], float] = defaultdict(float)
        for (sector, was_scaled), share in here.items():
            for bought, origin, part, basis, is_scaled in _mix(model, sector):
                found[bought, origin, basis, is_scaled and was_scaled] += share * part
        rows += [(tier, sector, origin, share, basis, is_scaled)
                 for (sector, origin, basis, is_scaled), share in found.items()]  # fmt: skip
        here = defaultdict(float)
        for (sector, origin, _, is_scaled), share in found.items():
            if origin == "region":
                here[sector, is_scaled] += share
    frame = pl.DataFrame(rows, _BEYOND, orient="row")
    return frame.sort("tier", "share", "sector", "origin", descending=[False, True, False, False])


def _mix(model: RegionalModel, sector_code: str) -> list[tuple[str, str, float, str, bool]]:
    """What companies of a sector buy: (sector, origin, share times purchases per revenue, basis, is scaled)."""
    for sector in coarser(None if sector_code == UNKNOWN else sector_code):
        whole = model.value("purchases_by_origin", sector)
        if whole:
            rate, is_scaled = _rate(model, sector)
            parts = [(*part, sector, is_scaled) for part in _parts(model, sector, whole)]
            known = sum(part[2] for part in parts)
            if known > 0:
                rest = [(UNKNOWN, UNKNOWN, 1 - known, sector, is_scaled)] if known < 1 - 1e-9 else []
                return [(s, o, share * rate, basis, scaled) for s, o, share, basis, scaled in parts + rest]
    return [(UNKNOWN, UNKNOWN, 1.0, UNKNOWN, False)]


def _parts(model: RegionalModel, sector: str, whole: float) -> list[tuple[str, str, float]]:
    """Released parts by partner's sector group and origin; what is known by origin only has no sector."""
    found: list[tuple[str, str, float]] = []
    cells = model.cells.filter(
        (pl.col("table_id") == "purchases_by_sector") & (pl.col("cell_sector") == sector)
    )
    for origin in ("region", "outside"):
        inside = 0.0
        for partner, at, value in cells.select("partner_sector", "cell_origin", "released_value").iter_rows():
            if at == origin and not partner[:2].isdigit():
                found.append((partner, origin, value / whole))
                inside += value
        all_of_it = model.value("purchases_by_origin", sector, ALL, origin)
        if all_of_it is not None and all_of_it > inside:
            found.append((UNKNOWN, origin, (all_of_it - inside) / whole))
    return found


def _rate(model: RegionalModel, sector: str) -> tuple[float, bool]:
    """Purchases per revenue of a sector or of all; (1, False) where withheld."""
    for at in (sector, *coarser(sector)):
        rate = model.value("purchases_per_revenue", at)
        if rate is not None:
            return rate, True
    return 1.0, False


def model_answer(
    view_id: str,
    purchases: pl.DataFrame,
    model: RegionalModel,
    sector_code: str | None = None,
    sells_to: frozenset[str] | None = None,
) -> ModelAnswer:
    """What the model says to a company's own purchases (sector_code, origin, amount_eur).

    `sells_to`: the sector groups that it sells to, where its customer list is complete; then what most companies
    of its sector do and it does not is said too.
    """
    sectors = (
        purchases.drop_nulls("sector_code")
        .group_by(sector_code=pl.col("sector_code").str.slice(0, 4))
        .agg(pl.col("amount_eur").sum())
        .sort("amount_eur", "sector_code", descending=[True, False])
    )
    found = [
        (code, share) for code in sectors["sector_code"] if (share := from_outside(model, code)) is not None
    ]
    inputs = pl.DataFrame(
        [(code, share.band, share.sector) for code, share in found],
        {"sector_code": pl.String, "band": pl.String, "sector": pl.String},
        orient="row",
    )
    by_level = {share.sector: share for _, share in found}
    sentences = [Sentence("model_inputs_outside", _slots(share)) for share in by_level.values()][:3]
    onward = beyond(purchases, model)
    shares: dict[str, float] = defaultdict(float)
    for tier, origin, share in onward.select("tier", "origin", "share").iter_rows():
        if tier == 2:
            shares[origin] += share
    if shares["outside"]:
        band = _band(shares["outside"] / sum(shares.values()))
        sentences.append(Sentence("model_beyond", _slots(ModelShare(band, ALL, model.model_id))))
    for partner in sorted(BY_CODE) if sells_to is not None else ():
        found_twins = twins(model, sector_code, partner)
        if found_twins and partner not in (sells_to or ()) and int(found_twins.band.split("-")[0]) >= 50:
            slots = _slots(found_twins) | {"sector_group": partner}
            sentences.append(Sentence("model_twins", slots))
    return ModelAnswer(view_id, model.model_id, tuple(sentences), inputs, onward)


def _slots(share: ModelShare) -> dict[str, Any]:
    """The slots of a sentence: the band's ends, and the sector as a WZ code or as a group."""
    low, high = share.band.split("-")
    is_code = share.sector[:2].isdigit()
    return {
        "low": int(low),
        "high": int(high),
        "sector_code": share.sector if is_code else None,
        "sector_group": None if is_code or share.sector == ALL else share.sector,
        "model_id": share.model_id,
    }


def _band(share: float) -> str:
    step = min(max(int(share * 10 + 1e-9), 0), 9)
    return f"{step * 10}-{step * 10 + 10}"
