"""How far apart two places are.

Never: roads or driving times; it is the way of the crow.
"""

from __future__ import annotations

import numpy as np
import polars as pl

_EARTH_RADIUS_KM = 6371.0088


def distances_km(places: pl.DataFrame, origin: tuple[float, float] | None) -> pl.Series:
    """Great-circle distance of places (`latitude`, `longitude` in degrees) from an origin; null where unknown.

    Haversine formula on the mean radius of the earth (IUGG), exact to 0.5 % anywhere.

    >>> hagen, altena = (51.3671, 7.4633), pl.DataFrame({"latitude": [51.2995], "longitude": [7.6736]})
    >>> round(distances_km(altena, hagen)[0], 1)
    16.4
    """
    if origin is None:
        return pl.Series("distance_km", [None] * places.height, dtype=pl.Float64)
    latitude, longitude = (
        np.radians(places[name].cast(pl.Float64).to_numpy()) for name in ("latitude", "longitude")
    )
    own_latitude, own_longitude = np.radians(origin)
    half = (
        np.sin((latitude - own_latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(own_latitude) * np.sin((longitude - own_longitude) / 2) ** 2
    )
    km = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    return pl.Series("distance_km", km, dtype=pl.Float64).fill_nan(None)
