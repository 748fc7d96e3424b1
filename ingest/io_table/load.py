"""Writes an input-output table as shares of inputs by pair of sectors; a new table takes the old one's place.

Never: a request, or two tables beside each other.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from ingest import audit
from ingest.errors import UnreadableFile
from ingest.io_table.codes import divisions_of, is_nace_1_table
from ingest.io_table.formats import Flows, parse_csv, parse_table
from ingest.load.frames import insert
from ingest.readers import read as read_tables
from schemas.official import io_coefficient
from schemas.reference.list_files import decoded, is_zip
from schemas.reference.problem import ListProblem
from schemas.warehouse import Warehouse

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FEWEST_SECTORS = 3


def import_io_table(warehouse: Warehouse, file: Path, *, actor: str) -> dict[str, int]:
    """Write the coefficients of an input-output table; gives the number of sectors and of coefficients.

    Raises ListProblem where the file is none of the formats of `formats`.
    """
    rows = coefficients(parse(file.read_bytes(), file.name))
    year = int(found[-1]) if (found := _YEAR.findall(file.stem)) else None
    if rows["customer_sectors"].n_unique() < _FEWEST_SECTORS:
        raise _not_a_table(file.name)
    counts = {"sectors": rows["customer_sectors"].n_unique(), "coefficients": rows.height}
    with warehouse.writing() as connection:
        connection.execute(sa.delete(io_coefficient))
        insert(connection, io_coefficient, rows.with_columns(year=pl.lit(year, dtype=pl.Int32)))
        audit.append(connection, actor, "io_table.imported", None, counts)
    return counts


def parse(content: bytes, file_name: str) -> Flows:
    """The flows of a file. Raises ListProblem."""
    try:
        if not is_zip(content) and content[:4] != b"\xd0\xcf\x11\xe0":
            found = parse_csv(decoded(content))
        else:
            sheets = (table.frame for table in read_tables(content, file_name))
            tables = (parse_table([row[1:] for row in frame.iter_rows()]) for frame in sheets)
            found = next((flows for flows in tables if flows is not None), None)
    except (UnreadableFile, pl.exceptions.PolarsError) as error:
        raise _not_a_table(file_name) from error
    if found is None:
        raise _not_a_table(file_name)
    return found


def coefficients(found: Flows) -> pl.DataFrame:
    """Shares of inputs and coefficients per output by pair of sectors and origin, at WZ divisions.

    Gives io_source, supplier_sectors and customer_sectors (divisions joined by commas), cell_origin (`all` always;
    `germany`, `outside`, `eu`, `world` as far as the table tells), input_share (of all inputs of the customer sector)
    and input_coefficient (inputs per output, null where the table has no output). Sectors that a table splits
    finer than divisions are added up.
    """
    named = found.flows["supplier"].to_list() + found.flows["customer"].to_list()
    is_nace_1 = is_nace_1_table(named)
    codes = {code: _joined(code, is_nace_1) for code in {*named, *found.output}}

    def as_divisions(name: str) -> pl.Expr:
        return pl.col(name).replace_strict(codes, default=None, return_dtype=pl.String)

    flows = (
        found.flows.select(
            as_divisions("supplier").alias("supplier_sectors"),
            as_divisions("customer").alias("customer_sectors"),
            pl.col("origin").alias("cell_origin"),
            pl.col("amount").clip(0.0),
        )
        .drop_nulls()
        .group_by("supplier_sectors", "customer_sectors", "cell_origin")
        .agg(pl.col("amount").sum())
    )
    output: dict[str, float] = {}
    for code, amount in found.output.items():
        if sector := codes[code]:
            output[sector] = output.get(sector, 0.0) + amount
    every = _with_sums(flows).filter(pl.col("amount") > 0)
    inputs = (
        every.filter(pl.col("cell_origin") == "all")
        .group_by("customer_sectors")
        .agg(whole=pl.col("amount").sum())
    )
    per_output = pl.col("customer_sectors").replace_strict(output, default=None, return_dtype=pl.Float64)
    return (
        every.join(inputs, on="customer_sectors")
        .select(
            pl.lit(found.source).alias("io_source"),
            "supplier_sectors",
            "customer_sectors",
            "cell_origin",
            input_share=pl.col("amount") / pl.col("whole"),
            input_coefficient=pl.when(per_output > 0).then(pl.col("amount") / per_output),
        )
        .sort("customer_sectors", "supplier_sectors", "cell_origin")
    )


def _joined(code: str, is_nace_1: bool) -> str | None:
    found = divisions_of(code, is_nace_1=is_nace_1)
    return ",".join(found) if found else None


def _with_sums(flows: pl.DataFrame) -> pl.DataFrame:
    """The parts by origin, what lies outside Germany together, and all together."""
    keys = ["supplier_sectors", "customer_sectors"]

    def together(rows: pl.DataFrame, origin: str) -> pl.DataFrame:
        summed = rows.group_by(keys).agg(pl.col("amount").sum())
        return summed.with_columns(cell_origin=pl.lit(origin)).select(flows.columns)

    abroad = flows.filter(pl.col("cell_origin").is_in(["eu", "world"]))
    parts = flows.filter(pl.col("cell_origin") != "all")
    return pl.concat([parts, together(abroad, "outside"), together(flows, "all")])


def _not_a_table(file_name: str) -> ListProblem:
    return ListProblem(
        where=file_name,
        what_de="Das ist keine Input-Output-Tabelle, die wir kennen.",
        what_en="This is no input-output table that we know.",
        mend_de="Laden Sie die Tabelle bei Destatis (Excel), Eurostat (FIGARO oder naio_10, CSV) oder WIOD "
        "(nationale Tabelle, Excel) herunter.",
        mend_en="Download the table from Destatis (Excel), Eurostat (FIGARO or naio_10, CSV) or the WIOD "
        "(national table, Excel).",
    )
