"""Town names as people write them, brought to a form that can be compared.

Comes in: "Wetter/Ruhr", "58636 Iserlohn-Letmathe", "LUEDENSCHEID", "Altena, Stadt".
Goes out: comparable names, the whole one first and shorter readings after it.
Never: decides which municipality is meant (places.py).
"""

from __future__ import annotations

import re
import unicodedata

from schemas.short_texts import kept_for_short_texts

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_POSTCODE_BEFORE = re.compile(r"^\s*(?:de?\s*-?\s*)?\d{4,5}\s+")
_TITLE_AFTER = re.compile(
    r",\s*(?:stadt|hansestadt|landeshauptstadt|universitätsstadt|kreisstadt|gemeinde|markt|flecken|st)\b.*$"
)
_SMALL_WORDS = {"a", "am", "an", "bei", "d", "der", "i", "im", "in"}
# how people shorten the words that tell towns of one name apart
_SHORT_FORMS = {"nordrhein": {"nrw"}, "sauerland": {"sauerl"}, "westfalen": {"westf", "w"}}
_NOT_LETTERS = re.compile(r"[^a-z]+")
_QUALIFIER = re.compile(r"\s*[(/,].*$|\s+(?:a\.?\s*d\.?|an der|am|i\.?|im|in|bei|b\.|ot|stadtteil)\s.*$")


def folded(text: str) -> str:
    """Lower case with umlauts written out, everything but letters turned into single blanks.

    >>> folded("Wetter (Ruhr)"), folded("LÜDENSCHEID")
    ('wetter ruhr', 'luedenscheid')
    """
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", lowered)
    return _NOT_LETTERS.sub(" ", "".join(char for char in plain if not unicodedata.combining(char))).strip()


def without_umlaut_e(name: str) -> str:
    """The folded name as it looks where umlauts were lost: "luedenscheid" -> "ludenscheid"."""
    return name.replace("ue", "u").replace("oe", "o").replace("ae", "a")


@kept_for_short_texts(65_536)
def readings(city: str) -> tuple[str, tuple[str, ...]]:
    """The folded whole name, and shorter readings of it (before a qualifier, before a hyphen).

    A shorter reading needs a postcode beside it to be believed, unless the whole name is a town's
    name with a district behind a hyphen.

    >>> readings("58300 Wetter/Ruhr"), readings("Iserlohn-Letmathe")
    (('wetter ruhr', ('wetter',)), ('iserlohn letmathe', ('iserlohn',)))
    """
    lowered = unicodedata.normalize("NFC", city).strip().lower()
    name = _TITLE_AFTER.sub("", _POSTCODE_BEFORE.sub("", lowered))
    whole = folded(name)
    shorter: list[str] = []
    for candidate in (_QUALIFIER.sub("", name), name.split("-")[0], name.split(" ")[0]):
        reading = folded(candidate)
        if reading and reading != whole and reading not in shorter:
            shorter.append(reading)
    return whole, tuple(shorter)


def qualifier_words(text: str) -> set[str]:
    """Words of a state's name or of a name in brackets that tell towns apart, with their short forms.

    >>> sorted(qualifier_words("Nordrhein-Westfalen"))
    ['nordrhein', 'nrw', 'w', 'westf', 'westfalen']
    """
    words = set(folded(text).split()) - _SMALL_WORDS
    return words.union(*(_SHORT_FORMS.get(word, set()) for word in words))


def is_qualified_by(whole: str, reading: str, words: set[str]) -> bool:
    """Whether what the whole name has beyond the reading consists of such words: "hagen i westf"."""
    beyond = set(whole.removeprefix(reading).split()) - _SMALL_WORDS
    return whole.startswith(f"{reading} ") and bool(beyond) and beyond <= words


def has_district_suffix(city: str) -> bool:
    """Whether the name is written as town, hyphen, district: "Iserlohn-Letmathe"."""
    return "-" in city and not city.strip().startswith("-")
