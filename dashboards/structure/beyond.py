"""What the regional model adds to a company's own view: sectors and origins, never companies.

Shares stand in bands, because an estimate written to the percent would pretend to know. Never: hides that it is one.
"""

from __future__ import annotations

import polars as pl

from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import note, sentences, subheader
from lieferkette.access.levels import BAND_RANGE
from lieferkette.answering.beyond import io_tables
from lieferkette.errors import NotReleased
from lieferkette.i18n.values import origin_label


def beyond_the_view(company_id: str, year: int | None) -> None:
    """For a company: what the model says where its own view ends; nothing without a release."""
    if actor().role != "company":
        return
    try:
        answer = reader().model_of(company_id, year)
    except NotReleased:
        return
    if not answer.sentences:
        return
    subheader("beyond.title")
    sentences(answer.sentences)
    note(tr("beyond.note", model_id=answer.model_id))
    if _says_something(answer.beyond):
        _tiers(answer.beyond, "model_origin", key="beyond", title=tr("beyond.title"))
    if _says_something(answer.beyond_sales):
        subheader("beyond.sales_title")
        _tiers(answer.beyond_sales, "model_destination", key="beyond_sales", title=tr("beyond.sales_title"))


def _says_something(beyond: pl.DataFrame) -> bool:
    """Whether any row names a sector or a place; a table of nothing but unknown is none."""
    return not beyond.filter((pl.col("sector") != "unknown") | (pl.col("origin") != "unknown")).is_empty()


def _tiers(beyond: pl.DataFrame, place: str, *, key: str, title: str) -> None:
    """Tier, sector, origin or destination and band of the share, and what they rest on."""
    known = pl.col("share").sum()
    rows = beyond.group_by("tier", pl.col("sector").alias("sector_group"), "origin").agg(known)
    rows = rows.sort("tier", "share", "sector_group", "origin", descending=[False, True, False, False])
    shown = rows.with_columns(
        pl.col("origin").map_elements(_origin, return_dtype=pl.String).alias(place),
        share_band=pl.col("share").map_elements(_band, return_dtype=pl.String),
    )
    table(shown, ["tier", "sector_group", place, "share_band"], key=key, alt=title)
    if not beyond["is_scaled"].all():
        note(tr("beyond.not_scaled"))
    if tables := io_tables(beyond):
        note(tr("beyond.io_table", tables=", ".join(tables)))


def _origin(code: str) -> str:
    return tr("release.outside") if code == "outside" else origin_label(code, language())


def _band(share: float) -> str:
    """The band of a share, as others' shares are banded everywhere.

    >>> _band(0.0657), _band(0.5)
    ('under_10', 'over_50')
    """
    return next((band for band, (_, high) in BAND_RANGE.items() if share < high), "over_50")
