"""Amounts of a row: one record per filled amount column, with its kind, currency and period."""

from __future__ import annotations

from datetime import date

import polars as pl

from ingest.clean.amounts import SIDE_BEHIND, convention_of, parse_amounts
from ingest.clean.counterparts import Texts, is_flagged
from ingest.clean.currencies import currencies_in_cells, currency_codes, units_of
from ingest.clean.dates import parse_dates, parse_years
from ingest.clean.left_out import mark
from ingest.tables import AMOUNT_TYPE, Column, RawTable, Recognition


def _amount_columns(recognition: Recognition) -> tuple[Column, ...]:
    return recognition.all("amount")


def mark_amounts(frame: pl.DataFrame, table: RawTable, recognition: Recognition) -> pl.DataFrame:
    """Add `amount_<n>` per amount column and mark rows with an unreadable or doubtful amount.

    The convention is decided on the cells of rows that still count, so that notes and totals have no vote.
    """
    for number, column in enumerate(_amount_columns(recognition)):
        values = frame[f"c{column.position}"]
        voters = values.filter(frame["reason_code"].is_null())
        convention = convention_of(voters, table, recognition)
        parsed = parse_amounts(values, convention, column.unit)
        parsed = parsed.with_columns((pl.col("amount") * _side_signs(values, recognition)).cast(AMOUNT_TYPE))
        frame = frame.with_columns(
            parsed["amount"].alias(f"amount_{number}"),
            parsed["is_unreadable"].alias("is_unreadable"),
            parsed["is_doubtful"].alias("is_doubtful"),
        )
        cell = pl.col(f"c{column.position}")
        frame = mark(frame, pl.col("is_unreadable"), "not_an_amount", heading=column.heading, value=cell)
        frame = mark(frame, pl.col("is_doubtful"), "amount_in_doubt", heading=column.heading, value=cell)
        frame = frame.drop("is_unreadable", "is_doubtful")
    return _mark_sums(frame, recognition)


def _side_signs(values: pl.Series, recognition: Recognition) -> pl.Series:
    """-1 for amounts that say of themselves that they stand on the other side (`1.234,56 S` of a supplier)."""
    own = {"suppliers": "H", "customers": "S"}.get(recognition.list_kind)
    side = values.str.extract(SIDE_BEHIND, 1)
    is_other = side != own if own is not None else side.is_in([])
    return pl.select(pl.when(is_other.fill_null(False)).then(-1).otherwise(1)).to_series().cast(AMOUNT_TYPE)


