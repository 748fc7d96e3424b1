"""Accounts that stand for many partners are no partner."""

from __future__ import annotations

import pytest

from ingest.check import clean_rows
from ingest.readers import read
from ingest.recognise import recognise
from ingest.tables import Hints


@pytest.mark.parametrize(
    ("name", "is_partner"),
    [
        ("Diverse Kreditoren", False),
        ("Sammelkonto Lieferanten", False),
        ("CPD Inland", False),
        ("Einmallieferant", False),
        ("Diverse Werkzeuge Zwerg GmbH", True),
        ("Sammelsurium Knusperhaus KG", True),
    ],
)
def test_collective_accounts_are_ignored_with_their_reason(name: str, is_partner: bool) -> None:
    data = f"Kreditor;Name;Ort\n70001;{name};Hagen\n70002;Goldmarie Stahl AG;Hagen\n".encode()
    table = read(data, "Kreditoren.csv")[0]
    rows = clean_rows(table, recognise(table, Hints(list_kind="suppliers"), "Kreditoren.csv"))
    assert rows.good.height == 1 + is_partner
    assert rows.left_out["reason_code"].to_list() == ([] if is_partner else ["one_time"])
