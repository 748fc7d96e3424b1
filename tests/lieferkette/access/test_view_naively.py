"""A company's view, shared base and own delta, against one that is put together row by row in plain Python."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl
import pytest

from lieferkette.access.actor import Actor
from lieferkette.access.companies import accounts
from lieferkette.access.evidence import whole_evidence
from lieferkette.access.naming import hidden_id
from lieferkette.access.offered import make_offer
from tests.attack.toggles import random_world
from tests.lieferkette.small_world import SmallWorld

Pair = tuple[str, str]
LEVELS = ("private", "statistics", "network", "open")


def level_of_end(end: str, row: dict[str, Any], said: list[dict[str, Any]], default: dict[str, str]) -> int:
    """At which level an end of a row lets others see it."""
    level = LEVELS.index(row["sharing"])
    if end == row["uploader_id"]:
        return level
    pair = (row["supplier_id"], row["customer_id"])
    own = [
        LEVELS.index(other["sharing"])
        for other in said
        if other["uploader_id"] == end and (other["supplier_id"], other["customer_id"]) == pair
    ]
    return min(level, min(own) if own else LEVELS.index(default.get(end, "statistics")))


def seen_levels(small: SmallWorld, me: str) -> dict[Pair, str]:
    """Relation -> the best level at which `me` sees it."""
    said = whole_evidence(small.workspace.warehouse, "uploader").to_dicts()
    default = dict(accounts(small.workspace.warehouse).iter_rows())
    seen: dict[Pair, list[str]] = defaultdict(list)
    for row in said:
        pair = (row["supplier_id"], row["customer_id"])
        if row["uploader_id"] == me:
            seen[pair].append("own")
        else:
            rank = min(level_of_end(end, row, said, default) for end in pair if end != me)
            if LEVELS.index(row["sharing"]) >= 2 and rank >= 2:
                seen[pair].append(LEVELS[rank])
    order = ("own", "open", "network")
    return {pair: min(levels, key=order.index) for pair, levels in seen.items()}


def named_and_hidden(seen: dict[Pair, str], me: str, hide: dict[str, str]) -> set[tuple[str, str, str]]:
    """The relations with the ids that the view may show: never both ends of one seen at `network`."""
    near = {end: 0 for pair, level in seen.items() if level != "network" for end in pair}
    near |= {end: 1 for pair, level in seen.items() if level == "own" for end in pair}
    near[me] = 2
    shown = set()
    for (supplier, customer), level in seen.items():
        sold, bought = near.get(supplier, -1), near.get(customer, -1)
        hides_supplier = level == "network" and (sold < 0 or bought >= sold)
        hides_customer = level == "network" and (bought < 0 or (sold >= 0 and sold > bought))
        shown.add(
            (
                hide[supplier] if hides_supplier else supplier,
                hide[customer] if hides_customer else customer,
                level,
            )
        )
    return shown


@pytest.mark.property
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_the_view_is_what_a_slow_reading_of_the_rules_gives(seed: int) -> None:
    small = random_world(seed)
    offer = make_offer(small.workspace.warehouse)
    ids = pl.DataFrame({"company_id": list(small.ids.values())})
    hide = dict(ids.select("company_id", hidden=hidden_id("company_id", offer.offer_id)).iter_rows())
    for me in list(small.ids.values())[:5]:
        view = small.workspace.view(Actor.company(me))
        found = set(view.relations.select("supplier_id", "customer_id", "seen_level").iter_rows())
        assert found == named_and_hidden(seen_levels(small, me), me, hide)
        others = view.relations.filter(pl.col("seen_level") != "own")
        assert others["amount_eur"].null_count() == others.height
        ends = {end for supplier, customer, _ in found for end in (supplier, customer)}
        assert ends <= set(view.companies["company_id"]), "every end is a company of the view"
        nameless = view.companies.filter(pl.col("company_id").is_in(view.hidden))
        assert set(nameless["name"]) <= {""}
    small.workspace.close()
