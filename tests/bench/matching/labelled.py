"""Pairs that others have labelled, where `../shared/data/entity_resolution` exists, as two sides to compare.

Comes in: the folder. Goes out: left and right records row by row, and whether each pair is one company.
Never: a row of these files in the tree.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

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
