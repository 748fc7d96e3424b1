"""A small list by the maker that nothing was learned from: precise, abstaining, each decision with its sentence."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.match import Decisions, match
from tests.bench.matching.linkage import known_of, normalised, score
from tests.bench.matching.made_rows import Linkage
from tests.bench.matching.second.lists import second_linkage


@pytest.fixture(scope="module")
def made() -> Linkage:
    return second_linkage(500, 1_000, seed=3)


@pytest.fixture(scope="module")
def decisions(made: Linkage) -> Decisions:
    return match(normalised(made.rows), known_of(made.register))


def test_a_seed_makes_the_same_list_again(made: Linkage) -> None:
    again = second_linkage(500, 1_000, seed=3)
    assert made.rows.equals(again.rows)
    assert made.register.equals(again.register)
    assert made.truth.equals(again.truth)
    assert made.truth["company_id"].null_count() == 100


def test_what_is_decided_is_right(made: Linkage, decisions: Decisions) -> None:
    found = score(decisions.automatic, made.truth)
    assert found.precision >= 0.95
    assert found.recall >= 0.65
    assert found.wrong_without_sibling <= 0.04


def test_no_row_has_two_companies_or_a_question_beside_its_company(decisions: Decisions) -> None:
    assert decisions.automatic["party_id"].is_unique().all()
    both = decisions.automatic.join(decisions.questions, on="party_id", how="semi")
    assert both.is_empty()


def test_every_decision_and_question_says_why_in_both_languages(decisions: Decisions) -> None:
    together = pl.concat([decisions.automatic, decisions.questions])
    assert together["reason_de"].str.contains(r"^(?:Gleich: |Die Namen ähneln sich).+\.$").all()
    assert together["reason_en"].str.contains(r"^(?:Same: |The names resemble).+\.$").all()
    shares = together.filter(pl.col("reason_de").str.contains("%", literal=True))
    assert shares.height > 0
    assert shares["reason_de"].str.contains("\N{NO-BREAK SPACE}%", literal=True).all()
