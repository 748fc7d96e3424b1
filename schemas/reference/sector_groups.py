"""The fourteen groups of sectors that pictures and tables use, with their fixed colours.

A group is a set of WZ divisions, never of sections: the letters shift between WZ 2008 and WZ 2025,
the divisions agree (45 is gone in 2025). Colours keep their group on every page and in every report.
Never: draws anything.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SectorGroup:
    """A group, its labels, its divisions and its colour on light and on dark ground."""

    code: str
    de: str
    en: str
    divisions: frozenset[str]
    light: str
    dark: str


def _group(code: str, de: str, en: str, divisions: str, light: str, dark: str) -> SectorGroup:
    """`divisions` is written as in "28 33" or "16-18 31", both ends included."""
    members: set[str] = set()
    for part in divisions.split():
        first, _, last = part.partition("-")
        members.update(f"{number:02d}" for number in range(int(first), int(last or first) + 1))
    return SectorGroup(code, de, en, frozenset(members), light, dark)


SECTOR_GROUPS: tuple[SectorGroup, ...] = (
    _group("basic_metals", "Metallerzeugung", "Basic metals", "24", "#102F60", "#476AA2"),
    _group("metal_products", "Metallerzeugnisse", "Metal products", "25", "#629FEA", "#6CB8EF"),
    _group("machinery", "Maschinenbau", "Machinery", "28 33", "#3E8E7B", "#48A78D"),
    _group("vehicles", "Fahrzeugbau", "Vehicles", "29-30", "#C75921", "#E17550"),
    _group(
        "electrical", "Elektro und Elektronik", "Electrical and electronics", "26-27", "#EFD15C", "#FDE186"
    ),
    _group("plastics", "Kunststoff und Gummi", "Plastics and rubber", "22", "#662F8D", "#A861D3"),
    _group(
        "chemicals", "Chemie, Glas, Keramik", "Chemicals, glass, ceramics", "19-21 23", "#84A939", "#AEB938"
    ),
    _group("wood_paper", "Holz, Papier, Möbel", "Wood, paper, furniture", "16-18 31", "#82502A", "#A16844"),
    _group(
        "health", "Gesundheit, Medizintechnik", "Health, medical devices", "32 86-88", "#E27FB5", "#EC91C1"
    ),
    _group(
        "energy_materials",
        "Energie, Rohstoffe, Entsorgung",
        "Energy, raw materials, waste",
        "05-09 35-39",
        "#721B29",
        "#A4364F",
    ),
    _group(
        "construction",
        "Bau, Gebäudetechnik",
        "Construction, building services",
        "41-43",
        "#CFAD83",
        "#DFBD94",
    ),
    _group("trade_logistics", "Handel, Logistik", "Trade, logistics", "45-47 49-53", "#B9B3F3", "#CAC9FA"),
    _group(
        "food_textiles",
        "Nahrung, Textil, Landwirtschaft",
        "Food, textiles, agriculture",
        "01-03 10-15",
        "#BCE6C4",
        "#CFF5DD",
    ),
    _group(
        "services",
        "Dienste, öffentliche Hand",
        "Services, public sector",
        "55 56 58-66 68-75 77-82 84 85 90-99",
        "#5D6875",
        "#758292",
    ),
)

# what a picture bundles, and what is not known: these two stand beside the fourteen
REST = SectorGroup("rest", "übrige", "other", frozenset(), "#9AA6B2", "#66727F")
UNKNOWN = SectorGroup("unknown", "unbekannt", "unknown", frozenset(), "#D5DBE1", "#46515D")

BY_CODE: dict[str, SectorGroup] = {group.code: group for group in (*SECTOR_GROUPS, REST, UNKNOWN)}
BY_DIVISION: dict[str, SectorGroup] = {
    division: group for group in SECTOR_GROUPS for division in group.divisions
}


def sector_group(sector_code: str | None) -> SectorGroup:
    """Group of a canonical WZ code of either classification; `UNKNOWN` for None, a letter or no division.

    >>> sector_group("25.62").code, sector_group(None).code
    ('metal_products', 'unknown')
    """
    return UNKNOWN if sector_code is None else BY_DIVISION.get(sector_code[:2], UNKNOWN)
