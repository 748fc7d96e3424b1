"""Reference: the written forms that the style sheet of the pages fixes, German and English."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lieferkette.i18n import numbers

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (0, f"0{NB}€", "€0"),
        (9_999, f"9.999{NB}€", "€9,999"),
        (768_000, f"768{NB}Tsd.{NB}€", f"€768{NB}thousand"),
        (999_499, f"999{NB}Tsd.{NB}€", f"€999{NB}thousand"),
        (999_500, f"1{NB}Mio.{NB}€", f"€1{NB}million"),
        (6_400_000, f"6,4{NB}Mio.{NB}€", f"€6.4{NB}million"),
        (14_000_000, f"14{NB}Mio.{NB}€", f"€14{NB}million"),
        (2_500_000_000, f"2,5{NB}Mrd.{NB}€", f"€2.5{NB}billion"),
        (-768_000, f"−768{NB}Tsd.{NB}€", f"−€768{NB}thousand"),
    ],
)
def test_reference_euro_in_sentences(value: int, german: str, english: str) -> None:
    assert numbers.euro_short(value, "de") == german
    assert numbers.euro_short(value, "en") == english


@pytest.mark.parametrize(
    ("share", "german"),
    [
        (0, f"0{NB}%"),
        (0.0001, f"<1{NB}%"),
        (0.01, f"1{NB}%"),
        (0.035, f"3,5{NB}%"),
        (0.0996, f"10{NB}%"),
        (0.23, f"23{NB}%"),
        (0.997, f">99{NB}%"),
        (1, f"100{NB}%"),
        (-0.035, f"−3,5{NB}%"),
    ],
)
def test_reference_percent(share: float, german: str) -> None:
    assert numbers.percent(share, "de") == german


def test_reference_table_forms() -> None:
    assert numbers.euro(1_472_000, "de") == f"1.472.000{NB}€"
    assert numbers.euro(-0.4, "en") == "€0"
    assert numbers.percent(0.04, "de", 1) == f"4,0{NB}%"
    assert numbers.points(0.03, "de") == f"+3{NB}Punkte"
    assert numbers.points(0, "de") == f"±0{NB}Punkte"
    assert numbers.day(date(2026, 11, 4), "de") == "04.11.2026"
    assert numbers.day(datetime(2026, 11, 4, 9, 30), "en") == "4 November 2026"


def test_reference_words() -> None:
    assert [numbers.count_words(count, "de") for count in (0, 1, 12, 13)] == ["null", "ein", "zwölf", "13"]
    assert numbers.range_words(8.5, "de") == "acht bis neun"
    assert numbers.share_words(0.25, "de") == "ein Viertel"
    assert numbers.share_words(0.62, "de") is None
    assert numbers.listed(["A", "B"], "en") == "A and B"
