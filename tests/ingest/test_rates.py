"""Rates that a user imports: euros for what had none, and nothing else changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.relations import evidence

_LIST = (
    "Lieferant;Ort;Umsatz 2024;Währung\n"
    "Jeżyk Stal Sp. z o.o.;Gliwice;4.300,00;PLN\n"
    "Toggeli Präzision AG;Winterthur;952,60;CHF\n"
    "Goldmarie Stahl AG;Hagen;10,00;EUR\n"
)


def test_amounts_that_waited_for_a_rate_get_their_euros(tmp_path: Path) -> None:
    days = "".join(
        f"2024-{month:02d}-{day:02d},1.1,4.3,\n" for month in range(12, 0, -1) for day in range(25, 2, -1)
    )
    history = tmp_path / "eurofxref-hist.csv"
    history.write_text(f"Date,USD,PLN,\n2025-01-02,1.0,4.2,\n{days}2023-12-29,1.1,4.4,\n", "utf-8")
    with Workspace.open(":memory:") as opened:
        desk = opened.desk(Actor.owner())
        mine = desk.add_company("Froschkönig Draht GmbH")
        desk.upload([Incoming(_LIST.encode(), "Liste.csv")], Options(list_kind="suppliers", year=2024), mine)
        before = _euros(opened)
        assert before == {"PLN": None, "CHF": Decimal("1000.00"), "EUR": Decimal("10.00")}
        counts = desk.import_rates(history)
        assert counts["evidence"] == 1
        assert _euros(opened) == before | {"PLN": Decimal("1000.00")}


def _euros(opened: Workspace) -> dict[str, Decimal | None]:
    rows = opened.warehouse.read(sa.select(evidence.c.currency, evidence.c.amount_eur))
    return dict(rows.iter_rows())
