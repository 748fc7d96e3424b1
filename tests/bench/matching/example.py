"""The example region through the real ingest, against the truth that its generator knows.

Comes in: nothing. Goes out: parties, register, what was matched automatically, what was asked, and the truth.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import sqlalchemy as sa

from ingest.example.truth import Truth
from schemas.registry import company
from schemas.relations import evidence, match_question, party, party_company
from schemas.uploads import upload
from schemas.warehouse import Warehouse

#: What engines compare, of parties and of companies alike.
COMPARED = ("name", "name_normalised", "legal_form", "street", "postcode", "city")


@dataclass(frozen=True)
class TakenIn:
    """The example region after ingest, as a linkage of parties to the companies of its register.

    parties: party_id and `COMPARED`; register: company_id and `COMPARED`. linked: party_id, company_id of what was
    matched to a company of the register automatically. truth: party_id, company_id (null: in no register),
    has_sibling, is_findable (its rows tell enough to find it). asked: party_id of those sent to review.
    """

    parties: pl.DataFrame
    register: pl.DataFrame
    linked: pl.DataFrame
    truth: pl.DataFrame
    asked: pl.DataFrame


def taken_in() -> TakenIn:
    """Make the example region, take in its lists by the way of its users, and hold the outcome beside the truth."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lieferkette.duckdb"
        call = [sys.executable, "-m", "lieferkette.cli", "--warehouse", str(file), "demo"]
        subprocess.run(call, check=True, capture_output=True)
        with Warehouse(file) as warehouse:
            rows = _told(warehouse, Truth.load(Path(folder) / "example"), Path(folder) / "example" / "lists")
            asked = warehouse.read(sa.select(match_question.c.party_id).distinct())
            told = [party.c[name] for name in COMPARED]
            parties = warehouse.read(sa.select(party.c.party_id, *told).where(sa.not_(party.c.is_own)))
            registered = [company.c[name] for name in COMPARED]
            register = warehouse.read(
                sa.select(company.c.company_id, *registered).where(company.c.is_in_register)
            )
    truth = rows.group_by("party_id").agg(
        pl.col("true_id").first().alias("company_id"), pl.col("is_findable").any(), has_sibling=pl.lit(False)
    )
    linked = rows.filter("is_in_register").select("party_id", "company_id").unique()
    return TakenIn(parties.join(truth, on="party_id", how="semi"), register, linked, truth, asked)


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
                party.c.party_id,
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
