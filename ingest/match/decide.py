"""Which party is which company: automatic, to be asked, or neither; each with its reason.

Automatic where an identifier agrees, or name and place do, or where they resemble each other so much that the model
is sure; and only if nothing speaks against it and no second company fits as well. What is likely enough waits for a
person. A party's candidates share its probability with each other and with none of them: two that fit alike have
half each, so that neither is sure.
Never: compares text; `compare` has done that.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingest.match.model import log_odds
from ingest.match.reasons import with_reasons

#: Above this probability a resemblance is a match by itself: it is likelier than all else together.
SURE_FROM = 0.5
#: A row that tells no place is taken only where the words that both names hold weigh at least this much (nats): a
#: brand and a trade with the same legal form, more without.
RARE_NAME, RARE_WITHOUT_FORM = 10.0, 16.0
#: Pairs less probable than this are not worth a question.
REVIEW_FROM = 0.15
#: Questions about one party at most.
QUESTIONS_PER_PARTY = 3
#: Agreement of letters below which an agreeing VAT id or lone register number is doubted.
_DOUBT_BELOW = 0.45
#: What an agreeing identifier that does not decide adds to the log-odds.
_IDENTIFIER_ADDS = 4.0
#: What a conflicting one takes away.
_CONFLICT_TAKES = 2.0
_OUTCOME = ["party_id", "company_id", "method", "score", "reason_de", "reason_en"]


@dataclass(frozen=True)
class Decisions:
    """automatic and questions: party_id, company_id, method, score, reason_de, reason_en."""

    automatic: pl.DataFrame
    questions: pl.DataFrame


def decide(compared: pl.DataFrame, name_count: int) -> Decisions:
    """Decide every party of `compared` (columns of `compare.compare`) out of `name_count` names searched."""
    judged = _judge(_likeliest_names(compared, name_count))
    best = _surest(judged)
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


def _likeliest_names(compared: pl.DataFrame, name_count: int) -> pl.DataFrame:
    """One row for each party and company, by the name that fits best, with its `log_odds`."""
    identifier = pl.when(pl.col("agreed_scheme").is_not_null()).then(_IDENTIFIER_ADDS).otherwise(0.0)
    conflict = pl.when(pl.col("conflicting_scheme").is_not_null()).then(_CONFLICT_TAKES).otherwise(0.0)
    frame = compared.with_columns(log_odds(compared, name_count)).with_columns(
        pl.col("log_odds") + identifier - conflict
    )
    order = ["party_id", "company_id", "is_name_same", "log_odds", "is_alias", "name_no"]
    ranked = frame.sort(order, descending=[False, False, True, True, False, False])
    return ranked.unique(["party_id", "company_id"], keep="first", maintain_order=True)


def _surest(judged: pl.DataFrame) -> pl.DataFrame:
    """For each party the companies that fit best of those that may be taken; several where they tie."""
    fitting = judged.filter("is_automatic")
    best = fitting.filter(pl.col("grade") == pl.col("grade").max().over("party_id"))
    # a name struck off the register gives way to the same name that is active
    return best.filter(~pl.col("is_removed") | pl.col("is_removed").all().over("party_id"))


def _judge(pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds method, grade (higher is surer), is_automatic, score."""
    has_place = pl.any_horizontal("is_city_same", "is_postcode_same")
    by_name = pl.col("is_name_same") & has_place
    is_sure_id = _is_sure_id(by_name, has_place)
    # a street with its number is a place as well
    has_any_place = has_place | pl.col("is_city_alike") | pl.col("is_street_same")
    odds = pl.col("log_odds").exp()
    share = odds / (1 + odds.sum().over("party_id"))
    is_sure_likeness = ((share > SURE_FROM) & has_any_place) | _is_rare_name(share)
    place_grade = pl.col("is_city_same").cast(pl.Int32) + 2 * pl.col("is_postcode_same").cast(pl.Int32)
    street_grade = 4 * (pl.col("is_street_same").cast(pl.Int32) - pl.col("is_street_other").cast(pl.Int32))
    name_grade = 20 * pl.col("is_form_same").cast(pl.Int32) + street_grade + place_grade
    method = (
        pl.when(is_sure_id)
        .then(pl.col("agreed_scheme"))
        .when(by_name & pl.col("is_alias"))
        .then(pl.lit("alias_and_place"))
        .when(by_name)
        .then(pl.lit("name_and_place"))
        .otherwise(pl.lit("resemblance"))
    )
    is_clean = ~_is_opposed()
    score = (
        pl.when(is_sure_id & is_clean)
        .then(1.0)
        .when(by_name & is_clean & pl.col("is_form_same"))
        .then(0.98)
        .when(by_name & is_clean)
        .then(0.96)
        .otherwise(share.clip(0.0, 0.95))
    )
    return pairs.with_columns(
        method.alias("method"),
        pl.when(is_sure_id).then(100).when(by_name).then(name_grade).otherwise(-1).alias("grade"),
        ((is_sure_id | by_name | is_sure_likeness) & is_clean).alias("is_automatic"),
        score.round(4).alias("score"),
    )


def _is_rare_name(share: pl.Expr) -> pl.Expr:
    """Whether a row without a place bears a name that tells one company among all."""
    told = pl.any_horizontal(pl.col("postcode_key", "street_share").is_not_null(), pl.col("town_letters") > 0)
    enough = pl.when("is_form_same").then(RARE_NAME).otherwise(RARE_WITHOUT_FORM)
    is_rare = ~pl.col("is_alias") & ~pl.col("is_form_near") & (pl.col("agreed") >= enough)
    return is_rare & ~told & (share > SURE_FROM)


def _is_opposed() -> pl.Expr:
    """Whether something speaks against the pair that no likeness outweighs."""
    # "X KG" is often written for "X GmbH & Co. KG"; at one address that is no other company
    near_elsewhere = pl.col("is_form_near") & ~pl.col("is_street_same")
    return (
        pl.any_horizontal(
            "is_form_other", "is_numeral_conflict", "is_role_conflict", "is_country_conflict", near_elsewhere
        )
        | pl.col("conflicting_scheme").is_not_null()
    )


def _is_sure_id(by_name: pl.Expr, has_place: pl.Expr) -> pl.Expr:
    is_register = pl.col("agreed_scheme") == "register_number"
    is_like = (pl.col("letters") >= _DOUBT_BELOW) | pl.col("is_name_same")
    return (
        pl.when(pl.col("agreed_scheme").is_null())
        .then(False)
        .when(is_register & pl.col("is_court_known"))
        .then(True)
        .when(is_register)
        .then(by_name | (is_like & has_place))
        .otherwise((pl.col("agreed_scheme") != "vat_id") | is_like)
    )
