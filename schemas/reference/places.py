"""Municipalities: by key, by postcode, by the town name that somebody wrote; for values and columns.

The 25 municipalities of the Märkische Region ship in `places.csv`; a `PlaceIndex` over imported
lists answers the same questions for any other region.
Never: puts a company into a municipality that the index does not hold.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from schemas.reference.place_names import (
    folded,
    has_district_suffix,
    is_qualified_by,
    qualifier_words,
    readings,
    without_umlaut_e,
)
from schemas.reference.postcodes import normalise_postcode, postcode_points

HOME_SOURCE = "Destatis GV-ISys, 31.12.2018"

PLACE_SCHEMA: dict[str, type[pl.DataType]] = {
    "ags": pl.String,
    "place_name": pl.String,
    "kreis_code": pl.String,
    "kreis_name": pl.String,
    "state_name": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "population": pl.Int64,
    "source": pl.String,
}
PLACE_POSTCODE_SCHEMA: dict[str, type[pl.DataType]] = {"ags": pl.String, "postcode": pl.String}
_LOCATED_SCHEMA: dict[str, type[pl.DataType]] = {
    "ags": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


@dataclass(frozen=True)
class Place:
    """A municipality. Coordinates are its centre, WGS 84 degrees."""

    ags: str
    place_name: str
    kreis_code: str
    kreis_name: str
    state_name: str
    latitude: float | None
    longitude: float | None
    population: int | None
    source: str
    postcodes: tuple[str, ...] = ()
    # names of districts or short names that mean no other municipality
    other_names: tuple[str, ...] = ()


class PlaceIndex:
    """Answers which municipality is meant, over a fixed set of places.

    >>> home_places().find("Iserlohn-Letmathe", "58642").place_name
    'Iserlohn'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_ags: dict[str, Place] = {place.ags: place for place in places}
        self._by_postcode: dict[str, tuple[Place, ...]] = {}
        # whole names, and the parts of a name that need a postcode beside them to be believed
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        self._by_part: defaultdict[str, set[str]] = defaultdict(set)
        self._qualifiers: set[str] = set()
        by_postcode: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self.by_ags.values():
            for postcode in place.postcodes:
                by_postcode[postcode].append(place)
            self._enter_names(place)
        self._by_postcode = {postcode: tuple(found) for postcode, found in by_postcode.items()}
        self._leading_digits = {postcode[:2] for postcode in self._by_postcode}

    def _enter_names(self, place: Place) -> None:
        whole, shorter = readings(place.place_name)
        for name in {whole, *map(folded, place.other_names)}:
            self._by_name[name].add(place.ags)
            self._by_name[without_umlaut_e(name)].add(place.ags)
        self._qualifiers |= qualifier_words(place.state_name)
        if "(" in place.place_name or "/" in place.place_name:
            for part in shorter:
                self._by_part[part].add(place.ags)
                self._by_part[without_umlaut_e(part)].add(place.ags)
                self._qualifiers |= qualifier_words(whole.removeprefix(part))

    @classmethod
    def from_frames(cls, place: pl.DataFrame, place_postcode: pl.DataFrame) -> PlaceIndex:
        """An index over rows of the tables `place` and `place_postcode`."""
        postcodes: defaultdict[str, list[str]] = defaultdict(list)
        for ags, postcode in place_postcode.select("ags", "postcode").sort("ags", "postcode").iter_rows():
            postcodes[ags].append(postcode)
        rows = place.select(list(PLACE_SCHEMA)).iter_rows(named=True)
        return cls(Place(**row, postcodes=tuple(postcodes[row["ags"]])) for row in rows)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows for the tables `place` and `place_postcode`."""
        places = [{name: getattr(place, name) for name in PLACE_SCHEMA} for place in self.by_ags.values()]
        postcodes = [
            {"ags": place.ags, "postcode": postcode}
            for place in self.by_ags.values()
            for postcode in place.postcodes
        ]
        return pl.DataFrame(places, PLACE_SCHEMA), pl.DataFrame(postcodes, PLACE_POSTCODE_SCHEMA)

    def by_postcode(self, postcode: str | None) -> tuple[Place, ...]:
        """Municipalities that a postcode reaches into; empty where none is known."""
        code = normalise_postcode(postcode)
        return self._by_postcode.get(code, ()) if code else ()

    def find(self, city: str | None, postcode: str | None = None) -> Place | None:
        """The municipality meant by a German town name and postcode, or None where that is not sure.

        The postcode decides; the name decides among several, for postcodes of post boxes (same first
        two digits), and alone only where it is the whole name of exactly one municipality, or names it
        by a word that tells it apart ("Altena (Westf.)").
        """
        code = normalise_postcode(postcode)
        at_postcode = self._by_postcode.get(code, ()) if code else ()
        if len(at_postcode) == 1:
            return at_postcode[0]
        if at_postcode:
            named = self._named(city, has_postcode=True) & {place.ags for place in at_postcode}
        elif code:
            if code in postcode_points():
                return None
            named = {
                ags
                for ags in self._named(city, has_postcode=True)
                if any(known[:2] == code[:2] for known in self.by_ags[ags].postcodes)
            }
        elif postcode and postcode.strip():
            return None
        else:
            named = self._named(city, has_postcode=False)
        return self.by_ags[named.pop()] if len(named) == 1 else None

    def _named(self, city: str | None, *, has_postcode: bool) -> set[str]:
        if not city:
            return set()
        whole, shorter = readings(city)
        if whole in self._by_name:
            return set(self._by_name[whole])
        if has_postcode and whole in self._by_part:
            return set(self._by_part[whole])
        for reading in shorter:
            is_sure = has_postcode or is_qualified_by(whole, reading, self._qualifiers)
            if reading in self._by_name and (is_sure or has_district_suffix(city)):
                return set(self._by_name[reading])
            if is_sure and reading in self._by_part:
                return set(self._by_part[reading])
        return set()

    def is_named(self, city: str | None, place: Place) -> bool:
        """Whether the town name can mean this municipality."""
        return place.ags in self._named(city, has_postcode=True)

    def locate(
        self, postcode: str | None, city: str | None, country_code: str | None
    ) -> tuple[str | None, float | None, float | None]:
        """(ags, latitude, longitude) of an address, each None where unknown.

        The point is the postcode's, else the municipality's centre. Without a country the town's name
        has to agree with the postcode, because other countries have postcodes of five digits too.
        """
        if country_code not in (None, "DE"):
            return None, None, None
        place = self.find(city, postcode)
        if country_code is None and (place is None or not self.is_named(city, place)):
            return None, None, None
        point = postcode_points().get(normalise_postcode(postcode) or "")
        if point is None and place is not None:
            return place.ags, place.latitude, place.longitude
        latitude, longitude = point or (None, None)
        return (place.ags if place else None), latitude, longitude

    def locate_columns(self, addresses: pl.DataFrame) -> pl.DataFrame:
        """`locate` for columns `postcode`, `city`, `country_code` (text): a frame of equal height with
        `ags`, `latitude`, `longitude`. Each distinct address is looked up once."""
        keys = ["postcode", "city", "country_code"]
        distinct = addresses.select(keys).unique(maintain_order=True)
        found = pl.DataFrame(
            [self.locate(*row) for row in distinct.iter_rows()], _LOCATED_SCHEMA, orient="row"
        )
        joined = addresses.select(keys).join(
            distinct.hstack(found), on=keys, how="left", nulls_equal=True, maintain_order="left"
        )
        return joined.select(list(_LOCATED_SCHEMA))

    def is_in_region(
        self, ags: str | None, postcode: str | None, country_code: str | None, region_ags: Collection[str]
    ) -> bool | None:
        """Whether an address lies in a region; None = unknown (German, but without a usable postcode)."""
        if ags is not None:
            return ags in region_ags
        if country_code is None:
            return None
        code = normalise_postcode(postcode)
        if country_code != "DE" or code in postcode_points():
            return False
        return False if code and code[:2] not in self._leading_digits else None

    def is_in_region_column(self, addresses: pl.DataFrame, region_ags: Collection[str]) -> pl.Series:
        """`is_in_region` for columns `ags`, `postcode`, `country_code`."""
        keys = ["ags", "postcode", "country_code"]
        distinct = addresses.select(keys).unique(maintain_order=True)
        wanted = frozenset(region_ags)
        answers = [
            self.is_in_region(ags, code, country, wanted) for ags, code, country in distinct.iter_rows()
        ]
        answer = pl.Series("is_in_region", answers, dtype=pl.Boolean)
        joined = addresses.select(keys).join(
            distinct.with_columns(answer), on=keys, how="left", nulls_equal=True, maintain_order="left"
        )
        return joined["is_in_region"]


@cache
def home_places() -> PlaceIndex:
    """The 25 municipalities of the Märkische Region."""
    text = resources.files("schemas.reference").joinpath("places.csv").read_text(encoding="utf-8")
    return PlaceIndex(
        Place(
            ags=row["ags"],
            place_name=row["place_name"],
            kreis_code=row["kreis_code"],
            kreis_name=row["kreis_name"],
            state_name=row["state_name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]),
            source=HOME_SOURCE,
            postcodes=tuple(f"{row['postcodes']} {row['large_recipient_postcodes']}".split()),
            other_names=tuple(filter(None, row["other_names"].split("|"))),
        )
        for row in csv.DictReader(text.splitlines())
    )
