"""The catalogue is whole: every key speaks both languages, every key in the code exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from lieferkette.i18n import keys, say, slots_of
from lieferkette.i18n.say import CATALOGUE

ROOT = Path(__file__).parents[3]
SPEAKING_CALLS = {"say", "tr", "Sentence"}


def keys_in_code() -> dict[str, str]:
    """Key -> file, for every literal first argument of a call that speaks."""
    found: dict[str, str] = {}
    for folder in ("lieferkette", "dashboards", "ingest"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if (
                    name in SPEAKING_CALLS
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                ):
                    found[first.value] = path.name
    return found


@pytest.mark.parametrize("key", sorted(keys()))
def test_both_languages_have_the_same_slots(key: str) -> None:
    assert slots_of(key, "de") == slots_of(key, "en")


def test_every_key_in_the_code_exists() -> None:
    missing = {key: file for key, file in keys_in_code().items() if key not in keys()}
    assert missing == {}


def keys_put_together() -> re.Pattern[str]:
    """What f-strings of the code, and the prefixes handed to `labels`, can come to."""
    patterns = {r"(?!)"}
    for folder in ("lieferkette", "dashboards"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                    if sum(len(part or "") for part in parts) >= len("go."):
                        patterns.add(
                            "".join(r"[\w.]+" if part is None else re.escape(part) for part in parts)
                        )
                elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "labels":
                    patterns.add(rf"{ast.literal_eval(node.args[0])}\.\w+")
    return re.compile("|".join(sorted(patterns)))


def test_every_key_is_used() -> None:
    """A key stands whole in the code, or fits one that the code puts together."""
    whole = {
        node.value
        for folder in ("lieferkette", "dashboards")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    fits = keys_put_together()
    assert sorted(key for key in keys() - whole if not fits.fullmatch(key)) == []


def test_no_template_is_broken_or_shouts() -> None:
    for path in CATALOGUE.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for line in text.splitlines():
            if re.match(r"(de|en) = ", line):
                assert line.count("{") == line.count("}"), line
                assert line.count("[") == line.count("]"), line
                assert "!" not in line.replace("[!", ""), f"{path.name}: {line}"
                assert "bitte" not in line.lower().split(), line


def test_singular_plural_and_words() -> None:
    assert say("rows_loaded", "de", count=1) == "1 Zeile übernommen"
    assert say("rows_loaded", "en", count=2) == "2 rows loaded"
    assert "sind es 37" in say("spread", "de", effective=8.5, count=37)
    assert "acht bis neun gleich große" in say("spread", "de", effective=8.5, count=37)


def test_optional_parts_follow_their_slot() -> None:
    slots = {"via_count": 3, "of_count": 5, "sector_group": "basic_metals", "share": 0.25}
    named = say("hidden_supplier", "de", name="Eisenhans Walzwerk AG", **slots)
    unnamed = say("hidden_supplier", "de", name=None, **slots)
    assert named.startswith("Drei Ihrer fünf Lieferanten kaufen bei Eisenhans Walzwerk AG (Metallerzeugung)")
    assert "beim selben Vorlieferanten" in unnamed and "Eisenhans" not in unnamed


def test_a_slot_value_is_never_read_as_a_template() -> None:
    name = "{share} [x] Märchen|GmbH"
    assert name in say("top_customer", "de", name=name, share=0.2)


def test_a_sentence_brings_its_slots() -> None:
    sentence = SimpleNamespace(key="top_customer", slots={"name": "Rübezahl Draht AG", "share": 0.035})
    assert say(sentence, "de") == "Größter Kunde: Rübezahl Draht AG mit 3,5\u00a0% Ihres Absatzes."


def test_a_missing_slot_and_an_unknown_key_are_errors() -> None:
    with pytest.raises(KeyError, match="top_customer needs the slot share"):
        say("top_customer", "de", name="Rübezahl Draht AG")
    with pytest.raises(KeyError):
        say("no_such_key", "de")
