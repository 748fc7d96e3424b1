"""The sentence that says why a match was made or has to be asked, in German and English.

Never: changes a decision.
"""

from __future__ import annotations

from functools import cache

import polars as pl

_SCHEMES = {
    "register_number": ("die Registernummer", "the register number"),
    "vat_id": ("die USt-IdNr.", "the VAT id"),
    "lei": ("der LEI", "the LEI"),
    "member_no": ("die Mitgliedsnummer", "the member number"),
}


def with_reasons(judged: pl.DataFrame) -> pl.DataFrame:
    """`judged` (columns of `compare` and `decide`, `is_tie` where known) with reason_de and reason_en."""
    if judged.is_empty():
        return judged.with_columns(pl.lit("").alias("reason_de"), pl.lit("").alias("reason_en"))
    frame = judged if "is_tie" in judged.columns else judged.with_columns(pl.lit(False).alias("is_tie"))
    return frame.with_columns(_sentence(0, "Gleich", "aber", "."), _sentence(1, "Same", "but", "."))


@cache
def _sentence(language: int, same: str, but: str, end: str) -> pl.Expr:
    agreeing = pl.concat_list(_agreements(language)).list.drop_nulls().list.join(", ")
    opposing = pl.concat_list(_oppositions(language, agreeing != "")).list.drop_nulls().list.join(", ")
    for_it = (
        pl.when(agreeing != "")
        .then(pl.concat_str(pl.lit(f"{same}: "), agreeing))
        .otherwise(
            pl.concat_str(
                pl.lit(("Die Namen ähneln sich zu ", "The names resemble each other by ")[language]),
                _likeness(),
                pl.lit("\N{NO-BREAK SPACE}%"),
            )
        )
    )
    against = pl.when(opposing != "").then(pl.concat_str(pl.lit(f"; {but} "), opposing)).otherwise(pl.lit(""))
    return pl.concat_str(for_it, against, pl.lit(end)).alias(("reason_de", "reason_en")[language])


def _agreements(language: int) -> list[pl.Expr]:
    def say(condition: pl.Expr, de: str, en: str) -> pl.Expr:
        return pl.when(condition).then(pl.lit((de, en)[language]))

    scheme = pl.col("agreed_scheme").replace_strict(
        {name: words[language] for name, words in _SCHEMES.items()}, default=None, return_dtype=pl.String
    )
    former = pl.concat_str(
        pl.lit(("anderer oder früherer Name „", "other or former name “")[language]),
        "shown_name",
        pl.lit("“" if language == 0 else "”"),
    )
    without_rest = ~pl.col("is_name_same") & _is_same_without_rest()
    return [
        scheme,
        pl.when(pl.col("is_name_same") & pl.col("is_alias")).then(former),
        say(pl.col("is_name_same") & ~pl.col("is_alias"), "der Name", "the name"),
        say(without_rest, "der Name ohne Zusätze", "the name without what is written behind it"),
        say(pl.col("is_cut_off"), "der Name, soweit das Feld reicht", "the name as far as its field goes"),
        say(pl.col("is_city_same"), "der Ort", "the town"),
        say(pl.col("is_city_alike"), "der Ort, anders geschrieben", "the town, spelled otherwise"),
        say(pl.col("is_postcode_same"), "die PLZ", "the postcode"),
        say(pl.col("is_street_same"), "die Straße", "the street"),
        say(pl.col("is_form_same"), "die Rechtsform", "the legal form"),
    ]


def _is_same_without_rest() -> pl.Expr:
    """Whether the names have the same letters, apart from what `asides` took away."""
    return pl.col("letters") == 1.0


def _likeness() -> pl.Expr:
    """How far the letters of the names agree, in percent."""
    return (pl.col("letters") * 100).round(0).clip(0, 99).cast(pl.Int64).cast(pl.String)


def _oppositions(language: int, is_name_open: pl.Expr) -> list[pl.Expr]:
    def say(condition: pl.Expr, de: str, en: str) -> pl.Expr:
        return pl.when(condition).then(pl.lit((de, en)[language]))

    is_other = ~pl.col("is_name_same") & ~_is_same_without_rest() & ~pl.col("is_cut_off")
    like_text = ("die Namen stimmen nur zu ", "the names agree by ")[language]
    like_end = ("\N{NO-BREAK SPACE}% überein", "\N{NO-BREAK SPACE}% only")[language]
    words = {
        name: (f"{text[0]} ist eine andere", f"{text[1]} differs")[language]
        for name, text in _SCHEMES.items()
    }
    words["lei"] = ("der LEI ist ein anderer", "the LEI differs")[language]
    return [
        pl.when(is_other & is_name_open).then(
            pl.concat_str(pl.lit(like_text), _likeness(), pl.lit(like_end))
        ),
        pl.col("conflicting_scheme").replace_strict(words, default=None, return_dtype=pl.String),
        say(
            pl.col("is_form_near") | pl.col("is_form_other"),
            "die Rechtsform ist eine andere",
            "the legal form differs",
        ),
        say(
            pl.col("is_numeral_conflict"),
            "die Ordnungszahl im Namen ist eine andere",
            "the numeral in the name differs",
        ),
        say(
            pl.col("is_role_conflict"),
            "ein Zusatz wie „Verwaltungs-“ steht nur in einem der Namen",
            "a word such as “Verwaltungs-” stands in one of the names only",
        ),
        say(pl.col("is_country_conflict"), "das Land ist ein anderes", "the country differs"),
        say(pl.col("is_place_other"), "der Ort ist ein anderer", "the place differs"),
        say(
            pl.col("is_tie"), "es passen mehrere Unternehmen gleich gut", "several companies fit equally well"
        ),
    ]
