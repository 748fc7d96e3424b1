"""The catalogue of capabilities holds together, and words of practitioners find what they mean in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalogues.capabilities import alike, catalogue, covers, meant_by, value_in, wholes
from schemas.reference import sectors

CODES = sorted(catalogue())


@pytest.mark.parametrize("code", CODES)
def test_an_entry_holds_together(code: str) -> None:
    entry = catalogue()[code]
    assert entry.de and entry.en
    assert (entry.unit is not None) == (entry.kind == "dimension")
    assert not entry.is_from or entry.kind == "dimension"
    for sector in (*entry.sectors, *entry.asked_by):
        assert sectors.label(sector, "WZ2008", "de"), f"{code}: {sector} is no WZ code"
    for word in (entry.de, entry.en, *entry.synonyms):
        assert meant_by(word) == (code,)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CNC-Fräsen", ["cnc_milling"]),
        ("CNC Fraesen", ["cnc_milling"]),
        ("Zerspanung", ["machining"]),
        ("GALVANIK", ["electroplating"]),
        ("Kunststoffspritzguss", ["injection_moulding"]),
        ("Kunststoff - Spritzguß", ["injection_moulding"]),
        ("DIN EN ISO 13485:2021", ["iso_13485"]),
        ("IATF16949", ["iatf_16949"]),
        ("zertifiziert nach ISO 9001 und EN 9100", ["iso_9001", "en_9100"]),
        ("freie 5-Achs-Kapazität bis 31.03.", ["five_axis_milling"]),
        ("Kühllager gesucht", ["cold_storage"]),
        ("Edelstahl 1.4301", ["stainless_steel"]),
        ("Feuerverzinkungg", ["hot_dip_galvanising"]),
        ("Kantine", []),
        ("", []),
    ],
)
def test_words_mean_what_people_mean(text: str, codes: list[str]) -> None:
    assert list(meant_by(text)) == codes


def test_who_can_do_a_part_can_do_the_whole_but_not_the_other_way() -> None:
    assert covers("five_axis_milling", "machining")
    assert not covers("machining", "five_axis_milling")
    for code in CODES:
        assert len(list(wholes(code))) <= 4, "a circle, or too fine to be searched"


def test_what_is_not_known_is_said_to_be_like_something() -> None:
    assert alike("Galwanik") == ["electroplating"]
    assert alike("Quantenphysik") == []


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("bis 1.250 mm", "mm", 1250.0),
        ("2,5 m", "mm", 2500.0),
        ("80", "mm", 80.0),
        ("1 Mio.", "mm", 1.0),
        ("keine", "mm", None),
        ("500 g", "kg", 0.5),
        ("200 t", "kN", 1962.0),
        ("ab 10 Stück", "Stück", 10.0),
        ("80 mm", None, None),
    ],
)
def test_limits_come_in_the_unit_of_the_catalogue(text: str, unit: str | None, value: float | None) -> None:
    assert value_in(text, unit) == value


@pytest.mark.property
@given(st.text(max_size=60))
def test_whatever_is_written_means_entries_or_nothing(text: str) -> None:
    found = meant_by(text)
    assert set(found) <= set(CODES)
    assert len(found) == len(set(found))


@pytest.mark.property
@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))
def test_a_list_of_names_means_each_of_them(codes: list[str]) -> None:
    assert set(meant_by(", ".join(catalogue()[code].de for code in codes))) == set(codes)
