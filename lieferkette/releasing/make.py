"""Makes a release: freezes the state, sums the pre-registered tables, passes them through the gate, stores them.

Comes in: the owner's view. Goes out: a `model_id` with its certificate; only cells that passed are written.
Never: shows anything, or writes a cell that the audit did not pass. Called by the Desk alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np
import polars as pl
import sqlalchemy as sa

from ingest import audit as audit_log
from lieferkette.access.profiles import open_capabilities
from lieferkette.answering.common import Scope
from lieferkette.disclosure.bands import count_band, may_count, share_band
from lieferkette.disclosure.flows import NOBODY, BoolArray, Cells, Flows, IntArray
from lieferkette.disclosure.gate import pass_gate
from lieferkette.disclosure.primary import fewest_contributors, is_unsafe
from lieferkette.disclosure.rules import Rules
from lieferkette.errors import NothingToRelease
from lieferkette.releasing.fifths import fifths, index_flows
from lieferkette.releasing.flows import flows_of
from lieferkette.releasing.history import History, past_sums
from lieferkette.releasing.history import history as history_of
from lieferkette.releasing.indices import basis, index_figures
from lieferkette.releasing.tables import (
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

#: A finer level of sectors is offered where at least this share of its cells passes the primary rules.
_WORTH_OFFERING_SHARE = 0.5
#: What a euro in a cell is worth to readers when another cell must be withheld: totals and "outside" most.
_WORTH = {ALL: 4.0, "region": 2.0, "outside": 2.0}


@dataclass(frozen=True)
class Released:
    """What a release holds: `cells` as in `released_cell` without the model, and the certificate."""

    cells: pl.DataFrame
    certificate: dict[str, Any]


# --- through the gate -----------------------------------------------------------------------------------
def pass_tables(
    frame: pl.DataFrame, past: History, rules: Rules, indices: pl.DataFrame | None = None
) -> Released:
    """All tables over one frame of flows, past the gate together with the earlier releases.

    `indices`: of companies, for the tables of fifths (columns `indices.INDEX_SCHEMA`). A figure that is not
    renewed, or that did not change, is carried over: the two look alike.
    """
    flows, own, sums_told = _joined(frame, past)
    numbered = _flows(flows)
    now = _offered(own, numbered, frame, rules)
    ratios = ratio_cells(frame)
    parts: list[tuple[CellKey, Part]] = [(key, "sum") for key in now]
    sums = list(now.values())
    for key, (above, below) in ratios.items():
        parts += [(key, "above"), (key, "below")]
        sums += [own[above], own[below]]
    parts += [(key, "past") for key, _ in sums_told]
    sums += [positions for _, positions in sums_told]
    worth = [_WORTH.get(key[3], 1.0) for key, _ in parts]
    is_carried = [part != "past" and key in past.figures for key, part in parts]
    cells = Cells.of(sums, [part == "past" for _, part in parts], worth, is_carried)
    passed = pass_gate(numbered, cells, rules)
    is_open = {part: bool(open_) for part, open_ in zip(parts, passed.is_published, strict=True)}
    told = _told(now, ratios, is_open, numbered, own)
    counts = _counts(frame, past, rules)
    if indices is not None:
        counts |= fifths(indices, past, rules)
    told |= {key: (None, band) for key, band in counts.items() if band is not None}
    figures: dict[CellKey, Told] = {
        key: (figure.value, figure.band, figure.as_of_model_id) for key, figure in past.figures.items()
    }
    figures |= {key: (*one, None) for key, one in told.items() if figures.get(key, (None, None))[:2] != one}
    rows = [(*key, *figure) for key, figure in figures.items()]
    released = pl.DataFrame(rows, _CELL_SCHEMA, orient="row").sort(list(_CELL_SCHEMA)[:5])
    certificate = _certificate(now, figures, passed.is_primary[: len(now)], numbered, rules, past)
    certificate["counts"] = {"cells": len(counts), "published": sum(key in figures for key in counts)}
    return Released(released, certificate)


def _told(
    now: Mapping[CellKey, IntArray],
    ratios: Mapping[CellKey, tuple[IntArray, IntArray]],
    is_open: Mapping[tuple[CellKey, Part], bool],
    numbered: Flows,
    own: IntArray,
) -> dict[CellKey, tuple[float | None, str | None]]:
    """Value and band of what passed the gate."""
    told: dict[CellKey, tuple[float | None, str | None]] = {}
    for key, positions in now.items():
        if is_open[key, "sum"]:
            inside = numbered.take(positions)
            told[key] = (float(round(inside.total)), count_band(fewest_contributors(inside)))
    for key, (above, below) in ratios.items():
        if is_open[key, "above"] and is_open[key, "below"]:
            value = numbered.amount[own[above]].sum() / numbered.amount[own[below]].sum()
            told[key] = (round(float(value), 2), None)
    return told


Part = Literal["sum", "above", "below", "past"]
#: Value, band, and the release that the figure was carried over from (None: told by this one).
Told = tuple[float | None, str | None, str | None]

_CELL_SCHEMA = {
    "table_id": pl.String,
    "cell_sector": pl.String,
    "partner_sector": pl.String,
    "cell_origin": pl.String,
    "cell_place": pl.String,
    "released_value": pl.Float64,
    "released_band": pl.String,
    "as_of_model_id": pl.String,
}


def _joined(
    frame: pl.DataFrame, past: History
) -> tuple[pl.DataFrame, IntArray, list[tuple[CellKey, IntArray]]]:
    """Flows of all releases, each flow once where nothing of it changed; positions of this release's flows; and
    the sums that earlier releases told. What stayed is one unknown, so that joiners and leavers show."""
    number: dict[tuple[Any, ...], int] = {}

    def place(rows: pl.DataFrame) -> IntArray:
        seen: dict[tuple[Any, ...], int] = {}
        found = []
        for row in rows.select(*FLOW_SCHEMA).iter_rows():
            seen[row] = seen.get(row, 0) + 1
            found.append(number.setdefault((*row, seen[row]), len(number)))
        return np.asarray(found, dtype=np.int64)

    own = place(frame)
    told = [
        sums
        for one in past.told
        for summed in [one.summed]
        for sums in past_sums(summed, place(summed.flows))
    ]
    rows = [key[:-1] for key in number]
    return pl.DataFrame(rows, FLOW_SCHEMA, orient="row"), own, told


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


def _counts(frame: pl.DataFrame, past: History, rules: Rules) -> dict[CellKey, str | None]:
    """Cells of counts and shares: the band, None where it must not be told anew."""
    before = [(one.cells, counted_sets(one.flows)) for one in past.told]
    nothing: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    found: dict[CellKey, str | None] = {}
    for key, (who, of) in counted_sets(frame).items():
        then = [(cells[key].band, was.get(key, nothing)[0]) for cells, was in before if key in cells]
        band = share_band(len(who) / len(of)) if of else count_band(len(who))
        found[key] = band if may_count(who, of, rules, then) else None
    return found


def _certificate(
    now: Mapping[CellKey, IntArray],
    figures: Mapping[CellKey, Told],
    is_primary: BoolArray,
    numbered: Flows,
    rules: Rules,
    past: History,
) -> dict[str, Any]:
    """What the certificate says of the tables of amounts: counts, shares, rules; never the percentage."""
    value = {key: float(numbered.amount[positions].sum()) for key, positions in now.items()}
    tables = {
        table_id: _summary([key for key in now if key[0] == table_id], figures, value)
        for table_id in dict.fromkeys(key[0] for key in now)
    }
    withheld = [bool(primary) for key, primary in zip(now, is_primary, strict=True) if key not in figures]
    renewed = [key for key in now if key in figures and figures[key][2] is None]
    contributors = [fewest_contributors(numbered.take(now[key])) for key in renewed]
    return {
        **{
            name: count
            for name, count in _summary(list(now), figures, value).items()
            if name != "value_share"
        },
        "published_value_share": _summary(list(now), figures, value)["value_share"],
        "suppressed_primary": sum(withheld),
        "suppressed_secondary": len(withheld) - sum(withheld),
        "fewest_contributors": min(contributors) if contributors else None,
        "linked_releases": list(past.linked),
        "rules": rules.as_json(),
        "tables": tables,
        "audit": "linear programming (HiGHS), every coalition of the rules: passed",
    }


def _summary(
    keys: Sequence[CellKey], figures: Mapping[CellKey, Told], value: Mapping[CellKey, float]
) -> dict[str, Any]:
    """Cells, how many have a figure, how many of these are carried over, and the share of the value with a figure."""
    published = [key for key in keys if key in figures]
    total = sum(value[key] for key in keys)
    return {
        "cells": len(keys),
        "published": len(published),
        "carried": sum(figures[key][2] is not None for key in published),
        "value_share": round(sum(value[key] for key in published) / total, 4) if total else 0.0,
    }


# --- the warehouse --------------------------------------------------------------------------------------
def make_release(warehouse: Warehouse, scope: Scope, region_id: str, actor: str, rules: Rules) -> str:
    """Compute, audit and store one release of the scope's region and year; gives its `model_id`.

    Raises NothingToRelease where no complete list is there, or no cell passes.
    """
    levels = warehouse.read(sa.select(account.c.company_id, account.c.default_sharing))
    default_levels = dict(zip(levels["company_id"], levels["default_sharing"], strict=True))
    at = datetime.now(UTC).replace(tzinfo=None)
    frame = flows_of(scope, default_levels, open_capabilities(warehouse, at.date()))
    if frame.filter(pl.col("measure") == "relation").is_empty():
        raise NothingToRelease
    indices = index_figures(scope, default_levels)
    past = history_of(warehouse, region_id, scope.year or 0)
    released = pass_tables(frame, past, rules, indices)
    if released.cells.is_empty():
        raise NothingToRelease
    frame = pl.concat([frame, index_flows(indices)])
    with warehouse.writing() as connection:
        made = connection.execute(
            sa.select(release.c.model_id).where(release.c.model_id.like(f"{at.year}-%"))
        )
        model_id = f"{at.year}-{len(made.all()) + 1}"
        certificate = released.certificate | {"systemic_risk": basis()}
        digest = hashlib.sha256(released.cells.write_csv().encode()).hexdigest()
        detail = {"model_id": model_id, "region_id": region_id, "year": scope.year, "tables_sha256": digest}
        state_no = audit_log.append(connection, actor, "release.made", None, detail) - 1
        head = {
            "model_id": [model_id], "region_id": [region_id], "year": [scope.year], "released_at": [at],
            "state_no": [state_no], "tables_sha256": [digest],
            "certificate": [json.dumps(certificate, sort_keys=True, ensure_ascii=False)],
        }  # fmt: skip
        insert(connection, release, pl.DataFrame(head))
        insert(connection, released_cell, released.cells.with_columns(model_id=pl.lit(model_id)))
        kept = frame.with_row_index("flow_no").with_columns(model_id=pl.lit(model_id))
        insert(connection, release_flow, kept)
    return model_id
