"""Chains beyond the view, by the regional model: sectors and origins with a share, never companies.

Upstream x_{t+1}(l, o) = Σ_k x_t(k, region) · m_k · a_{kl,o}, downstream y_{t+1}(l, d) = Σ_k y_t(k, region) · b_{kl,d}
(a: shares of purchases, m: purchases per revenue, b: shares of sales). A cell that was not released falls back to the
coarser sector, then to the imported input-output table, then to all sectors together, else it stays unknown; each
row says which. An input-output table tells what a sector buys, not to whom a region's companies sell, so downstream
does without. Never: reads evidence of others, hides that it is an estimate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import polars as pl

from lieferkette.answering.model import ALL, UNKNOWN, RegionalModel, coarser
from lieferkette.markets.coefficients import IoTable
from schemas.reference.sector_groups import BY_CODE, sector_group

Direction = Literal["upstream", "downstream"]
#: Tiers beyond the view that the model is followed for; later ones say little.
MAX_TIERS = 3
#: Origins of an input-output table that lie outside the region; what is domestic may be here or not.
_ABROAD = ("eu", "world")
_SCHEMA = {
    "tier": pl.Int32, "sector": pl.String, "origin": pl.String, "share": pl.Float64, "basis": pl.String,
    "is_scaled": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class _Mix:
    """What the companies of a sector buy, or to whom they sell: (sector, origin, share), summing to one; what a euro
    of theirs goes on as; the basis; and whether that euro's size is known."""

    parts: list[tuple[str, str, float]]
    rate: float
    basis: str
    is_scaled: bool


def beyond(
    own: pl.DataFrame,
    model: RegionalModel,
    direction: Direction = "upstream",
    io_table: IoTable | None = None,
    tiers: int = MAX_TIERS,
) -> pl.DataFrame:
    """The chain beyond the view, estimated by the model.

    Args:
        own: what the view shows of a company's purchases (sales): sector_code (of the partners, null unknown),
            origin (destination), amount_eur.
        io_table: upstream, what stands in where the model has nothing.
        tiers: how many tiers to go on; the view's own is tier 1.

    Gives tier (from 2), sector (group code, "unknown" where not released), origin (or destination), share (of what
    came in), basis (the sector level that the model was released for, or the name of the input-output table),
    is_scaled (False where purchases per revenue are not known, so that shares tell the mix of that tier, not its
    size). Ends where nothing is known: parts outside the region go on by the input-output table only.
    """
    total = float(own["amount_eur"].sum() or 0.0)
    here: dict[tuple[str, str, bool], float] = defaultdict(float)
    for sector, origin, amount in own.select("sector_code", "origin", "amount_eur").iter_rows():
        if amount and total:
            here[sector or UNKNOWN, "region" if origin == "region" else "outside", True] += amount / total
    rows: list[tuple[int, str, str, float, str, bool]] = []
    for tier in range(2, tiers + 2):
        found: dict[tuple[str, str, str, bool], float] = defaultdict(float)
        for (sector, origin, was_scaled), share in here.items():
            mix = _mix_of(model, sector, origin, direction, io_table)
            for partner, at, part in mix.parts:
                found[partner, at, mix.basis, mix.is_scaled and was_scaled] += share * part * mix.rate
        rows += [(tier, sector, origin, share, basis, is_scaled)
                 for (sector, origin, basis, is_scaled), share in found.items()]  # fmt: skip
        here = defaultdict(float)
        for (sector, origin, _, is_scaled), share in found.items():
            here[sector, origin, is_scaled] += share
    frame = pl.DataFrame(rows, _SCHEMA, orient="row")
    return frame.sort("tier", "share", "sector", "origin", descending=[False, True, False, False])


def io_tables(found: pl.DataFrame) -> list[str]:
    """Names of the input-output tables that rows of `beyond` rest on."""
    return sorted(basis for basis in found["basis"].unique() if not _is_level(basis))


def _is_level(basis: str) -> bool:
    return basis in (ALL, UNKNOWN) or basis in BY_CODE or basis[:2].isdigit()


def _mix_of(
    model: RegionalModel, sector: str, origin: str, direction: Direction, io_table: IoTable | None
) -> _Mix:
    """The first of: the model's levels of the sector, the input-output table, all sectors together, unknown."""
    levels = list(coarser(None if sector == UNKNOWN else sector)) if origin == "region" else []
    for level in levels[:-1]:
        if mix := _released(model, level, direction):
            return mix
    if direction == "upstream" and io_table is not None and (mix := _imported(io_table, sector, origin)):
        return mix
    if levels:
        return _released(model, ALL, direction) or _Mix([(UNKNOWN, UNKNOWN, 1.0)], 1.0, UNKNOWN, False)
    return _Mix([], 1.0, UNKNOWN, False)


def _released(model: RegionalModel, sector: str, direction: Direction) -> _Mix | None:
    """Released parts by partner's sector group and origin; what is known by origin only has no sector."""
    is_up = direction == "upstream"
    by_origin = "purchases_by_origin" if is_up else "sales_by_destination"
    by_sector = "purchases_by_sector" if is_up else "sales_by_sector"
    whole = model.value(by_origin, sector)
    if not whole:
        return None
    parts: list[tuple[str, str, float]] = []
    cells = model.cells.filter((pl.col("table_id") == by_sector) & (pl.col("cell_sector") == sector))
    for origin in ("region", "outside"):
        inside = 0.0
        for partner, at, value in cells.select("partner_sector", "cell_origin", "released_value").iter_rows():
            if at == origin and not partner[:2].isdigit():
                parts.append((partner, origin, value / whole))
                inside += value
        all_of_it = model.value(by_origin, sector, ALL, origin)
        if all_of_it is not None and all_of_it > inside:
            parts.append((UNKNOWN, origin, (all_of_it - inside) / whole))
    known = sum(part[2] for part in parts)
    if known <= 0:
        return None
    if known > 1:  # figures of different states need not add up
        parts = [(partner, origin, share / known) for partner, origin, share in parts]
    elif known < 1 - 1e-9:
        parts.append((UNKNOWN, UNKNOWN, 1 - known))
    rate, is_scaled = _rate(model, sector) if is_up else (1.0, True)
    return _Mix(parts, rate, sector, is_scaled)


def _rate(model: RegionalModel, sector: str) -> tuple[float, bool]:
    """Purchases per revenue of a sector or of all; (1, False) where withheld."""
    for at in (sector, *coarser(sector)):
        rate = model.value("purchases_per_revenue", at)
        if rate is not None:
            return rate, True
    return 1.0, False


def _imported(io_table: IoTable, sector: str, origin: str) -> _Mix | None:
    """What a sector buys by the table. For suppliers outside the region only the sectors hold, not the origins."""
    inputs = io_table.inputs_of(sector)
    shares: dict[tuple[str, str], float] = defaultdict(float)
    coefficient = 0.0
    for sectors, at, share, per_output in inputs.iter_rows():
        groups = {sector_group(division).code for division in sectors.split(",")}
        partner = groups.pop() if len(groups) == 1 else UNKNOWN
        if at == ALL:
            shares[partner, UNKNOWN] += share
            coefficient += per_output or 0.0
        elif at in _ABROAD and origin == "region":
            shares[partner, "outside"] += share
            shares[partner, UNKNOWN] -= share
    parts = [(partner, at, share) for (partner, at), share in sorted(shares.items()) if share > 1e-9]
    return _Mix(parts, coefficient or 1.0, io_table.label, coefficient > 0) if parts else None
