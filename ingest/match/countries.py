"""The country that a name speaks of: "Rübezahl Schweiz" is not "Rübezahl", and neither is "Rübezahl Polska".

A group has a company in each country and calls them alike but for that word (`countries_in_names.csv`). Where the
word names the country in which one of the two lies anyway, it says nothing new.
Comes in: folded names. Goes out: codes, and whether the codes of a pair are at odds. Never: where a company lies.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import polars as pl


def country_in_name(text: pl.Expr) -> pl.Expr:
    """The code of the last country that folded names speak of, null where they speak of none."""
    found = text.str.extract(r"^.*\b(" + "|".join(_codes()) + r")\b", 1)
    return found.replace_strict(_codes(), default=None, return_dtype=pl.String)


def names_other_country() -> pl.Expr:
    """Whether the names of a pair speak of different countries, or one of a country where neither company lies."""
    return _foreign("country_in_name").ne_missing(_foreign("country_in_name_known"))


def _foreign(name: str) -> pl.Expr:
    """The country that a name speaks of, null where one of the two lies there."""
    spoken_of = pl.col(name)
    lies_there = pl.any_horizontal(
        spoken_of == pl.col("country_key"), spoken_of == pl.col("country_key_known")
    )
    return pl.when(~lies_there.fill_null(False)).then(spoken_of)


@cache
def _codes() -> dict[str, str]:
    text = resources.files("ingest.match").joinpath("countries_in_names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {word: row["country_code"] for row in rows for word in row["words"].split("|")}
