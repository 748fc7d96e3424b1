"""Makes a release: freezes the state, sums the pre-registered tables, passes them through the gate, stores them.

Comes in: the owner's view. Goes out: a `model_id` with its certificate; only cells that passed are written.
Never: shows anything, or writes a cell that the audit did not pass. Called by the Desk alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import sqlalchemy as sa

from ingest import audit as audit_log
from lieferkette.answering.common import Scope
from lieferkette.disclosure.bands import count_band, may_count, share_band
from lieferkette.disclosure.flows import NOBODY, Cells, Flows, IntArray
from lieferkette.disclosure.gate import Passed, pass_gate
from lieferkette.disclosure.primary import fewest_contributors, is_unsafe
from lieferkette.disclosure.rules import Rules
from lieferkette.errors import NothingToRelease
from lieferkette.release_flows import flows_of
from lieferkette.release_tables import (
    ALL,
    FLOW_SCHEMA,
    TABLES,
    CellKey,
    amount_cells,
    counted_sets,
    ratio_cells,
    sector_at,
)
from schemas.release import release, release_flow, released_cell
from schemas.sharing import account
from schemas.warehouse import Warehouse, insert

#: Earlier releases that a new one is audited together with.
LINKED_RELEASES = 3
#: A finer level of sectors is offered where at least this share of its cells passes the primary rules.
_WORTH_OFFERING_SHARE = 0.5
#: What a euro in a cell is worth to readers when another cell must be withheld: totals and "outside" most.
_WORTH = {ALL: 4.0, "region": 2.0, "outside": 2.0}


@dataclass(frozen=True)
class Earlier:
    """An earlier release: its flows and the keys of its published cells with value and band."""

    model_id: str
    flows: pl.DataFrame
    cells: dict[CellKey, tuple[float | None, str | None]]


@dataclass(frozen=True)
class Released:
    """What a release holds: `cells` as in `released_cell` without the model, and the certificate."""

    cells: pl.DataFrame
    certificate: dict[str, Any]


# --- through the gate -----------------------------------------------------------------------------------
def pass_tables(frame: pl.DataFrame, earlier: Sequence[Earlier], rules: Rules) -> Released:
    """All tables over one frame of flows, past the gate together with the earlier releases."""
    flows, own, past = _joined(frame, earlier)
    numbered = _flows(flows)
    now = _offered(own, numbered, frame, rules)
    ratios = ratio_cells(frame)
    keys: list[tuple[CellKey, int]] = [(key, 0) for key in now]
    sums = list(now.values())
    for key, (above, below) in ratios.items():
        keys += [(key, 1), (key, 2)]
        sums += [own[above], own[below]]
    keys += [(key, 3) for key, _ in past]
    sums += [positions for _, positions in past]
    worth = [_WORTH.get(key[3], 1.0) for key, _ in keys]
    cells = Cells.of(sums, [part == 3 for _, part in keys], worth)
    passed = pass_gate(numbered, cells, rules)
    is_open = {key: bool(is_open) for key, is_open in zip(keys, passed.is_published, strict=True)}
    rows: list[tuple[Any, ...]] = []
    for key, positions in now.items():
        if is_open[key, 0]:
            inside = numbered.take(positions)
            rows.append((*key, float(round(inside.total)), count_band(fewest_contributors(inside))))
    for key, (above, below) in ratios.items():
        if is_open[key, 1] and is_open[key, 2]:
            value = numbered.amount[own[above]].sum() / numbered.amount[own[below]].sum()
            rows.append((*key, round(float(value), 2), None))
    counted, count_rows = _counts(frame, earlier, rules)
    released = pl.DataFrame(rows + count_rows, _CELL_SCHEMA, orient="row").sort(list(_CELL_SCHEMA)[:5])
    certificate = _certificate(keys, passed, numbered, cells, rules, earlier)
    certificate["counts"] = {"cells": counted, "published": len(count_rows)}
    return Released(released, certificate)


_CELL_SCHEMA = {
    "table_id": pl.String,
    "cell_sector": pl.String,
    "partner_sector": pl.String,
    "cell_origin": pl.String,
    "cell_place": pl.String,
    "released_value": pl.Float64,
    "released_band": pl.String,
}


def _joined(
    frame: pl.DataFrame, earlier: Sequence[Earlier]
) -> tuple[
    pl.DataFrame,
    IntArray,
    list[tuple[CellKey, IntArray]],
]:
    """Flows of all releases, each flow once where nothing of it changed; positions of this release's flows; and
    the cells that earlier releases published. What stayed is one unknown, so that joiners and leavers show."""
    number: dict[tuple[Any, ...], int] = {}

    def place(rows: pl.DataFrame) -> IntArray:
        seen: dict[tuple[Any, ...], int] = {}
        found = []
        for row in rows.select(*FLOW_SCHEMA).iter_rows():
            seen[row] = seen.get(row, 0) + 1
            found.append(number.setdefault((*row, seen[row]), len(number)))
        return np.asarray(found, dtype=np.int64)

    own = place(frame)
    past = []
    for one in earlier:
        at = place(one.flows)
        sums = {
            key: p
            for table in TABLES
            if table.kind == "amount"
            for key, p in amount_cells(one.flows, table).items()
        }
        past += [((one.model_id, *key[1:]), at[sums[key]]) for key in one.cells if key in sums]
        for key, parts in ratio_cells(one.flows).items():
            if key in one.cells:
                past += [((one.model_id, *key[1:]), at[positions]) for positions in parts]
    rows = [key[:-1] for key in number]
    return pl.DataFrame(rows, FLOW_SCHEMA, orient="row"), own, past


def _flows(frame: pl.DataFrame) -> Flows:
    keys = pl.concat([frame["customer_key"], frame["supplier_key"]]).drop_nulls().unique().sort().to_list()
    number = {key: i for i, key in enumerate(keys)} | {None: NOBODY}
    return Flows.of(
        [number[key] for key in frame["customer_key"]],
        [number[key] for key in frame["supplier_key"]],
        frame["amount_eur"].to_numpy(),
    )


def _offered(own: IntArray, numbered: Flows, frame: pl.DataFrame, rules: Rules) -> dict[CellKey, IntArray]:
    """Cells of the tables of amounts; a finer level of sectors only where enough of it has a chance."""
    offered: dict[CellKey, IntArray] = {}
    for table in TABLES:
        if table.kind != "amount":
            continue
        cells = {key: own[positions] for key, positions in amount_cells(frame, table).items()}
        by_level: dict[tuple[str, str], list[CellKey]] = {}
        for key in cells:
            by_level.setdefault((_level(key[1]), _level(key[2])), []).append(key)
        for level, keys in by_level.items():
            safe = sum(not is_unsafe(numbered.take(cells[key]), rules) for key in keys)
            if level == (ALL, ALL) or safe >= _WORTH_OFFERING_SHARE * len(keys):
                offered |= {key: cells[key] for key in keys}
    return offered


def _level(code: str) -> str:
    """The level of a cell's sector."""
    if code == ALL:
        return ALL
    if not code[:2].isdigit():
        return "group"
    return "division" if sector_at(code, "division") == code else "wz_group"


