"""Countries: ISO 3166 codes with German and English names, free text to code, and where the EU ends.

Names come with the package `pycountry` (ISO 3166 and its German translation); everyday spellings,
vehicle codes and EU membership stand here.
Never: guesses a country from a town or a postcode.
"""

from __future__ import annotations

import gettext
import unicodedata
from functools import cache, lru_cache
from typing import Literal

import polars as pl

from schemas.blank_columns import spared_if_blank

Origin = Literal["region", "germany", "eu", "world"]

ORIGINS: dict[Origin, tuple[str, str]] = {
    "region": ("Region", "region"),
    "germany": ("übriges Deutschland", "rest of Germany"),
    "eu": ("übrige EU", "rest of the EU"),
    "world": ("übrige Welt", "rest of the world"),
}

# first and last year at whose end a country was a member
_FOREVER = 9999
_EU_YEARS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("BE", "DE", "FR", "IT", "LU", "NL"), (1958, _FOREVER)),
    **dict.fromkeys(("DK", "IE"), (1973, _FOREVER)),
    "GB": (1973, 2019),
    "GR": (1981, _FOREVER),
    **dict.fromkeys(("ES", "PT"), (1986, _FOREVER)),
    **dict.fromkeys(("AT", "FI", "SE"), (1995, _FOREVER)),
    **dict.fromkeys(("CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"), (2004, _FOREVER)),
    **dict.fromkeys(("BG", "RO"), (2007, _FOREVER)),
    "HR": (2013, _FOREVER),
}

# names as people write them; short names that ISO gives a longer or other form
_SPELLINGS: dict[str, str] = {
    "AE": "UAE, Vereinigte Arabische Emirate, VAE, Dubai, Abu Dhabi",
    "BA": "Bosnien, Bosnia, Bosnien und Herzegowina, Bosnien-Herzegowina",
    "BO": "Bolivien, Bolivia",
    "BY": "Weißrussland, Belarus, Weissrussland",
    "CD": "DR Kongo, Demokratische Republik Kongo",
    "CH": "Schweiz, Suisse, Svizzera, Swiss",
    "CI": "Elfenbeinküste, Ivory Coast, Cote d'Ivoire",
    "CN": "PRC, P.R. China, PR China, VR China, Mainland China, People's Republic of China",
    "CZ": "Tschechische Republik, Tschechei, Czech Republic, Ceska republika, CSSR",
    "DE": "BRD, Bundesrepublik, Deutschl., Allemagne, Duitsland, Germania, Niemcy, Alemania, FRG",
    "DK": "Danmark",
    "ES": "Espana, España",
    "FR": "Frankr., La France",
    "GB": "UK, U.K., Großbritannien, Grossbritannien, Great Britain, England, Schottland, Scotland, Wales, "
    "Nordirland, Northern Ireland, XI, United Kingdom (Great Britain)",
    "GR": "EL, Hellas",
    "HK": "Hongkong, Hong Kong SAR",
    "HU": "Magyarország, Magyarorszag",
    "IE": "Republik Irland, Republic of Ireland, Eire",
    "IR": "Iran",
    "IT": "Italia",
    "KP": "Nordkorea, North Korea",
    "KR": "Südkorea, Suedkorea, South Korea, Korea, Republic of Korea, Republik Korea",
    "LA": "Laos",
    "MD": "Moldawien, Moldova, Republik Moldau",
    "MK": "Mazedonien, Macedonia, Nordmazedonien, FYROM",
    "MM": "Burma, Birma",
    "NL": "Holland, The Netherlands, Nederland, Die Niederlande",
    "NO": "Norge",
    "PL": "Polska",
    "PT": "Portugal",
    "PS": "Palästina, Palestine",
    "RO": "Rumänien, Romania",
    "RS": "Serbien, Serbia",
    "RU": "Russland, Rußland, Russia",
    "SE": "Sverige",
    "SK": "Slowakei, Slovakia, Slovak Republic, Slowakische Republik",
    "SY": "Syrien, Syria",
    "TH": "Thailand",
    "TR": "Türkei, Tuerkei, Turkey, Turkiye",
    "TW": "Taiwan, Republic of China, R.O.C., ROC, Taiwan R.O.C.",
    "TZ": "Tansania, Tanzania",
    "US": "USA, U.S.A., U.S., United States of America, Vereinigte Staaten von Amerika, Amerika, America",
    "VA": "Vatikan, Vatican",
    "VE": "Venezuela",
    "VN": "Vietnam",
    "XK": "Kosovo, RKS, XKX",
}

# distinguishing signs of vehicles that are no ISO code of another country
_VEHICLE_CODES: dict[str, str] = {
    "A": "AT", "B": "BE", "D": "DE", "E": "ES", "F": "FR", "H": "HU", "I": "IT", "J": "JP", "L": "LU",
    "M": "MT", "N": "NO", "P": "PT", "S": "SE", "V": "VA", "EST": "EE", "FIN": "FI", "FL": "LI",
    "IRL": "IE", "SLO": "SI", "RUS": "RU", "BIH": "BA", "MNE": "ME", "NMK": "MK", "CDN": "CA",
    "IND": "IN", "ROK": "KR", "RC": "TW", "RCH": "CL", "RI": "ID", "ZA": "ZA", "AUS": "AU", "BRD": "DE",
}  # fmt: skip

