"""What stands behind a name is no part of it, and a name that looks so stays whole."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.match.asides import town_behind, without_asides, without_town
from ingest.match.features import prepare
from tests.bench.matching.linkage import normalised


def folded(name: str, city: str | None = None, towns: tuple[str, ...] = ()) -> tuple[str, str | None]:
    """The name as it is compared, and its town."""
    rows = normalised(
        pl.DataFrame({"name": [name], "city": [city]}, schema={"name": pl.String, "city": pl.String})
    )
    return prepare(rows, pl.Series(towns, dtype=pl.String)).select("folded", "city_key").row(0)


@pytest.mark.parametrize(
    "behind",
    [
        " – Einkauf –", " Kreditorenbuchhaltung", " z. Hd. Frau Holle", " Abt. EK", " c/o Holle Steuerberatung",
        " Niederlassung Hagen", " NL Hagen", " Werk 2", " Kto 70815", " Kd.-Nr. 4711", " (alt)", " NEU", " *",
        " - gesperrt -", " Inh. Karl Igel", " ab 2021",
    ],
)  # fmt: skip
def test_what_is_written_behind_a_name_is_no_part_of_it(behind: str) -> None:
    assert folded(f"Igel Guss GmbH{behind}")[0] == "igel guss"


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("Cafe Bar GmbH", "cafe bar"),
        ("Neue Einkauf Zentrale GmbH", "neue einkauf zentrale"),
        ("Inhaber Igel", "inhaber igel"),
        ("Igel GmbH, Federnfabrik", "igel federnfabrik"),
    ],
)
def test_a_name_of_such_words_stays_whole(name: str, whole: str) -> None:
    assert folded(name)[0] == whole


@pytest.mark.parametrize("behind", [" (Hagen)", ", Hagen", " in Hagen", " Hagen"])
def test_a_town_behind_the_name_is_the_town(behind: str) -> None:
    name = f"Igel Guss GmbH{behind}"
    assert folded(name, "Hagen") == ("igel guss", "hagen")
    assert folded(name, None, ("hagen",)) == ("igel guss", "hagen")
    assert folded(name, "Altena")[0].endswith("hagen")
    assert folded(name)[0].endswith("hagen")


def test_nothing_is_left_empty() -> None:
    names = pl.DataFrame({"name": ["", "(alt)", "Inh. Igel", "GmbH Hagen"]})
    left = names.select(
        without_asides(pl.col("name")),
        without_town(pl.col("name")).alias("town"),
        town_behind(pl.col("name")).alias("told"),
    )
    assert left["town"].to_list()[2:] == ["Inh. Igel", "GmbH Hagen"]
    assert left["name"].to_list()[2] == "Inh. Igel"
