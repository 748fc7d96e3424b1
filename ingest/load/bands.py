"""The band of each partner's share in a complete list, kept with the evidence.

Others see of a relation at most this band. It is worked out inside one upload and written down, so that what
others see never hangs on rows that they may not see. Never: a share itself, or a band of a list that is not whole.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import change, read
from schemas.relations import ENOUGH_AMOUNTS, SPEND_KINDS, evidence, party
from schemas.uploads import upload

#: Upper edge of each band; what lies above the last is `over_50`.
_EDGES = ((0.10, "under_10"), (0.25, "10_25"), (0.50, "25_50"))
_KEYS = ["upload_id", "sheet", "row_no", "part_no"]
_PARTNER = ["side", "year", "partner_id"]


def refresh_bands(connection: sa.Connection, upload_id: str) -> None:
    """Write the bands of an upload's evidence anew, from its amounts and what is said of its completeness."""
    said = connection.execute(
        sa.select(upload.c.is_complete_suppliers, upload.c.is_complete_customers).where(
            upload.c.upload_id == upload_id
        )
    ).one()
    rows = _rows(connection, upload_id)
    complete = [side for side, is_whole in (("suppliers", said[0]), ("customers", said[1])) if is_whole]
    bands = bands_of(rows.filter(pl.col("side").is_in(complete)))
    now = rows.join(bands, on=_PARTNER, how="left")
    is_other = pl.col("share_band").ne_missing(pl.col("band"))
    change(connection, evidence, _KEYS, now.filter(is_other).select(*_KEYS, share_band="band"))


def bands_of(rows: pl.DataFrame) -> pl.DataFrame:
    """Band of each partner (side, year, partner_id, band) of rows with those and amount_kind, amount_eur.

    A partner's amount is the sum of its best kind; credit notes beyond it count as zero.

    >>> rows = pl.DataFrame({"side": ["suppliers"] * 3, "year": [2025] * 3, "partner_id": ["a", "b", "c"],
    ...                      "amount_kind": ["invoiced_net"] * 3, "amount_eur": [60, 30, 10]})
    >>> bands_of(rows)["band"].to_list()
    ['over_50', '25_50', '10_25']
    """
    rank = {kind: rank for rank, kind in enumerate(SPEND_KINDS)}
    known = pl.col("amount_eur").is_not_null() & pl.col("amount_kind").is_in(SPEND_KINDS)
    by_kind = rows.with_columns(
        rank=pl.when(known).then(
            pl.col("amount_kind").replace_strict(rank, default=None, return_dtype=pl.Int8)
        )
    )
    partners = (
        by_kind.group_by(*_PARTNER, "rank")
        .agg(pl.col("amount_eur").cast(pl.Float64).sum())
        .sort(*_PARTNER, "rank", nulls_last=True)
        .group_by(*_PARTNER, maintain_order=True)
        .first()
    )
    spent = pl.col("amount_eur").clip(lower_bound=0)
    whole = ["side", "year"]
    share = spent / spent.sum().over(whole)
    band = pl.lit("over_50")
    for edge, name in reversed(_EDGES):
        band = pl.when(share < edge).then(pl.lit(name)).otherwise(band)
    is_enough = pl.col("rank").is_not_null().mean().over(whole) >= ENOUGH_AMOUNTS
    has_sum = spent.sum().over(whole) > 0
    return partners.with_columns(
        band=pl.when(is_enough & has_sum & pl.col("rank").is_not_null()).then(band)
    ).select(*_PARTNER, "band")


def _rows(connection: sa.Connection, upload_id: str) -> pl.DataFrame:
    """Evidence of an upload with the side that it tells of, its year and its partner."""
    supplier, customer = party.alias("supplier"), party.alias("customer")
    columns = [
        evidence.c[name] for name in (*_KEYS, "share_band", "amount_kind", "amount_eur", "period_start")
    ]
    query = (
        sa.select(
            *columns,
            evidence.c.supplier_party_id,
            evidence.c.customer_party_id,
            customer.c.is_own.label("is_buyer"),
            supplier.c.is_own.label("is_seller"),
        )
        .join(supplier, supplier.c.party_id == evidence.c.supplier_party_id)
        .join(customer, customer.c.party_id == evidence.c.customer_party_id)
        .where(evidence.c.upload_id == upload_id)
    )
    is_buyer = pl.col("is_buyer")
    return read(connection, query).with_columns(
        year=pl.col("period_start").dt.year(),
        side=pl.when(is_buyer).then(pl.lit("suppliers")).when("is_seller").then(pl.lit("customers")),
        partner_id=pl.when(is_buyer).then("supplier_party_id").otherwise("customer_party_id"),
    )
