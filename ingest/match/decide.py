"""Which party is which company: automatic, to be asked, or neither; each with its reason.

Automatic only where an identifier agrees, or name and place do, and nothing speaks against it and no
second company fits as well. Everything else that is like enough waits for a person.
Never: compares text; `compare` has done that.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingest.match.reasons import with_reasons

#: Pairs scored below this are not worth a question.
REVIEW_FROM = 0.8
#: Questions about one party at most.
QUESTIONS_PER_PARTY = 3
#: Likeness of names below which an agreeing VAT id or lone register number is doubted.
_DOUBT_BELOW = 0.6

_VETOES = ("is_form_conflict", "is_numeral_conflict", "is_role_conflict", "is_country_conflict")

_OUTCOME = ["party_id", "company_id", "method", "score", "reason_de", "reason_en"]


@dataclass(frozen=True)
class Decisions:
    """automatic and questions: party_id, company_id, method, score, reason_de, reason_en."""

    automatic: pl.DataFrame
    questions: pl.DataFrame


def decide(compared: pl.DataFrame) -> Decisions:
    """Decide every party of `compared` (columns of `compare.compare`)."""
    judged = _judge(compared)
    fitting = judged.filter("is_automatic")
    best = fitting.filter(pl.col("grade") == pl.col("grade").max().over("party_id"))
    # a name struck off the register gives way to the same name that is active
    best = best.filter(~pl.col("is_removed") | pl.col("is_removed").all().over("party_id"))
    is_alone = pl.len().over("party_id") == 1
    automatic = with_reasons(best.filter(is_alone)).select(_OUTCOME)
    tied = best.filter(~is_alone).select("party_id", "company_id", pl.lit(True).alias("is_tie"))
    asked = judged.join(automatic, on="party_id", how="anti").join(
        tied, on=["party_id", "company_id"], how="left"
    )
    asked = asked.with_columns(pl.col("is_tie").fill_null(False))
    asked = asked.filter(pl.col("is_tie") | (pl.col("score") >= REVIEW_FROM))
    asked = asked.sort("party_id", "is_tie", "score", "company_id", descending=[False, True, True, False])
    kept = asked.group_by("party_id", maintain_order=True).head(QUESTIONS_PER_PARTY)
    return Decisions(automatic, with_reasons(kept).select(_OUTCOME))


def _judge(compared: pl.DataFrame) -> pl.DataFrame:
    """Adds method, grade (higher is surer), is_automatic, score."""
    is_veto = pl.any_horizontal(*_VETOES) | pl.col("conflicting_scheme").is_not_null()
    has_place = pl.col("is_city_same") | pl.col("is_postcode_same")
    by_name = pl.col("is_name_same") & has_place
    is_register = pl.col("agreed_scheme") == "register_number"
    is_sure_id = (
        pl.when(pl.col("agreed_scheme").is_null())
        .then(False)
        .when(is_register & pl.col("is_court_known"))
        .then(True)
        .when(is_register)
        .then(by_name | ((pl.col("likeness") >= _DOUBT_BELOW) & has_place))
        .otherwise((pl.col("agreed_scheme") != "vat_id") | (pl.col("likeness") >= _DOUBT_BELOW))
    )
    place_grade = pl.col("is_city_same").cast(pl.Int32) + 2 * pl.col("is_postcode_same").cast(pl.Int32)
    name_grade = 10 * pl.col("is_form_same").cast(pl.Int32) + place_grade
    method = (
        pl.when(is_sure_id)
        .then(pl.col("agreed_scheme"))
        .when(by_name & pl.col("is_alias"))
        .then(pl.lit("alias_and_place"))
        .when(by_name)
        .then(pl.lit("name_and_place"))
        .otherwise(pl.lit("resemblance"))
    )
    return compared.with_columns(
        method.alias("method"),
        pl.when(is_sure_id).then(100).otherwise(name_grade).alias("grade"),
        ((is_sure_id | by_name) & ~is_veto).alias("is_automatic"),
        _score(is_sure_id, by_name).alias("score"),
    )


def _score(is_sure_id: pl.Expr, by_name: pl.Expr) -> pl.Expr:
    """How much speaks for the pair, 0 to 1: sure rules have their own level, the rest is weighed."""
    place = (
        pl.when("is_postcode_same")
        .then(1.0)
        .when("is_city_same")
        .then(0.9)
        .when("is_place_other")
        .then(0.0)
        .otherwise(0.5)
    )
    form = pl.when("is_form_same").then(1.0).when("is_form_conflict").then(0.0).otherwise(0.6)
    weighed = 0.72 * pl.col("likeness") + 0.2 * place + 0.08 * form
    id_bonus = pl.when(pl.col("agreed_scheme").is_not_null()).then(0.25).otherwise(0.0)
    against = (
        pl.when(pl.col("is_country_conflict"))
        .then(0.15)
        .when(pl.col("conflicting_scheme").is_not_null())
        .then(0.12)
        .when(pl.col("is_role_conflict") | pl.col("is_numeral_conflict"))
        .then(0.06)
        .otherwise(0.0)
    )
    open_score = (weighed + id_bonus - against).clip(0.0, 0.95)
    is_clean = ~(pl.any_horizontal(*_VETOES) | pl.col("conflicting_scheme").is_not_null())
    return (
        pl.when(is_sure_id & is_clean)
        .then(1.0)
        .when(by_name & is_clean & pl.col("is_form_same"))
        .then(0.98)
        .when(by_name & is_clean)
        .then(0.96)
        .otherwise(open_score)
        .round(4)
    )
