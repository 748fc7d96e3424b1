"""Regions: named sets of municipalities, as a small TOML file says them.

`regions.toml` ships two; a user's file of the same form describes any other.
Comes in: the file's text and the places that are known. Goes out: regions with full lists of AGS.
Never: a region of places that nobody loaded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from schemas.reference.places import home_places
from schemas.reference.problem import ListProblem

_REGION_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_AGS_OR_PREFIX = re.compile(r"\d{2}|\d{3}|\d{5}|\d{8}")


@dataclass(frozen=True)
class Region:
    """A named set of municipalities."""

    region_id: str
    label_de: str
    label_en: str
    ags: tuple[str, ...]


def parse_regions(
    content: bytes, known_ags: Collection[str], file_name: str = "regions.toml"
) -> list[Region]:
    """Regions of a TOML file with `[[region]]` entries: region_id, label_de, label_en (optional), ags.

    An entry of `ags` is a municipality (8 digits) or a prefix (2 state, 3 government district, 5 Kreis)
    that stands for all known municipalities under it. Raises `ListProblem`.
    """
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ListProblem(
            where=file_name,
            what_de=f"Die Datei ist kein gültiges TOML ({error}).",
            what_en=f"The file is no valid TOML ({error}).",
            mend_de="Speichern Sie sie als UTF-8 nach dem Muster von schemas/reference/regions.toml.",
            mend_en="Save it as UTF-8 after the pattern of schemas/reference/regions.toml.",
        ) from error
    entries = document.get("region")
    if not isinstance(entries, list) or not entries:
        raise ListProblem(
            where=file_name,
            what_de="Die Datei enthält keine Region.",
            what_en="The file holds no region.",
            mend_de="Beginnen Sie jede Region mit einer Zeile [[region]].",
            mend_en="Begin each region with a line [[region]].",
        )
    known = sorted(known_ags)
    return [_region(entry, known, f"{file_name}, region {number}") for number, entry in enumerate(entries, 1)]


def _region(entry: dict[str, Any], known: list[str], where: str) -> Region:
    region_id, label_de, wanted = entry.get("region_id"), entry.get("label_de"), entry.get("ags")
    if not isinstance(region_id, str) or not _REGION_ID.fullmatch(region_id):
        raise ListProblem(
            where=where,
            what_de=f"Die Kennung region_id = {region_id!r} ist nicht brauchbar.",
            what_en=f"The id region_id = {region_id!r} cannot be used.",
            mend_de='Nehmen Sie Kleinbuchstaben, Ziffern und Bindestriche, etwa "bergisches-land".',
            mend_en='Use small letters, digits and hyphens, such as "bergisches-land".',
        )
    if not isinstance(label_de, str) or not isinstance(wanted, list) or not wanted:
        raise ListProblem(
            where=where,
            what_de="label_de oder ags fehlt.",
            what_en="label_de or ags is missing.",
            mend_de="Geben Sie eine Bezeichnung und eine Liste von Gemeindeschlüsseln an.",
            mend_en="Give a label and a list of municipality keys.",
        )
    ags: set[str] = set()
    for prefix in wanted:
        ags.update(_under(prefix, known, where))
    return Region(region_id, label_de, str(entry.get("label_en", label_de)), tuple(sorted(ags)))


def _under(prefix: Any, known: list[str], where: str) -> list[str]:
    if not isinstance(prefix, str) or not _AGS_OR_PREFIX.fullmatch(prefix):
        raise ListProblem(
            where=where,
            what_de=f"ags enthält {prefix!r}; das ist kein Gemeindeschlüssel.",
            what_en=f"ags holds {prefix!r}, which is no municipality key.",
            mend_de="Schreiben Sie 8 Ziffern (Gemeinde), 5 (Kreis), 3 oder 2 (Land) in Anführungszeichen.",
            mend_en="Write 8 digits (municipality), 5 (Kreis), 3 or 2 (state) in quotation marks.",
        )
    found = [ags for ags in known if ags.startswith(prefix)]
    if not found:
        raise ListProblem(
            where=where,
            what_de=f"Zu {prefix} ist keine Gemeinde bekannt.",
            what_en=f"No municipality is known for {prefix}.",
            mend_de="Laden Sie zuerst das Gemeindeverzeichnis (lieferkette import), das sie enthält.",
            mend_en="First load the list of municipalities that holds it (lieferkette import).",
        )
    return found


@cache
def home_regions() -> dict[str, Region]:
    """The regions that ship: `maerkische-region` (25) and `sihk-hagen` (23), by region_id."""
    content = resources.files("schemas.reference").joinpath("regions.toml").read_bytes()
    return {region.region_id: region for region in parse_regions(content, home_places().by_ags)}


def region_frames(regions: Collection[Region]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows for the tables `region` and `region_place`."""
    region = pl.DataFrame(
        [(one.region_id, one.label_de, one.label_en) for one in regions],
        {"region_id": pl.String, "label_de": pl.String, "label_en": pl.String},
        orient="row",
    )
    region_place = pl.DataFrame(
        [(one.region_id, ags) for one in regions for ags in one.ags],
        {"region_id": pl.String, "ags": pl.String},
        orient="row",
    )
    return region, region_place
