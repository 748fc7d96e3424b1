"""Writes the example region as the raw files that its companies would send, with the truth beside them.

    >>> from pathlib import Path
    >>> manifest = write_example(Path("var/example"), seed=1)  # doctest: +SKIP
    >>> [file.path for file in manifest.files][:2]  # doctest: +SKIP
    ['ihk/Mitglieder.csv', 'amtsgericht/Handelsregister.csv']

Never: reads a file back or loads one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import polars as pl

from ingest.example import profiles, truth
from ingest.example.companies import REGION_SHARE
from ingest.example.names import folded
from ingest.example.plan import Stories, choose_stories, make_plan
from ingest.example.profiles import Profile
from ingest.example.records import FileOrder, Mention, TruthRow
from ingest.example.spelling import SAP_NAME_LENGTH, Company, Speller
from ingest.example.world import YEARS, World, generate
from ingest.example.writers import datev, registers, sap, spreadsheet, tables

RAW = "lists"
PARTIAL_PART = 0.6
NETWORK_RELATIONS = 90
WRITERS: dict[str, Callable[[Path, FileOrder, list[Mention]], list[TruthRow]]] = {
    "datev": datev.write,
    "sap_screen": sap.write_screen,
    "xlsx": spreadsheet.write,
    "csv_cp1252": tables.write_cp1252,
    "csv_utf8": tables.write_utf8,
    "balances": tables.write_balances,
}


@dataclass(frozen=True)
class FileEntry:
    """One raw file: who sent it and what it is. `path` is relative to the manifest's folder."""

    path: str
    company_key: str | None
    company_name: str | None
    city: str | None
    register_number: str | None
    vat_id: str | None
    role: str
    year: int | None
    is_complete: bool
    sharing: str
    format: str
    amount_kind: str
    bundle: str | None


