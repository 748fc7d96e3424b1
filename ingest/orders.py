"""SAP purchase orders: headers (EKKO) say who and when, items (EKPO) say what and how much.

The items carry the amounts; their headers give supplier, date and currency, and the vendor master (LFA1)
gives the names. Every row of either file is accounted for in its own `CleanRows`.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ingest.check import clean_rows
from ingest.clean.left_out import reasons
from ingest.tables import COUNTERPART_COLUMNS, CleanRows, Column, RawTable, Recognition

HEADER_MEANINGS = ("partner_no", "currency", "date")
_NOT_FROM_NAMES = ("partner_no", "is_deleted")

Source = tuple[RawTable, Recognition]
"""A table and what was recognised about it."""


def join_orders(
    headers: Source, items: Source, names: CleanRows | None = None, *, own_country: str = "DE"
) -> tuple[CleanRows, CleanRows]:
    """Clean order headers and items together; returns the rows of the headers' file and of the items' file.

    An item becomes a good row with its header's supplier, date and currency, `amount_kind` "ordered" and
    `document_no` the order's number. A header whose items are there is ignored, because its amounts stand
    with
    them; one without items stays as a relation without amount. `names` are the cleaned rows of the vendor
    master; counterparts are completed from there by their number.
    """
    of_headers = clean_rows(*headers, own_country=own_country)
    joined = _items_with_headers(headers, items, of_headers)
    of_items = clean_rows(*joined, own_country=own_country)
    ordered = of_items.good["document_no"].drop_nulls().unique()
    of_headers = _without_joined_headers(of_headers, ordered)
    return with_names(of_headers, names), with_names(of_items, names)


def _items_with_headers(headers: Source, items: Source, of_headers: CleanRows) -> Source:
    """The items' table widened by their headers' columns, and a recognition that knows these."""
    header_table, header_recognition = headers
    item_table, recognition = items
    key = recognition.first("document_no")
    header_key = header_recognition.first("document_no")
    if key is None or header_key is None:
        return items
    known = header_table.frame.filter(pl.col("line").is_in(of_headers.good["line"].to_list()))
    wanted = [column for meaning in HEADER_MEANINGS if (column := header_recognition.first(meaning))]
    width = item_table.frame.width - 1
    taken = {f"c{width + at}": f"c{column.position}" for at, column in enumerate(wanted)}
    side = known.select(
        _number(header_key).alias("key"), *[pl.col(old).alias(new) for new, old in taken.items()]
    )
    frame = (
        item_table.frame.with_columns(key=_number(key))
        .join(
            side.unique("key", keep="first", maintain_order=True), on="key", how="left", maintain_order="left"
        )
        .drop("key")
    )
    columns = tuple(column for column in recognition.columns if column.meaning not in HEADER_MEANINGS)
    moved = tuple(replace(column, position=width + at) for at, column in enumerate(wanted))
    widened = replace(recognition, shape="sap_orders", columns=columns + moved)
    return replace(item_table, frame=frame), widened


def _number(column: Column) -> pl.Expr:
    """Document numbers as one text, whether leading zeros were dropped or not."""
    return pl.col(f"c{column.position}").str.strip_chars().str.strip_chars_start("0")


def _without_joined_headers(rows: CleanRows, ordered: pl.Series) -> CleanRows:
    """Headers that found their items become ignored rows."""
    numbers = ordered.str.strip_chars_start("0").to_list()
    is_joined = pl.col("document_no").str.strip_chars_start("0").is_in(numbers).fill_null(False)
    joined = rows.good.filter(is_joined)
    words = reasons()["order_header"]
    told = joined.select(
        "line",
        outcome=pl.lit(words["outcome"]),
        reason_code=pl.lit("order_header"),
        heading=pl.lit(None, dtype=pl.String),
        value=pl.col("document_no"),
        reason_de=pl.lit(words["de"]),
        reason_en=pl.lit(words["en"]),
        mend_de=pl.lit(words["mend_de"]),
        mend_en=pl.lit(words["mend_en"]),
        raw=pl.lit("[]"),
    )
    left_out = pl.concat([rows.left_out, told]).sort("line")
    return CleanRows(rows.good.filter(~is_joined), left_out, rows.rows_read, rows.notes)


def with_names(rows: CleanRows, names: CleanRows | None) -> CleanRows:
    """Complete counterparts that only have a number from the cleaned master data with the same number."""
    if names is None or names.good.is_empty() or rows.good.is_empty():
        return rows
    filled = [name for name in COUNTERPART_COLUMNS if name not in _NOT_FROM_NAMES]
    key = pl.col("partner_no").str.strip_chars_start("0")
    master = names.good.filter(pl.col("partner_no").is_not_null()).select(
        key.alias("key"), *[pl.col(name).alias(f"master_{name}") for name in filled]
    )
    master = master.unique("key", keep="first", maintain_order=True)
    joined = rows.good.with_columns(key=key).join(master, on="key", how="left", maintain_order="left")
    is_bare = pl.col("name").is_null()
    completed = joined.with_columns(
        pl.when(is_bare).then(pl.coalesce(f"master_{name}", name)).otherwise(name).alias(name)
        for name in filled
    )
    return CleanRows(completed.select(rows.good.columns), rows.left_out, rows.rows_read, rows.notes)
