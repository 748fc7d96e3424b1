"""Opens the warehouse and hands out Readers and Desks.

Views are built once per actor and state of the warehouse; every change goes through a Desk and leaves an
audit event, so the number of the last event is the state. Views never touch the disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from ingest.home_region import load_home_region
from lieferkette.access.actor import Actor
from lieferkette.access.companies import public_companies
from lieferkette.access.view import View, build_view
from lieferkette.desk import Desk
from lieferkette.errors import NotFound, WarehouseDamaged, WarehouseInUse
from lieferkette.reader import Reader
from schemas.registry import region_place
from schemas.sharing import audit_event
from schemas.warehouse import Warehouse, WarehouseBusy, WarehouseUnreadable, create

#: Views kept in memory; the least recently used goes first.
_VIEWS_KEPT = 200


class Workspace:
    """An open warehouse with its views.

    >>> from lieferkette.access.actor import Actor
    >>> workspace = Workspace.open(":memory:")
    >>> workspace.reader(Actor.owner()).years()
    []
    >>> workspace.close()
    """

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._lock = threading.Lock()
        self._views: OrderedDict[tuple[int, Actor], View] = OrderedDict()
        self._public: tuple[int, pl.DataFrame] | None = None

    @classmethod
    def open(cls, address: str | Path) -> Workspace:
        """Open the warehouse at `address`, made and filled with the home region's places where it is new.

        Raises WarehouseInUse or WarehouseDamaged.
        """
        try:
            warehouse = create(address)
        except WarehouseBusy as error:
            raise WarehouseInUse(str(address)) from error
        except WarehouseUnreadable as error:
            raise WarehouseDamaged(str(address)) from error
        load_home_region(warehouse)
        return cls(warehouse)

    def reader(self, actor: Actor) -> Reader:
        """A Reader for this actor."""
        return Reader(self, actor)

    def desk(self, actor: Actor) -> Desk:
        """A Desk for this actor."""
        return Desk(self, actor)

    def view(self, actor: Actor) -> View:
        """The actor's view of the present state."""
        state = self._state()
        with self._lock:
            kept = self._views.get((state, actor))
            if kept is not None:
                self._views.move_to_end((state, actor))
                return kept
        built = build_view(self.warehouse, actor, self._public_companies(state))
        with self._lock:
            self._views = OrderedDict((key, view) for key, view in self._views.items() if key[0] == state)
            self._views[state, actor] = built
            while len(self._views) > _VIEWS_KEPT:
                self._views.popitem(last=False)
        return built

    def region_ags(self, region_id: str) -> frozenset[str]:
        """Municipalities of a region. Raises NotFound."""
        rows = self.warehouse.read(sa.select(region_place.c.ags).where(region_place.c.region_id == region_id))
        if rows.is_empty():
            raise NotFound(region_id, "region")
        return frozenset(rows["ags"].to_list())

    def close(self) -> None:
        """Let go of the warehouse."""
        self.warehouse.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _state(self) -> int:
        newest = self.warehouse.read(sa.select(sa.func.max(audit_event.c.event_no).label("newest")))
        return int(newest["newest"][0] or 0)

    def _public_companies(self, state: int) -> pl.DataFrame:
        if self._public is None or self._public[0] != state:
            self._public = (state, public_companies(self.warehouse))
        return self._public[1]
