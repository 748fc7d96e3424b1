"""How near companies are to a transition field, and what they lack.

Three parts, shown each: the sector against those of the field and of its usual suppliers, the capabilities that the
field asks for, and the customers that a company has there already. They give an order, no score.
Comes in: companies, what they state, and their customers. Goes out: frames.
Never: calls a capability missing where the company stated nothing of that kind; it is unknown then.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.catalogues.capabilities import catalogue, covers
from schemas.catalogues.transition_fields import TransitionField

#: From the nearest to the farthest.
NEARNESS = ("in_field", "supplies", "related", "far")
_GROUP = 4  # "25.6" of "25.62"
STATE_SCHEMA = {
    "company_id": pl.String,
    "capability_code": pl.String,
    "is_required": pl.Boolean,
    "state": pl.String,
    "is_likely": pl.Boolean,
}


def nearness(sector_code: str | None, field: TransitionField) -> str:
    """How near a WZ code is to a field: in it, usually supplying it, of a group beside one of those, or far.

    >>> from schemas.catalogues.transition_fields import transition_fields
    >>> rail = transition_fields()["rail"]
    >>> [nearness(code, rail) for code in ("30.20", "25.94", "25.99", "62.01", None)]
    ['in_field', 'supplies', 'related', 'far', 'far']
    """
    if not sector_code:
        return "far"
    if sector_code.startswith(field.sectors):
        return "in_field"
    if sector_code.startswith(field.suppliers):
        return "supplies"
    beside = {code[:_GROUP] for code in (*field.sectors, *field.suppliers)}
    return "related" if sector_code[:_GROUP] in beside else "far"


def states(companies: pl.DataFrame, stated: pl.DataFrame, field: TransitionField) -> pl.DataFrame:
    """Of every company and every capability that the field asks for: met, missing or unknown.

    Args:
        companies: company_id, sector_code. stated: company_id, capability_code; both may hold more.

    Gives company_id, capability_code, is_required, state and is_likely: unknown, but usual in the company's sector.
    """
    said: dict[str, set[str]] = {}
    for company_id, code in stated.select("company_id", "capability_code").iter_rows():
        if code in catalogue():
            said.setdefault(company_id, set()).add(code)
    rows = []
    for company_id, sector_code in companies.select("company_id", "sector_code").iter_rows():
        own = said.get(company_id, set())
        for code in (*field.required, *field.helpful):
            state = state_of(code, own)
            is_usual = bool(sector_code) and sector_code.startswith(catalogue()[code].sectors or ("-",))
            rows.append((company_id, code, code in field.required, state, state == "unknown" and is_usual))
    return pl.DataFrame(rows, schema=STATE_SCHEMA, orient="row")


def state_of(wanted: str, stated: set[str]) -> str:
    """Whether one wanted capability is met, missing or unknown, by all that a company states.

    >>> state_of("iso_13485", {"iso_9001"}), state_of("iso_13485", {"steel"}), state_of("machining", {"cnc_turning"})
    ('missing', 'unknown', 'met')
    """
    if any(covers(code, wanted) for code in stated):
        return "met"
    kind = catalogue()[wanted].kind
    return "missing" if any(catalogue()[code].kind == kind for code in stated) else "unknown"


def near_field(
    companies: pl.DataFrame, stated: pl.DataFrame, customers: pl.DataFrame, field: TransitionField
) -> pl.DataFrame:
    """The parts of every company's nearness to a field, nearest first; who is far in every part is left out.

    Args:
        companies: company_id, sector_code and whatever is to be shown. stated: company_id, capability_code.
        customers: company_id, customer_sector: known customers, one row each.

    Gives the columns of `companies`, nearness, customers_count, met_codes, missing_codes, unknown_codes,
    likely_codes, met_count and required_open (required ones that are not met).
    """
    sells = customers.filter(_begins_with("customer_sector", field.sectors))
    near = pl.Series([nearness(code, field) for code in companies["sector_code"]], dtype=pl.Enum(NEARNESS))
    some = companies.with_columns(nearness=near).filter(
        (pl.col("nearness") != "far")
        | pl.col("company_id").is_in(sells["company_id"].implode())
        | pl.col("company_id").is_in(stated["company_id"].unique().implode())
    )
    found = (
        some.join(sells.group_by("company_id").len("customers_count"), on="company_id", how="left")
        .join(_by_state(states(some, stated, field)), on="company_id", how="left")
        .with_columns(pl.col("customers_count").fill_null(0).cast(pl.Int64))
    )
    is_near = (pl.col("nearness") != "far") | (pl.col("customers_count") > 0) | (pl.col("met_count") > 1)
    order = [pl.col("customers_count") > 0, "nearness", "met_count", "required_open", "company_id"]
    return (
        found.filter(is_near)
        .sort(order, descending=[True, False, True, False, False])
        .with_columns(pl.col("nearness").cast(pl.String))
    )


def _by_state(found: pl.DataFrame) -> pl.DataFrame:
    """The states of each company as lists of codes."""

    def codes(condition: pl.Expr) -> pl.Expr:
        return pl.col("capability_code").filter(condition)

    is_open = pl.col("is_required") & (pl.col("state") != "met")
    return found.group_by("company_id").agg(
        met_codes=codes(pl.col("state") == "met"),
        missing_codes=codes(pl.col("state") == "missing"),
        unknown_codes=codes(pl.col("state") == "unknown"),
        likely_codes=codes(pl.col("is_likely")),
        met_count=(pl.col("state") == "met").sum().cast(pl.Int64),
        required_open=is_open.sum().cast(pl.Int64),
    )


def _begins_with(column: str, prefixes: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(column).str.starts_with(prefix) for prefix in prefixes).fill_null(False)
