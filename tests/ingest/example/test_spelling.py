"""Ways of misspelling come at their printed rates, and nobody is written as somebody else."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ingest.clean.names import normalise, normalise_columns
from ingest.example.spelling import RATES, SAP_NAME_LENGTH, Speller, plain
from ingest.example.truth import Truth
from ingest.example.world import World


def test_property_rates_are_those_printed(world: World) -> None:
    companies = world.companies.to_dicts()
    speller = Speller(companies, np.random.default_rng(5))
    spelled = [(company, speller.spell(company)) for company in companies for _ in range(10)]
    counts = Counter(noise for _, spelling in spelled for noise in spelling.noises)
    whole = len(spelled)
    for noise in ("legal_form_missing", "upper_case", "city_missing", "place_missing"):
        assert abs(counts[noise] / whole - RATES[noise]) < 0.01, noise
    with_umlaut = sum(any(letter in company["name"] for letter in "äöüßÄÖÜ") for company, _ in spelled)
    assert abs(counts["umlauts_transliterated"] / with_umlaut - RATES["umlauts_transliterated"]) < 0.02
    former = sum(company["former_name"] is not None for company, _ in spelled)
    assert abs(counts["former_name"] / former - RATES["former_name"]) < 0.04
    assert 0.01 < counts["typo"] / whole < 0.035


def test_property_what_agrees_normalises_alike(world: World) -> None:
    """Only what is said to break a name does; ingest's normaliser is the judge."""
    companies = world.companies.to_dicts()
    speller = Speller(companies, np.random.default_rng(6))
    for company in companies[::3]:
        spelling = speller.spell(company)
        same_name = normalise(spelling.name)[0] == normalise(company["name"])[0]
        same_place = spelling.postcode == company["postcode"] or spelling.city == company["city"]
        if spelling.agrees:
            assert same_name, (spelling.name, company["name"])
            assert same_place


def test_property_nobody_is_written_as_somebody_else(truth: Truth) -> None:
    known = normalise_columns(truth.companies["name"])["name_normalised"]
    owner = dict(zip(known, truth.companies["company_key"], strict=True))
    written = truth.rows.drop_nulls("company_key").select("written_name", "company_key").unique()
    normalised = normalise_columns(written["written_name"])["name_normalised"]
    for name, key in zip(normalised, written["company_key"], strict=True):
        assert owner.get(name, key) == key, name


def test_sap_names_are_cut(truth: Truth) -> None:
    of_sap = truth.rows.filter(truth.rows["file"].str.contains("LFA1|Kreditorenliste_SAP")).drop_nulls(
        "written_name"
    )
    assert of_sap["written_name"].str.len_chars().max() <= SAP_NAME_LENGTH
    assert of_sap["noises"].str.contains("truncated").sum() > 10


def test_plain_is_the_register(world: World) -> None:
    company = world.companies.row(0, named=True)
    assert plain(company).name == company["name"]
    assert plain(company).agrees
