"""Places and regions in the warehouse: those that ship, and those of official lists that a user downloads.

Writing twice changes nothing; an official list overwrites what it knows better.
Never: a request.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import sqlalchemy as sa

from ingest import audit
from ingest.load.companies import known_places
from ingest.load.frames import change, insert, read
from schemas.reference.import_places import ImportedPlaces, parse_gv100ad, parse_gv_isys_xlsx
from schemas.reference.import_postcodes import parse_geonames
from schemas.reference.places import home_places
from schemas.reference.regions import home_regions, parse_regions, region_frames
from schemas.registry import place, place_postcode, region, region_place
from schemas.warehouse import Warehouse


def load_home_region(warehouse: Warehouse) -> None:
    """Write the 25 municipalities with their postcodes, and the two regions that ship."""
    places, postcodes = home_places().frames()
    regions, members = region_frames(home_regions().values())
    with warehouse.writing() as connection:
        _add_new(connection, place, ["ags"], places)
        _add_new(connection, place_postcode, ["ags", "postcode"], postcodes)
        _add_new(connection, region, ["region_id"], regions)
        _add_new(connection, region_place, ["region_id", "ags"], members)


def import_places(warehouse: Warehouse, file: Path, *, actor: str) -> ImportedPlaces:
    """Write the municipalities and postcodes of an official list; gives what it held and what it left out.

    Takes GV100AD (.txt), the GV-ISys workbook (.xlsx) and GeoNames' DE.txt (also zipped).

    Raises:
        ListProblem: the file is none of these.
    """
    content = file.read_bytes()
    with warehouse.writing() as connection:
        imported = _parse_places(connection, content, file.name)
        known = read(connection, sa.select(place.c.ags))
        change(connection, place, ["ags"], imported.place.join(known, on="ags", how="semi"))
        insert(connection, place, imported.place.join(known, on="ags", how="anti"))
        _add_new(connection, place_postcode, ["ags", "postcode"], imported.place_postcode)
        audit.append(connection, actor, "places.imported", None, {"places": imported.place.height})
    return imported


def import_regions(warehouse: Warehouse, file: Path, *, actor: str) -> list[str]:
    """Write the regions of a TOML file of `[[region]]` entries (see `parse_regions`); gives their ids.

    Raises:
        ListProblem: the file is not such a file, or names an unknown municipality.
    """
    with warehouse.writing() as connection:
        known = read(connection, sa.select(place.c.ags))["ags"].to_list()
        parsed = parse_regions(file.read_bytes(), known, file.name)
        ids = [one.region_id for one in parsed]
        connection.execute(sa.delete(region_place).where(region_place.c.region_id.in_(ids)))
        connection.execute(sa.delete(region).where(region.c.region_id.in_(ids)))
        regions, members = region_frames(parsed)
        insert(connection, region, regions)
        insert(connection, region_place, members)
        audit.append(connection, actor, "regions.imported", None, {"regions": len(ids)})
    return ids


def _parse_places(connection: sa.Connection, content: bytes, name: str) -> ImportedPlaces:
    if content[:2] == b"PK" and name.lower().endswith(".xlsx"):
        return parse_gv_isys_xlsx(content, name)
    if content[:2].isdigit() and b"\t" not in content[:200]:
        return parse_gv100ad(content, name)
    return parse_geonames(content, known_places(connection), name)


def _add_new(connection: sa.Connection, table: sa.Table, keys: list[str], rows: pl.DataFrame) -> None:
    """Insert the rows whose key is not there yet."""
    present = read(connection, sa.select(*[table.c[key] for key in keys]))
    insert(connection, table, rows.join(present, on=keys, how="anti"))