def _counts(
    frame: pl.DataFrame, earlier: Sequence[Earlier], rules: Rules
) -> tuple[int, list[tuple[Any, ...]]]:
    """How many cells of counts and shares there are, and the rows of those that may be published."""
    sets = counted_sets(frame)
    before = [(one, counted_sets(one.flows)) for one in earlier]
    rows: list[tuple[Any, ...]] = []
    for key, (who, of) in sets.items():
        nothing: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        then = [(one.cells.get(key, (None, None))[1], was.get(key, nothing)[0]) for one, was in before]
        if may_count(who, of, rules, then):
            rows.append((*key, None, share_band(len(who) / len(of)) if of else count_band(len(who))))
    return len(sets), rows


def _certificate(
    keys: Sequence[tuple[CellKey, int]],
    passed: Passed,
    numbered: Flows,
    cells: Cells,
    rules: Rules,
    earlier: Sequence[Earlier],
) -> dict[str, Any]:
    """What the certificate says of the amounts: counts, shares, rules; never the percentage."""
    is_own = np.asarray([part == 0 for _, part in keys], dtype=np.bool_)
    value = np.asarray([float(numbered.amount[positions].sum()) for positions in cells.flows_of])
    is_open = passed.is_published & is_own
    tables = {
        table_id: {
            "cells": int(of_table.sum()),
            "published": int((of_table & is_open).sum()),
            "value_share": round(float(value[of_table & is_open].sum() / value[of_table].sum()), 4),
        }
        for table_id in dict.fromkeys(key[0] for key, part in keys if part == 0)
        if (of_table := np.asarray([part == 0 and key[0] == table_id for key, part in keys])).any()
    }
    contributors = [
        fewest_contributors(numbered.take(cells.flows_of[cell])) for cell in np.flatnonzero(is_open)
    ]
    total = float(value[is_own].sum())
    return {
        "cells": int(is_own.sum()),
        "published": int(is_open.sum()),
        "suppressed_primary": int((passed.is_primary & is_own).sum()),
        "suppressed_secondary": int((passed.is_secondary & is_own).sum()),
        "published_value_share": round(float(value[is_open].sum()) / total, 4) if total else 0.0,
        "fewest_contributors": min(contributors) if contributors else None,
        "linked_releases": [one.model_id for one in earlier],
        "rules": rules.as_json(),
        "tables": tables,
        "audit": "linear programming (HiGHS), every insider and the most harmful coalitions: passed",
    }


