"""Transition fields: which are near to a company, who of a region is near to one, and what is missing.

Comes in: a scope, the profiles that its actor sees, and fields of the catalogue. Goes out: answers.
Never: names to the chamber who keeps no open profile; those it counts in bands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from lieferkette.access.naming import is_hidden
from lieferkette.access.profiles import Profiles
from lieferkette.answering.common import Scope, companies, coverage
from lieferkette.answers import Answer, Sentence
from lieferkette.partnering.fields import near_field, states
from lieferkette.partnering.matching import count_band
from schemas.catalogues.capabilities import catalogue, covers
from schemas.catalogues.transition_fields import TransitionField, transition_fields

#: How many companies of a field an answer names.
NAMED = 50
_SHOWN = ("company_id", "name", "city", "sector_code", "sector_group")
_NEAR = ("in_field", "supplies")


@dataclass(frozen=True)
class FieldsNear(Answer):
    """The fields that a company is near to, nearest first.

    `fields`: field_id, nearness, customers_count, met_codes, missing_codes, unknown_codes, likely_codes, met_count,
    required_open. `states`: field_id, capability_code, is_required, state, is_likely.
    """

    company_id: str
    has_capabilities: bool
    fields: pl.DataFrame
    states: pl.DataFrame


@dataclass(frozen=True)
class FieldAnswer(Answer):
    """Who of a region is near to a field, nearest first.

    `companies`: the card of a company, nearness, customers_count, met_codes, missing_codes, unknown_codes,
    likely_codes, met_count, required_open, is_open. `needed`: capability_code, is_required, offered_band and
    offered_names: who offers openly what the field asks for.
    """

    field_id: str
    region_id: str
    companies: pl.DataFrame
    near_band: str
    needed: pl.DataFrame


def fields_near(scope: Scope, profiles: Profiles, company_id: str) -> FieldsNear:
    """All fields by how near the company is to them; those that are far in every part are left out."""
    own = companies(scope, [company_id]).select(_SHOWN)
    stated = _valid(profiles).filter(pl.col("company_id") == company_id)
    customers = _customers(scope).filter(pl.col("company_id") == company_id)
    near, parts = [], []
    for field in transition_fields().values():
        found = near_field(own, stated, customers, field)
        near.append(found.select(pl.lit(field.field_id).alias("field_id"), pl.exclude(_SHOWN)))
        parts.append(states(own, stated, field).with_columns(field_id=pl.lit(field.field_id)))
    ranked = pl.concat(near).sort(
        pl.col("customers_count") > 0,
        pl.col("nearness").replace_strict(_RANK, return_dtype=pl.Int8),
        pl.col("met_count") - pl.col("required_open"),
        "field_id",
        descending=[True, False, True, False],
    )
    by_field = (
        pl.concat(parts).drop("company_id").filter(pl.col("field_id").is_in(ranked["field_id"].implode()))
    )
    return FieldsNear(
        scope.view.view_id,
        coverage(scope),
        _about_company(ranked, by_field, stated),
        company_id,
        stated.height > 0,
        ranked,
        by_field,
    )


_RANK = {"in_field": 0, "supplies": 1, "related": 2, "far": 3}


def _about_company(
    ranked: pl.DataFrame, by_field: pl.DataFrame, stated: pl.DataFrame
) -> tuple[Sentence, ...]:
    """The nearest field with its reason, and what is missing there."""
    if ranked.is_empty():
        return (Sentence("fields_none", {}),)
    first = ranked.row(0, named=True)
    slots = {name: first[name] for name in ("field_id", "customers_count", "met_count", "required_open")}
    found = [Sentence(f"fields_nearest_{first['nearness']}", slots)]
    if first["customers_count"]:
        found.append(Sentence("fields_sells", slots))
    required = by_field.filter((pl.col("field_id") == first["field_id"]) & pl.col("is_required"))
    for state in ("missing", "unknown"):
        codes = required.filter(pl.col("state") == state)["capability_code"].to_list()
        if codes:
            found.append(Sentence(f"fields_{state}", {"wanted_codes": codes, "field_id": first["field_id"]}))
    if stated.is_empty():
        found.append(Sentence("fields_state_first", {}))
    return tuple(found)


def transition_field(
    scope: Scope, profiles: Profiles, field: TransitionField, region_id: str, *, only_open: bool
) -> FieldAnswer:
    """Companies of the region that are near to a field; with `only_open` those with an open profile are named alone."""
    shown = companies(scope).filter(~is_hidden() & pl.col("ags").is_in(sorted(scope.region_ags)))
    stated = _valid(profiles)
    near = near_field(shown.select(_SHOWN), stated, _customers(scope), field).with_columns(
        is_open=pl.col("company_id").is_in(sorted(profiles.open_ids))
    )
    band = count_band(near.filter(pl.col("nearness").is_in(_NEAR) | (pl.col("customers_count") > 0)).height)
    named = near.filter("is_open") if only_open else near
    needed = _needed(field, stated.filter(pl.col("company_id").is_in(shown["company_id"].implode())), shown)
    lacking = needed.filter(pl.col("is_required") & (pl.col("offered_band") == "none"))[
        "capability_code"
    ].to_list()
    slots = {"field_id": field.field_id, "near_band": band, "wanted_codes": lacking}
    found = [Sentence("field_near" if band != "none" else "field_nobody", slots)]
    if lacking:
        found.append(Sentence("field_lacking", slots))
    if only_open:
        found.append(Sentence("field_only_open", {"count": named.height}))
    return FieldAnswer(
        scope.view.view_id,
        replace(coverage(scope), population=shown.height),
        tuple(found),
        field.field_id,
        region_id,
        named.head(NAMED),
        band,
        needed,
    )


def _needed(field: TransitionField, stated: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """For each capability that a field asks for: how many state it, as a band, and the first of them by name."""
    names = dict(shown.select("company_id", "name").iter_rows())
    rows = []
    for code in (*field.required, *field.helpful):
        able = stated.filter(
            pl.col("capability_code").is_in([one for one in catalogue() if covers(one, code)])
        )
        ids = able["company_id"].unique().to_list()
        told = sorted(names[one] for one in ids)
        rows.append((code, code in field.required, count_band(len(ids)), told[:_TOLD]))
    columns = ["capability_code", "is_required", "offered_band", "offered_names"]
    return pl.DataFrame(rows, schema=columns, orient="row")


_TOLD = 3


def _valid(profiles: Profiles) -> pl.DataFrame:
    return profiles.capabilities.filter(~pl.col("is_expired"))


def _customers(scope: Scope) -> pl.DataFrame:
    """Known customers of all years: company_id, customer_sector."""
    sectors = scope.view.companies.select(customer_id="company_id", customer_sector="sector_code")
    pairs = scope.view.relations.select("supplier_id", "customer_id").unique()
    return pairs.join(sectors, on="customer_id").select(
        pl.col("supplier_id").alias("company_id"), "customer_sector"
    )
