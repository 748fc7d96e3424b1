"""Releases: what left the house past the disclosure gate, and the frozen sums' own flows for later audits.

`released_cell` holds published cells only: a cell that is not there was withheld or is zero, and nobody can tell
which. `release_flow` never leaves the owner's hands: it is what the next releases are audited against.
Never: decides what may be published; `lieferkette.disclosure` does.
"""

from __future__ import annotations

from schemas.columns import column
from schemas.tables import key, points_to, required, table

release = table(
    "release",
    "One release of a region's tables: the regional model of that name.",
    key("model_id"),
    points_to("region_id", "region.region_id"),
    required("year"),
    required("released_at"),
    required("state_no"),
    required("tables_sha256"),
    required("certificate"),
)

released_cell = table(
    "released_cell",
    "A published cell of a released table. What was withheld, and what is zero, has no row.",
    points_to("model_id", "release.model_id", is_key=True),
    key("table_id"),
    key("cell_sector"),
    key("partner_sector"),
    key("cell_origin"),
    key("cell_place"),
    column("released_value"),
    column("released_band"),
    column("as_of_model_id"),
)

release_flow = table(
    "release_flow",
    "A flow that a release summed, kept so that later releases can be audited against it.",
    points_to("model_id", "release.model_id", is_key=True),
    key("flow_no"),
    required("measure"),
    required("customer_key"),
    column("supplier_key"),
    required("customer_sector"),
    required("supplier_sector"),
    required("cell_origin"),
    required("cell_destination"),
    required("cell_place"),
    required("is_purchase"),
    required("is_sale"),
    required("amount_eur"),
)
