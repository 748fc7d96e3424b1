"""Good rows and rows left out: every record below the headings ends in exactly one of the two.

Takes a table and what was recognised about it, gives `CleanRows`. Never raises on a row, never drops one
silently, and knows nothing of companies in the warehouse.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from ingest.clean import capabilities, items, postings, rows
from ingest.clean.amount_parts import mark_amounts, split_parts
from ingest.clean.counterparts import (
    Texts,
    clean_counterparts,
    counterpart_names,
    is_flagged,
    natural_persons,
)
from ingest.clean.figures import figure_columns, mark_figures, mark_missing_figures
from ingest.clean.figures_across import clean_across
from ingest.clean.left_out import mark, tell, with_marks
from ingest.clean.registers import register_extras
from ingest.notes import note
from ingest.recognise import figures_across
from ingest.recognise.realign import realigned
from ingest.tables import (
    ENDS,
    GOOD_COLUMNS,
    LEFT_OUT_COLUMNS,
    NAMING_SIDES,
    CleanRows,
    RawTable,
    Recognition,
    as_typed,
)

SIDES = {
    "suppliers": "supplier",
    "customers": "customer",
    "suppliers_and_customers": "both",
    "orders": "supplier",
    "relations": "both",
    "registry": "company",
    "members": "company",
    "figures": "own",
}

NAMING = ("name", "number_and_name", "partner_no", "name_unspecified", "short_name")
"""Meanings of columns that name a counterpart."""

ITEMISED = ("datev_postings", "sap_ekpo", "sap_orders")
"""Machine-written items: equal rows are two transactions there, and there are no totals and notes."""


def clean_rows(table: RawTable, recognition: Recognition, *, own_country: str = "DE") -> CleanRows:
    """Clean one recognised table: `rows_read == good["line"].n_unique() + left_out.height`, always.

    `own_country` is the country of the uploader: a five-digit postcode without country is one of there.
    """
    if recognition.list_kind == "capabilities":
        return capabilities.clean_capabilities(table, recognition)
    table = realigned(table, recognition)
    cells = [name for name in table.frame.columns if name != "line"]
    body = table.frame.filter(pl.col("line") > recognition.heading_line)
    if cells:
        body = body.filter(pl.any_horizontal(pl.col(cells).is_not_null()))
    if body.is_empty():
        return CleanRows(empty_good(), pl.DataFrame(schema=LEFT_OUT_COLUMNS), 0)
    if recognition.meta.get("layout") == figures_across.LAYOUT:
        return clean_across(body, table, recognition, figures_across.figure_of)
    frame = with_marks(body)
    if recognition.list_kind == "not_a_list":
        everything = mark(frame, pl.lit(True), "not_a_list")
        return CleanRows(empty_good(), tell(everything, recognition), body.height)
    frame, notes = items.turned(_judge(frame, table, recognition, cells), recognition)
    texts = Texts(frame, recognition)
    # of a relation the columns judged so far are those of its supplier
    named = counterpart_names(texts)[0] if recognition.list_kind == "relations" else frame["name_text"]
    frame = frame.with_columns(is_private=natural_persons(texts, named))
    left_out = tell(frame, recognition, is_private=pl.col("is_private"))
    good = _good_rows(frame.filter(pl.col("reason_code").is_null()), recognition, own_country)
    return CleanRows(good, left_out, body.height, (*recognition.notes, *notes, *_notes_of_year(good)))


#: One blank cell of every column of good rows.
_NOTHING = {name: pl.Series(name, [None], dtype=dtype) for name, dtype in GOOD_COLUMNS.items()}
#: Accounts that stand for many partners: "Diverse Kreditoren", "Sammelkonto Lieferanten", "CPD Inland".
_COLLECTIVE = (
    r"(?i)^(diverse|verschiedene|sonstige|sammel)[\s-]*(konto|kreditor|debitor|lieferant|kunde)\w*\b|^cpd\b"
    r"|^sammelkonto\b|^einmal(kreditor|debitor|kunde|lieferant)"
)


def _notes_of_year(good: pl.DataFrame) -> tuple[str, ...]:
    """A note where rows that name a partner tell no period, so that the year of receipt will be theirs."""
    is_timeless = pl.col("period_start").is_null() & pl.col("period_end").is_null()
    of_partners = good.filter(pl.col("side").is_in(NAMING_SIDES), is_timeless)
    return () if of_partners.is_empty() else (note("year_assumed"),)


def empty_good() -> pl.DataFrame:
    """A `good` frame without rows."""
    return pl.DataFrame(schema=GOOD_COLUMNS)


def _judge(frame: pl.DataFrame, table: RawTable, recognition: Recognition, cells: list[str]) -> pl.DataFrame:
    """Mark every row that is not loaded, in this order; the first reason that holds is the one told."""
    frame = rows.mark_problems(frame, table)
    if "record_mark" in recognition.meta:
        frame = mark(
            frame, pl.col("c0") != recognition.meta["record_mark"], "other_record", value=pl.col("c0")
        )
    frame = rows.mark_too_wide(frame, recognition, cells)
    is_relations = recognition.list_kind == "relations"
    frame = _with_subject(frame, recognition, "supplier_" if is_relations else "")
    if recognition.shape not in ITEMISED:
        frame = rows.mark_no_counterparts(frame, recognition, cells)
    if recognition.shape not in ITEMISED and recognition.list_kind != "figures":
        frame = rows.mark_only_numbers(frame, cells)
    frame = _mark_flags(frame, recognition)
    frame = _mark_missing(frame, recognition)
    if recognition.shape.startswith("datev_"):
        frame = postings.mark_accounts(frame, recognition)
    else:
        frame = items.mark_settlements(frame, recognition)
    if recognition.shape == "sap_ekko":
        kind = Texts(frame, recognition).get("document_kind").alias("document_kind")
        other = pl.col("document_kind").is_not_null() & ~pl.col("document_kind").is_in(["F", "f"])
        frame = mark(frame.with_columns(kind), other, "not_an_order", value=pl.col("document_kind")).drop(
            "document_kind"
        )
    if recognition.shape == "sap_orders":
        returned = is_flagged(Texts(frame, recognition).get("returns_flag"))
        frame = frame.with_columns(amount_sign=pl.when(returned).then(-1).otherwise(1))
    if recognition.first("amount") is not None and recognition.shape not in ITEMISED:
        frame = rows.mark_duplicates(frame, cells)
    return mark_amounts(mark_figures(frame, table, recognition), table, recognition)


def _with_subject(frame: pl.DataFrame, recognition: Recognition, end: str) -> pl.DataFrame:
    """Columns `name_text`, `number_text`, `place_text`: what makes a row speak of somebody."""
    texts = Texts(frame, recognition, end)
    name, number = counterpart_names(texts)
    place = [
        texts.get(meaning).alias(meaning)
        for meaning in ("city", "postcode", "postcode_city", "street", "address")
    ]
    return frame.with_columns(
        name_text=name,
        number_text=number,
        place_text=pl.DataFrame(place).select(pl.coalesce(pl.all())).to_series(),
    )


def _mark_flags(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    texts = Texts(frame, recognition)
    is_order = recognition.list_kind == "orders"
    deleted = texts.get("deleted_flag")
    set_deleted = (deleted.is_not_null() & (deleted != "")) if is_order else is_flagged(deleted)
    frame = frame.with_columns(is_set_deleted=set_deleted, is_one_time=is_flagged(texts.get("one_time_flag")))
    frame = mark(frame, pl.col("is_set_deleted"), "deleted_order" if is_order else "deleted")
    is_collective = pl.col("is_one_time") | pl.col("name_text").str.contains(_COLLECTIVE).fill_null(False)
    return mark(frame, is_collective, "one_time").drop("is_set_deleted", "is_one_time")


def _mark_missing(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Rows that name nobody: neither name nor number, or one end of a relation missing."""
    if recognition.list_kind == "relations":
        for end, code in (("supplier_", "no_supplier"), ("customer_", "no_customer")):
            name, number = counterpart_names(Texts(frame, recognition, end))
            nobody = pl.DataFrame([name.alias("name"), number.alias("number")]).select(
                pl.col("name").is_null() & pl.col("number").is_null()
            )
            frame = mark(frame.with_columns(is_nobody=nobody.to_series()), pl.col("is_nobody"), code).drop(
                "is_nobody"
            )
        return frame
    if recognition.list_kind == "figures":
        return mark_missing_figures(frame, recognition)
    if recognition.shape == "datev_postings":
        return frame
    if recognition.shape != "sap_ekpo" and not any(recognition.first(meaning) for meaning in NAMING):
        return mark(frame, pl.lit(True), "missing_column")
    is_person = natural_persons(Texts(frame, recognition), frame["name_text"])
    is_nobody = pl.col("name_text").is_null() & pl.col("number_text").is_null() & ~pl.col("is_person")
    code = "no_order_header" if recognition.shape in ("sap_ekpo", "sap_orders") else "no_name"
    document = Texts(frame, recognition).get("document_no")
    frame = mark(
        frame.with_columns(is_person=is_person, document=document), is_nobody, code, value=pl.col("document")
    )
    return frame.drop("is_person", "document")


