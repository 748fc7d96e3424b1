"""DATEV account numbers: whose account it is, and which postings are turnover.

A posting raises a creditor's turnover on the credit side and a debtor's on the debit side. On the other side
it
is a credit note (negative) where the contra account is one of expenses, revenue or stock, and a payment where
it is a financial account (class 1 in the standard charts SKR03 and SKR04); payments are no turnover.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from ingest.clean.counterparts import Texts
from ingest.clean.left_out import mark
from ingest.tables import Recognition

FINANCIAL_CLASS = 1


def person_account_ranges(ledger_length: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last number of debtors, and of creditors.

    Person accounts have one digit more than ledger accounts.

    >>> person_account_ranges(4)
    ((10000, 69999), (70000, 99999))
    """
    unit = 10**ledger_length
    return (unit, 7 * unit - 1), (7 * unit, 10 * unit - 1)


def mark_accounts(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Add `account_side` (supplier or customer) and mark rows whose account is no person's.

    For postings also `amount_sign`, `posting_day`, and the person account put into the account's column.
    """
    if recognition.shape == "datev_postings":
        return _mark_postings(frame, recognition)
    frame = frame.with_columns(account=_number(Texts(frame, recognition).get("partner_no")))
    frame = frame.with_columns(account_side=_side(pl.col("account"), recognition))
    cell = pl.col("number_text")
    frame = mark(frame, pl.col("account").is_null(), "unknown_account", value=cell)
    return mark(frame, pl.col("account_side").is_null(), "ledger_account", value=cell).drop("account")


def _number(accounts: pl.Series) -> pl.Series:
    return accounts.str.strip_chars().cast(pl.Int64, strict=False)


def _side(account: pl.Expr, recognition: Recognition) -> pl.Expr:
    debtors, creditors = person_account_ranges(int(recognition.meta["ledger_length"]))
    return (
        pl.when(account.is_between(*debtors))
        .then(pl.lit("customer"))
        .when(account.is_between(*creditors))
        .then(pl.lit("supplier"))
    )


def _mark_postings(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    texts = Texts(frame, recognition)
    frame = frame.with_columns(
        account=_number(texts.get("partner_no")),
        contra=_number(texts.get("contra_account")),
        side_sign=texts.get("debit_credit")
        .str.to_uppercase()
        .replace_strict({"S": 1, "H": -1}, default=None, return_dtype=pl.Int32),
        sign_text=texts.get("debit_credit"),
        posting_day=_days(texts.get("posting_date"), recognition.period_start),
    )
    own, other = _side(pl.col("account"), recognition), _side(pl.col("contra"), recognition)
    is_turned = own.is_null() & other.is_not_null()
    frame = frame.with_columns(
        account_side=pl.coalesce(own, other),
        person_sign=pl.when(is_turned).then(-pl.col("side_sign")).otherwise("side_sign"),
        contra_class=_account_class(pl.when(is_turned).then("account").otherwise("contra"), recognition),
        person=pl.when(is_turned).then("contra").otherwise("account").cast(pl.String),
    )
    frame = _with_person_account(frame, recognition)
    raising = pl.when(pl.col("account_side") == "supplier").then(-1).otherwise(1)
    frame = frame.with_columns(amount_sign=pl.when(pl.col("person_sign") == raising).then(1).otherwise(-1))
    frame = mark(
        frame,
        pl.col("account").is_null() & pl.col("contra").is_null(),
        "unknown_account",
        value=pl.col("number_text"),
    )
    frame = mark(frame, pl.col("account_side").is_null(), "no_person_account")
    frame = mark(frame, pl.col("side_sign").is_null(), "no_debit_credit", value=pl.col("sign_text"))
    frame = mark(frame, pl.col("contra_class") == FINANCIAL_CLASS, "settlement")
    return frame.drop("account", "contra", "side_sign", "sign_text", "person_sign", "contra_class", "person")


def _with_person_account(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Put the person's account where later stages look for the counterpart's number."""
    column = recognition.first("partner_no")
    if column is None:
        return frame
    name = f"c{column.position}"
    return frame.with_columns(
        pl.when(pl.col("account_side").is_not_null()).then("person").otherwise(name).alias(name)
    )


def _account_class(account: pl.Expr, recognition: Recognition) -> pl.Expr:
    """The first digit of a ledger account written with its full length."""
    unit: int = 10 ** (int(recognition.meta["ledger_length"]) - 1)
    return account.floordiv(unit)


def _days(written: pl.Series, start: date | None) -> pl.Series:
    """Days written as day and month (TTMM), the year taken from the file's period.

    A period may cross the turn of a year; a month before the period's first belongs to the next year.
    """
    padded = written.str.zfill(4)
    frame = pl.DataFrame({"text": padded}).select(
        day=pl.col("text").str.slice(0, 2).cast(pl.Int32, strict=False),
        month=pl.col("text").str.slice(2, 2).cast(pl.Int32, strict=False),
    )
    if start is None:
        return pl.Series(values=[None] * written.len(), dtype=pl.Date)
    year = pl.when(pl.col("month") < start.month).then(start.year + 1).otherwise(start.year)
    text = pl.format(
        "{}-{}-{}",
        year,
        pl.col("month").cast(pl.String).str.zfill(2),
        pl.col("day").cast(pl.String).str.zfill(2),
    )
    return frame.select(text.str.to_date("%Y-%m-%d", strict=False)).to_series()
