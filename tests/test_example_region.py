"""reference: what comes out of ingest against the truth that the generator of the example region knows.

Every written amount × unit to the cent, every findable relation found, no two distinct companies merged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from ingest.example.truth import Truth
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.registry import company
from schemas.relations import evidence, party, party_company
from schemas.uploads import upload, upload_row

_LINE = ["file", "line", "part_no", "side"]


@pytest.fixture(scope="module")
def opened(example_region: Path) -> Iterator[Workspace]:
    """The example region's warehouse."""
    with Workspace.open(example_region / "lieferkette.duckdb") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def truth(example_region: Path) -> Truth:
    """What the generator knows."""
    return Truth.load(example_region / "example")


@pytest.fixture(scope="module")
def loaded(example_region: Path, opened: Workspace, truth: Truth) -> pl.DataFrame:
    """Every counterpart that was loaded: file, line, part_no, side, amount, year, and its company.

    `company_id` is the company that the uploader sees; `resolved_id` the one across all uploaders.
    """
    hashes = [
        {
            "file": name,
            "content_sha256": hashlib.sha256(
                (example_region / "example/lists" / name).read_bytes()
            ).hexdigest(),
        }
        for name in truth.files["file"]
    ]
    files = pl.DataFrame(hashes).join(
        opened.warehouse.read(sa.select(upload.c.upload_id, upload.c.content_sha256)), on="content_sha256"
    )
    assert files.height == truth.files.height, "every file of the example is an upload"
    ends = []
    for side, end in (("supplier", evidence.c.supplier_party_id), ("customer", evidence.c.customer_party_id)):
        shown, inside = party_company.alias(), party_company.alias()
        query = (
            sa.select(
                evidence.c.upload_id,
                evidence.c.row_no.label("line"),
                evidence.c.part_no,
                sa.literal(side).label("side"),
                evidence.c.amount,
                evidence.c.amount_kind,
                evidence.c.period_start,
                shown.c.company_id,
                shown.c.method,
                sa.func.coalesce(inside.c.company_id, shown.c.company_id).label("resolved_id"),
            )
            .join(party, party.c.party_id == end)
            .join(
                shown,
                sa.and_(shown.c.party_id == end, shown.c.ended_at.is_(None), shown.c.scope == "uploader"),
            )
            .outerjoin(
                inside,
                sa.and_(inside.c.party_id == end, inside.c.ended_at.is_(None), inside.c.scope == "system"),
            )
            .where(sa.not_(party.c.is_own))
        )
        ends.append(opened.warehouse.read(query))
    return (
        pl.concat(ends)
        .join(files, on="upload_id")
        .with_columns(pl.col("line").cast(pl.Int64), year=pl.col("period_start").dt.year())
    )


@pytest.fixture(scope="module")
def named(truth: Truth, loaded: pl.DataFrame, opened: Workspace) -> pl.DataFrame:
    """Every written counterpart with the company it truly is, and the one it was taken for."""
    register = opened.warehouse.read(
        sa.select(company.c.name, company.c.company_id.label("true_id")).where(company.c.is_in_register)
    )
    keys = truth.companies.select("company_key", "name").join(register, on="name", how="left")
    rows = truth.rows.filter(
        pl.col("company_key").is_not_null() & pl.col("side").is_in(["supplier", "customer"])
    )
    rows = (
        rows.filter(pl.col("record") == "relation")
        .select("file", "line", "side", "company_key", "is_findable")
        .unique()
    )
    found = loaded.select("file", "line", "side", "company_id", "resolved_id").unique()
    return rows.join(found, on=["file", "line", "side"], how="left").join(
        keys.select("company_key", "true_id"), on="company_key"
    )


def test_every_written_amount_times_unit_is_loaded_to_the_cent(truth: Truth, loaded: pl.DataFrame) -> None:
    columns = ["file", "line", "side", "year", "amount", "amount_kind"]
    written = truth.rows.filter(pl.col("amount").is_not_null()).select(columns)
    assert written.height > 1_000
    got = loaded.with_columns(pl.col("year").cast(pl.Int32)).select(columns).drop_nulls("amount")
    assert written.join(got, on=columns, how="anti").is_empty()
    # A balance beside a turnover is kept as what it is; the truth lists what was bought and sold.
    assert set(got.join(written, on=columns, how="anti")["amount_kind"]) <= {"balance"}


def test_every_row_is_accounted_for(truth: Truth, opened: Workspace) -> None:
    sums = opened.warehouse.read(sa.select(upload))
    for row in sums.iter_rows(named=True):
        assert row["rows_read"] == row["rows_loaded"] + row["rows_rejected"] + row["rows_ignored"]
    listed = opened.warehouse.read(sa.select(upload_row.c.outcome)).height
    assert listed == sums["rows_rejected"].sum() + sums["rows_ignored"].sum()


def test_no_two_distinct_companies_are_merged(named: pl.DataFrame) -> None:
    keys = named.drop_nulls("resolved_id").group_by("resolved_id").agg(pl.col("company_key").n_unique())
    assert keys.filter(pl.col("company_key") > 1).is_empty()


def test_every_register_company_is_there_once(truth: Truth, opened: Workspace) -> None:
    members = truth.rows.filter(pl.col("record") == "member")["company_key"].n_unique()
    register = opened.warehouse.read(sa.select(company.c.name).where(company.c.is_in_register))
    assert register.height == register["name"].n_unique() == members


def test_every_findable_partner_in_the_register_is_found(named: pl.DataFrame) -> None:
    findable = named.filter(pl.col("is_findable") & pl.col("true_id").is_not_null())
    assert findable.height > 800
    missed = findable.filter((pl.col("resolved_id") != pl.col("true_id")).fill_null(True))
    assert missed.is_empty(), missed.head(20)


def test_what_is_not_found_waits_or_stands_alone_but_is_never_wrong(named: pl.DataFrame) -> None:
    true_ids = named.select("company_key", "true_id").drop_nulls().unique()
    taken = named.join(true_ids.rename({"company_key": "other", "true_id": "resolved_id"}), on="resolved_id")
    assert taken.filter(pl.col("other") != pl.col("company_key")).is_empty()


def test_the_network_has_both_years_and_answers(opened: Workspace) -> None:
    reader = opened.reader(Actor.owner())
    assert reader.years() == [2025, 2024]
    answer = reader.region()
    assert answer.companies_count == 400
    assert answer.coverage.companies_with_lists >= 40
    assert {"region", "germany", "eu", "world"} <= set(answer.purchases_by_origin["origin"])
    keys = {sentence.key for sentence in answer.sentences}
    assert "region_next_invite" in keys