# everyday names (German, English) where ISO has none, or no code (Kosovo's is in use, not assigned)
_EVERYDAY_NAMES: dict[str, tuple[str, str]] = {
    "CD": ("Demokratische Republik Kongo", "DR Congo"),
    "FM": ("Mikronesien", "Micronesia"),
    "PS": ("Palästina", "Palestine"),
    "RU": ("Russland", "Russia"),
    "VA": ("Vatikanstadt", "Vatican City"),
    "XK": ("Kosovo", "Kosovo"),
}


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Code -> (German name, English name), the everyday name where ISO has one."""
    import pycountry

    german = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["de"])
    names: dict[str, tuple[str, str]] = {}
    for country in pycountry.countries:
        english = getattr(country, "common_name", country.name)
        names[country.alpha_2] = (german.gettext(english), english)
    return names | _EVERYDAY_NAMES


@cache
def _codes_by_text() -> dict[str, str]:
    """Folded text -> code. Codes beat names, and vehicle codes never displace an ISO code."""
    import pycountry

    german = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["de"])
    found: dict[str, str] = {}
    for country in pycountry.countries:
        found[_folded(country.alpha_2)] = country.alpha_2
        found[_folded(country.alpha_3)] = country.alpha_2
        found[country.numeric] = country.alpha_2
    for country in pycountry.countries:
        for kind in ("name", "common_name", "official_name"):
            english = getattr(country, kind, None)
            if english:
                found.setdefault(_folded(english), country.alpha_2)
                found.setdefault(_folded(german.gettext(english)), country.alpha_2)
    for code, names in _names().items():
        for name in names:
            found.setdefault(_folded(name), code)
    for code, spellings in _SPELLINGS.items():
        found.setdefault(_folded(code), code)
        for spelling in spellings.split(", "):
            found.setdefault(_folded(spelling), code)
    for sign, code in _VEHICLE_CODES.items():
        found.setdefault(_folded(sign), code)
    return found


def _folded(text: str) -> str:
    """Lower case, umlauts written out, other accents and all punctuation gone."""
    lowered = text.strip().casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in plain if char.isalnum())


def country_codes() -> list[str]:
    """All known ISO 3166-1 alpha-2 codes, in order."""
    return sorted(_names())


def country_name(code: str, language: Literal["de", "en"] = "de") -> str | None:
    """Name of a country: `country_name("AT") == "Österreich"`; None for an unknown code."""
    names = _names().get(code)
    return None if names is None else names[0 if language == "de" else 1]


@lru_cache(maxsize=16_384)
def parse_country(text: str | None) -> str | None:
    """ISO code of what somebody wrote, or None where it is not understood.

    Takes names in German and English, ISO codes of two and three letters and three digits, vehicle
    codes ("D", "A"), VAT prefixes ("EL", "XI") and common short forms ("PRC", "UK", "USA").

    >>> [parse_country(text) for text in ("Deutschland", "D", "CHINA", "Oesterreich", "276", "Mordor")]
    ['DE', 'DE', 'CN', 'AT', 'DE', None]
    """
    if not text or len(text) > 80:
        return None
    return _codes_by_text().get(_folded(unicodedata.normalize("NFC", text)))


@spared_if_blank
def parse_country_column(column: pl.Series) -> pl.Series:
    """`parse_country` for a column of text; each distinct text is read once."""
    distinct = column.unique()
    codes = [parse_country(text) for text in distinct]
    return column.replace_strict(distinct, pl.Series(codes, dtype=pl.String), default=None).alias(
        "country_code"
    )


def is_eu(code: str, year: int) -> bool:
    """Whether the country was a member of the EU (or its forerunner) at the end of that year."""
    first, last = _EU_YEARS.get(code, (_FOREVER, 0))
    return first <= year <= last


def eu_members(year: int) -> frozenset[str]:
    """Members at the end of that year."""
    return frozenset(code for code in _EU_YEARS if is_eu(code, year))


def origin(country_code: str | None, is_in_region: bool | None, year: int) -> Origin | None:
    """Where a partner sits as seen from a region: region, germany, eu, world.

    None = unknown: no country, or a German partner of whom nobody knows whether it is in the region.

    >>> origin("DE", True, 2024), origin("DE", None, 2024), origin("GB", None, 2024)
    ('region', None, 'world')
    """
    if country_code is None:
        return None
    if country_code == "DE":
        return None if is_in_region is None else "region" if is_in_region else "germany"
    return "eu" if is_eu(country_code, year) else "world"


def origin_expression(country_code: pl.Expr, is_in_region: pl.Expr, year: pl.Expr) -> pl.Expr:
    """`origin` as an expression over columns: code, boolean (null = unknown) and year."""
    first = country_code.replace_strict(
        {code: years[0] for code, years in _EU_YEARS.items()}, default=_FOREVER
    )
    last = country_code.replace_strict({code: years[1] for code, years in _EU_YEARS.items()}, default=0)
    return (
        pl.when(country_code.is_null())
        .then(None)
        .when(country_code == "DE")
        .then(pl.when(is_in_region).then(pl.lit("region")).when(is_in_region.not_()).then(pl.lit("germany")))
        .when(year.is_between(first, last))
        .then(pl.lit("eu"))
        .otherwise(pl.lit("world"))
        .alias("origin")
    )
