"""The band that others may see is written down with the evidence, as soon as the list is known to be whole."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ingest.jobs import Incoming, Options
from ingest.load.bands import bands_of
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.relations import evidence

_LIST = (
    "Lieferant;Ort;Umsatz 2025 EUR\n"
    "Goldmarie Stahl AG;Hagen;600,00\nPechmarie Öl KG;Hemer;320,00\nRapunzel Draht GmbH;Balve;80,00\n"
)


def _bands(opened: Workspace) -> list[str | None]:
    rows = opened.warehouse.read(sa.select(evidence.c.row_no, evidence.c.share_band))
    return rows.sort("row_no")["share_band"].to_list()


def test_bands_come_with_completeness_and_follow_what_is_said() -> None:
    with Workspace.open(":memory:") as opened:
        desk = opened.desk(Actor.owner())
        mine = desk.add_company("Froschkönig Draht GmbH")
        options = Options(list_kind="suppliers", year=2025)
        (result,) = desk.upload([Incoming(_LIST.encode(), "Liste.csv")], options, mine)
        assert _bands(opened) == [None, None, None], "nobody said that the list is whole"
        desk.set_completeness(str(result.upload_id), suppliers=True, customers=None)
        assert _bands(opened) == ["over_50", "25_50", "under_10"]
        partners = opened.reader(Actor.owner()).largest_counterparts(str(result.upload_id))
        third = partners.filter(pl.col("name") == "Rapunzel Draht GmbH")["party_id"][0]
        desk.amend(str(result.upload_id), {third: (Decimal(1000), None)})
        assert _bands(opened)[-1] == "over_50"
        desk.set_completeness(str(result.upload_id), suppliers=False, customers=None)
        assert set(_bands(opened)) == {None}


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_property_a_band_holds_its_share(amounts: list[int]) -> None:
    rows = pl.DataFrame(
        {
            "side": "suppliers",
            "year": 2025,
            "partner_id": [str(i) for i in range(len(amounts))],
            "amount_kind": "invoiced_net",
            "amount_eur": amounts,
        }
    )
    edges = {"under_10": (0.0, 0.1), "10_25": (0.1, 0.25), "25_50": (0.25, 0.5), "over_50": (0.5, 1.0)}
    for partner, band in bands_of(rows).select("partner_id", "band").iter_rows():
        if sum(amounts) == 0:
            assert band is None
        else:
            low, high = edges[band]
            assert low <= amounts[int(partner)] / sum(amounts) <= high
