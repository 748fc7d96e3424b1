"""What goes into the warehouse comes out of it: money to the cent, coordinates to the bit, text as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from schemas.everything import metadata
from schemas.warehouse import Warehouse, insert, read
from tests.schemas.places import PLACE, places

COMPANY_YEAR = metadata.tables["company_year"]
DECIMAL = pl.Decimal(18, 2)


def year_rows(amounts: list[Decimal | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "company_id": ["c"] * len(amounts),
            "year": range(len(amounts)),
            "source": ["test"] * len(amounts),
            "revenue_eur": pl.Series(amounts, dtype=DECIMAL),
        }
    )


CENTS = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.mark.property
@given(amounts=st.lists(st.none() | CENTS, min_size=1, max_size=20))
def test_money_comes_back_to_the_cent(shared_warehouse: Warehouse, amounts: list[Decimal | None]) -> None:
    query = sa.select(COMPANY_YEAR.c.revenue_eur).order_by(COMPANY_YEAR.c.year)
    with shared_warehouse.engine.connect() as connection, connection.begin() as transaction:
        insert(connection, COMPANY_YEAR, year_rows(amounts))
        stored = read(connection, query)["revenue_eur"]
        transaction.rollback()
    assert stored.dtype == DECIMAL
    assert stored.to_list() == amounts


@pytest.mark.property
@given(degrees=st.floats(-180, 180, allow_nan=False))
def test_a_coordinate_keeps_every_bit(shared_warehouse: Warehouse, degrees: float) -> None:
    """A 32-bit FLOAT would move a place by a metre."""
    frame = places("05962032").with_columns(longitude=pl.lit(degrees, pl.Float64))
    with shared_warehouse.engine.connect() as connection, connection.begin() as transaction:
        insert(connection, PLACE, frame)
        stored = read(connection, sa.select(PLACE.c.longitude))["longitude"]
        transaction.rollback()
    assert stored.dtype == pl.Float64
    assert stored[0] == degrees


@pytest.mark.property
@given(name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_text_stays_text_whatever_it_says(shared_warehouse: Warehouse, name: str) -> None:
    frame = places("05962032").with_columns(place_name=pl.lit(name))
    with shared_warehouse.engine.connect() as connection, connection.begin() as transaction:
        insert(connection, PLACE, frame)
        stored = read(connection, sa.select(PLACE.c.place_name).where(PLACE.c.place_name == name))
        transaction.rollback()
    assert stored["place_name"].to_list() == [name]


def test_dates_times_and_truth_keep_their_types(warehouse: Warehouse) -> None:
    upload = metadata.tables["upload"]
    received_at = datetime(2026, 11, 22, 13, 38, 59, 123456, tzinfo=UTC).replace(tzinfo=None)
    row = {
        "upload_id": "u",
        "file_name": "Kreditoren.csv",
        "content_sha256": "0" * 64,
        "mapping_version": "1",
        "shape": "table",
        "list_kind": "suppliers",
        "is_complete_suppliers": True,
        "is_complete_customers": None,
        "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31),
        "sharing": "statistics",
        "received_at": received_at,
        "committed_at": received_at,
        "rows_read": 3,
        "rows_loaded": 2,
        "rows_rejected": 1,
        "rows_ignored": 0,
        "status": "done",
    }
    with warehouse.writing() as connection:
        insert(
            connection, upload, pl.DataFrame([row], schema_overrides={"is_complete_customers": pl.Boolean})
        )
    stored = warehouse.read(sa.select(upload)).row(0, named=True)
    assert {name: stored[name] for name in row} == row


def test_a_list_of_values_can_be_asked_for(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032", "05962024", "05914000"))
    wanted = sa.select(PLACE.c.ags).where(PLACE.c.ags.in_(["05962032", "05914000"])).order_by(PLACE.c.ags)
    assert warehouse.read(wanted)["ags"].to_list() == ["05914000", "05962032"]
    assert warehouse.read(sa.select(PLACE.c.ags).where(PLACE.c.ags.in_([]))).height == 0
