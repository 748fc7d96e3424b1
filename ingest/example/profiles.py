"""What a part of the example's companies say they can do, offer and need, in words of their own.

Comes in: the world and who sends lists. Goes out: profiles, and for most of them a list by hand, as companies send it.
Never: knows the catalogue that ingest reads the words with; what it does not find there is rejected, as in life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import xlsxwriter

from ingest.example import tables
from ingest.example.records import TruthRow
from ingest.example.spelling import Company
from ingest.example.writers.spreadsheet import MADE_AT
from ingest.example.writers.text import write_lines

LISTS, FORMS = 16, 10
OPEN_SHARE, OFFER_SHARE, NEED_SHARE = 0.85, 0.6, 0.55
HEADS = ("Fähigkeit", "Grenzwert", "Freie Kapazität (h/Woche)", "gültig bis", "Bemerkung")
#: Certificates that only some of a sector hold, by the end market that asks for them.
_ASKED_IN = {
    "IATF 16949": "automotive",
    "ISO 13485": "health",
    "ISO 22163": "mobility",
    "EN 9100": "mobility",
}
_REMARKS = ("zwei Schichten", "auch Kleinserien", "Serienfertigung", "")


@dataclass(frozen=True)
class Notice:
    """An offer or a need that holds for so many days from the day on which it is put up."""

    kind: str
    text: str
    days: int


@dataclass(frozen=True)
class Profile:
    """What one company says of itself. `stated`: the rows of its list, or what it enters in the form."""

    company_key: str
    company_name: str
    has_list: bool
    is_open: bool
    contact: str
    stated: tuple[tuple[str, str, str, str, str], ...]
    notices: tuple[Notice, ...]

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """A profile as a manifest keeps it."""
        lists = {"stated": tuple(tuple(row) for row in said["stated"])}
        return cls(**{**said, **lists, "notices": tuple(Notice(**one) for one in said["notices"])})


def draw_profiles(
    companies: Sequence[Company],
    senders: Sequence[Company],
    stories: Sequence[Company],
    rng: np.random.Generator,
) -> list[Profile]:
    """Profiles of senders, who hand in lists, and of others, who fill in the form. Stories come first, and open.

    The stories are a screw maker and a plastics firm, which send lists, and a newcomer, which does not.
    """
    known = tables.capabilities()
    *makers, newcomer = stories
    told = {story["company_key"] for story in stories}
    usable = [one for one in senders if one["sector_code"] in known and one["company_key"] not in told]
    with_list = [*makers, *(usable[i] for i in rng.permutation(len(usable))[: LISTS - len(makers)])]
    taken = told | {one["company_key"] for one in with_list}
    others = [
        one
        for one in companies
        if one["origin"] == "region" and one["sector_code"] in known and one["company_key"] not in taken
    ]
    with_form = [newcomer, *(others[i] for i in rng.permutation(len(others))[: FORMS - 1])]
    drawn = []
    for number, one in enumerate([*with_list, *with_form]):
        is_open = bool(rng.random() < OPEN_SHARE) or one["company_key"] in told
        drawn.append(_profile(one, number < len(with_list), is_open, rng))
    return drawn


def _profile(company: Company, has_list: bool, is_open: bool, rng: np.random.Generator) -> Profile:
    words = tables.capabilities().get(company["sector_code"], {})
    processes = _some(words.get("processes", ()), rng, 3)
    rows = [
        (one, "", str(8 * int(rng.integers(1, 6))) if not place else "", "", "")
        for place, one in enumerate(processes)
    ]
    rows += [
        (one, "", "", "", _REMARKS[int(rng.integers(len(_REMARKS)))])
        for one in _some(words.get("materials", ()), rng, 3)
    ]
    rows += [_dimension(one, rng) for one in words.get("dimensions", ())]
    rows += [
        (one, "", "", f"{int(rng.integers(1, 28)):02d}.{int(rng.integers(1, 12)):02d}.2029", "")
        for one in words.get("certificates", ())
        if rng.random() < (0.8 if _ASKED_IN.get(one, company["market"]) == company["market"] else 0.15)
    ]
    notices = []
    if processes and rng.random() < OFFER_SHARE:
        notices.append(Notice("offer", f"Freie Kapazität: {processes[0]}", int(rng.integers(30, 180))))
    if words.get("needs") and rng.random() < NEED_SHARE:
        wanted = words["needs"][int(rng.integers(len(words["needs"])))]
        notices.append(Notice("need", f"{wanted} gesucht", int(rng.integers(30, 180))))
    contact = f"Vertrieb, Telefon 02331 {int(rng.integers(100000, 999999))}"
    return Profile(
        company["company_key"], company["name"], has_list, is_open, contact, tuple(rows), tuple(notices)
    )


def _some(words: Sequence[str], rng: np.random.Generator, most: int) -> list[str]:
    """The first word, and up to `most` - 1 others."""
    rest = [words[1 + i] for i in rng.permutation(max(0, len(words) - 1))[: int(rng.integers(0, most))]]
    return [*words[:1], *rest]


def _dimension(text: str, rng: np.random.Generator) -> tuple[str, str, str, str, str]:
    """A dimension such as `Drehdurchmesser bis:32-250 mm` with a limit drawn from its range."""
    name, _, drawn_from = text.partition(":")
    limits, _, unit = drawn_from.partition(" ")
    low, high = (float(limit) for limit in limits.split("-"))
    value = float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.2g}")
    return name, f"{value:g} {unit}".replace(".", ","), "", "", ""


def write_list(path: Path, profile: Profile) -> list[TruthRow]:
    """A list by hand: a workbook with a title, or semicolon CSV where the path says so."""
    rows = [list(row) for row in profile.stated]
    if path.suffix == ".csv":
        write_lines(path, [list(HEADS), *rows], "cp1252")
        return [TruthRow(2 + place, "capability") for place in range(len(rows))]
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": MADE_AT})
    sheet = workbook.add_worksheet("Profil")
    sheet.write_string(0, 0, f"{profile.company_name}: Was wir können")
    for place, row in enumerate([list(HEADS), *rows]):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(2 + place, column, text)
    workbook.close()
    return [TruthRow(4 + place, "capability") for place in range(len(rows))]
