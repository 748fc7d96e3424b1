"""Matches a tiny list once, so that every kernel of matching is compiled and kept."""

from __future__ import annotations

import polars as pl

from ingest.clean.names import normalise_columns
from ingest.match import Known, known_companies, match

_NAMES = ("Rübezahl Draht GmbH", "Goldmarie Stahl AG", "Zwergnase Zerspanung KG")
_IDENTIFIERS = ("vat_id", "register_number", "register_court", "lei")


def run_everything() -> None:
    """A list of three, one of which the register knows by a misspelled name."""
    match(tiny_list(), tiny_register())


def tiny_list() -> pl.DataFrame:
    """Three parties as a list names them."""
    return _records("party_id", ("Rübezal Draht GmbH", *_NAMES[1:]))


def tiny_register() -> Known:
    """Three companies as a register names them."""
    register = _records("company_id", _NAMES).with_columns(status=pl.lit("active"))
    no_identifiers = pl.DataFrame(schema=dict.fromkeys(("company_id", "scheme", "identifier"), pl.String))
    no_aliases = pl.DataFrame(schema=dict.fromkeys(("company_id", "alias", "name_normalised"), pl.String))
    return known_companies(register, no_identifiers, no_aliases)


def _records(id_column: str, names: tuple[str, ...]) -> pl.DataFrame:
    cleaned = normalise_columns(pl.Series(names, dtype=pl.String))
    return pl.DataFrame(
        {
            id_column: [str(number) for number in range(len(names))],
            "name": names,
            "postcode": "58511",
            "city": "Lüdenscheid",
            "country_code": "DE",
            "name_normalised": cleaned["name_normalised"],
            "legal_form": cleaned["legal_form"],
        }
    ).with_columns(pl.lit(None, pl.String).alias(name) for name in _IDENTIFIERS)
