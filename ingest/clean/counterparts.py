"""The company named in a row: columns of text by meaning to the columns kept of a counterpart."""

from __future__ import annotations

import polars as pl

from ingest.clean import activities, addresses, identifiers, names, sectors
from ingest.tables import COUNTERPART_COLUMNS, Recognition, as_typed
from schemas.blank_columns import is_blank, spared_if_blank
from schemas.reference.countries import parse_country_column
from schemas.reference.postcodes import postcode_points

PRIVATE_PERSON = "Privatperson"
_TRUE = r"(?i)^(?:x|1|ja|j|yes|y|true|wahr)$"
_PERSONAL_SALUTATION = r"(?i)^(?:herrn?|frau|mr\.?|mrs\.?|ms\.?|eheleute|familie)\b"


class Texts:
    """Columns of text by meaning for one end of a relation; a missing meaning is a column of nulls."""

    def __init__(self, frame: pl.DataFrame, recognition: Recognition, end: str = "") -> None:
        self.frame = frame
        self.end = end
        self._by_meaning = {column.meaning: f"c{column.position}" for column in reversed(recognition.columns)}

    def has(self, meaning: str) -> bool:
        """Whether a column with this meaning exists."""
        return f"{self.end}{meaning}" in self._by_meaning

    def get(self, meaning: str) -> pl.Series:
        """The text of the column with this meaning."""
        name = self._by_meaning.get(f"{self.end}{meaning}")
        return self.frame[name] if name else pl.Series(values=[None] * self.frame.height, dtype=pl.String)


@spared_if_blank
def is_flagged(values: pl.Series) -> pl.Series:
    """Whether a flag such as `X`, `1` or `ja` is set."""
    return values.str.contains(_TRUE).fill_null(False)


def counterpart_names(texts: Texts) -> tuple[pl.Series, pl.Series]:
    """Names as shown and the counterparts' numbers; a cell may hold both (`1051       Rübezahl Draht AG`)."""
    beside_name, beside_number = names.numbers_beside_names(texts.get("number_and_name"))
    number = _coalesce(texts.get("partner_no"), beside_name)
    name = _coalesce(texts.get("name"), beside_number, texts.get("name_unspecified"))
    for meaning in ("name_2", "name_3"):
        more = texts.get(meaning)
        if not is_blank(more):
            name = names.joined(name, more)
    return names.clean_names(_coalesce(name.replace({"": None}), texts.get("short_name"))), number


def natural_persons(texts: Texts, shown_names: pl.Series) -> pl.Series:
    """Whether a row is about a natural person: flagged so, or Herr or Frau without a legal form."""
    flagged = (texts.get("address_type") == "1").fill_null(False) | is_flagged(
        texts.get("natural_person_flag")
    )
    addressed = texts.get("salutation").str.contains(_PERSONAL_SALUTATION).fill_null(False)
    if not addressed.any():
        return flagged
    is_company = (texts.get("address_type") == "2").fill_null(False) | names.has_legal_form(shown_names)
    return flagged | (addressed & ~is_company)


def clean_counterparts(texts: Texts, list_kind: str, own_country: str) -> pl.DataFrame:
    """All of `COUNTERPART_COLUMNS` for one end; natural persons keep their place, not their name."""
    shown, number = counterpart_names(texts)
    is_person = natural_persons(texts, shown)
    place = _place(texts, own_country)
    normalised = names.normalise_columns(shown)
    frame = pl.DataFrame(
        {
            "partner_no": number.str.strip_chars().str.replace(r"^0+(\d+)$", "$1"),
            "name": shown,
            **{name: normalised[name] for name in ("name_normalised", "legal_form")},
            **{name: place[name] for name in ("street", "postcode", "city", "country_code", "vat_id")},
            "ags": texts.get("ags").str.extract(r"^(\d{8})$", 1),
            **_registration(texts),
            "lei": identifiers.lei_codes(texts.get("lei")),
            "duns": identifiers.duns_numbers(texts.get("duns")),
            "web": identifiers.web_addresses(texts.get("web")),
            **_sector(texts, list_kind),
            "is_natural_person": is_person,
            "is_group_internal": texts.get("group_partner").is_not_null()
            | is_flagged(texts.get("group_flag")),
            "is_deleted": is_flagged(texts.get("deleted_flag")),
        }
    )
    private = ["street", "name_normalised", "legal_form", "vat_id", "web", "sector_text", "duns", "lei"]
    frame = frame.with_columns(
        pl.when("is_natural_person").then(pl.lit(PRIVATE_PERSON)).otherwise("name").alias("name"),
        *[pl.when("is_natural_person").then(None).otherwise(name).alias(name) for name in private],
    )
    return as_typed(frame, COUNTERPART_COLUMNS)


def _coalesce(*columns: pl.Series) -> pl.Series:
    filled = [column for column in columns if not is_blank(column)]
    if len(filled) < 2:
        return filled[0] if filled else columns[0]
    numbered = [column.alias(f"s{number}") for number, column in enumerate(filled)]
    return pl.DataFrame(numbered).select(pl.coalesce(pl.all())).to_series()


