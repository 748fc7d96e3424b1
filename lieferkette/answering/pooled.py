"""What a sector or a whole region depends on: many companies taken together, and the same questions asked.

The owner's answer rests on relations. Everybody else gets what was released: the regional model's figures, marked.
Never: a figure of few companies for anybody but the owner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from lieferkette.access.view import YearGraph
from lieferkette.answering.common import COMPANY_COLUMNS, ORIGINS, Scope, companies, coverage
from lieferkette.answering.dependency_frames import (
    hidden_frame,
    input_frame,
    no_hidden,
    no_inputs,
    no_single_sources,
    single_source_frame,
)
from lieferkette.answering.exposure import WORTH_SAYING, ExposureAnswer, exposure_at
from lieferkette.answering.model import ALL, RegionalModel, coarser
from lieferkette.answers import Answer, Coverage, Sentence
from lieferkette.chains.graph import IntArray
from lieferkette.dependencies.concentration import concentration
from lieferkette.dependencies.pooled import Pooled, pooled
from schemas.reference.sector_groups import BY_CODE

_COMMON: dict[str, Any] = {
    **dict.fromkeys(COMPANY_COLUMNS, pl.String),
    "buyers_count": pl.Int64,
    "share": pl.Float64,
}
_ORIGINS: dict[str, Any] = {
    "origin": pl.String,
    "share": pl.Float64,
    "amount_eur": pl.Float64,
    "count": pl.Int64,
}
_COMMON_SHOWN = 50


@dataclass(frozen=True)
class PooledDependencies(Answer):
    """What the companies of a sector or region depend on together; `is_known` says whether lists tell it.

    `sector_code` is None for the whole region. `buyers_count` of the `members_count` companies have a complete
    supplier list: shares are of their purchases. Frames as in `DependenciesAnswer` and `ExposureAnswer`;
    `common_suppliers`: the company columns, buyers_count (members that buy there), share; `origins`: origin, share,
    amount_eur, count. `model_id`: the release that the sentences rest on, where lists may not be shown.
    """

    region_id: str
    sector_code: str | None
    year: int | None
    is_known: bool
    members_count: int
    buyers_count: int
    total_eur: float | None
    suppliers_count: int
    hhi: float | None
    effective_suppliers: float | None
    regional_share: float | None
    inputs: pl.DataFrame
    single_sources: pl.DataFrame
    hidden_suppliers: pl.DataFrame
    common_suppliers: pl.DataFrame
    origins: pl.DataFrame
    exposure: ExposureAnswer
    model_id: str | None


def pooled_dependencies(scope: Scope, region_id: str, sector_code: str | None) -> PooledDependencies:
    """What the region's companies (of a sector) depend on together, from all lists; for the owner."""
    members = _members(scope, sector_code)
    covered = coverage(scope, population=len(members))
    none = (Sentence("pooled_no_lists", _sector_slots(sector_code) | {"members_count": len(members)}),)
    answer = _nothing(scope.view.view_id, covered, region_id, sector_code, scope.year, none)
    answer = replace(answer, members_count=len(members))
    base = scope.view.graph(scope.year) if scope.year is not None else None
    pool = _pool(base, members) if base is not None else None
    if base is None or pool is None or not (pool.buyers_count or pool.sellers_count):
        return answer
    found = YearGraph(pool.graph, pl.concat([base.ids, pl.Series(base.ids.name, [""])]))
    bought = concentration(pool.graph, pool.position)
    up = pool.graph.upstream
    amount = pool.graph.amount_eur[up.edge[up.of(pool.position)]]
    origins = _origins(scope, found, pool)
    regional = origins.filter(pl.col("origin") == "region")["share"].to_list() or [0.0]
    is_known = bought.total.reason is None
    return _with_sentences(
        replace(
            answer,
            is_known=is_known,
            buyers_count=pool.buyers_count,
            total_eur=float(np.nansum(amount)) if is_known else None,
            suppliers_count=len(amount),
            hhi=bought.total.hhi,
            effective_suppliers=bought.total.effective_partners,
            regional_share=regional[0] if is_known else None,
            inputs=input_frame(bought),
            single_sources=single_source_frame(scope, found, pool.position, _buyer(sector_code)),
            hidden_suppliers=hidden_frame(scope, found, pool.position),
            common_suppliers=_common_suppliers(scope, base, found, pool, members),
            origins=origins,
            exposure=exposure_at(scope, found, pool.position, ""),
        )
    )


def released_dependencies(
    view_id: str, covered: Coverage, model: RegionalModel, sector_code: str | None
) -> PooledDependencies:
    """The same question answered from released tables only, for everybody."""
    found: tuple[Sentence, ...] = (Sentence("pooled_not_released", {"model_id": model.model_id}),)
    for level in coarser(sector_code) if sector_code else (ALL,):
        share = model.share(
            "purchases_by_origin", level, ALL, "region", ("purchases_by_origin", level, ALL, ALL)
        )
        if share is not None:
            slots = _sector_slots(level) | {"share": share, "model_id": model.model_id}
            found = (Sentence("pooled_released", slots),)
            break
    return _nothing(view_id, covered, model.region_id, sector_code, model.year, found, model.model_id)


def _buyer(sector: str | None) -> str | None:
    """The WZ code by which inputs of a sector are weighed; a group of sectors counts as its first division."""
    return min(BY_CODE[sector].divisions) if sector in BY_CODE else sector


def _sector_slots(sector: str | None) -> dict[str, Any]:
    """A sector in the slots of a sentence: as WZ code, as group of sectors, or neither."""
    is_code = sector is not None and sector[:2].isdigit()
    is_group = sector not in (None, ALL) and not is_code
    return {"sector_code": sector if is_code else None, "sector_group": sector if is_group else None}


