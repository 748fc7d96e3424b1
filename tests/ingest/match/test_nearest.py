"""The nearest names against a plain computation of the same cosine; the register on disk against memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ingest.match import Known, known_companies, match
from ingest.match.features import prepare
from ingest.match.kept import load, save
from ingest.match.nearest import NEAREST, NearestIndex, place_keys
from ingest.match.texts import Texts
from tests.bench.matching.linkage import known_of, normalised
from tests.bench.matching.made_rows import Linkage, made_linkage


@pytest.fixture(scope="module")
def made() -> Linkage:
    return made_linkage(60, 400, seed=5)


@pytest.fixture(scope="module")
def known(made: Linkage) -> Known:
    return known_of(made.register)


def trigrams(name: str) -> set[str]:
    text = "  " + name.replace(" ", "")
    return {text[k : k + 3] for k in range(1, len(text) - 2)}


def test_the_nearest_are_those_of_the_plain_cosine(made: Linkage, known: Known) -> None:
    names = known.names["folded"].to_list()
    held = [trigrams(name) for name in names]
    rarity = {
        token: np.log(1 + len(names) / sum(token in tokens for tokens in held))
        for token in set().union(*held)
    }
    nowhere = known.names.with_columns(
        pl.lit(None, pl.String).alias(key) for key in ("city_key", "postcode_key")
    )
    index = NearestIndex.of(known.texts, place_keys(nowhere))
    asked = prepare(normalised(made.rows.head(20))).with_columns(
        pl.lit(None, pl.String).alias(key) for key in ("city_key", "postcode_key")
    )
    found = index.nearest(Texts.of(asked["folded"]), place_keys(asked))
    for name, numbers in zip(asked["folded"], found, strict=True):
        mine = trigrams(name)
        cosine = np.array(
            [
                sum(rarity[token] ** 2 for token in mine & tokens)
                / np.sqrt(sum(rarity[token] ** 2 for token in tokens) or 1.0)
                for tokens in held
            ]
        )
        best = np.sort(cosine)[::-1][: (numbers >= 0).sum()]
        assert cosine[numbers[numbers >= 0]] == pytest.approx(best, rel=1e-4)


def test_nearly_every_company_is_among_the_nearest(made: Linkage, known: Known) -> None:
    records = prepare(normalised(made.rows))
    found = known.index.nearest(Texts.of(records["folded"]), place_keys(records))
    assert found.shape == (60, NEAREST)
    ids = known.names["company_id"].to_list()
    truth = made.truth["company_id"].to_list()
    present = [row for row, company_id in enumerate(truth) if company_id]
    hits = [truth[row] in {ids[number] for number in found[row] if number >= 0} for row in present]
    assert np.mean(hits) >= 0.95


def test_the_register_on_disk_decides_as_the_one_in_memory(
    made: Linkage, known: Known, tmp_path: Path
) -> None:
    save(known, tmp_path / "register")
    again = load(tmp_path / "register")
    assert again is not None
    rows = normalised(made.rows)
    from_memory, from_disk = match(rows, known), match(rows, again)
    assert from_disk.automatic.equals(from_memory.automatic)
    assert from_disk.questions.equals(from_memory.questions)
    assert from_memory.automatic.height > 30


def test_what_is_not_whole_on_disk_is_not_there(known: Known, tmp_path: Path) -> None:
    save(known, tmp_path / "register")
    (tmp_path / "register" / "postings.npy").write_bytes(b"torn")
    assert load(tmp_path / "register") is None
    assert load(tmp_path / "nowhere") is None


def test_a_set_put_together_finds_what_its_parts_hold(known: Known) -> None:
    from ingest.match import together

    other = pl.DataFrame([{"company_id": "x", "name": "Rumpelstilz Spinnerei GmbH", "city": "Hagen"}])
    other = normalised(
        other.with_columns(pl.lit("active").alias("status"), pl.lit(None, pl.String).alias("postcode"))
    )
    none = pl.DataFrame(schema=dict.fromkeys(("company_id", "scheme", "identifier"), pl.String))
    no_alias = pl.DataFrame(schema=dict.fromkeys(("company_id", "alias", "name_normalised"), pl.String))
    both = together(known, known_companies(other, none, no_alias))
    row = normalised(pl.DataFrame([{"party_id": "p", "name": "Rumpelstilz-Spinerei GmbH", "city": "Hagen"}]))
    assert match(row, both).automatic["company_id"].to_list() == ["x"]
