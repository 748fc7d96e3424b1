"""A made list linked to a made register: how many rows find their company, how many a wrong one.

Comes in: a linkage and decisions. Goes out: precision, recall, F1, candidates, wrong links on absent companies.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingest.clean.names import normalise_columns
from ingest.match import Known, block, known_companies
from ingest.match.compare import compare
from ingest.match.features import prepare
from ingest.match.known import identifiers_of, keys_of
from ingest.match.model import log_odds

_NO_IDENTIFIERS = pl.DataFrame(schema=dict.fromkeys(("company_id", "scheme", "identifier"), pl.String))
_NO_ALIASES = pl.DataFrame(schema=dict.fromkeys(("company_id", "alias", "name_normalised"), pl.String))


@dataclass(frozen=True)
class Score:
    """What came of one way to link."""

    precision: float
    recall: float
    wrong_with_sibling: float
    wrong_without_sibling: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def normalised(records: pl.DataFrame) -> pl.DataFrame:
    """`records` with the columns that cleaning adds."""
    found = normalise_columns(records["name"])
    return records.with_columns(found["name_normalised"].fill_null(""), found["legal_form"])


def known_of(register: pl.DataFrame) -> Known:
    """A made register as matching knows it."""
    return known_companies(normalised(register), _NO_IDENTIFIERS, _NO_ALIASES)


def score(linked: pl.DataFrame, truth: pl.DataFrame) -> Score:
    """`linked` (party_id, company_id, one row a party at most) against the truth of a `Linkage`."""
    joined = linked.select("party_id", pl.col("company_id").alias("taken")).join(truth, on="party_id")
    right = int((joined["taken"] == joined["company_id"]).fill_null(False).sum())
    absent = truth.filter(pl.col("company_id").is_null())
    wrong = {
        has_sibling: joined.join(part, on="party_id", how="semi").height / max(part.height, 1)
        for has_sibling in (True, False)
        if (part := absent.filter(pl.col("has_sibling") == has_sibling)) is not None
    }
    return Score(
        right / max(joined.height, 1), right / max(truth["company_id"].count(), 1), wrong[True], wrong[False]
    )


def found_by_kind(linked: pl.DataFrame, truth: pl.DataFrame) -> list[str]:
    """For each kind of noise the share of its rows that were found."""
    known = truth.drop_nulls("company_id").explode("kinds").drop_nulls("kinds")
    found = known.join(
        linked.select("party_id", "company_id", is_found=True), on=["party_id", "company_id"], how="left"
    )
    shares = found.group_by("kinds").agg(pl.col("is_found").fill_null(False).mean()).sort("is_found", "kinds")
    return [f"{kind} {share:.0%}" for kind, share in shares.iter_rows()]


def recall_at_precision(scored: pl.DataFrame, truth: pl.DataFrame, precision: float) -> float:
    """The largest recall at which `scored` (party_id, company_id, score) is at least this precise."""
    ranked = scored.sort("score", descending=True).join(
        truth, on="party_id", suffix="_true", maintain_order="left"
    )
    is_right = (ranked["company_id"] == ranked["company_id_true"]).fill_null(False).cast(pl.Int64)
    right = is_right.cum_sum()
    precise = right / pl.Series(range(1, len(right) + 1))
    enough = right.filter(precise >= precision)
    return float(enough.max() or 0) / max(truth["company_id"].count(), 1)  # type: ignore[arg-type]


def likeliest(rows: pl.DataFrame, known: Known) -> pl.DataFrame:
    """party_id, company_id, score: for each row the likeliest company, however unlikely, with its probability."""
    records = prepare(rows, known.towns).with_row_index("party_no")
    ids = keys_of(identifiers_of(rows, "party_id"), "party_id")
    compared = compare(block.nearest(records, known), records, ids, known)
    odds = compared.select("party_id", "company_id").with_columns(
        log_odds(compared, known.names.height).exp()
    )
    best = odds.group_by("party_id", "company_id").agg(pl.col("log_odds").max().alias("odds"))
    share = pl.col("odds") / (1 + pl.col("odds").sum().over("party_id"))
    ranked = best.select("party_id", "company_id", share.alias("score")).sort(
        "score", "company_id", descending=[True, False]
    )
    return ranked.unique("party_id", keep="first", maintain_order=True)
