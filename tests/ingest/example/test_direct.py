"""A world written past ingest is a warehouse that holds together."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.example.direct import rows_for_warehouse
from ingest.example.world import World, generate
from schemas.everything import metadata
from schemas.warehouse import create, insert


@pytest.fixture(scope="module")
def small() -> World:
    return generate(400, seed=2)


@pytest.fixture(scope="module")
def frames(small: World) -> dict[str, pl.DataFrame]:
    return rows_for_warehouse(small)


def test_frames_fit_the_tables_and_load(frames: dict[str, pl.DataFrame]) -> None:
    with create(":memory:") as warehouse:
        with warehouse.writing() as connection:
            for table in metadata.sorted_tables:
                if table.name in frames:
                    assert insert(connection, table, frames[table.name]) == frames[table.name].height
        rows = warehouse.read(metadata.tables["evidence"].select())
    assert rows.height == frames["evidence"].height
    assert rows["amount_eur"].sum() == frames["evidence"]["amount_eur"].sum()


def test_required_columns_are_filled_and_keys_unique(frames: dict[str, pl.DataFrame]) -> None:
    for name, frame in frames.items():
        table = metadata.tables[name]
        for column in table.columns:
            if not column.nullable:
                assert frame[column.name].null_count() == 0, f"{name}.{column.name}"
        assert frame.select([column.name for column in table.primary_key]).is_unique().all(), name


def test_references_hold(frames: dict[str, pl.DataFrame]) -> None:
    for name, frame in frames.items():
        for key in metadata.tables[name].foreign_keys:
            if key.parent.name not in frame.columns:
                continue
            known = set(frames[key.column.table.name][key.column.name])
            assert set(frame[key.parent.name].drop_nulls()) <= known, f"{name}.{key.parent.name}"


def test_evidence_is_the_worlds_relations(small: World, frames: dict[str, pl.DataFrame]) -> None:
    party = frames["party_company"].select("party_id", "company_id")
    company = frames["company"].select("company_id", "name")
    of_party = party.join(company, "company_id").select("party_id", "name")
    told = frames["evidence"].join(of_party, left_on="supplier_party_id", right_on="party_id")
    told = told.join(of_party, left_on="customer_party_id", right_on="party_id", suffix="_customer")
    told = told.select(
        "name", "name_customer", year=pl.col("period_start").dt.year(), cents=pl.col("amount_eur") * 100
    )
    names = dict(zip(small.companies["company_no"], small.companies["name"], strict=True))
    expected = {
        (names[supplier], names[customer], year): cents
        for year, supplier, customer, cents in small.relations.select(
            "year", "supplier_no", "customer_no", "amount_cents"
        ).iter_rows()
    }
    assert {(row[0], row[1], row[2]): int(row[3]) for row in told.iter_rows()} == expected


def test_bands_follow_the_share_in_a_complete_list(frames: dict[str, pl.DataFrame]) -> None:
    complete = frames["upload"].filter("is_complete_suppliers")["upload_id"].implode()
    evidence = frames["evidence"].with_columns(pl.col("amount_eur").cast(pl.Float64))
    share = pl.col("amount_eur") / pl.col("amount_eur").sum().over("upload_id")
    banded = evidence.with_columns(share=share, known=pl.col("upload_id").is_in(complete))
    assert (
        banded.filter(~pl.col("known"))["share_band"].null_count() == banded.filter(~pl.col("known")).height
    )
    limits = {"under_10": (0, 0.1), "10_25": (0.1, 0.25), "25_50": (0.25, 0.5), "over_50": (0.5, 1.01)}
    for band, (low, high) in limits.items():
        shares = banded.filter(pl.col("share_band") == band)["share"]
        assert len(shares) > 0
        assert shares.min() >= low - 1e-9  # type: ignore[operator]
        assert shares.max() < high + 1e-9  # type: ignore[operator]


def test_golden_same_world_same_ids(small: World, frames: dict[str, pl.DataFrame]) -> None:
    again = rows_for_warehouse(small)
    for name, frame in frames.items():
        assert frame.equals(again[name]), name
