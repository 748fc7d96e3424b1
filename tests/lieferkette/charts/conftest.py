"""A small chain and a small region, invented."""

from __future__ import annotations

import polars as pl
import pytest

NAMES = {
    "lin": ("Lindwurm Stahlhandel GmbH", "trade_logistics", "DE"),
    "rue": ("Rübezahl Draht AG", "basic_metals", "DE"),
    "dro": ("Drosselbart Galvanik B.V.", "metal_products", "NL"),
    "kal": ("Kalif Storch Metalle Sp. z o.o.", "basic_metals", "PL"),
    "eis": ("Eisenhans <b>Walzwerk</b> AG", "basic_metals", "DE"),
    "wol": ("Wolkenheim Energie & Co. KG", "energy_materials", "DE"),
}
SHARES = {1: {"lin": 0.4, "rue": 0.25, "dro": 0.2, "kal": 0.15}, 2: {"eis": 0.3, "wol": 0.06}}
# three companies are shown on the first tier; the fourth and a buyer of it are bundled, half is not known
LINKS = [
    (1, "lin", "home", 0.4),
    (1, "rue", "home", 0.25),
    (1, "dro", "home", 0.2),
    (1, "others", "home", 0.15),
    (2, "eis", "lin", 0.2),
    (2, "eis", "rue", 0.1),
    (2, "wol", "dro", 0.06),
    (2, "others", "others", 0.14),
    (2, "unknown", "lin", 0.2),
    (2, "unknown", "rue", 0.15),
    (2, "unknown", "dro", 0.14),
    (2, "unknown", "others", 0.01),
]
ROOT = ("home", "Siebenschläfer Schrauben GmbH", "metal_products")
TOTAL_EUR = 6_400_000.0


def company_rows(ids: list[str]) -> dict[str, list[object]]:
    return {
        "company_id": list(ids),
        "name": [NAMES[key][0] for key in ids],
        "city": ["Hagen"] * len(ids),
        "country_code": [NAMES[key][2] for key in ids],
        "sector_code": [None] * len(ids),
        "sector_group": [NAMES[key][1] for key in ids],
        "origin": ["germany"] * len(ids),
    }


@pytest.fixture
def tiers() -> pl.DataFrame:
    frames = []
    for tier, shares in SHARES.items():
        rows = company_rows(list(shares)) | {"tier": [tier] * len(shares), "share": list(shares.values())}
        frames.append(pl.DataFrame(rows))
    return pl.concat(frames).with_columns(value_eur=pl.col("share") * TOTAL_EUR, direct_count=pl.lit(1))


@pytest.fixture
def links() -> pl.DataFrame:
    frame = pl.DataFrame(LINKS, schema=["tier", "from_id", "to_id", "share"], orient="row")
    return frame.with_columns(value_eur=pl.col("share") * TOTAL_EUR, value=pl.col("share") * TOTAL_EUR)


@pytest.fixture
def places() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "ags": ["05914000", "05962032", "05954036"],
            "place_name": ["Hagen", "Lüdenscheid", "Witten"],
            "kreis_code": ["05914", "05962", "05954"],
            "latitude": [51.36, 51.22, 51.44],
            "longitude": [7.47, 7.63, 7.34],
            "companies_count": [58, 52, 4],
            "with_lists_count": [9, 2, 0],
        }
    )