def _members(scope: Scope, sector_code: str | None) -> list[str]:
    rows = scope.view.companies.filter(
        pl.col("is_in_register") & pl.col("ags").is_in(sorted(scope.region_ags))
    )
    if sector_code is not None:
        is_code = sector_code[:2].isdigit()
        fits = (
            pl.col("sector_code").str.starts_with(sector_code)
            if is_code
            else pl.col("sector_group") == sector_code
        )
        rows = rows.filter(fits)
    return rows["company_id"].to_list()


def _pool(base: YearGraph, members: list[str]) -> Pooled:
    places = [base.position[one] for one in members if one in base.position]
    return pooled(base.graph, np.array(places, dtype=np.int32))


def _common_suppliers(
    scope: Scope, base: YearGraph, found: YearGraph, pool: Pooled, members: list[str]
) -> pl.DataFrame:
    """From whom most of the members buy."""
    up, own = base.graph.upstream, pool.graph.upstream
    places = np.array([base.position[one] for one in members if one in base.position], dtype=np.int64)
    buyers = places[base.graph.has_complete_suppliers[places]]
    bought: list[IntArray] = [up.partners[up.of(int(one))] for one in buyers]
    count = np.bincount(np.concatenate(bought) if bought else [], minlength=base.graph.company_count)
    where = own.of(pool.position)
    suppliers = own.partners[where]
    order = np.lexsort((suppliers, -np.nan_to_num(own.share[where]), -count[suppliers]))[:_COMMON_SHOWN]
    frame = pl.DataFrame(
        {
            "company_id": [found.company_ids[i] for i in suppliers[order]],
            "buyers_count": count[suppliers[order]].astype(np.int64),
            "share": own.share[where][order],
        },
        schema={name: _COMMON[name] for name in ("company_id", "buyers_count", "share")},
    ).with_columns(pl.col("share").fill_nan(None))
    known = companies(scope, frame["company_id"].to_list())
    return frame.join(known, on="company_id", maintain_order="left").select(list(_COMMON))


def _origins(scope: Scope, found: YearGraph, pool: Pooled) -> pl.DataFrame:
    up = pool.graph.upstream
    where = up.of(pool.position)
    rows = pl.DataFrame(
        {
            "company_id": [found.company_ids[i] for i in up.partners[where]],
            "share": up.share[where],
            "amount_eur": pool.graph.amount_eur[up.edge[where]],
        },
        schema={"company_id": pl.String, "share": pl.Float64, "amount_eur": pl.Float64},
    ).with_columns(pl.col("share", "amount_eur").fill_nan(None))
    known = rows.join(companies(scope, rows["company_id"].to_list()), on="company_id")
    frame = known.group_by("origin").agg(
        *(pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
          for name in ("share", "amount_eur")),
        count=pl.len().cast(pl.Int64),
    )  # fmt: skip
    order = pl.col("origin").replace_strict({o: i for i, o in enumerate(ORIGINS)}, return_dtype=pl.Int8)
    return frame.sort(order).select(list(_ORIGINS))


def _with_sentences(answer: PooledDependencies) -> PooledDependencies:
    found = [
        Sentence(
            "pooled_basis",
            {"buyers_count": answer.buyers_count, "members_count": answer.members_count,
             "total_eur": answer.total_eur} | _sector_slots(answer.sector_code),
        )
    ]  # fmt: skip
    if answer.regional_share is not None:
        found.append(Sentence("pooled_regional", {"cents": round(100 * answer.regional_share)}))
    if answer.common_suppliers.height and answer.common_suppliers["buyers_count"][0] >= 2:
        top = answer.common_suppliers.row(0, named=True)
        share = top["share"] if (top["share"] or 0.0) >= WORTH_SAYING else None
        slots = {"name": top["name"], "buyers_count": top["buyers_count"], "share": share}
        found.append(Sentence("pooled_common", slots | {"of_count": answer.buyers_count}))
    essential = answer.single_sources.filter("is_essential")
    if essential.height:
        top = essential.row(0, named=True)
        found.append(
            Sentence("pooled_single", {name: top[name] for name in ("sector_code", "name", "share")})
        )
    return replace(answer, sentences=(*found, *_said_of_many(answer.exposure)))


def _said_of_many(found: ExposureAnswer) -> list[Sentence]:
    """The findings of an exposure, worded for many companies."""
    return [
        Sentence(f"pooled_{sentence.key}", sentence.slots)
        for sentence in found.sentences
        if sentence.key in ("exposure_country_hidden", "exposure_country", "final_market")
    ]


def _nothing(
    view_id: str,
    covered: Coverage,
    region_id: str,
    sector_code: str | None,
    year: int | None,
    sentences: tuple[Sentence, ...],
    model_id: str | None = None,
) -> PooledDependencies:
    """An answer that knows nothing but its sentences."""
    nothing = pl.DataFrame()
    return PooledDependencies(
        view_id=view_id,
        coverage=covered,
        sentences=sentences,
        region_id=region_id,
        sector_code=sector_code,
        year=year,
        is_known=False,
        members_count=0,
        buyers_count=0,
        total_eur=None,
        suppliers_count=0,
        hhi=None,
        effective_suppliers=None,
        regional_share=None,
        inputs=no_inputs(),
        single_sources=no_single_sources(),
        hidden_suppliers=no_hidden(),
        common_suppliers=pl.DataFrame(schema=_COMMON),
        origins=pl.DataFrame(schema=_ORIGINS),
        exposure=ExposureAnswer(
            view_id, covered, (), "", year, 0, nothing, nothing, nothing, None, None, None, None
        ),
        model_id=model_id,
    )
