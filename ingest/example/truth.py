"""The truth behind the raw files, kept beside them and read back typed.

Never: is read by ingest; only tests and comparisons read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from ingest.example.amounts import MONEY, as_euros
from ingest.example.records import FileOrder, TruthRow
from ingest.example.world import World

COMPANY_COLUMNS = (
    "company_key kind name legal_form former_name street postcode city country_code ags latitude longitude "
    "origin sector_code group market vat_id register_number register_court group_no"
).split()
ROW_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "file": pl.String,
    "line": pl.Int64,
    "part_no": pl.Int32,
    "record": pl.String,
    "side": pl.String,
    "company_key": pl.String,
    "partner_no": pl.String,
    "written_name": pl.String,
    "amount_written": pl.String,
    "unit": pl.Int64,
    "amount": MONEY,
    "currency": pl.String,
    "amount_kind": pl.String,
    "year": pl.Int32,
    "document_no": pl.String,
    "noises": pl.String,
    "agrees_by_name_and_place": pl.Boolean,
    "has_vat_id": pl.Boolean,
    "is_findable": pl.Boolean,
}
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    **ROW_SCHEMA,
    **dict.fromkeys(("latitude", "longitude"), pl.Float64),
    **dict.fromkeys(("group_no", "employees"), pl.Int64),
    **dict.fromkeys(
        ("amount_eur", "revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur"), MONEY
    ),
    **dict.fromkeys(("is_complete", "is_removed"), pl.Boolean),
}
Written = list[tuple[FileOrder, list[TruthRow]]]


@dataclass(frozen=True)
class Truth:
    """What the generator knows.

    companies: one row a company. groups: group_no, group_name.
    relations: year, supplier_key, customer_key, amount_eur.
    company_years: company_key, year and five figures. hubs: company_key, sector_code, customer_key.
    files: file, company_key, role, format, year, is_complete, sharing, amount_kind, bundle.
    rows: one row per record of a line (see ROW_SCHEMA); `company_key` is null where it names no company,
    `amount` is what is written times `unit`, `noises` a `|`-separated list.
    """

    companies: pl.DataFrame
    groups: pl.DataFrame
    relations: pl.DataFrame
    company_years: pl.DataFrame
    hubs: pl.DataFrame
    files: pl.DataFrame
    rows: pl.DataFrame

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the truth of an example that `write_example` wrote to `folder`."""
        return cls(**{name: _read(folder / "truth" / f"{name}.csv") for name in cls.__dataclass_fields__})

    def save(self, folder: Path) -> None:
        """Write the tables as CSV below `folder`/truth."""
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        for name in self.__dataclass_fields__:
            getattr(self, name).write_csv(folder / "truth" / f"{name}.csv")


def tell(world: World, written: Written) -> Truth:
    """The truth of a world and of the files that were written of it."""
    keys = world.companies.select("company_no", "company_key")
    supplier = keys.rename({"company_no": "supplier_no", "company_key": "supplier_key"})
    customer = keys.rename({"company_no": "customer_no", "company_key": "customer_key"})
    relations = world.relations.join(supplier, "supplier_no", maintain_order="left")
    relations = relations.join(customer, "customer_no", maintain_order="left")
    years = world.company_years.join(keys, "company_no", maintain_order="left")
    hubs = [
        {"company_no": hub.company_no, "sector_code": hub.sector_code, "customer_no": number}
        for hub in world.hubs
        for number in hub.customer_nos
    ]
    schema = {"company_no": pl.Int32, "sector_code": pl.String, "customer_no": pl.Int32}
    hub_frame = pl.DataFrame(hubs, schema=schema).join(keys, "company_no", maintain_order="left")
    hub_frame = hub_frame.join(customer, "customer_no", maintain_order="left")
    return Truth(
        companies=world.companies.select(COMPANY_COLUMNS),
        groups=world.groups,
        relations=relations.select(
            "year", "supplier_key", "customer_key", amount_eur=as_euros("amount_cents")
        ),
        company_years=years.select("company_key", pl.exclude("company_key", "company_no")),
        hubs=hub_frame.select("company_key", "sector_code", "customer_key"),
        files=_files(written),
        rows=_rows(written),
    )


def _files(written: Written) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "file": order.path,
            "company_key": order.sender["company_key"] if order.sender else None,
            "role": order.role,
            "format": order.format,
            "year": order.years[-1] if order.years else None,
            "is_complete": order.is_complete,
            "sharing": order.sharing,
            "amount_kind": order.amount_kind,
            "bundle": order.bundle,
        }
        for order, _ in written
    ).cast({"year": pl.Int32, "bundle": pl.String})


def _rows(written: Written) -> pl.DataFrame:
    """Rows by arrival. A VAT id finds a company once an earlier file carried it with the right name."""
    known: set[str] = set()
    rows = []
    for order, truth_rows in written:
        rows += [_row(order, row, known) for row in truth_rows]
        known |= {
            row.mention.spelling.vat_id
            for row in truth_rows
            if row.mention and row.has_vat_id and row.mention.spelling.agrees
        }
    return pl.DataFrame(rows, schema=ROW_SCHEMA, orient="row")


def _row(order: FileOrder, row: TruthRow, known: set[str]) -> tuple[object, ...]:
    mention = row.mention
    spelling = mention.spelling if mention else None
    agrees = spelling.agrees if spelling else None
    findable = agrees or (row.has_vat_id and spelling.vat_id in known) if spelling else None
    return (
        order.path,
        row.line,
        row.part_no,
        row.record,
        row.side,
        mention.company["company_key"] if mention else None,
        mention.partner_no if mention else None,
        spelling.name if spelling else None,
        row.amount_written,
        row.unit,
        row.amount,
        row.currency,
        None if row.amount is None else row.amount_kind or order.amount_kind,
        row.year,
        row.document_no,
        "|".join(spelling.noises) if spelling else None,
        agrees,
        row.has_vat_id,
        findable,
    )


def _read(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    return frame.with_columns(
        (pl.col(name) == "true") if TYPES[name] == pl.Boolean else pl.col(name).cast(TYPES[name])
        for name in frame.columns
        if name in TYPES and TYPES[name] != pl.String
    )
