"""Is this a list of suppliers, of customers, a register ...: told by shape, headings, title and file name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.notes import note
from ingest.recognise.context import Context
from ingest.recognise.shapes import Shape
from ingest.tables import Column, Hints

_SUPPLIER_WORDS = re.compile(
    r"liefer(?!schein)|kreditor|supplier|vendor|einkauf|beschaffung|zulieferer|lfa1|procure|purchas|spend"
)
_CUSTOMER_WORDS = re.compile(r"kunden|kunde\b|debitor|customer|abnehmer|verkauf|kna1|sales|client")
_MEMBER_WORDS = re.compile(r"mitglieder|members?\b")
_REGISTER_WORDS = re.compile(r"handelsregister|registerauszug|\bregistry\b|offeneregister")


def decide_list_kind(
    columns: Sequence[Column], shape: Shape | None, context: Context, hints: Hints, *, is_relations: bool
) -> tuple[str, str | None]:
    """The kind of list, and a note when nothing told it and suppliers were assumed.

    A caller's word goes first, but orders stay orders: they come together with a list of suppliers.
    """
    if shape is not None and shape.list_kind == "orders":
        return "orders", None
    if hints.list_kind is not None:
        return hints.list_kind, None
    if is_relations:
        return "relations", None
    if shape is not None and not shape.is_either_side:
        return shape.list_kind, None
    meanings = {column.meaning for column in columns}
    words = f"{context.words} {context.file_words}"
    if _MEMBER_WORDS.search(words) and not meanings & {"amount", "total"}:
        return "members", None
    if _REGISTER_WORDS.search(words) and not meanings & {"amount", "total"}:
        return "registry", None
    votes = {"suppliers": 0.0, "customers": 0.0}
    for column in columns:
        if column.end == "supplier":
            votes["suppliers"] += 2.0 if column.meaning in ("name", "number_and_name") else 1.0
        if column.end == "customer":
            votes["customers"] += 2.0 if column.meaning in ("name", "number_and_name") else 1.0
    for spoken, weight in ((context.words, 2.0), (context.file_words, 1.5)):
        votes["suppliers"] += weight * bool(_SUPPLIER_WORDS.search(spoken))
        votes["customers"] += weight * bool(_CUSTOMER_WORDS.search(spoken))
    if votes["suppliers"] == votes["customers"]:
        return (shape.list_kind, None) if shape else ("suppliers", note("list_kind_assumed", "suppliers"))
    return max(votes, key=lambda kind: votes[kind]), None
