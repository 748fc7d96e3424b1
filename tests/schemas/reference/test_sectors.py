"""Codes, labels and conversions of WZ 2008 and WZ 2025; groups of divisions with their colours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference import sectors
from schemas.reference.sector_groups import BY_CODE, SECTOR_GROUPS, UNKNOWN, sector_group
from schemas.reference.sector_labels import ENGLISH, ENGLISH_2025

CLASSIFICATIONS = ("WZ2008", "WZ2025")


@pytest.mark.reference
def test_sizes_are_those_that_destatis_publishes():
    # Destatis, WZ 2008, foreword: sections, divisions, groups, classes, subclasses
    assert [len(sectors.codes("WZ2008", level)) for level in range(1, 6)] == [21, 88, 272, 615, 839]
    # WZ 2025 follows NACE Rev. 2.1: 22 sections, 87 divisions, 287 groups, 651 classes.
    assert [len(sectors.codes("WZ2025", level)) for level in range(1, 5)] == [22, 87, 287, 651]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2562", "25.62"),
        ("25620", "25.62.0"),
        ("25.62", "25.62"),
        ("WZ 25.62.0", "25.62.0"),
        ("WZ 2008: 25.62", "25.62"),
        ("NACE C25.62", "25.62"),
        ("25-62-0", "25.62.0"),
        ("25.60.0", "25.6"),
        ("25000", "25"),
        ("1.11", "01.11"),
        ("0111", "01.11"),
        ("c", "C"),
        ("WZ 08.11", "08.11"),
        # a lost zero without a dot is not guessed; other words and codes of nothing are none
        ("1110", None),
        ("Galvanik", None),
        ("25.62.0 Mechanik", None),
        ("99.99", None),
        ("04", None),
        ("", None),
        (None, None),
        ("2" * 100, None),
    ],
)
def test_written_codes(text, code):
    assert sectors.normalise_code(text) == code


@pytest.mark.property
@given(st.text(max_size=60))
def test_any_text_gives_a_valid_code_or_none(text):
    code = sectors.normalise_code(text)
    assert code is None or sectors.is_valid(code)


@pytest.mark.property
@pytest.mark.parametrize("classification", CLASSIFICATIONS)
def test_every_code_reads_as_itself_with_and_without_dots(classification):
    for code in sectors.codes(classification):
        assert sectors.normalise_code(code, classification) == code
        digits = code.replace(".", "")
        undotted = sectors.normalise_code(digits, classification)
        # "010" may stand for division 01 filled up with a zero
        assert undotted == code or code.startswith(undotted)


@pytest.mark.property
@pytest.mark.parametrize("classification", CLASSIFICATIONS)
def test_levels_hang_together(classification):
    for code in sectors.codes(classification):
        above = sectors.parent(code, classification)
        if above is None:
            assert sectors.level(code, classification) == 1
            continue
        assert sectors.level(above, classification) == sectors.level(code, classification) - 1
        assert code in sectors.children(above, classification)
        assert code.startswith(sectors.division(code))


@pytest.mark.property
@pytest.mark.parametrize("classification", CLASSIFICATIONS)
def test_every_code_has_a_label_in_both_languages(classification):
    for code in sectors.codes(classification):
        for language in ("de", "en"):
            label = sectors.label(code, classification, language)
            assert label == " ".join(label.split()) != ""
    assert sectors.label("00.00", classification) is None


def test_english_titles_belong_to_codes_that_exist():
    assert set(ENGLISH) <= set(sectors.codes("WZ2008"))
    assert set(ENGLISH_2025) <= set(sectors.codes("WZ2025"))
    # groups of manufacturing that WZ 2025 has and WZ 2008 has not would fall back to their division
    for code in sectors.codes("WZ2025", 3):
        if "10" <= code[:2] <= "33":
            assert code in ENGLISH or code in ENGLISH_2025, code


def test_labels():
    assert sectors.label("25") == "Herstellung von Metallerzeugnissen"
    assert (
        sectors.label("65")
        == "Versicherungen, Rückversicherungen und Pensionskassen (ohne Sozialversicherung)"
    )
    assert sectors.label("25.61.0", language="en") == "Metal treatment, coating and machining"
    # 25.6 means something else in WZ 2025
    assert sectors.label("25.6", "WZ2025", "en") == "Cutlery, tools, locks and fittings"


@pytest.mark.property
def test_conversion_stays_on_its_level_and_says_when_it_is_ambiguous():
    for code in sectors.codes("WZ2008"):
        goals, is_ambiguous = sectors.to_2025(code)
        assert goals
        assert is_ambiguous == (len(goals) > 1)
        assert {sectors.level(goal, "WZ2025") for goal in goals} == {sectors.level(code)}


@pytest.mark.property
def test_conversion_back_finds_the_start():
    for code in sectors.codes("WZ2008", 5):
        for goal in sectors.to_2025(code)[0]:
            back = sectors.to_2008(goal)[0]
            assert not back or code in back


def test_known_conversions():
    # machining moved from 25.62 to 25.53; trade in motor vehicles (45) went to wholesale, retail and repair
    assert sectors.to_2025("25.62.0") == (("25.53.0",), False)
    assert sectors.to_2025("45") == (("46", "47", "95"), True)
    assert sectors.to_2025("00.00") == ((), False)


@pytest.mark.parametrize("classification", CLASSIFICATIONS)
def test_every_division_is_in_exactly_one_group(classification):
    for division in sectors.codes(classification, 2):
        assert [group.code for group in SECTOR_GROUPS if division in group.divisions] == [
            sector_group(division).code
        ]


def test_groups_hold_no_division_that_does_not_exist_and_look_different():
    assert len(SECTOR_GROUPS) == 14
    assert frozenset().union(*(group.divisions for group in SECTOR_GROUPS)) == set(sectors.codes("WZ2008", 2))
    for look in ("light", "dark"):
        colours = [getattr(group, look) for group in BY_CODE.values()]
        assert len(set(colours)) == len(colours) == 16
        assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)


def test_no_sector_is_unknown():
    assert sector_group(None) is sector_group("C") is sector_group("") is UNKNOWN
    assert sector_group("25.62.0").de == "Metallerzeugnisse"
