"""Names: what is the same firm stays the same, what is another firm stays another."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.names import clean_names, has_legal_form, joined, normalise, normalise_columns


@pytest.mark.parametrize(
    ("name", "normalised", "legal_form"),
    [
        ("Rübezahl Draht GmbH & Co. KG", "ruebezahl draht", "GmbH & Co. KG"),
        ("RUEBEZAHL DRAHT GMBH + CO KG", "ruebezahl draht", "GmbH & Co. KG"),
        ("Rübezahl Draht GmbH u. Co. KG", "ruebezahl draht", "GmbH & Co. KG"),
        ("Rübezahl Verwaltungs-GmbH", "ruebezahl verwaltungs", "GmbH"),
        ("Fa. Drosselbart Galvanotechnik", "drosselbart galvanotechnik", None),
        ("SchÃ¤fer & Söhne OHG", "schaefer und soehne", "OHG"),
        ("Zwerg Nase G.m.b.H.", "zwerg nase", "GmbH"),
        ("Zwerg Nase Gesellschaft mit beschränkter Haftung", "zwerg nase", "GmbH"),
        ("Sterntaler UG (haftungsbeschränkt)", "sterntaler", "UG"),
        ("Frau Holle e.K.", "frau holle", "e.K."),
        ("Sieben Zwerge eG", "sieben zwerge", "eG"),
        ("Gestiefelter Kater AG", "gestiefelter kater", "AG"),
        ("Baba Jaga Sp. z o.o.", "baba jaga", "Sp. z o.o."),
        ("Pinocchio S.r.l.", "pinocchio", "S.r.l."),
        ("Barbe-Bleue S.A.R.L.", "barbe bleue", "S.A.R.L."),
        ("Mother Goose Ltd", "mother goose", "Ltd."),
        ("Holle and Sons Inc.", "holle und sons", "Inc."),
        ("AG", "ag", None),
        ("Švejk s.r.o.", "svejk", "s.r.o."),
        ("Rübezahl DrahtGmbH & Co.KG", "ruebezahl draht", "GmbH & Co. KG"),
        ("RÜBEZAHL DRAHTGMBH", "ruebezahl draht", "GmbH"),
        ("SterntalerAG", "sterntaler", "AG"),
        ("VERLAG MONTAG GMBH", "verlag montag", "GmbH"),
        ("Sterntaler UG (hb)", "sterntaler", "UG"),
        ("Zwerg Nase PartG mbB", "zwerg nase", "PartG"),
        ("M?ller Gro?handel GmbH", "mueller grosshandel", "GmbH"),
        ("M\ufffdller Gro\ufffdhandel GmbH", "mueller grosshandel", "GmbH"),
        ("KamiÅ„ski Sp. z o.o.", "kaminski", "Sp. z o.o."),
    ],
)
def test_normalised_name_and_legal_form(name: str, normalised: str, legal_form: str | None) -> None:
    assert normalise(name) == (normalised, legal_form)


@pytest.mark.parametrize(
    ("name", "more", "whole"),
    [
        ("Werkzeug- und Formenbau Igel & Fros", "ch GmbH", "Werkzeug- und Formenbau Igel & Frosch GmbH"),
        (
            "Zwergen Fliesen und Platten OHG GMB",
            "H & Co. KG",
            "Zwergen Fliesen und Platten OHG GMBH & Co. KG",
        ),
        (
            "Werkzeug- und Formenbau Igel, Frosch",
            "und Storch",
            "Werkzeug- und Formenbau Igel, Frosch und Storch",
        ),
        (
            "Werkzeug- und Formenbau Igel und Co",
            "und Storch",
            "Werkzeug- und Formenbau Igel und Co und Storch",
        ),
        ("Werkzeug- und Formenbau Igel & Fros", "Werk Nord", "Werkzeug- und Formenbau Igel & Fros Werk Nord"),
        ("Igel", "ch GmbH", "Igel ch GmbH"),
        ("Igel", None, "Igel"),
        (None, "Igel", "Igel"),
    ],
)
def test_a_word_that_a_full_field_broke_is_one_again(name: str | None, more: str | None, whole: str) -> None:
    assert joined(pl.Series([name], dtype=pl.String), pl.Series([more], dtype=pl.String)).to_list() == [whole]


def test_blank_names_stay_null() -> None:
    frame = normalise_columns(pl.Series([None, "", "---"], dtype=pl.String))
    assert frame["name_normalised"].to_list() == [None, None, None]


def test_shown_names_are_only_tidied() -> None:
    assert clean_names(pl.Series([' "Rübezahl  Draht AG" ', "MÃ¼ller", "  "])).to_list() == [
        "Rübezahl Draht AG",
        "Müller",
        None,
    ]


def test_legal_forms_mark_companies() -> None:
    assert has_legal_form(pl.Series(["Holle GmbH", "Hans Holle"])).to_list() == [True, False]


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_normalising_twice_changes_no_letters_property(name: str) -> None:
    normalised, _ = normalise(name)
    assert normalised is None or normalised == normalised.strip() == " ".join(normalised.split())
    assert normalised is None or normalised == normalised.lower()


@given(
    st.sampled_from(["Rübezahl Draht", "Zwerg Nase", "Sieben Zwerge"]),
    st.sampled_from(["GmbH", "AG", "KG", "GmbH & Co. KG", "OHG"]),
)
@settings(max_examples=15, deadline=None)
def test_case_and_blanks_do_not_matter_property(name: str, form: str) -> None:
    assert normalise(f"{name} {form}") == normalise(f"  {name.upper()}   {form.upper()} ")
