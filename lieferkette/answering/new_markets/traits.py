"""What a view knows of companies beside their relations, as the models of new markets take it.

Comes in: a view. Goes out: traits by company number. Never: a trait that the view does not hold.
"""

from __future__ import annotations

import polars as pl

from lieferkette.access.view import View
from lieferkette.markets.ranking.traits import Traits


def traits_of(view: View, company_ids: pl.Series) -> Traits:
    """Sector and size of companies, numbered as they stand in `company_ids`.

    Size: employees of the newest year, else the least that the register's class of size names.
    """
    in_class = pl.col("size_class").str.replace_all(r"\.", "").str.extract(r"(\d+)").cast(pl.Float64)
    sizes = view.figures.sort("year").group_by("company_id").agg(pl.col("employees").drop_nulls().last())
    known = (
        company_ids.to_frame("company_id")
        .join(
            view.companies.select("company_id", "sector_code", in_class.alias("least")),
            on="company_id",
            how="left",
            maintain_order="left",
        )
        .join(sizes, on="company_id", how="left", maintain_order="left")
    )
    employees = known.select(
        pl.coalesce(pl.col("employees").cast(pl.Float64), "least").clip(lower_bound=1).fill_null(float("nan"))
    ).to_series()
    return Traits.of(known["sector_code"].to_list(), employees.to_numpy())
