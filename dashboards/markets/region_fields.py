"""Who of the region is near to a transition field, and what nobody here offers."""

from __future__ import annotations

from dashboards.components.house import reader
from dashboards.components.language import tr
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, sentences, subheader
from dashboards.markets.fields import choose, told
from schemas.catalogues.transition_fields import transition_fields

_NEAR = [
    "name",
    "city",
    "nearness",
    "customers_count",
    "met_codes",
    "missing_codes",
    "likely_codes",
]
_NEEDED = ["capability_code", "is_required", "offered_band", "offered_names"]


def show() -> None:
    """The field in words, what it asks for, who is near."""
    field_id = choose(list(transition_fields()))
    told(field_id)
    answer = reader().transition_field(field_id)
    sentences(answer.sentences)
    subheader("markets.needed")
    columns = [name for name in _NEEDED if _has_any(answer.needed[name])]
    table(answer.needed, columns, key="needed", alt=tr("markets.needed"))
    subheader("markets.near")
    if answer.companies.is_empty():
        empty("markets.near_none")
        return
    columns = [name for name in _NEAR if _has_any(answer.companies[name])]
    table(answer.companies, columns, key="near", alt=tr("markets.near"))
    download(answer.companies, columns, key="near_download", name_key="markets.near")


def _has_any(values) -> bool:
    """Whether a column says anything; a column of empty lists or zeros does not."""
    if values.dtype.is_nested():
        return bool((values.list.len() > 0).any())
    return bool((values != 0).any()) if values.dtype.is_numeric() else values.null_count() < len(values)
