"""How a list spells a company: it suffers its noise, then form, columns, letters and width follow the list's habits.

Comes in: a company and the habits of its list. Goes out: a row that says which noise it suffered.
"""

from __future__ import annotations

import re

import polars as pl

from ingest.clean.names import joined
from tests.bench.matching.third.companies import Company, World, listed, together, words
from tests.bench.matching.third.noise import NOISE, NOISE_OF_TEXT
from tests.bench.matching.third.row import Habits, Noise, Row

#: Letters that a field for names holds, by system; a sheet has no end.
WIDTHS = {"sap": 35, "datev": 50, "legacy": 30, "other": 40}
_AE = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


def spelled(company: Company, habits: Habits, world: World) -> Row:
    """The company as a list with these habits writes it."""
    place = (company.street, company.house, company.postcode, company.city, company.country)
    row = Row(company, world, habits, list(company.parts), *place)
    _suffer(row, NOISE)
    _spell_form(row)
    row.name = " ".join(text for text in (row.before, together(row.parts), row.after) if text)
    _suffer(row, NOISE_OF_TEXT)
    _keep_columns(row)
    for column in ("name", "street", "city"):
        setattr(row, column, _lettered(getattr(row, column), habits.umlauts))
    _cut(row)
    return row


def _suffer(row: Row, noise: list[tuple[float, Noise]]) -> None:
    for share, function in noise:
        care = row.habits.care if function.__name__.startswith(("slip", "wrong")) else 1.0
        if row.world.chance.random() < share * care and function(row) is not False:
            row.kinds.append(function.__name__)


def _spell_form(row: Row) -> None:
    """By the habit of the list: as registered, in any spelling, or mostly not at all; a few are wrong."""
    form, chance = dict(row.parts).get("form", ""), row.world.chance
    if not form:
        return
    if row.habits.form == "spelled":
        row.put("form", row.world.pick(listed(words()["spellings"].get(form, f"{form};"))))
        row.kinds.append("form_spelled")
    elif row.habits.form == "dropped" and chance.random() < 0.8:
        row.put("form", "")
        row.kinds.append("form_dropped")
    elif chance.random() < 0.015:
        row.put("form", row.world.pick(("GmbH", "GmbH & Co. KG", "KG", "AG")))
        row.kinds.append("form_wrong")


def _keep_columns(row: Row) -> None:
    columns, style = row.habits.columns, row.world.chance.randrange(4)
    street = f"{row.street} {row.house}" if row.street else None
    for long, short in (
        ("straße", ("straße", "str.", "strasse", "str.")),
        ("Straße", ("Straße", "Str.", "Strasse", "Str.")),
    ):
        street = street and re.sub(rf"{long}\b", short[style], street)
    row.street = street if columns == "all" else None
    row.postcode = row.postcode if columns in ("all", "postcode and town") else None
    row.city = row.city if columns in ("all", "postcode and town", "town") else None
    is_told = columns == "country" or (
        columns != "name" and (row.habits.has_country or row.company.country != "DE")
    )
    row.country = row.country if is_told else None


def _lettered(text: str | None, umlauts: str) -> str | None:
    match umlauts if text else "kept":
        case "ae" | "upper":
            written = str(text).translate(str.maketrans(_AE))
            return written.upper() if umlauts == "upper" else written
        case "stripped":
            return str(text).translate(str.maketrans("äöüÄÖÜ", "aouAOU")).replace("ß", "ss")
        case "mojibake":
            return str(text).encode().decode("cp1252", "replace")
        case "lost":
            return str(text).translate(str.maketrans(dict.fromkeys(_AE, "?")))
    return text


def _cut(row: Row) -> None:
    """At the end of its field; in SAP six in ten go on in the next one, a third of these in the middle of a word."""
    width, chance = WIDTHS.get(row.habits.system, len(row.name)), row.world.chance
    if len(row.name) <= width:
        return
    if row.habits.system != "sap" or chance.random() > 0.6:
        row.name, kind = row.name[:width].strip(), "cut"
    else:
        at = width if chance.random() < 0.33 else row.name.rfind(" ", 0, width + 1)
        fields = [pl.Series([text.strip()[:width]]) for text in (row.name[:at], row.name[at:])]
        row.name, kind = joined(*fields)[0], "two_fields"
    row.kinds.append(kind)
