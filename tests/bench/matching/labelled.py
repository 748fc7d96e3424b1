"""Pairs that others have labelled, where `../shared/data/entity_resolution` exists, as two sides to compare.

Comes in: the folder. Goes out: left and right records row by row, and whether each pair is one company.
Never: a row of these files in the tree.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.match.features import prepare
from ingest.match.nearest import place_keys
from ingest.match.texts import Texts
from tests.bench.matching.linkage import known_of, normalised
from tests.bench.matching.made_rows import respelled

ORGANISATIONS = ("Organization", "Company", "LegalEntity", "PublicBody")


@dataclass(frozen=True)
class LabelledPairs:
    """`left` and `right` (name, street, country_code where told) of the same length, and `is_match`."""

    name: str
    left: pl.DataFrame
    right: pl.DataFrame
    is_match: pl.Series


def folder() -> Path | None:
    """The folder of labelled pairs, or None where it is not there."""
    shared = Path(os.environ.get("LIEFERKETTE_SHARED", "../shared"))
    found = shared / "data" / "entity_resolution"
    return found if found.is_dir() else None


def organisations(path: Path) -> LabelledPairs:
    """nomenklatura's name pairs of organisations."""
    rows = pl.read_csv(path / "nomenklatura_name_bench.csv", infer_schema=False)
    rows = rows.filter(pl.col("schema").is_in(ORGANISATIONS))
    sides = [rows.select(pl.col(column).alias("name")) for column in ("name1", "name2")]
    return LabelledPairs("nomenklatura, organisations", *sides, rows["is_match"] == "true")


def factories(path: Path) -> LabelledPairs:
    """Open Supply Hub's pairs of factories: name, address, country."""
    data = json.loads((path / "osh_dedupe_training.json").read_text(encoding="utf-8"))
    labelled = [(pair["__value__"], kind == "match") for kind in ("match", "distinct") for pair in data[kind]]
    sides = [
        pl.DataFrame(
            [{"name": pair[side]["name"], "street": pair[side]["address"], "country_code": pair[side]["country"]}
             for pair, _ in labelled]
        )
        for side in (0, 1)
    ]  # fmt: skip
    return LabelledPairs("Open Supply Hub, factories", *sides, pl.Series([label for _, label in labelled]))


def register_names(path: Path, count: int = 2_000, seed: int = 11) -> LabelledPairs:
    """Real register names: half with a respelled and changed form of themselves, half with the most like other name.

    The register holds no former names, so the changes are made: the noise of `made_rows`, and a word of trade changed
    or a town added, as companies do when they rename themselves. The others are the nearest by letters, whatever word
    they begin with.
    """
    rows = pl.concat(
        [
            pl.read_csv(path / name, infer_schema=False).select("name", "company_number")
            for name in ("offeneregister_de_sample20k.csv", "offeneregister_maerkische_region.csv")
        ]
    ).unique("name", maintain_order=True)
    chance = random.Random(seed)
    numbers = chance.sample(range(rows.height), 2 * count)
    names = rows["name"].to_list()
    changed = [renamed(names[number], chance) for number in numbers[:count]]
    nearest = nearest_others(rows, numbers[count:])
    left = pl.DataFrame({"name": [names[number] for number in numbers]})
    right = pl.DataFrame({"name": changed + [names[number] for number in nearest]})
    return LabelledPairs(
        "German register, made changes", left, right, pl.Series([True] * count + [False] * count)
    )


def renamed(name: str, chance: random.Random) -> str:
    """A name as its company may have borne it before, or as somebody wrote it."""
    words = name.split()
    kind = chance.random()
    if kind < 0.25 and len(words) > 2:
        del words[chance.randrange(1, len(words) - 1)]
    elif kind < 0.45:
        words.insert(1, chance.choice(["Handels", "Service", "Nord", "Technik", "International", "Neue"]))
    elif kind < 0.6 and len(words) > 2:
        words[1] = chance.choice(["Maschinenbau", "Vertriebs", "Bau", "Immobilien", "Consulting"])
    return respelled(" ".join(words), chance)


def nearest_others(rows: pl.DataFrame, numbers: list[int]) -> list[int]:
    """For each name the number of the other one nearest to it by letters."""
    companies = rows.rename({"company_number": "company_id"}).with_columns(
        pl.int_range(pl.len()).cast(pl.String).alias("company_id"), pl.lit("active").alias("status")
    )
    known = known_of(companies)
    parties = prepare(normalised(rows[numbers].select("name")))
    found = known.index.nearest(Texts.of(parties["folded"]), place_keys(parties))
    ids = known.names["company_id"].cast(pl.Int64).to_list()
    own = rows["name"].to_list()
    return [
        next(ids[place] for place in places if place >= 0 and own[ids[place]] != own[number])
        for number, places in zip(numbers, found, strict=True)
    ]