# --- the warehouse --------------------------------------------------------------------------------------
def make_release(warehouse: Warehouse, scope: Scope, region_id: str, actor: str, rules: Rules) -> str:
    """Compute, audit and store one release of the scope's region and year; gives its `model_id`.

    Raises NothingToRelease where no complete list is there, or no cell passes.
    """
    levels = warehouse.read(sa.select(account.c.company_id, account.c.default_sharing))
    frame = flows_of(scope, dict(zip(levels["company_id"], levels["default_sharing"], strict=True)))
    if frame.filter(pl.col("measure") == "relation").is_empty():
        raise NothingToRelease
    earlier = earlier_releases(warehouse, scope.year or 0)
    released = pass_tables(frame, earlier, rules)
    if released.cells.is_empty():
        raise NothingToRelease
    with warehouse.writing() as connection:
        at = datetime.now(UTC).replace(tzinfo=None)
        made = connection.execute(
            sa.select(release.c.model_id).where(release.c.model_id.like(f"{at.year}-%"))
        )
        model_id = f"{at.year}-{len(made.all()) + 1}"
        digest = hashlib.sha256(released.cells.write_csv().encode()).hexdigest()
        detail = {"model_id": model_id, "region_id": region_id, "year": scope.year, "tables_sha256": digest}
        state_no = audit_log.append(connection, actor, "release.made", None, detail) - 1
        head = {
            "model_id": [model_id], "region_id": [region_id], "year": [scope.year], "released_at": [at],
            "state_no": [state_no], "tables_sha256": [digest],
            "certificate": [json.dumps(released.certificate, sort_keys=True, ensure_ascii=False)],
        }  # fmt: skip
        insert(connection, release, pl.DataFrame(head))
        insert(connection, released_cell, released.cells.with_columns(model_id=pl.lit(model_id)))
        kept = frame.with_row_index("flow_no").with_columns(model_id=pl.lit(model_id))
        insert(connection, release_flow, kept)
    return model_id


def earlier_releases(warehouse: Warehouse, year: int) -> list[Earlier]:
    """The last releases of a business year, of whatever region: regions overlap."""
    query = sa.select(release.c.model_id).where(release.c.year == year).order_by(release.c.state_no.desc())
    found = []
    for model_id in warehouse.read(query.limit(LINKED_RELEASES))["model_id"]:
        flows = warehouse.read(
            sa.select(*(release_flow.c[name] for name in FLOW_SCHEMA))
            .where(release_flow.c.model_id == model_id)
            .order_by(release_flow.c.flow_no)
        )
        names = list(_CELL_SCHEMA)
        rows = warehouse.read(
            sa.select(*(released_cell.c[name] for name in names)).where(released_cell.c.model_id == model_id)
        )
        cells = {(row[0], row[1], row[2], row[3], row[4]): (row[5], row[6]) for row in rows.iter_rows()}
        found.append(Earlier(model_id, flows.cast(FLOW_SCHEMA), cells))  # type: ignore[arg-type]
    return found
