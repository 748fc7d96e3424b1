"""What relations are about: the goods that evidence names, for the owner alone.

A good is told by its words, or by its code in a list that everybody shares (CN, CPV …); a uploader's own numbers
mean nothing beside another's. Never: shown to anybody but the owner, since no level shares goods.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from lieferkette.access.view import View
from schemas.relations import evidence
from schemas.warehouse import Warehouse

_ROW = ["upload_id", "sheet", "row_no", "part_no"]
_PREPARED = "goods"
_COLUMNS = ["supplier_id", "customer_id", "good"]


def goods_seen(warehouse: Warehouse, view: View) -> pl.DataFrame:
    """Who sells which good to whom, each once: supplier_id, customer_id, good. The view is the owner's."""
    assert view.actor.role == "owner"
    if _PREPARED not in view.prepared:
        view.prepared[_PREPARED] = _goods(warehouse, view)
    found = view.prepared[_PREPARED]
    assert isinstance(found, pl.DataFrame)
    return found


def _goods(warehouse: Warehouse, view: View) -> pl.DataFrame:
    said = evidence.c
    rows = warehouse.read(
        sa.select(*(said[name] for name in _ROW), said.good_system, said.good_code, said.good_text).where(
            sa.or_(said.good_text.is_not(None), said.good_code.is_not(None)),
            said.superseded_by_upload_id.is_(None),
        )
    )
    ends = view.evidence.select(*_ROW, "supplier_id", "customer_id")
    named = rows.select(*_ROW, good=_name_of_good()).drop_nulls("good")
    return named.join(ends, on=_ROW).select(_COLUMNS).unique().sort(_COLUMNS)


def _name_of_good() -> pl.Expr:
    """The words of a good; without them its code, where the code says something to others."""
    system, code = pl.col("good_system"), pl.col("good_code").str.strip_chars()
    is_number = code.str.contains(r"\d")
    shared = pl.when(system != "own").then(pl.format("{} {}", system, code))
    words = pl.when((system == "own") & ~is_number).then(code)
    named = pl.coalesce(pl.col("good_text").str.strip_chars(), shared, words)
    return pl.when(named.str.len_chars() > 1).then(named)
