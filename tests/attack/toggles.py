"""Non-interference: what an actor may not see comes and goes, and no byte of its answers changes.

Random graphs are written into the tables and toggled row by row; lists of one company go through the real
ingest, with and without, before another uploads. Never: a level that is changed, which is an input of its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.errors import Ambiguous, NotFound
from lieferkette.reader import Reader
from schemas.relations import evidence
from tests.lieferkette.access.test_view import _pairs, _rows, as_bytes, every_answer
from tests.lieferkette.small_world import SmallWorld

SECTORS = ("24.10", "25.62", "28.41", None)
LEVELS = ("private", "statistics", "network", "open")


def random_world(seed: int) -> SmallWorld:
    """Companies that name each other at random levels, some of them in no register and without account."""
    chance = random.Random(seed)
    small = SmallWorld()
    names = [f"K{number}" for number in range(chance.randint(6, 10))]
    for name in names:
        registered = name == "K0" or chance.random() < 0.8
        small.company(name, sector=chance.choice(SECTORS), registered=registered)
        if chance.random() < 0.8:
            small.account(name, chance.choice(LEVELS))
    for name in names:
        for kind in ("suppliers", "customers")[: chance.randint(1, 2)]:
            partners = chance.sample([other for other in names if other != name], chance.randint(2, 4))
            rows = [
                {
                    "partner": partner,
                    "amount": chance.choice([None, Decimal(chance.randint(1, 10**6))]),
                    "band": chance.choice([None, "under_10", "10_25", "over_50"]),
                    "sharing": chance.choice(LEVELS),
                }
                for partner in partners
            ]
            small.list_of(name, rows, kind=kind, complete=chance.choice([True, False]))
    return small


def toggled(seed: int, toggles: int, asked_each: int) -> Iterator[str]:
    """Toggle what K0 may not see; gives a line for each toggle after which it sees something else."""
    small, chance = random_world(seed), random.Random(seed)
    reader = small.workspace.reader(Actor.company(small.ids["K0"]))
    own = set(reader.uploads()["upload_id"])
    shared = _pairs(small, evidence.c.sharing.in_(("network", "open")))
    invisible = [
        (upload_id, row_no)
        for upload_id, row_no, pair in _rows(small, evidence.c.sharing.in_(("private", "statistics")))
        # An end that names a shared relation at a lower level withdraws its consent: that is meant to be seen.
        if upload_id not in own and pair not in shared
    ]
    before, view = as_bytes(_everything(reader)), small.workspace.view(reader.actor)
    for number in range(toggles if invisible else 0):
        upload_id, row_no = chance.choice(invisible)
        values = {
            "superseded_by_upload_id": chance.choice(["elsewhere", None]),
            "amount_eur": chance.choice([None, chance.randint(1, 10**6)]),
            "share_band": chance.choice([None, "under_10", "over_50"]),
            "sharing": chance.choice(["private", "statistics"]),
        }
        this = sa.and_(evidence.c.upload_id == upload_id, evidence.c.row_no == row_no)
        small.change(evidence.update().where(this).values(**values))
        now = small.workspace.view(reader.actor)
        same = now.view_id == view.view_id and now.complete == view.complete
        same &= now.companies.equals(view.companies) and now.relations.equals(view.relations)
        if number % asked_each == asked_each - 1:
            same &= as_bytes(_everything(reader)) == before
        if not same:
            yield f"graph {seed}, toggle {number}"
    small.workspace.close()


def _everything(reader: Reader) -> dict[str, Any]:
    preview = reader.preview_sharing("open")
    return every_answer(reader) | {
        "preview": [preview.seen.to_dicts(), preview.inferences.to_dicts(), repr(preview.sentences)]
    }


#: Words that names of the two lists are made of, so that they often nearly agree.
FIRST = ("Rübezahl", "Frau Holle", "Drosselbart", "Rumpelstilz", "Hans im Glück")
SECOND = ("Draht", "Walzwerk", "Härterei", "Federn")
FORMS = ("GmbH", "AG", "GmbH & Co. KG", "")
TOWNS = (("58095", "Hagen"), ("58636", "Iserlohn"), ("", ""))
_OPTIONS = Options(list_kind="suppliers", year=2025, is_complete=True)


def uploaded(seed: int) -> str | None:
    """Upload a list as B in a world without and with lists of A; gives a line where B is told something else."""
    chance = random.Random(seed)
    theirs = [(_list(chance), chance.choice(LEVELS[:2])) for _ in range(2)]
    mine = _list(chance)
    told = [_told_to_b(seed, mine, lists) for lists in ([], theirs)]
    return None if told[0] == told[1] else f"intake {seed}:\n{told[0]!r}\n{told[1]!r}"


def _told_to_b(seed: int, mine: bytes, theirs: list[tuple[bytes, str]]) -> bytes:
    small = SmallWorld()
    chance = random.Random(seed)
    for name in ("A", "B"):
        small.company(name)
    for first in FIRST[:3]:
        small.company(f"{first} {chance.choice(SECOND)} {chance.choice(FORMS)}".strip())
    a, b = (small.workspace.desk(Actor.company(small.ids[name])) for name in "AB")
    for number, (data, level) in enumerate(theirs):
        a.upload([Incoming(data, f"a{number}.csv")], replace(_OPTIONS, sharing=level))
    result = b.upload([Incoming(mine, "b.csv")], _OPTIONS)[0]
    reader = small.workspace.reader(b.actor)
    asked = reader.questions().drop("party_id", "company_id").to_dicts()
    found = [sorted(reader.companies(word)["name"]) for word in (*FIRST, *SECOND)]
    named = []
    for first in FIRST:
        try:
            named.append(reader.company(reader.find(first))["name"])
        except (NotFound, Ambiguous) as error:
            named.append(error.en)
    counts = {name: getattr(result, name) for name in ("status", "rows_loaded", "rows_rejected", "notes")}
    counts |= {name: getattr(result, f"parties_{name}") for name in ("matched", "new", "to_review")}
    partners = reader.partners(small.ids["B"], "suppliers").partners
    shown = sorted(partners.drop("company_id", "upload_id").rows(), key=repr)
    small.workspace.close()
    return as_bytes([counts, asked, found, named, shown])


def _list(chance: random.Random) -> bytes:
    """A supplier list with names and ids that another list may nearly repeat."""
    lines = ["Lieferant;PLZ;Ort;USt-IdNr.;Umsatz"]
    for _ in range(chance.randint(4, 12)):
        first, second = chance.choice(FIRST), chance.choice(SECOND)
        name = f"{first} {second} {chance.choice(FORMS)}".strip()
        if chance.random() < 0.2:
            name = name.upper()
        postcode, town = chance.choice(TOWNS)
        vat = f"DE{100000000 + FIRST.index(first) * 37:09d}" if chance.random() < 0.4 else ""
        lines.append(f"{name};{postcode};{town};{vat};{chance.randint(1, 99999)}")
    return "\n".join(lines).encode()
