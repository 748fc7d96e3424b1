"""The example region through the real ingest, against the truth that its generator knows.

Comes in: nothing. Goes out: precision and recall of what was matched automatically, and the share sent to review.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import sqlalchemy as sa

from ingest.example.spelling import RATES
from ingest.example.truth import Truth
from schemas.registry import company
from schemas.relations import evidence, match_question, party, party_company
from schemas.uploads import upload
from schemas.warehouse import Warehouse


def measure_example() -> None:
    """Make the example region, take in its lists, compare, print."""
    print(
        "\nExample region, through ingest:", ", ".join(f"{kind} {rate:.0%}" for kind, rate in RATES.items())
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lieferkette.duckdb"
        call = [sys.executable, "-m", "lieferkette.cli", "--warehouse", str(file), "demo"]
        subprocess.run(call, check=True, capture_output=True)
        with Warehouse(file) as warehouse:
            rows = _told(warehouse, Truth.load(Path(folder) / "example"), Path(folder) / "example" / "lists")
            asked = warehouse.read(sa.select(match_question.c.party_id).distinct()).height
            parties = warehouse.read(sa.select(party.c.party_id).where(sa.not_(party.c.is_own))).height
    in_register = rows.filter(pl.col("true_id").is_not_null())
    taken = rows.filter(pl.col("is_in_register"))
    right = taken.filter((pl.col("company_id") == pl.col("true_id")).fill_null(False)).height
    findable = in_register.filter("is_findable")
    found = findable.filter((pl.col("company_id") == pl.col("true_id")).fill_null(False)).height
    print(
        f"  automatic: precision {right / taken.height:.4f} ({right} of {taken.height}), recall "
        f"{right / in_register.height:.4f} of {in_register.height} mentions of register companies "
        f"({found / findable.height:.4f} of the {findable.height} that their row lets find); "
        f"{asked / parties:.1%} of {parties} parties asked"
    )


def _told(warehouse: Warehouse, truth: Truth, lists: Path) -> pl.DataFrame:
    """Every mention with the company that it was taken for, and the one that it truly is (null: in no register)."""
    hashes = {hashlib.sha256((lists / name).read_bytes()).hexdigest(): name for name in truth.files["file"]}
    names = warehouse.read(sa.select(upload.c.upload_id, upload.c.content_sha256)).with_columns(
        pl.col("content_sha256").replace_strict(hashes, default=None).alias("file")
    )
    ends = []
    for side, end in (("supplier", evidence.c.supplier_party_id), ("customer", evidence.c.customer_party_id)):
        query = (
            sa.select(
                evidence.c.upload_id,
                evidence.c.row_no.label("line"),
                sa.literal(side).label("side"),
                company.c.company_id,
                company.c.is_in_register,
            )
            .join(party, party.c.party_id == end)
            .join(party_company, party_company.c.party_id == end)
            .join(company, company.c.company_id == party_company.c.company_id)
            .where(
                sa.not_(party.c.is_own),
                party_company.c.ended_at.is_(None),
                party_company.c.scope == "uploader",
            )
        )
        ends.append(warehouse.read(query))
    found = pl.concat(ends).join(names, on="upload_id").with_columns(pl.col("line").cast(pl.Int64)).unique()
    register = warehouse.read(
        sa.select(company.c.name, company.c.company_id.label("true_id")).where(company.c.is_in_register)
    )
    keys = truth.companies.select("company_key", "name").join(register, on="name", how="left")
    mentions = truth.rows.filter(pl.col("company_key").is_not_null() & (pl.col("record") == "relation"))
    mentions = mentions.select("file", "line", "side", "company_key", "is_findable").unique()
    return mentions.join(keys, on="company_key").join(found, on=["file", "line", "side"])