@dataclass(frozen=True)
class Manifest:
    """The files in the order in which they arrive, and the companies worth looking at first (role -> key)."""

    folder: Path
    seed: int
    files: tuple[FileEntry, ...]
    stories: dict[str, str]
    profiles: tuple[Profile, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `folder`/manifest.json."""
        data = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = tuple(FileEntry(**file) for file in data["files"])
        read = tuple(Profile.read(profile) for profile in data["profiles"])
        return cls(folder, data["seed"], files, data["stories"], read)

    def save(self) -> None:
        """Write manifest.json into the folder."""
        data = {
            "seed": self.seed,
            "stories": self.stories,
            "files": [asdict(file) for file in self.files],
            "profiles": [asdict(profile) for profile in self.profiles],
        }
        text = json.dumps(data, ensure_ascii=False, indent=1)
        (self.folder / "manifest.json").write_text(text + "\n", "utf-8")


def write_example(folder: Path, seed: int = 1, companies: int = 400) -> Manifest:
    """Write the example region with `companies` companies in it: `lists/`, `truth/` and manifest.json.

    The same seed gives the same bytes. Needs at least 120 companies, so that every sector is there.
    Raises ValueError below that.
    """
    if companies < 120:
        raise ValueError(f"{companies} companies are too few for the region's sectors: take at least 120.")
    world = generate(round(companies / REGION_SHARE), in_region=companies, seed=seed)
    stories = choose_stories(world)
    writing = _Writing(folder, world, np.random.default_rng([seed, 2]))
    written = writing.write(stories)
    senders = list(
        {o.sender["company_no"]: o.sender for o, _ in written if o.format in WRITERS and o.sender}.values()
    )
    in_order = [stories.screw_maker, stories.plastics_few_customers, stories.newcomer]
    drawn = profiles.draw_profiles(
        world.companies.to_dicts(), senders, in_order, np.random.default_rng([seed, 3])
    )
    written += writing.capabilities(drawn)
    truth.tell(world, written).save(folder)
    keys = {name: getattr(stories, name)["company_key"] for name in Stories.__dataclass_fields__}
    manifest = Manifest(folder, seed, tuple(_entry(order) for order, _ in written), keys, tuple(drawn))
    manifest.save()
    return manifest


class _Writing:
    """One run: the folder, the world, and the senders' spellings."""

    def __init__(self, folder: Path, world: World, rng: np.random.Generator) -> None:
        self._folder, self._world, self._rng = folder, world, rng
        self._companies: list[Company] = world.companies.to_dicts()
        self._speller = Speller(self._companies, rng)

    def write(self, stories: Stories) -> truth.Written:
        """Registers first, then the senders' files, last the network's list."""
        written = self._registers()
        pending: dict[str, FileOrder] = {}
        for order in make_plan(self._world, stories, self._rng):
            path = self._path(order)
            if order.format in ("sap_lfa1", "sap_ekko"):
                pending[order.format] = order
            elif order.format == "sap_ekpo":
                written += self._sap(pending["sap_lfa1"], pending["sap_ekko"], order)
            else:
                written.append((order, WRITERS[order.format](path, order, self._mentions(order))))
        return [*written, *self._figures(written), self._network_list()]

    def _figures(self, written: truth.Written) -> truth.Written:
        """Every sender's own five figures of its years."""
        told = []
        for number, order in {o.sender["company_no"]: o for o, _ in written if o.sender}.items():
            years = self._world.company_years.filter(pl.col("company_no") == number).sort("year")
            path = f"{order.path.split('/')[0]}/Kennzahlen.csv"
            own = FileOrder(path, "figures", "figures", order.sender, YEARS, True, order.sharing, "none")
            told.append((own, tables.write_figures(self._path(own), own, years.to_dicts())))
        return told

    def capabilities(self, drawn: list[Profile]) -> truth.Written:
        """The lists of what their senders can do; every other one is a spreadsheet."""
        by_key = {company["company_key"]: company for company in self._companies}
        told = []
        for place, profile in enumerate(one for one in drawn if one.has_list):
            sender = by_key[profile.company_key]
            kind, name = ("xlsx", "Unsere Fähigkeiten.xlsx") if place % 2 else ("csv", "Fertigungsprofil.csv")
            path = f"{folded(sender['name'])}/{name}"
            form = f"capabilities_{kind}"
            own = FileOrder(path, form, "capabilities", sender, (), True, "private", "none")
            told.append((own, profiles.write_list(self._path(own), profile)))
        return told

    def _path(self, order: FileOrder) -> Path:
        path = self._folder / RAW / order.path
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _registers(self) -> truth.Written:
        home = [company for company in self._companies if company["origin"] == "region"]
        members = FileOrder("ihk/Mitglieder.csv", "members", "members", None, (), True, "open", "none")
        registry = FileOrder(
            "amtsgericht/Handelsregister.csv", "registry", "registry", None, (), True, "open", "none"
        )
        return [
            (members, registers.write_members(self._path(members), home)),
            (registry, registers.write_registry(self._path(registry), home)),
        ]

    def _sap(self, lfa1: FileOrder, ekko: FileOrder, ekpo: FileOrder) -> truth.Written:
        mentions = self._mentions(lfa1, name_length=SAP_NAME_LENGTH)
        master = sap.write_lfa1(self._path(lfa1), lfa1, mentions)
        headers, items = sap.write_orders(self._path(ekko), self._path(ekpo), ekpo, mentions, self._rng)
        return [(lfa1, master), (ekko, headers), (ekpo, items)]

    def _mentions(self, order: FileOrder, name_length: int | None = None) -> list[Mention]:
        """The sender's counterparts, by partner number; the largest first in what people make by hand."""
        sides = {"suppliers": ("supplier",), "customers": ("customer",)}.get(
            order.role, ("supplier", "customer")
        )
        if order.format.startswith("sap"):
            name_length = SAP_NAME_LENGTH
        mentions = [mention for side in sides for mention in self._of_side(order, side, name_length)]
        if order.format == "xlsx":
            last = order.years[-1]
            mentions.sort(key=lambda mention: (-mention.cents.get(last, 0), mention.partner_no))
        return mentions

    def _of_side(self, order: FileOrder, side: str, name_length: int | None) -> list[Mention]:
        assert order.sender is not None
        trade = self._trade(order, side)
        if not order.is_complete:
            by_value = sorted(trade, key=lambda number: -max(trade[number].values()))
            kept = set(by_value[: max(3, round(len(by_value) * PARTIAL_PART))])
            trade = {number: cents for number, cents in trade.items() if number in kept}
        numbers = sorted(self._rng.permutation(len(trade) * 3)[: len(trade)].tolist())
        mentions = []
        for place, number in zip(numbers, self._rng.permutation(list(trade)), strict=True):
            company = self._companies[number]
            spelling = self._speller.spell(company, name_length=name_length)
            own_group = company["group_no"] is not None and company["group_no"] == order.sender["group_no"]
            partner_no = _partner_no(order.format, side, place)
            mentions.append(Mention(company, spelling, partner_no, side, trade[number], own_group))
        return mentions

    def _trade(self, order: FileOrder, side: str) -> dict[int, dict[int, int]]:
        """Counterpart -> year -> cents."""
        assert order.sender is not None
        own, other = ("customer_no", "supplier_no") if side == "supplier" else ("supplier_no", "customer_no")
        rows = self._world.relations.filter(
            (pl.col(own) == order.sender["company_no"]) & pl.col("year").is_in(order.years)
        )
        trade: dict[int, dict[int, int]] = {}
        for number, year, cents in rows.select(other, "year", "amount_cents").sort(other, "year").iter_rows():
            trade.setdefault(number, {})[year] = cents
        return trade

    def _network_list(self) -> tuple[FileOrder, list[TruthRow]]:
        """Relations within the region, told by a research body that runs a network."""
        sender = next(company for company in self._companies if company["kind"] == "research")
        order = FileOrder(
            "netzwerk/Lieferbeziehungen.csv", "relations", "relations", sender, YEARS[-1:], False, "network",
            "invoiced_net",
        )  # fmt: skip
        home = self._world.companies.filter(pl.col("origin") == "region")["company_no"].implode()
        inside = self._world.relations.filter(
            (pl.col("year") == YEARS[-1])
            & pl.col("supplier_no").is_in(home)
            & pl.col("customer_no").is_in(home)
        )
        chosen = np.sort(self._rng.permutation(inside.height)[:NETWORK_RELATIONS])
        pairs = []
        for row in inside[chosen.tolist()].iter_rows(named=True):
            cents = {row["year"]: row["amount_cents"]}
            ends = [(row["supplier_no"], "supplier"), (row["customer_no"], "customer")]
            supplier, customer = (self._end(number, side, cents) for number, side in ends)
            pairs.append((supplier, customer))
        return order, registers.write_relations(self._path(order), order, pairs)

    def _end(self, number: int, side: str, cents: dict[int, int]) -> Mention:
        company = self._companies[number]
        return Mention(company, self._speller.spell(company, vat_share=0.0), "", side, cents)


def _partner_no(list_format: str, side: str, place: int) -> str:
    if list_format.startswith("sap"):
        return f"{100_001 + place:010d}"
    return str((70_001 if side == "supplier" else 10_001) + place)


def _entry(order: FileOrder) -> FileEntry:
    sender: dict[str, Any] = order.sender or {}
    return FileEntry(
        path=f"{RAW}/{order.path}",
        company_key=sender.get("company_key"),
        company_name=sender.get("name"),
        city=sender.get("city"),
        register_number=sender.get("register_number"),
        vat_id=sender.get("vat_id"),
        role=order.role,
        year=order.years[-1] if order.years else None,
        is_complete=order.is_complete,
        sharing=order.sharing,
        format=order.format,
        amount_kind=order.amount_kind,
        bundle=order.bundle,
    )