def _good_rows(frame: pl.DataFrame, recognition: Recognition, own_country: str) -> pl.DataFrame:
    if frame.is_empty():
        return empty_good()
    is_relations = recognition.list_kind == "relations"
    ends = ENDS[1:] if is_relations else ENDS[:1]
    columns = [frame["line"], _side(frame, recognition)]
    for end in ends:
        part = clean_counterparts(Texts(frame, recognition, end), recognition.list_kind, own_country)
        columns += [part[name].alias(f"{end}{name}") for name in part.columns]
    records = pl.DataFrame(columns)
    records = records.with_columns([*register_extras(frame, recognition), *figure_columns(frame)])
    records = split_parts(records, frame, recognition)
    start, end_of_period = recognition.period_start, recognition.period_end
    records = _with_period(records, start, end_of_period)
    blank = [
        _NOTHING[name].new_from_index(0, records.height)
        for name in GOOD_COLUMNS
        if name not in records.columns
    ]
    return as_typed(records.hstack(blank), GOOD_COLUMNS)


def _side(frame: pl.DataFrame, recognition: Recognition) -> pl.Series:
    if recognition.shape.startswith("datev_"):
        return frame["account_side"].alias("side")
    side = SIDES.get(recognition.list_kind, "supplier")
    return pl.Series("side", [side] * frame.height, dtype=pl.String)


def _with_period(records: pl.DataFrame, start: date | None, end: date | None) -> pl.DataFrame:
    return records.with_columns(
        period_start=pl.coalesce("period_start", pl.lit(start, dtype=pl.Date)),
        period_end=pl.coalesce("period_end", pl.lit(end, dtype=pl.Date)),
    )
