"""Addresses: postcode and place out of one cell, Germany's leading zeros, streets with their numbers."""

from __future__ import annotations

import polars as pl

from schemas.blank_columns import spared_if_blank

_COUNTRY_SIGN = r"^([A-Za-z]{1,3})\s?[-–]\s?(\d{4,6}\b.*)$"
# German and Austrian, Dutch, Polish, Chinese and Indian, Czech and Swedish postcodes stand before the town.
_POSTCODE_FIRST = r"^(?:[A-Z]{1,3}[-– ])?\s?(\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{4,6}|\d{3} \d{2})[\s,]+(\D.*)$"
_POSTCODE_LAST = r"^(\D+?)[\s,(]+(\d{5})\)?$"
_GERMAN_ADDRESS = r"^(.*?)[,;\s]*[,;]\s*(?:D[-– ])?(\d{5})\s+([^\d,;][^,;]*)$"


@spared_if_blank
def split_postcode_city(values: pl.Series) -> pl.DataFrame:
    """Columns `country_sign`, `postcode`, `city` from cells such as `D-58636 Iserlohn` or `Iserlohn 58636`.

    >>> split_postcode_city(pl.Series(["D-58636 Iserlohn", "58095 Hagen", "Hagen"])).rows()
    [('D', '58636', 'Iserlohn'), (None, '58095', 'Hagen'), (None, None, 'Hagen')]
    >>> split_postcode_city(pl.Series(["40-001 Katowice", "215000 Suzhou", "1017 AB Amsterdam"])).rows()
    [(None, '40-001', 'Katowice'), (None, '215000', 'Suzhou'), (None, '1017 AB', 'Amsterdam')]
    """
    text = pl.col("text").str.strip_chars()
    first, last = _POSTCODE_FIRST, _POSTCODE_LAST
    slashed = text.str.replace(r"^(\d{4,5})\s*[/,]\s*", "$1 ").str.replace(r"\s*/\s*(\d{5})$", " $1")
    frame = pl.DataFrame({"text": values}).select(sign=text.str.extract(_COUNTRY_SIGN, 1), text=slashed)
    whole = pl.col("text")
    alone = whole.str.extract(r"^(?:[A-Z]{1,3}[-– ])?(\d{4,5})$", 1)
    return frame.select(
        country_sign=pl.col("sign"),
        postcode=pl.coalesce(whole.str.extract(first, 1), whole.str.extract(last, 2), alone),
        city=pl.coalesce(
            whole.str.extract(first, 2),
            whole.str.extract(last, 1),
            pl.when(alone.is_null() & ~whole.str.contains(r"^[\d\s-]+$")).then(whole),
        ).str.strip_chars(" ,;-"),
    )


@spared_if_blank
def split_german_address(values: pl.Series) -> pl.DataFrame:
    """Columns `street`, `postcode`, `city` from one-line addresses; other writings stay whole in `street`.

    >>> split_german_address(pl.Series(["Zwergenweg 7, 58095 Hagen"])).rows()
    [('Zwergenweg 7', '58095', 'Hagen')]
    """
    text = pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars(" ,")
    street = text.str.extract(_GERMAN_ADDRESS, 1)
    return pl.DataFrame({"text": values}).select(
        street=pl.when(street.is_not_null()).then(street).otherwise(text),
        postcode=text.str.extract(_GERMAN_ADDRESS, 2),
        city=text.str.extract(_GERMAN_ADDRESS, 3).str.strip_chars(),
    )


def clean_postcodes(postcode: pl.Expr, country_code: pl.Expr) -> pl.Expr:
    """Postcodes without country sign; German ones get back the leading zero that spreadsheets drop.

    >>> frame = pl.DataFrame({"p": ["D-58636", "4109", "1010"], "c": ["DE", "DE", "AT"]})
    >>> frame.select(clean_postcodes(pl.col("p"), pl.col("c"))).to_series().to_list()
    ['58636', '04109', '1010']
    """
    bare = (
        postcode.str.strip_chars()
        .str.replace(r"^[A-Z]{1,3}\s?[-–]\s?(\d)", "$1")
        .str.replace(r"^(\d+)\.0$", "$1")
    )
    is_short = bare.str.contains(r"^\d{4}$") & (country_code == "DE")
    return pl.when(is_short).then(pl.lit("0") + bare).otherwise(bare)
