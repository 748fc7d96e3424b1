"""Opens the warehouse and hands out Readers and Desks.

Views are built once per actor and state of the warehouse; every change goes through a Desk and leaves an
audit event, so the last event that changed something is the state. What the owner sees and what is offered to all
is kept on disk for that state (access/kept.py); a company's own view never touches the disk.
"""

from __future__ import annotations

import errno
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ingest.erase import finish_erasures
from ingest.home_region import load_home_region
from ingest.recover import Recovery, expire, recover
from lieferkette.access import grants
from lieferkette.access.actor import Actor
from lieferkette.access.company_view import company_view
from lieferkette.access.kept import Shelf
from lieferkette.access.offered import Offer, make_offer, present_offer
from lieferkette.access.view import View, empty_view, owner_view
from lieferkette.desk import Desk
from lieferkette.errors import (
    DiskFull,
    MigrationFailed,
    NotFound,
    NotGranted,
    WarehouseDamaged,
    WarehouseInUse,
)
from lieferkette.reader import Reader
from schemas.derived import derived_folder
from schemas.registry import region_place
from schemas.warehouse import (
    CopyDiffers,
    Warehouse,
    WarehouseBusy,
    WarehouseFull,
    WarehouseUnreadable,
    create,
)

#: Views kept in memory; the least recently used goes first. A view of a large network holds some 100 MB.
_VIEWS_KEPT = 8
#: A company that is nobody's partner: what it sees is what strangers see.
_NOBODY = "nobody"


def utc_now() -> datetime:
    """The present moment as the warehouse keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def open_warehouse(address: str) -> Warehouse:
    """The warehouse at `address`, its faults said in words for people.

    Raises WarehouseInUse, WarehouseDamaged, DiskFull or MigrationFailed.
    """
    try:
        warehouse = create(address)
    except WarehouseBusy as error:
        raise WarehouseInUse(address) from error
    except WarehouseUnreadable as error:
        raise WarehouseDamaged(address) from error
    except WarehouseFull as error:
        raise DiskFull(address) from error
    except CopyDiffers as error:
        raise MigrationFailed(address) from error
    warehouse.raised_as = {WarehouseUnreadable: WarehouseDamaged, WarehouseFull: DiskFull}
    return warehouse


class Workspace:
    """An open warehouse with its views.

    >>> from lieferkette.access.actor import Actor
    >>> workspace = Workspace.open(":memory:")
    >>> workspace.reader(Actor.owner()).years()
    []
    >>> workspace.close()
    """

    def __init__(self, warehouse: Warehouse, now: Callable[[], datetime] = utc_now) -> None:
        self.warehouse = warehouse
        self.now = now
        self.recovery = Recovery()
        self._lock = threading.Lock()
        self._base_lock = threading.Lock()
        self._views: OrderedDict[tuple[str, Actor], View] = OrderedDict()
        self._offer: tuple[str, Offer] | None = None
        self._expired_on = now().date()

    @classmethod
    def open(cls, address: str | Path) -> Workspace:
        """Open the warehouse at `address`, made and filled with the home region's places where it is new.

        What a crash left undone is done first; `recovery` says what that was.

        Raises WarehouseInUse, WarehouseDamaged, DiskFull or MigrationFailed.
        """
        warehouse = open_warehouse(str(address))
        try:
            load_home_region(warehouse)
            finish_erasures(warehouse)
            opened = cls(warehouse)
            opened.recovery = recover(warehouse)
        except OSError as error:
            warehouse.close()
            if error.errno == errno.ENOSPC:
                raise DiskFull(str(address)) from error
            raise
        except BaseException:
            warehouse.close()
            raise
        return opened

    def reader(self, actor: Actor) -> Reader:
        """A Reader for this actor."""
        return Reader(self, actor)

    def desk(self, actor: Actor) -> Desk:
        """A Desk for this actor."""
        return Desk(self, actor)

    def principal(self, actor: Actor, reads: str) -> Actor:
        """As whom the actor sees: itself, or for a consultant the company, whose log then says so.

        `reads` says what: `relations` or `lists`. Raises NotGranted where no grant holds at this moment.
        """
        if actor.role != "consultant":
            return actor
        company_id, grantee = str(actor.company_id), str(actor.grantee)
        grant_id = grants.in_force(self.warehouse, grantee, company_id, self.now())
        if grant_id is None:
            raise NotGranted
        grants.note_reading(self.warehouse, actor, reads, grant_id)
        return Actor.company(company_id)

    def view(self, actor: Actor) -> View:
        """The actor's view of the present state; a consultant's is the company's. Raises NotGranted."""
        self._expire_daily()
        actor = self.principal(actor, "relations")
        state = grants.newest_change(self.warehouse)
        with self._lock:
            kept = self._views.get((state, actor))
            if kept is not None:
                self._views.move_to_end((state, actor))
                return kept
        built = self._build(actor, state)
        with self._lock:
            self._views = OrderedDict((key, view) for key, view in self._views.items() if key[0] == state)
            self._views[state, actor] = built
            while len(self._views) > _VIEWS_KEPT:
                self._views.popitem(last=False)
        return built

    def as_others_see(self, company_id: str, level: str | None) -> tuple[Offer, View]:
        """What is offered to all, as if a company shared all its lists at a level; and a stranger's view of it.

        Without a level: as things are.
        """
        if level is None:
            offer = self._offer_of(grants.newest_change(self.warehouse))
        else:
            offer = make_offer(self.warehouse, (company_id, level))
        return offer, company_view(self.warehouse, Actor.company(_NOBODY), offer)

    def region_ags(self, region_id: str) -> frozenset[str]:
        """Municipalities of a region. Raises NotFound."""
        query = sa.select(region_place.c.ags).where(region_place.c.region_id == region_id)
        with self.warehouse.reading() as connection:
            ags = frozenset(connection.execute(query).scalars())
        if not ags:
            raise NotFound(region_id, "region")
        return ags

    def forget_views(self) -> None:
        """Drop what is kept in memory, after the rows were replaced as a whole."""
        with self._lock:
            self._views.clear()
        with self._base_lock:
            self._offer = None

    def close(self) -> None:
        """Let go of the warehouse."""
        self.warehouse.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _expire_daily(self) -> None:
        """What may be kept for a time only goes in time, in a process that runs for months too."""
        today = self.now().date()
        if today != self._expired_on:
            self._expired_on = today
            expire(self.warehouse, self.now())

    def _build(self, actor: Actor, state: str) -> View:
        if actor.role == "owner":
            with self._base_lock:
                return owner_view(self.warehouse, self._shelf(state))
        offer = self._offer_of(state)
        return company_view(self.warehouse, actor, offer) if actor.company_id else empty_view(actor, offer)

    def _offer_of(self, state: str) -> Offer:
        with self._base_lock:  # made once, while others wait for it
            if self._offer is None or self._offer[0] != state:
                self._offer = (state, present_offer(self.warehouse, self._shelf(state)))
            return self._offer[1]

    def _shelf(self, state: str) -> Shelf:
        """Where the arrays of a state are kept: a folder of their own, as older states go from it."""
        beside = derived_folder(self.warehouse)
        folder = None if beside is None else beside / "views"
        return Shelf(folder, state, lambda: grants.newest_change(self.warehouse) == state)
