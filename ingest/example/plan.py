"""Which company sends which lists in which format, how complete, and who may see them.

Comes in: the world. Goes out: the files to be written, in the order in which they would arrive.
Never: writes one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from ingest.example.names import folded
from ingest.example.records import FileOrder
from ingest.example.spelling import Company
from ingest.example.world import YEARS, World

LAST = (YEARS[-1],)


@dataclass(frozen=True)
class Slot:
    """What one sender sends: a format and one list for each role, `count` senders of this kind."""

    format: str
    roles: tuple[str, ...]
    years: tuple[int, ...]
    count: int


SLOTS = (
    Slot("xlsx", ("suppliers", "customers"), YEARS, 4),
    Slot("csv_cp1252", ("suppliers", "customers"), YEARS, 5),
    Slot("datev", ("suppliers_and_customers",), LAST, 9),
    Slot("sap_tables", ("suppliers",), YEARS, 3),
    Slot("xlsx", ("suppliers",), YEARS, 6),
    Slot("csv_utf8", ("suppliers", "customers"), LAST, 3),
    Slot("csv_cp1252", ("suppliers",), LAST, 4),
    Slot("csv_utf8", ("suppliers",), LAST, 3),
    Slot("sap_screen", ("suppliers",), LAST, 3),
    Slot("xlsx", ("customers",), YEARS, 2),
    Slot("csv_cp1252", ("customers",), LAST, 2),
    Slot("balances", ("suppliers",), LAST, 1),
)
# how many senders choose a level other than the default
SHARING_COUNTS = {"private": 2, "open": 6, "network": 11}
DEFAULT_SHARING = "statistics"
PARTIAL_SHARES = {"suppliers": 0.12, "customers": 0.3}
COMPANIES_PER_SENDER = 8
AMOUNT_KINDS = {"datev": "none", "balances": "posted_gross", "sap_tables": "ordered", "sap_screen": "ordered"}
FILE_NAMES = {
    ("xlsx", "suppliers"): "Lieferanten {year}.xlsx",
    ("xlsx", "customers"): "Kunden {year}.xlsx",
    ("csv_cp1252", "suppliers"): "Kreditoren_{year}.csv",
    ("csv_cp1252", "customers"): "Kundenliste_{year}.csv",
    ("csv_utf8", "suppliers"): "lieferanten_export_{year}.csv",
    ("csv_utf8", "customers"): "kunden_export_{year}.csv",
    ("datev", "suppliers_and_customers"): "EXTF_Stammdaten_Deb-Kred.csv",
    ("sap_screen", "suppliers"): "Kreditorenliste_SAP.csv",
    ("balances", "suppliers"): "SuSa_Kreditoren_{year}.csv",
}
SAP_FILES = (
    ("LFA1.csv", "suppliers", "none"),
    ("EKKO.csv", "orders", "none"),
    ("EKPO.csv", "orders", "ordered"),
)


@dataclass(frozen=True)
class Stories:
    """Companies worth looking at first; the two makers send both of their lists."""

    screw_maker: Company
    plastics_few_customers: Company
    newcomer: Company


def choose_stories(world: World) -> Stories:
    """A screw maker that lives on automotive, a plastics firm with few customers, one that nobody names."""
    degrees = _degrees(world)
    home = degrees.filter((pl.col("origin") == "region") & (pl.col("kind") == "company"))
    screws = home.filter((pl.col("sector_code") == "25.94") & (pl.col("market") == "automotive"))
    plastics = home.filter((pl.col("sector_code") == "22.29") & pl.col("customers").is_between(2, 3))
    by_key = "company_no"
    return Stories(
        screws.sort("degree", by_key, descending=[True, False]).row(0, named=True),
        plastics.sort("suppliers", by_key, descending=[True, False]).row(0, named=True),
        home.sort("customers", "suppliers", by_key).row(0, named=True),
    )


def make_plan(world: World, stories: Stories, rng: np.random.Generator) -> list[FileOrder]:
    """The senders' files; registers and the network's list are added by files.py."""
    slots = [slot for slot in SLOTS for _ in range(slot.count)]
    senders = _senders(world, stories, len(slots), rng)
    slots = slots[: len(senders)] if len(senders) < len(slots) else slots
    # the two makers send both lists, each in a format of its own; the rest is dealt out
    dealt = [slots[0], slots[SLOTS[0].count], *_dealt(slots, rng)]
    sharing = [level for level, count in SHARING_COUNTS.items() for _ in range(count)]
    sharing += [DEFAULT_SHARING] * max(0, len(senders) - len(sharing))
    levels = [sharing[i] for i in rng.permutation(len(sharing))][: len(senders)]
    orders = []
    seen: dict[str, int] = {}
    for sender, slot, level in zip(senders, dealt, levels, strict=False):
        style = seen.get(slot.format, 0)
        seen[slot.format] = style + 1
        orders += _orders(sender, slot, level, style, rng)
    return orders


def _dealt(slots: list[Slot], rng: np.random.Generator) -> list[Slot]:
    first, second = 0, min(SLOTS[0].count, len(slots) - 1)
    rest = [slot for number, slot in enumerate(slots) if number not in (first, second)]
    return [rest[i] for i in rng.permutation(len(rest))]


def _senders(world: World, stories: Stories, wanted: int, rng: np.random.Generator) -> list[Company]:
    """Well connected firms are likelier to take part; members of groups too."""
    degrees = _degrees(world)
    home = degrees.filter(
        (pl.col("origin") == "region") & (pl.col("kind") == "company") & (pl.col("suppliers") >= 4)
    )
    makers = [stories.screw_maker, stories.plastics_few_customers]
    left_out = [story["company_no"] for story in (*makers, stories.newcomer)]
    home = home.filter(~pl.col("company_no").is_in(left_out))
    luck = pl.Series("luck", rng.lognormal(0, 0.45, home.height))
    weight = pl.when(pl.col("group_no").is_not_null()).then(1.6).otherwise(1.0)
    home = home.with_columns(score=pl.col("degree") * weight * luck)
    count = min(wanted, world.companies.filter(pl.col("origin") == "region").height // COMPANIES_PER_SENDER)
    others = home.sort("score", descending=True).head(count - len(makers))
    return [*makers, *others.iter_rows(named=True)]


def _degrees(world: World) -> pl.DataFrame:
    """The companies with the number of their suppliers and customers in the last year."""
    last = world.relations.filter(pl.col("year") == YEARS[-1])
    suppliers = last.group_by(company_no="customer_no").agg(suppliers=pl.len())
    customers = last.group_by(company_no="supplier_no").agg(customers=pl.len())
    frame = world.companies.join(suppliers, "company_no", "left", maintain_order="left")
    frame = frame.join(customers, "company_no", "left", maintain_order="left")
    frame = frame.with_columns(pl.col("suppliers", "customers").fill_null(0).cast(pl.Int64))
    return frame.with_columns(degree=pl.col("suppliers") + 0.5 * pl.col("customers"))


def _orders(
    sender: Company, slot: Slot, sharing: str, style: int, rng: np.random.Generator
) -> list[FileOrder]:
    folder = folded(sender["name"])
    if slot.format == "sap_tables":
        whole = FileOrder(
            "", "", "", sender, slot.years, True, sharing, "", f"sap-{sender['company_key']}", style % 3
        )
        return [
            replace(
                whole, path=f"{folder}/{name}", format=f"sap_{name[:4].lower()}", role=role, amount_kind=kind
            )
            for name, role, kind in SAP_FILES
        ]
    orders = []
    for role in slot.roles:
        is_complete = bool(rng.random() >= PARTIAL_SHARES.get(role, 0.0)) or style == 0
        name = FILE_NAMES[slot.format, role].format(year=slot.years[-1])
        kind = AMOUNT_KINDS.get(slot.format, "invoiced_net")
        if slot.format == "sap_screen" and style % 2:
            kind = "none"
        variants = {"xlsx": 3, "datev": 2, "sap_screen": 2}.get(slot.format, 1)
        orders.append(
            FileOrder(
                path=f"{folder}/{name}",
                format=slot.format,
                role=role,
                sender=sender,
                years=slot.years,
                is_complete=is_complete,
                sharing=sharing,
                amount_kind=kind,
                style=style % variants,
            )
        )
    return orders