def _place(texts: Texts, own_country: str) -> pl.DataFrame:
    """Street, postcode, city, country and VAT id, out of separate cells or cells that hold several."""
    joint = addresses.split_postcode_city(texts.get("postcode_city"))
    signed = addresses.split_postcode_city(texts.get("country_postcode"))
    whole = addresses.split_german_address(texts.get("address"))
    street = pl.DataFrame({"street": texts.get("street"), "number": texts.get("house_number")})
    written = street.select(
        pl.when(pl.col("street").is_not_null()).then(
            pl.concat_str("street", "number", separator=" ", ignore_nulls=True)
        )
    ).to_series()
    vat = _vat(texts)
    country = _coalesce(
        parse_country_column(texts.get("country")),
        parse_country_column(texts.get("country_name")),
        parse_country_column(joint["country_sign"]),
        parse_country_column(texts.get("country_postcode").str.extract(r"^([A-Z]{1,3})\b", 1)),
    )
    raw_postcode = _coalesce(texts.get("postcode"), joint["postcode"], signed["postcode"], whole["postcode"])
    frame = pl.DataFrame(
        {
            "street": _coalesce(written, whole["street"]),
            "raw_postcode": raw_postcode,
            "city": _coalesce(
                texts.get("city"), joint["city"], whole["city"], texts.get("registered_office")
            ),
            "stated": country,
            "vat_id": vat,
        }
    )
    from_vat = parse_country_column(frame["vat_id"].str.slice(0, 2))
    is_own = pl.col("raw_postcode").str.contains(r"^(?:D[-– ]?)?\d{5}$")
    if own_country == "DE":
        # without its leading zero
        short = raw_postcode.filter(raw_postcode.str.contains(r"^\d{4}$").fill_null(False)).unique()
        is_own |= pl.col("raw_postcode").is_in([code for code in short if f"0{code}" in postcode_points()])
    home = pl.when(is_own).then(pl.lit(own_country))
    frame = frame.with_columns(country_code=pl.coalesce("stated", from_vat, home))
    return frame.with_columns(
        postcode=addresses.clean_postcodes(pl.col("raw_postcode"), pl.col("country_code").fill_null(""))
    )


def _vat(texts: Texts) -> pl.Series:
    """The VAT id from one cell, or from country and number in two (DATEV)."""
    country = texts.get("vat_country")
    joined = pl.DataFrame({"country": country, "number": texts.get("vat_number")}).select(
        pl.when(pl.col("number").str.contains(r"^[A-Z]{2}"))
        .then(pl.col("number"))
        .otherwise(pl.concat_str("country", "number"))
    )
    return identifiers.vat_ids(_coalesce(texts.get("vat_id"), joined.to_series()))


def _registration(texts: Texts) -> dict[str, pl.Series]:
    """Register number and court, from one cell or from kind and digits in two."""
    digits = _coalesce(texts.get("register_digits"), texts.get("register_number"))
    split = pl.DataFrame({"kind": texts.get("register_kind"), "digits": digits})
    joined = split.select(pl.concat_str("kind", "digits", separator=" ", ignore_nulls=True)).to_series()
    written = texts.get("register_number")
    courts = identifiers.court_names(texts.get("register_court"))
    return {
        "register_number": identifiers.register_numbers(joined),
        "register_court": _coalesce(courts, identifiers.register_courts(written)),
    }


def _sector(texts: Texts, list_kind: str) -> dict[str, pl.Series]:
    """Sector code and words; a written code is taken at its word and its writer named as source."""
    old = sectors.parse_sectors(texts.get("sector_code"))
    new = sectors.parse_sectors(texts.get("sector_code_2025"), is_2025=True)
    within = sectors.parse_sectors(texts.get("sector_text"))["sector_code"]
    # of a column of words only a whole class is taken for a code: "10 Jahre" is none
    code = _coalesce(old["sector_code"], new["sector_code"], within.set(within.str.len_chars() < 5, None))
    text = _coalesce(texts.get("sector_text"), old["sector_text"], new["sector_text"])
    source = {"members": "member_register", "registry": "register"}.get(list_kind, "partner_list")
    guessed = activities.guess_columns(text)
    told = pl.DataFrame({"code": code, "guess": guessed["sector_code"], "sure": guessed["sector_confidence"]})
    is_told, is_guessed = pl.col("code").is_not_null(), pl.col("guess").is_not_null()
    told = told.select(
        code=pl.coalesce("code", "guess"),
        source=pl.when(is_told).then(pl.lit(source)).when(is_guessed).then(pl.lit("activity_text")),
        confidence=pl.when(is_told).then(1.0).otherwise("sure"),
    )
    return {
        "sector_code": told["code"],
        "sector_source": told["source"],
        "sector_confidence": told["confidence"],
        "sector_text": text,
    }
