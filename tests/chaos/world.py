"""A small world of lists to be killed over: a register, and what two fictional companies hand in.

Never: real companies.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

REGISTER = """Name;Rechtsform;Straße;PLZ;Ort;Registergericht;Registernummer;WZ;Mitarbeiter
Rübezahl Draht AG;AG;Berg 9;58762;Altena;Iserlohn;HRB 99;24.34;120
Irrlicht Leuchten GmbH;GmbH;Moor 3;58511;Lüdenscheid;Iserlohn;HRB 98;27.40;60
Zwergen Stahl KG;KG;Berg 7;58095;Hagen;Hagen;HRA 77;24.10;250
Froschkönig Guss GmbH;GmbH;Brunnenweg 1;58511;Lüdenscheid;Iserlohn;HRB 1234;24.51;80
"""
SENDERS = ("Rübezahl Draht AG", "Irrlicht Leuchten GmbH")
_TOWNS = (("58095", "Hagen"), ("58511", "Lüdenscheid"), ("58762", "Altena"), ("58636", "Iserlohn"))
_KNOWN = (
    "Zwergen Stahl KG;58095;Hagen",
    "Froschkönig Guss;58511;Lüdenscheid",
    "Froschkönig Guss GmbH;58762;Altena",
)


@dataclass(frozen=True)
class List:
    """A file as one sender hands it in."""

    name: str
    content: bytes
    sender: str | None
    kind: str


def lists(seed: int) -> list[List]:
    """The register and eight lists; the same seed gives the same bytes."""
    rng = random.Random(seed)
    made = [List("register.csv", REGISTER.encode(), None, "registry")]
    for number in range(8):
        kind = ("suppliers", "customers")[number % 2]
        sender = SENDERS[number // 2 % 2]
        head = f"Nummer;Name;PLZ;Ort;Umsatz {2024 + number // 4} (EUR)"
        rows = [
            f"{70000 + number * 100 + i};{_counterpart(rng)};{rng.randint(1, 90_000)},00" for i in range(40)
        ]
        made.append(_as_file(f"liste-{number}", head, rows, sender, kind, is_workbook=number == 5))
    return made


def _counterpart(rng: random.Random) -> str:
    if rng.random() < 0.2:
        return rng.choice(_KNOWN)
    postcode, town = rng.choice(_TOWNS)
    animal, trade = rng.choice(["Igel", "Dachs", "Kobold", "Einhorn"]), rng.choice(["Guss", "Form", "Holz"])
    return f"{animal} {trade} GmbH;{postcode};{town}"


def _as_file(name: str, head: str, rows: list[str], sender: str, kind: str, *, is_workbook: bool) -> List:
    if not is_workbook:
        return List(f"{name}.csv", "\n".join([head, *rows, "kaputte Zeile;;;;x,y"]).encode(), sender, kind)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:  # no frame here: the parent must stay without threads
        workbook.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes in every run
        sheet = workbook.add_worksheet()
        for row, line in enumerate([head, *rows]):
            sheet.write_row(row, 0, line.split(";"))
    return List(f"{name}.xlsx", buffer.getvalue(), sender, kind)
