"""The folder beside a warehouse for what was computed out of it: it may go at any moment, and is made anew.

Never: holds anything that the warehouse does not hold.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from schemas.opened import ADDRESS, Warehouse


def derived_folder(warehouse: Warehouse) -> Path | None:
    """`derived/NAME` beside the file; None for a warehouse without one, of which nothing is kept."""
    return None if warehouse.file is None else _folder(warehouse.address)


def derived_folder_of(connection: sa.Connection) -> Path | None:
    """The same, for a connection of the warehouse."""
    address = connection.get_execution_options().get(ADDRESS)
    return None if address in (None, ":memory:") else _folder(str(address))


def _folder(address: str) -> Path:
    path = Path(address).absolute()
    return path.parent / "derived" / path.name


def forget_derived(warehouse: Warehouse) -> None:
    """Delete all of it; who has it open goes on reading what was there."""
    folder = derived_folder(warehouse)
    if folder is not None and folder.exists():
        shutil.rmtree(folder)