def _mark_sums(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Rows at the end that name nobody and whose amount is the sum of all before: totals without a word."""
    columns = _amount_columns(recognition)
    if not columns or "name_text" not in frame.columns:
        return frame
    counted = frame.filter(pl.col("reason_code").is_null())
    amount = pl.col("amount_0")
    last = counted.filter(amount.is_not_null()).tail(1)
    if last.height == 0 or counted.filter(amount.is_not_null()).height < 4:
        return frame
    before = counted.filter(pl.col("line") < last["line"][0])["amount_0"].sum()
    names_no_place = last["place_text"][0] is None and (
        last["name_text"][0] is None or last["number_text"][0] is None
    )
    if names_no_place and last["amount_0"][0] == before and before and last["name_text"][0] is None:
        return mark(frame, pl.col("line") == last["line"][0], "sum_row")
    return frame


def split_parts(records: pl.DataFrame, frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """One record per filled amount, numbered by `part_no`; a row without amount is of kind `none`."""
    texts = Texts(frame, recognition)
    period = _row_period(texts, frame)
    records = records.with_columns(
        document_no=texts.get("document_no"),
        good_code=texts.get("good_code"),
        good_text=texts.get("good_text"),
        good_system=_good_system(recognition, texts),
        **{name: period[name] for name in period.columns},
    )
    columns = _amount_columns(recognition)
    if not columns:
        blank = {
            "part_no": pl.lit(0),
            "amount": pl.lit(None, dtype=AMOUNT_TYPE),
            "amount_kind": pl.lit("none"),
        }
        return records.with_columns(**blank, currency=pl.lit(None, dtype=pl.String))
    records = records.with_columns(row_start="period_start", row_end="period_end")
    parts = [
        _part(records, frame, recognition, texts, number, column) for number, column in enumerate(columns)
    ]
    stacked = pl.concat(parts).with_columns(is_blank=pl.col("amount").is_null())
    has_any = (~pl.col("is_blank")).any().over("line")
    first_blank = pl.col("column_no") == 0
    kept = stacked.filter(~pl.col("is_blank") | (~has_any & first_blank)).sort("line", "column_no")
    none = pl.col("is_blank")
    return kept.with_columns(
        part_no=pl.col("column_no"),
        amount_kind=pl.when(none).then(pl.lit("none")).otherwise("amount_kind"),
        currency=pl.when(none).then(None).otherwise("currency"),
        period_start=pl.when(none).then("row_start").otherwise("period_start"),
        period_end=pl.when(none).then("row_end").otherwise("period_end"),
    ).drop("column_no", "is_blank", "row_start", "row_end")


def _part(
    records: pl.DataFrame,
    frame: pl.DataFrame,
    recognition: Recognition,
    texts: Texts,
    number: int,
    column: Column,
) -> pl.DataFrame:
    named = currency_codes(texts.get("currency"))
    if column.is_in_home_currency:
        named = named.clear(named.len())
    in_cell = currencies_in_cells(frame[f"c{column.position}"])
    default = pl.lit(column.currency or recognition.currency, dtype=pl.String)
    sign = frame["amount_sign"] if "amount_sign" in frame.columns else None
    amount = frame[f"amount_{number}"]
    if column.unit == 1:
        amount = (amount * units_of(texts.get("currency")).cast(AMOUNT_TYPE)).cast(AMOUNT_TYPE)
    part = records.with_columns(
        column_no=pl.lit(number, dtype=pl.Int32),
        amount=amount if sign is None else (amount * sign.cast(AMOUNT_TYPE)).cast(AMOUNT_TYPE),
        amount_kind=_kind(column, texts),
        named=named,
        in_cell=in_cell,
    ).with_columns(currency=pl.coalesce("in_cell", "named", default))
    if column.end is not None and "account_side" in frame.columns:
        is_of_side = frame["account_side"] == column.end
        part = part.with_columns(amount=pl.when(is_of_side).then("amount"))
    if column.year is not None:
        part = part.with_columns(
            period_start=pl.lit(date(column.year, 1, 1)), period_end=pl.lit(date(column.year, 12, 31))
        )
    return part.drop("named", "in_cell")


def _kind(column: Column, texts: Texts) -> pl.Expr:
    """The column's kind; of a framework the value is a ceiling, whatever its column is called."""
    framework = is_flagged(texts.get("framework_flag"))
    return pl.when(framework).then(pl.lit("ceiling")).otherwise(pl.lit(column.kind, dtype=pl.String))


def _row_period(texts: Texts, frame: pl.DataFrame) -> pl.DataFrame:
    """The period that a row states itself: a date (that day) or a year."""
    day = frame["posting_day"] if "posting_day" in frame.columns else parse_dates(texts.get("date"))
    year = pl.DataFrame({"year": parse_years(texts.get("year")), "day": day})
    return year.select(
        period_start=pl.coalesce("day", pl.date(pl.col("year"), 1, 1)),
        period_end=pl.coalesce("day", pl.date(pl.col("year"), 12, 31)),
    )


def _good_system(recognition: Recognition, texts: Texts) -> pl.Series:
    """Which list the codes of goods come from, told by their heading; own material groups otherwise."""
    column = recognition.first("good_code")
    heading = (column.heading if column else "").lower()
    system = next(
        (
            name
            for word, name in (
                ("hs", "HS"),
                ("cpv", "CPV"),
                ("kn", "CN"),
                ("zolltarif", "CN"),
                ("commodity", "CN"),
            )
            if heading.startswith(word)
        ),
        "own",
    )
    return (
        pl.DataFrame({"code": texts.get("good_code")})
        .select(pl.when(pl.col("code").is_not_null()).then(pl.lit(system)))
        .to_series()
    )
