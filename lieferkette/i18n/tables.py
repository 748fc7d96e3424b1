"""Frames as people read them: headings, codes as labels, the written form of a column's numbers.

Comes in: a frame of an answer. Goes out: the chosen columns, codes replaced by labels, numbers still numbers,
and for each column the function that writes its values. Never: sorts, cuts or sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from lieferkette.i18n import numbers
from lieferkette.i18n.lists import meaning_label, samples_text
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.say import keys, say
from lieferkette.i18n.values import (
    capability_label,
    country_label,
    field_label,
    origin_label,
    sector_group_label,
)

#: Columns that hold parts of a company's or a region's output.
_LOSSES = (
    "loss",
    "loss_low",
    "loss_high",
    "initial_loss",
    "esri",
    "loss_before",
    "loss_after",
    "left",
    "lowered",
)
_BY_CODE: dict[str, Callable[[str, Language], str]] = {
    "sector_group": sector_group_label,
    "country_code": country_label,
    "origin": origin_label,
    "share_band": lambda code, language: say(f"band.{code}", language),
    "amount_kind": lambda code, language: say(f"amount_kind.{code}", language),
    "list_kind": lambda code, language: say(f"list_kind.{code}", language),
    "status": lambda code, language: say(f"upload_status.{code}", language),
    "answer": lambda code, language: say(f"match_answer.{code}", language),
    "sharing": lambda code, language: say(f"sharing.{code}", language),
    "outcome": lambda code, language: say(f"outcome.{code}", language),
    "column_meaning": meaning_label,
    "samples": samples_text,
    "change": lambda code, language: say(f"change.{code}", language),
    "capability_code": capability_label,
    "field_id": field_label,
    "capability_kind": lambda code, language: say(f"capability_kind.{code}", language),
    "nearness": lambda code, language: say(f"nearness.{code}", language),
    "state": lambda code, language: say(f"capability_state.{code}", language),
    "basis": lambda code, language: say(f"basis.{code}", language),
    "offered_band": lambda code, language: say(f"count_band.{code}", language),
    "notice_kind": lambda code, language: say(f"notice_kind.{code}", language),
    "measure": lambda code, language: say(f"measure.{code}", language),
    "direction": lambda code, language: say(f"request_direction.{code}", language),
    "request_status": lambda code, language: say(f"request_status.{code}", language),
    "side": lambda code, language: say(f"side.{code}", language),
    "action": lambda code, language: _action_label(code, language),
}


def headings(columns: Sequence[str], language: Language) -> dict[str, str]:
    """Column -> its heading.

    >>> headings(["name", "amount_eur"], "de")
    {'name': 'Unternehmen', 'amount_eur': 'Betrag'}
    """
    return {column: say(f"column.{column}", language) for column in columns}


def readable(frame: pl.DataFrame, columns: Sequence[str], language: Language) -> pl.DataFrame:
    """The columns in that order: codes as labels, truth as yes and no, lists as one text."""
    return frame.select(_readable(frame, column, language) for column in columns)


def written(column: str, language: Language) -> Callable[[Any], str] | None:
    """How a column's values are written; None where they are text already.

    >>> written("amount_eur", "de")(1472000), written("share", "de")(.04), written("name", "de")
    ('1.472.000\\xa0€', '4,0\\xa0%', None)
    """
    if column.endswith("_eur"):
        return lambda value: numbers.euro(value, language)
    if column == "share" or column.endswith("_share") or column in _LOSSES:
        return lambda value: numbers.percent(value, language, 1)
    if column == "score":
        return lambda value: numbers.percent(value, language, 0)
    if column == "free_hours_per_week":
        return lambda value: numbers.number(value, language)
    if column.endswith("_km"):
        return lambda value: f"{numbers.number(value, language)}{numbers.SPACE}km"
    if column.endswith("_at") or column == "last_day":
        return lambda value: numbers.day(value, language)
    if column.endswith("_count") or column in ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored"):
        return lambda value: numbers.number(value, language)
    return None


def _action_label(code: str, language: Language) -> str:
    """What the audit log calls a deed, in words; the code itself where it has none."""
    key = f"action.{code.replace('.', '_')}"
    return say(key, language) if key in keys() else code


def _readable(frame: pl.DataFrame, column: str, language: Language) -> pl.Series:
    values = frame[column]
    label = _BY_CODE.get(column)
    if label is not None:
        codes = values.drop_nulls().unique().to_list()
        return values.replace_strict(
            codes, [label(code, language) for code in codes], default=None, return_dtype=pl.String
        )
    if values.dtype == pl.Boolean:
        yes, no = say("word.yes", language), say("word.no", language)
        return values.replace_strict([True, False], [yes, no], default=None, return_dtype=pl.String)
    if column.endswith("_codes"):
        labels = [
            ", ".join(capability_label(code, language) for code in row or ()) for row in values.to_list()
        ]
        return pl.Series(column, labels, dtype=pl.String)
    if isinstance(values.dtype, pl.List):
        return values.cast(pl.List(pl.String)).list.join(", ")  # a list without entries has no type
    return values.cast(pl.Float64) if values.dtype.is_decimal() else values
