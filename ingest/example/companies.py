"""The invented companies: sector, place, size, name, ids.

Comes in: how many, how many of them in the region, a random generator. Goes out: a row per company.
Never: who buys from whom (network.py).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.example import identifiers, names, tables

REGION_SHARE = 0.6
# of the companies outside: the rest of Germany, EU, world
OUTSIDE_SHARES = (0.52, 0.32, 0.16)
FORMER_NAME_SHARE = 0.08
COOPERATIVE_SHARE = 0.15
COOPERATIVE_GROUPS = ("energy", "hardware_trade", "wood", "metal_trade")
KIND_BY_GROUP = {"public": "public_body", "research": "research"}


def make_companies(companies: int, in_region: int, rng: np.random.Generator) -> pl.DataFrame:
    """Draw `companies` companies, `in_region` of them in the 25 municipalities.

    Columns: company_no (0, 1, …), company_key, kind, name, base_name, legal_form, brand, good_text,
    former_name, street, postcode, city, country_code, ags, latitude, longitude, origin (region, germany, eu,
    world), sector_code, group, market, vat_id, register_number, register_court, revenue_eur, employees,
    material_share, personnel_share.
    """
    origin = _origins(companies, in_region, rng)
    sector = _sectors(origin, rng)
    table = tables.sectors()
    drawn = table[sector.tolist()].select("sector_code", "group", "material", "personnel", "words")
    medians = table["revenue_meur"].to_numpy()[sector]
    # abroad, those that trade with the region are the larger ones
    scale = np.where(origin == 0, 1.0, 2.2)
    revenue = np.round(medians * scale * rng.lognormal(0.0, 0.95, companies) * 1e6, -3)
    per_head = table["per_head_teur"].to_numpy()[sector] * rng.lognormal(0, 0.15, companies) * 1e3
    frame = pl.DataFrame(
        {
            "company_no": np.arange(companies, dtype=np.int32),
            "origin": np.array(tables.ORIGINS)[origin],
            "market": _markets(sector, rng),
            "revenue_eur": revenue,
            "employees": np.maximum(1, np.round(revenue / per_head)).astype(np.int64),
            "material_share": np.clip(
                drawn["material"].to_numpy() + rng.normal(0, 0.03, companies), 0.05, 0.9
            ),
            "personnel_share": drawn["personnel"].to_numpy(),
        }
    )
    frame = pl.concat([frame, drawn.select("sector_code", "group", "words")], how="horizontal")
    frame = frame.with_columns(
        pl.format("C{}", pl.col("company_no").cast(pl.String).str.zfill(6)).alias("company_key")
    )
    frame = frame.hstack(_places(origin, rng))
    whole: pl.DataFrame = frame.hstack(_identities(frame, rng)).drop("words")
    return whole


def _origins(companies: int, in_region: int, rng: np.random.Generator) -> np.ndarray:
    outside = rng.choice([1, 2, 3], size=companies - in_region, p=OUTSIDE_SHARES)
    return np.concatenate([np.zeros(in_region, dtype=np.int64), np.sort(outside)])


def _sectors(origin: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exact shares by sector (largest remainder), so that a small region has all of its sectors."""
    table = tables.sectors()
    sector = np.empty(len(origin), dtype=np.int64)
    for number, name in enumerate(tables.ORIGINS):
        here = np.flatnonzero(origin == number)
        weights = table[name].to_numpy()
        exact = weights / weights.sum() * len(here)
        counts = np.floor(exact).astype(np.int64)
        rest = len(here) - counts.sum()
        counts[np.argsort(-(exact - counts), kind="stable")[:rest]] += 1
        sector[here] = rng.permutation(np.repeat(np.arange(len(table)), counts))
    return sector


def _markets(sector: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    markets = np.empty(len(sector), dtype=object)
    for number, text in enumerate(tables.sectors()["markets"]):
        here = np.flatnonzero(sector == number)
        weights = tables.weights_of(text)
        shares = np.array(list(weights.values()))
        markets[here] = rng.choice(list(weights), size=len(here), p=shares / shares.sum())
    return markets.astype(str)


def _places(origin: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    table = tables.places().with_row_index("place_no")
    chosen = np.empty(len(origin), dtype=np.int64)
    for number, name in enumerate(tables.ORIGINS):
        here = np.flatnonzero(origin == number)
        options = table.filter(pl.col("origin") == name)
        weights = options["weight"].to_numpy()
        chosen[here] = rng.choice(options["place_no"].to_numpy(), size=len(here), p=weights / weights.sum())
    postcodes = [text.split("|") for text in table["postcodes"]]
    picks = rng.random(len(origin))
    written = [postcodes[p][int(u * len(postcodes[p]))] for p, u in zip(chosen, picks, strict=True)]
    streets = rng.integers(len(names.STREETS), size=len(origin))
    numbers = rng.integers(1, 190, size=len(origin))
    return table[chosen.tolist()].select("city", "country_code", "ags", "latitude", "longitude").with_columns(
        pl.Series("postcode", written),
        pl.Series("street", [f"{names.STREETS[s]} {n}" for s, n in zip(streets, numbers, strict=True)]),
    )  # fmt: skip


def _identities(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    maker = names.NameMaker(rng)
    draws = rng.random((frame.height, 2))
    rows = []
    for row, (cooperative, former) in zip(frame.iter_rows(named=True), draws, strict=True):
        kind = KIND_BY_GROUP.get(row["group"], "company")
        if (
            row["group"] in COOPERATIVE_GROUPS
            and row["origin"] == "region"
            and cooperative < COOPERATIVE_SHARE
        ):
            kind = "cooperative"
        rows.append(_identity(row, kind, former < FORMER_NAME_SHARE, maker))
    return pl.DataFrame(
        rows, schema_overrides={"former_name": pl.String, "vat_id": pl.String}, infer_schema_length=None
    )


def _identity(
    row: dict[str, object], kind: str, has_former: bool, maker: names.NameMaker
) -> dict[str, str | None]:
    number, country = int(str(row["company_no"])), str(row["country_code"])
    words = str(row["words"]).split("|")
    is_german = country == "DE"
    name = maker.german(words, kind) if is_german else maker.foreign(country, str(row["group"]))
    former = maker.german(words) if has_former and row["origin"] == "region" and kind == "company" else None
    ags = None if row["ags"] is None else str(row["ags"])
    register = identifiers.register_number(name.legal_form, number) if is_german else None
    return {
        "kind": kind,
        "name": name.full,
        "base_name": name.base,
        "legal_form": name.legal_form,
        "brand": name.brand,
        "good_text": name.word if is_german else words[0],
        "former_name": former.full if former else None,
        "vat_id": identifiers.vat_id(country, number),
        "register_number": register,
        "register_court": identifiers.register_court(ags, str(row["city"])) if register else None,
    }
