"""Scenario files: what they say, and what each fault is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from lieferkette.resilience.scenario import BadScenario, Near, find_scenario, parse_scenario

WHOLE = """
title_de = "Beides"
[[shock]]
loss = 0.5
sectors = ["24", "25.6"]
near = { latitude = 51, longitude = 7.5, radius_km = 8 }
[[shock]]
countries = ["CN"]
[recovery]
weeks = [0, 4]
left = [1, 0.5]
"""


def test_a_whole_file() -> None:
    found = parse_scenario("x", WHOLE)
    assert (found.title("de"), found.title("en")) == ("Beides", "x")
    assert found.shocks[0].near == Near(51.0, 7.5, 8.0)
    assert (found.shocks[1].loss, found.shocks[1].countries) == (1.0, ("CN",))
    assert found.recovery == ((0.0, 1.0), (4.0, 0.5))
    assert [shock.loss for shock in found.with_loss(0.1).shocks] == [0.1, 0.1]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("= 1", "kein TOML"),
        ("title_de = 'x'", "Es fehlt [[shock]]"),
        ("[[shock]]\nloss = 0.5", "nennt, wen er trifft"),
        ("[[shock]]\nloss = 0\nsectors = ['1']", "loss = 0 liegt nicht zwischen"),
        ("[[shock]]\nloss = 1.2\nsectors = ['1']", "loss = 1.2 liegt nicht zwischen"),
        ("[[shock]]\nloss = 'x'\nsectors = ['1']", "loss = x liegt nicht zwischen"),
        ("[[shock]]\nsectors = '29'", "sectors ist eine Liste"),
        ("[[shock]]\nsectors = [29]", "sectors ist eine Liste"),
        ("[[shock]]\nsector = ['29']", "„sector“ kennt ein Szenario nicht"),
        ("titel = 'x'\n[[shock]]\nsectors = ['29']", "„titel“ kennt ein Szenario nicht"),
        ("[[shock]]\nnear = { latitude = 51 }", "near nennt latitude"),
        ("[[shock]]\nnear = { latitude = 'a', longitude = 1, radius_km = 1 }", "near nennt latitude"),
        ("[[shock]]\nsectors = ['29']\n[recovery]\nweeks = [0]\nleft = []", "[recovery] nennt weeks"),
        ("[[shock]]\nsectors = ['29']\n[recovery]\nweeks = [4, 0]\nleft = [1, 0]", "[recovery] nennt weeks"),
        ("[[shock]]\nsectors = ['29']\n[recovery]\nweeks = [0]\nleft = [2]", "[recovery] nennt weeks"),
    ],
)
def test_a_fault_is_said(text: str, complaint: str) -> None:
    with pytest.raises(BadScenario) as error:
        parse_scenario("x", text)
    assert complaint in error.value.de
    assert error.value.en != error.value.de


def test_a_name_goes_before_a_file_and_a_file_is_read(tmp_path: Path) -> None:
    assert find_scenario("automotive").shocks[0].sectors == ("29",)
    (tmp_path / "mine.toml").write_text(WHOLE, encoding="utf-8")
    assert find_scenario(str(tmp_path / "mine.toml")).name == "mine"
    with pytest.raises(BadScenario, match="automotive, china"):
        find_scenario("nirgends")
