"""The form of a scenario of one's own: who is hit, by sector, country, company or place, and how it recovers.

Never: runs a scenario; it only says what is supposed.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from lieferkette.i18n.values import country_label, sector_group_label
from lieferkette.resilience.scenario import Near, Scenario, Shock
from schemas.reference.sector_groups import SECTOR_GROUPS

_COUNTRIES = ("CN", "US", "IT", "PL", "CZ", "NL", "FR", "TR", "IN", "CH", "AT", "GB")
_CHOICES = 200
_MAX_RADIUS_KM = 30
_MAX_WEEKS = 52


def own_scenario(loss: float) -> Scenario | None:
    """What the form supposes, each of those named losing `loss` of 1; None while it names nobody."""
    columns = st.columns(3)
    with columns[0]:
        by_sector = _by_sector(loss)
    with columns[1]:
        by_country = _by_country(loss)
    with columns[2]:
        by_company = _by_company(loss)
    columns = st.columns(3, vertical_alignment="bottom", gap="medium")
    with columns[0]:
        places = _places()
    radius_km = columns[1].slider(tr("resilience.radius"), 0, _MAX_RADIUS_KM, 0, format="%d km", key="radius")
    weeks = columns[2].slider(tr("resilience.recovery"), 0, _MAX_WEEKS, 0, key="recovery")
    meant = (*by_sector, *by_country, *by_company, *_by_place(loss, places, radius_km))
    recovery = ((0.0, 1.0), (weeks / 2, 0.5), (float(weeks), 0.0)) if weeks else ()
    title = tr("resilience.own")
    return Scenario("own", title, title, "", "", meant, recovery) if meant else None


def _by_sector(loss: float) -> list[Shock]:
    groups = {group.code: sector_group_label(group.code, language()) for group in SECTOR_GROUPS}
    chosen = _several("resilience.sectors", groups)
    divisions = tuple(
        division for group in SECTOR_GROUPS if group.code in chosen for division in group.divisions
    )
    return [Shock(loss, sectors=divisions)] if divisions else []


def _by_country(loss: float) -> list[Shock]:
    chosen = _several("resilience.countries", {code: country_label(code, language()) for code in _COUNTRIES})
    return [Shock(loss, countries=chosen)] if chosen else []


def _by_company(loss: float) -> list[Shock]:
    chosen = _several("resilience.companies", company_labels(reader().companies(limit=_CHOICES)))
    return [Shock(loss, companies=chosen)] if chosen else []


def _places() -> pl.DataFrame:
    """The municipalities of the region that were chosen, with their centres."""
    all_of_them = reader().region().places.drop_nulls(["latitude", "longitude"]).sort("place_name")
    names = dict(zip(all_of_them["ags"], all_of_them["place_name"], strict=True))
    return all_of_them.filter(pl.col("ags").is_in(_several("resilience.places", names)))


def _by_place(loss: float, places: pl.DataFrame, radius_km: int) -> list[Shock]:
    """The municipalities themselves, or with a radius all that lies so near to their centres."""
    if places.is_empty():
        return []
    if not radius_km:
        return [Shock(loss, municipalities=tuple(places["ags"]))]
    centres = places.select("latitude", "longitude").iter_rows()
    return [Shock(loss, near=Near(latitude, longitude, radius_km)) for latitude, longitude in centres]


def _several(key: str, options: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        st.multiselect(tr(key), list(options), format_func=options.__getitem__, key=key, placeholder="")
    )
