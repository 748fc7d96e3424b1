"""Commands about working together: partners, offers, networks, and the transition fields of `markets`."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import UserError
from lieferkette.i18n.tables import headings, readable
from lieferkette.i18n.values import field_label
from lieferkette.reader import HOME_REGION, Reader
from lieferkette.reading.partnering import wishes_of
from schemas.catalogues.transition_fields import transition_fields

_CARD = ("name", "city", "sector_code")


def partners(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name of who asks.")],
    wanted: Annotated[
        str | None, typer.Option(help="What is wanted: capabilities, parted by commas.")
    ] = None,
    instead_of: Annotated[
        str | None, typer.Option(help="A supplier: who else could make what it makes.")
    ] = None,
    within: Annotated[float | None, typer.Option(min=0, help="Kilometres at most.")] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Those that the company trades with, too.")
    ] = False,
) -> None:
    """Who offers what a company wants, or who else could make what a supplier makes."""
    if (wanted is None) == (instead_of is None):
        raise UserError(
            "Nennen Sie mit --wanted, was gesucht wird, oder mit --instead-of einen Lieferanten.",
            "Name what is wanted with --wanted, or a supplier with --instead-of.",
        )
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        company_id = reader.find(company)
        if instead_of is not None:
            _put_alternatives(reader, company_id, reader.find(instead_of))
            return
        answer = reader.partner_search(company_id, [str(wanted)], within, only_new=not everybody)
    wishes = [{"capability_code": wish.code, "value": wish.value} for wish in wishes_of(str(wanted))]
    put_json(
        {"company_id": company_id, "wanted": wishes, "found_band": answer.found_band}
        | {"partners": records(answer.partners)}
        | about(answer)
    )
    put_sentences(answer)
    _put(answer.partners, *_CARD, "met_codes", "missing_codes", "distance_km")


def _put_alternatives(reader: Reader, company_id: str, supplier_id: str) -> None:
    answer = reader.alternatives(company_id, supplier_id)
    put_json(
        {"company_id": company_id, "supplier_id": supplier_id, "found_band": answer.found_band}
        | {"alternatives": records(answer.alternatives)}
        | about(answer)
    )
    put_sentences(answer)
    _put(answer.alternatives, *_CARD, "basis", "distance_km", "is_trading", "is_open")


def offers(company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")]) -> None:
    """Offers and needs around a company: those that fit it first, then by distance."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        answer = reader.offers(reader.find(company))
    put_json(
        {"company_id": answer.company_id, "own": records(answer.own), "others": records(answer.others)}
        | about(answer)
    )
    put_sentences(answer)
    if answer.own.height:
        put(f"\n{text('Eigene', 'Own')}")
        _put(answer.own, "notice_kind", "notice_text", "last_day")
    if answer.others.height:
        put(f"\n{text('Von anderen', 'Of others')}")
        _put(answer.others, "notice_kind", "notice_text", "last_day", "name", "city", "distance_km")


def networks(region: Annotated[str, typer.Option(help="A region.")] = HOME_REGION) -> None:
    """For every transition field: how many of a region are near, and what nobody there offers."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        found = [reader.transition_field(field_id, region) for field_id in transition_fields()]
    lacking = [
        answer.needed.filter(pl.col("is_required") & (pl.col("offered_band") == "none"))[
            "capability_code"
        ].to_list()
        for answer in found
    ]
    rows = pl.DataFrame(
        {
            "field_id": [answer.field_id for answer in found],
            "near_band": [answer.near_band for answer in found],
            "open_profiles_count": [int(answer.companies["is_open"].sum()) for answer in found],
            "missing_codes": pl.Series(lacking, dtype=pl.List(pl.String)),
        }
    )
    put_json({"region_id": region, "networks": records(rows)} | {"coverage": found[0].coverage.as_json()})
    _put(rows.rename({"near_band": "offered_band"}), "field_id", "offered_band", "missing_codes")


def put_field(field: str, region: str) -> None:
    """Print who of a region is near to a transition field, and what is missing there."""
    with terminal.workspace() as opened:
        answer = opened.reader(terminal.actor(opened)).transition_field(field, region)
    put_json(
        {"field_id": answer.field_id, "region_id": region, "near_band": answer.near_band}
        | {"companies": records(answer.companies), "needed": records(answer.needed)}
        | about(answer)
    )
    put(field_label(answer.field_id, terminal.settings.language))
    put(transition_fields()[answer.field_id].sentence(terminal.settings.language))
    put_sentences(answer)
    put()
    _put(answer.needed, "capability_code", "is_required", "offered_band", "offered_names")
    put()
    _put(answer.companies, *_CARD, "nearness", "customers_count", "met_codes", "missing_codes", limit=15)


def _put(frame: pl.DataFrame, *columns: str, limit: int | None = None) -> None:
    """Print columns with their headings and labels."""
    language = terminal.settings.language
    shown = readable(frame, columns, language)
    put_table(shown, headings(columns, language), limit)
