"""What senders write behind a name that is no part of it: a department, an account, a branch, the owner, the town.

"Igel Guss GmbH – Einkauf –", "Igel Guss Inh. Karl Igel" and "Igel Guss GmbH (Hagen)" are compared as "Igel Guss".
Never: changes a name that is shown or stored; two names that agree only so are never called the same name.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import polars as pl

#: A legal form as it stands in a name, roughly: enough to know that the name is over.
_FORM = (
    r"\b(?:gmbh|mbh|m\.b\.h\.|kg|ag|ohg|ug|se|gbr|e\.? ?k\.?|e\.? ?v\.?|haftungsbeschränkt\)|"
    r"ltd\.?|s\.?r\.?l\.?|b\.?v\.?|o\.o\.|s\.r\.o\.)"
)
#: A name; brackets, a comma, "in" or the legal form (kept); a town.
_TOWN = (
    rf"(?i)^(.*\p{{L}}{{2}}.*?)(?:\s*[,(]\s*|\s+in\s+|({_FORM}\.?)\s+)"
    r"(?:in\s+)?(\p{L}[\p{L} ./-]{2,}?)\)?\s*$"
)


def without_asides(name: pl.Expr) -> pl.Expr:
    """The name without departments, accounts, branches and owners behind it; two letters of it always stay."""
    opening, closing = _patterns()
    return name.str.replace(opening, "${1}").str.replace(closing, "${1}${2}").str.strip_chars(" ,;-–—/(*|")


def town_behind(name: pl.Expr) -> pl.Expr:
    """What stands where a town is written behind a name: in brackets, after a comma, "in" or the legal form."""
    return name.str.extract(_TOWN, 3)


def without_town(name: pl.Expr) -> pl.Expr:
    """The name without what `town_behind` gives."""
    return name.str.replace(_TOWN, "${1}${2}").str.strip_chars(" ,;-–—/(")


@cache
def _patterns() -> tuple[str, str]:
    text = resources.files("ingest.match").joinpath("asides.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    opens, closes = (
        "|".join(row["words"] for row in rows if row["where"] == where) for where in ("opens", "closes")
    )
    return (
        rf"(?i)^(.*\p{{L}}{{2}}.*?)[\s,;(–—-]+(?:{opens})(?:[\s:.].*)?$",
        rf"(?i)^(.*\p{{L}}{{2}}.*?)(?:\s*[-–—/,;(*|]+\s*|({_FORM}\.?)\s+)(?:{closes})[\s)*!.–—-]*$",
    )
