"""A small list of what DATEV, SAP and sheets make of names: precise, and nothing is lost that clerks do to a name."""

from __future__ import annotations

from ingest.match import match
from tests.bench.matching.linkage import found_by_kind, known_of, normalised, score
from tests.bench.matching.third.lists import third_linkage


def test_a_list_with_every_kind_of_noise_finds_its_companies() -> None:
    made = third_linkage(600, 2_000, seed=5)
    assert made.rows.equals(third_linkage(600, 2_000, seed=5).rows)
    decisions = match(normalised(made.rows), known_of(made.register))
    found = score(decisions.automatic, made.truth)
    assert found.precision >= 0.97
    assert found.recall >= 0.8
    assert found.wrong_with_sibling <= 0.1
    assert found.wrong_without_sibling <= 0.05
    shares = dict(text.split() for text in found_by_kind(decisions.automatic, made.truth))
    assert {"department", "cut", "abbreviation", "town_in_name", "two_fields"} <= set(shares)
