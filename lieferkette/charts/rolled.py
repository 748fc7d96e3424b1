"""A rolled-up chain in the shape that the flow draws: groups stand where companies stand otherwise.

Colour means sector, so countries and origins stay grey. Groups beyond the largest are bundled, never left out.
"""

from __future__ import annotations

import polars as pl

from lieferkette.charts.arrange import OTHERS, UNKNOWN
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.values import country_label, origin_label, sector_group_label

_LABELS = {"sector": sector_group_label, "country": country_label, "region": origin_label}


def rolled_frames(
    tiers: pl.DataFrame, links: pl.DataFrame, *, by: str, root_id: str, top: int, language: Language
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames for `chain_flow` from `RolledChain.tiers` and `.links`, with the `top` largest groups a tier."""
    label = _LABELS[by]
    order = pl.col("share").rank("ordinal", descending=True).over("tier")
    known = tiers.filter(pl.col("group") != UNKNOWN).with_columns(pl.col("share").fill_null(0.0))
    kept = set(known.filter(order <= top).select("tier", "group").iter_rows())

    def shown(tier: int, group: str | None) -> str:
        if tier == 0:
            return root_id
        if group is None or group == UNKNOWN:
            return UNKNOWN
        return group if (tier, group) in kept else OTHERS

    placed = links.with_columns(
        from_id=pl.Series(
            [shown(*row) for row in links.select("tier", "from_group").iter_rows()], dtype=pl.String
        ),
        to_id=pl.Series(
            [shown(tier - 1, group) for tier, group in links.select("tier", "to_group").iter_rows()],
            dtype=pl.String,
        ),
    )
    drawn = placed.group_by("tier", "from_id", "to_id", maintain_order=True).agg(
        pl.col("value", "share", "value_eur").sum()
    )
    nodes = tiers.filter(pl.col("group") != UNKNOWN).with_columns(
        company_id=pl.col("group"),
        name=pl.col("group").map_elements(lambda group: label(group, language), return_dtype=pl.String),
        sector_group=pl.col("group") if by == "sector" else pl.lit("rest"),
        country_code=pl.lit(None, dtype=pl.String),
    )
    return nodes, drawn
