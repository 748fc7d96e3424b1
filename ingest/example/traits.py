"""What an average network would not show by itself: critical single suppliers and company groups.

Never: hides them; `Hub` and the groups' frame say what was planted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from ingest.example import names
from ingest.example.network import Pairs

# (sector, words, customers that have no other supplier of that sector)
HUBS = (
    ("25.61", "Galvanik", 30),
    ("25.61", "Galvanik", 30),
    ("25.61", "Härterei", 22),
)
GROUPS = (
    ("Stahlzauber", ("24.34", "25.94", "25.61", "46.72")),
    ("Drachenhort", ("25.50", "25.62", "25.73")),
    ("Wichtelwerk", ("29.32", "22.29", "25.73", "25.99")),
    ("Nixenquell", ("28.14", "24.54", "25.61")),
)


@dataclass(frozen=True)
class Hub:
    """A supplier that is the single source of a sector for many customers."""

    company_no: int
    sector_code: str
    customer_nos: tuple[int, ...]


def plant_groups(companies: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give some companies of the region a common brand.

    Returns the companies, renamed and with a column group_no (null outside groups), and the groups:
    group_no, group_name.
    """
    home = companies.filter(pl.col("origin") == "region")
    changes: list[dict[str, object]] = []
    for group_no, (brand, sectors) in enumerate(GROUPS):
        for sector in sectors:
            used = [change["company_no"] for change in changes]
            free = home.filter((pl.col("sector_code") == sector) & ~pl.col("company_no").is_in(used))
            if free.is_empty():
                continue
            row = free.sort("revenue_eur", "company_no", descending=True).row(0, named=True)
            base = f"{brand} {row['good_text']}"
            changes.append(
                {"company_no": row["company_no"], "group_no": group_no, "brand": brand, "base_name": base}
            )
    schema = {"company_no": pl.Int32, "group_no": pl.Int32, "brand": pl.String, "base_name": pl.String}
    planted = companies.update(pl.DataFrame(changes, schema=schema).drop("group_no"), on="company_no")
    planted = planted.join(
        pl.DataFrame(changes, schema=schema).select("company_no", "group_no"),
        "company_no",
        "left",
        maintain_order="left",
    ).with_columns(name=pl.format("{} {}", "base_name", "legal_form"))
    group_names = [f"{brand} Gruppe" for brand, _ in GROUPS]
    groups = pl.DataFrame(
        {"group_no": range(len(GROUPS)), "group_name": group_names}, schema_overrides={"group_no": pl.Int32}
    )
    return planted, groups


def group_pairs(companies: pl.DataFrame) -> Pairs:
    """Every member sells to the next one named in GROUPS: mill to screws to surface to trade."""
    members = companies.filter(pl.col("group_no").is_not_null())
    pairs = []
    for group_no, (_, sectors) in enumerate(GROUPS):
        group = members.filter(pl.col("group_no") == group_no)
        by_sector = dict(zip(group["sector_code"], group["company_no"], strict=True))
        chain = [by_sector[sector] for sector in sectors if sector in by_sector]
        pairs += list(pairwise(chain))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def plant_hubs(companies: pl.DataFrame, pairs: Pairs) -> tuple[Pairs, list[Hub]]:
    """Make the hubs the only supplier of their sector for many of those that buy of it."""
    sector = companies["sector_code"].to_numpy()
    home = (companies["origin"] == "region").to_numpy()
    group_no = companies["group_no"].to_numpy()
    hubs: list[Hub] = []
    for code, _, wanted in HUBS:
        used = [hub.company_no for hub in hubs]
        sells = (sector == code) & home & np.isnan(group_no.astype(float))
        sells[used] = False
        if not sells.any():
            continue
        counts = np.bincount(pairs[sells[pairs[:, 0]], 0], minlength=len(sector))
        company_no = int(counts.argmax())
        bound = {customer for hub in hubs for customer in hub.customer_nos}
        buys = np.unique(pairs[(sector[pairs[:, 0]] == code) & home[pairs[:, 1]], 1])
        free = [
            int(customer)
            for customer in buys
            if int(customer) not in bound and customer not in (*used, company_no)
        ]
        # those that buy of the hub already come first
        already = set(pairs[pairs[:, 0] == company_no, 1].tolist())
        chosen = tuple(sorted(free, key=lambda customer: (customer not in already, customer))[:wanted])
        pairs = _only_source(pairs, sector == code, company_no, chosen)
        hubs.append(Hub(company_no, code, chosen))
    return pairs, hubs


def name_hubs(companies: pl.DataFrame, hubs: list[Hub]) -> pl.DataFrame:
    """Call the hubs by their trade: two electroplaters and a hardening shop."""
    rows = []
    brands = dict(zip(companies["company_no"], companies["brand"], strict=True))
    taken = {names.folded(base) for base in companies["base_name"]}
    for hub, (_, word, _) in zip(hubs, HUBS, strict=False):
        base = f"{brands[hub.company_no]} {word}"
        if names.folded(base) not in taken:
            rows.append({"company_no": hub.company_no, "base_name": base})
    frame = pl.DataFrame(rows, schema={"company_no": pl.Int32, "base_name": pl.String})
    return companies.update(frame, on="company_no").with_columns(
        name=pl.format("{} {}", "base_name", "legal_form")
    )


def _only_source(pairs: Pairs, is_sector: np.ndarray, company_no: int, customers: tuple[int, ...]) -> Pairs:
    replaced = is_sector[pairs[:, 0]] & np.isin(pairs[:, 1], customers)
    links = np.array([(company_no, customer) for customer in customers], dtype=np.int64).reshape(-1, 2)
    return np.concatenate([pairs[~replaced], links])
