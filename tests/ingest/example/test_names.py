"""Names are distinct, fictional and plausible; identifiers are right and plainly invented."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from stdnum.eu import vat

from ingest.clean.names import normalise_columns
from ingest.example import identifiers, names, tables
from ingest.example.world import World, generate

# brands and firms that exist; fairy tales that are brands are among them
REAL = (
    "rapunzel sterntaler rotkaeppchen hansimglueck einhorn kobold phoenix loewe greif krone adler "
    "falke kostal hueck erco dornbracht hasco kirchhoff waelzholz giebel bilstein buschjaeger "
    "abus burgwaechter gedore trumpf schneewittchen schlaraffia wieland siegfried krabat "
    "hotzenplotz wuerth boellhoff fuchs pelikan salamander jagenberg kamax trilux jungheinrich "
    "gira berker vorwerk voswinkel"
).split()


def test_property_no_two_companies_share_a_normalised_name(world: World) -> None:
    normalised = normalise_columns(world.companies["name"])["name_normalised"]
    assert normalised.n_unique() == world.companies.height
    folded = [names.folded(base) for base in world.companies["base_name"]]
    assert len(set(folded)) == len(folded)


def test_property_former_names_are_nobody_elses(world: World) -> None:
    former = normalise_columns(world.companies["former_name"].drop_nulls())["name_normalised"]
    current = set(normalise_columns(world.companies["name"])["name_normalised"])
    assert len(former) > 15
    assert not current & set(former)
    assert former.n_unique() == len(former)


def test_property_names_are_distinct_in_large_worlds() -> None:
    maker = names.NameMaker(np.random.default_rng(0))
    words = [text.split("|") for text in tables.sectors()["words"]]
    made = [maker.german(words[number % len(words)]).base for number in range(40_000)]
    assert len({names.folded(base) for base in made}) == 40_000


def test_no_brand_is_a_real_one(world: World) -> None:
    brands = {names.folded(brand) for brand in (*names.TALES, *names.COMPOUNDS)}
    brands |= {names.folded(brand) for local in names.TALES_BY_COUNTRY.values() for brand in local.split("|")}
    assert not brands & set(REAL)


def test_reference_vat_ids_pass_stdnum_and_are_out_of_use(world: World) -> None:
    ids = world.companies.select("country_code", "vat_id").drop_nulls("vat_id")
    assert set(ids["country_code"]) == {"DE", *tables.EU_COUNTRIES}
    assert [number for number in ids["vat_id"] if not vat.is_valid(number)] == []
    german = ids.filter(pl.col("country_code") == "DE")["vat_id"]
    assert german.str.starts_with("DE99").all()
    assert ids["vat_id"].n_unique() == ids.height


@pytest.mark.parametrize("country", ["DE", *tables.EU_COUNTRIES])
def test_reference_many_vat_ids_of_each_country(country: str) -> None:
    made = [identifiers.vat_id(country, number) for number in range(0, 99_000, 331)]
    assert len(set(made)) == len(made)
    assert all(number and vat.is_valid(number) for number in made)


def test_register_numbers_fit_legal_form_and_court(world: World) -> None:
    registered = world.companies.drop_nulls("register_number")
    for row in registered.iter_rows(named=True):
        assert re.fullmatch(r"(HRB|HRA|GnR) \d{6,7}", row["register_number"])
        assert row["register_number"].startswith("HRA") == (row["legal_form"] in identifiers.HRA_FORMS)
    home = registered.filter(pl.col("origin") == "region")
    assert set(home["register_court"]) == {"Hagen", "Iserlohn"}
    assert registered.select("register_number", "register_court").is_unique().all()


def test_places_are_the_25_municipalities(world: World) -> None:
    home = tables.places().filter(pl.col("origin") == "region")
    assert home.height == 25
    kreise = home["ags"].str.slice(0, 5).value_counts()
    assert dict(kreise.iter_rows()) == {"05962": 15, "05954": 9, "05914": 1}
    assert world.companies.filter(pl.col("origin") == "region")["city"].n_unique() >= 23


def test_kinds_and_countries_are_all_there() -> None:
    world = generate(660, in_region=400, seed=3)
    assert {"company", "cooperative", "public_body", "research"} <= set(world.companies["kind"])
    assert {"NL", "BE", "AT", "CZ", "PL", "IT", "SE", "FR", "CN", "TR", "IN", "US", "CH"} <= set(
        world.companies["country_code"]
    )
