"""The model reads as the list of its parts; what a word weighs follows from how rare it is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ingest.match.compare import compare
from ingest.match.features import prepare
from ingest.match.known import identifiers_of, keys_of
from ingest.match.model import log_odds, parts, weights
from ingest.match.texts import WORD_BITS, Texts
from ingest.match.words import WordWeights
from tests.bench.matching.linkage import known_of, normalised

HOME = {"postcode": "58511", "city": "Lüdenscheid", "street": "Werkstraße 5", "country_code": "DE"}


def compared(party: dict[str, str | None], company: dict[str, str | None]) -> pl.DataFrame:
    """One pair as `compare` sees it."""
    rows = normalised(pl.DataFrame([{"party_id": "p", **HOME, **party}]))
    known = known_of(pl.DataFrame([{"company_id": "c", "status": "active", **HOME, **company}]))
    pair = pl.DataFrame(
        {"party_no": [0], "name_no": [0]}, schema={"party_no": pl.UInt32, "name_no": pl.UInt32}
    )
    ids = keys_of(identifiers_of(rows, "party_id"), "party_id")
    return compare(pair, prepare(rows).with_row_index("party_no"), ids, known)


def odds(party: dict[str, str | None], company: dict[str, str | None], searched: int = 10_000) -> float:
    return float(log_odds(compared(party, company), searched).item())


def test_the_table_of_weights_is_the_model() -> None:
    frame = compared({"name": "Igel Guss GmbH"}, {"name": "Igel Guss GmbH"})
    listed = parts(frame, 100)
    assert set(listed.columns) == set(weights())
    by_hand = sum(weights()[name] * listed[name].item() for name in listed.columns)
    assert log_odds(frame, 100).item() == pytest.approx(by_hand)


def test_no_weight_says_that_less_agreement_is_more() -> None:
    table = weights()
    opposing = [name for name in table if "conflict" in name or "other" in name or "missing" in name]
    assert all(table[name] <= 0 for name in [*opposing, "slips", "letters_apart", "names_searched"])
    agreeing = [name for name in table if name.endswith("_same") or name.startswith("agreed")]
    assert all(table[name] >= 0 for name in agreeing)


def test_each_thing_that_speaks_against_lowers_the_odds() -> None:
    company = {"name": "Froschkönig Guss GmbH"}
    alike = odds(company, company)
    for other in (
        {"name": "Froschkönig Guss AG"},
        {"name": "Froschkönig Guss II GmbH"},
        {"name": "Froschkönig Guss Holding GmbH"},
        {"name": "Froschkönig Draht GmbH"},
        {"name": "Froschkönik Guss GmbH"},
        {"postcode": "01067"},
        {"city": "Dresden"},
        {"street": "Nordring 112"},
    ):
        assert odds({**company, **other}, company) < alike
    assert odds(company, company, searched=1_000_000) < alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Werkstraße 5", "WERKSTR. 5"),
        ("Hagener Straße 12a", "Hagenerstr. 12 a"),
        ("Am alten Schloß 3", "am alten schloss 3"),
    ],
)
def test_spellings_of_a_street_are_one(one: str, other: str) -> None:
    found = compared({"name": "Igel AG", "street": one}, {"name": "Igel AG", "street": other})
    assert found["is_street_same"].item()


def test_a_rare_word_weighs_more_than_a_common_or_a_known_one() -> None:
    counts = np.zeros(1 << WORD_BITS, np.int32)
    texts = Texts.of(pl.Series(["froschkoenig maschinenbau the luedenscheid igel"]))
    counts[texts.buckets[4]] = 500
    words = WordWeights.of([counts, np.zeros_like(counts)], 10_000, pl.Series(["luedenscheid"]))
    rare, trade, stop, town, frequent = words.of_words(texts).tolist()
    assert rare > town > trade > stop
    assert rare > frequent
    assert words.is_known(texts).tolist() == [False, False, False, False, True]
