"""The command `dependencies`: of a company, a sector, a region."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import polars as pl
import typer

from lieferkette.answering.exposure import ExposureAnswer
from lieferkette.answers import Sentence
from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import NotReleased, UserError
from lieferkette.i18n.say import say
from lieferkette.reader import HOME_REGION, Reader


def dependencies(
    company: Annotated[str | None, typer.Argument(metavar="[COMPANY]", help="Id or name.")] = None,
    region: Annotated[str | None, typer.Option(help="A region instead of a company.")] = None,
    sector: Annotated[
        str | None, typer.Option(help="A WZ code: companies of the sector in the region.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """What a company, a sector or a region depends on."""
    if (company is None) == (region is None and sector is None):
        raise UserError(
            "Nennen Sie ein Unternehmen, mit --region eine Region oder mit --sector eine Branche.",
            "Name a company, a region with --region, or a sector with --sector.",
        )
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if company is not None:
            _put_company(reader, reader.find(company), year)
        elif sector is None and reader.actor.role == "company":
            _put_seen(reader, region or HOME_REGION, year)
        else:
            _put_many(reader, region or HOME_REGION, sector, year)


def _put_company(reader: Reader, company_id: str, year: int | None) -> None:
    answer, met = reader.dependencies(company_id, year), reader.exposure(company_id, year)
    value = reader.local_value(company_id, year)
    whole = replace(answer, sentences=(*answer.sentences, *met.sentences, *value.sentences))
    put_json(
        {
            "company_id": answer.company_id,
            "year": answer.year,
            "is_known": answer.is_known,
            "hhi": answer.hhi,
            "effective_suppliers": answer.effective_suppliers,
            "suppliers_count": answer.suppliers_count,
            "customers_count": answer.customers_count,
            "top_customer_share": answer.top_customer_share,
            "inputs": records(answer.inputs),
            "single_sources": records(answer.single_sources),
            "hidden_suppliers": records(answer.hidden_suppliers),
            "exposure": {"origins": records(answer.origins)} | _exposure_json(met),
            "regional_share": answer.regional_share,
            "regional_value_added_eur": value.regional_value_added_eur,
            "regional_value_added_unknown_eur": value.unknown_eur,
            "lm3": value.lm3,
            "lm3_unknown": value.lm3_unknown,
        }
        | about(whole)
    )
    put_sentences(whole)
    _put_origins(answer.origins)
    _put_exposure(met)


def _put_many(reader: Reader, region: str, sector: str | None, year: int | None) -> None:
    """A region, or a sector of it: the owner's lists, for everybody else what was released."""
    answer = (
        reader.region_dependencies(region, year)
        if sector is None
        else reader.sector_dependencies(sector, region, year)
    )
    seen = reader.region(region, year) if reader.actor.role == "owner" else None
    put_json(
        {
            "region_id": region,
            "sector_code": sector,
            "year": answer.year,
            "is_known": answer.is_known,
            "companies_count": answer.members_count,
            "companies_with_lists_count": answer.buyers_count,
            "hhi": answer.hhi,
            "effective_suppliers": answer.effective_suppliers,
            "suppliers_count": answer.suppliers_count,
            "inputs": records(answer.inputs),
            "single_sources": records(answer.single_sources),
            "hidden_suppliers": records(answer.hidden_suppliers),
            "common_suppliers": records(answer.common_suppliers),
            "exposure": {
                "origins": records(answer.origins),
                "by_buyers_sector": records(seen.purchases_by_origin) if seen else [],
            }
            | _exposure_json(answer.exposure),
            "regional_share": answer.regional_share,
            "model_id": answer.model_id,
        }
        | about(answer)
    )
    if seen is not None and sector is None:
        for one in seen.sentences:
            put(say(one, terminal.settings.language))
    put_sentences(answer)
    _put_origins(answer.origins)
    if answer.common_suppliers.height:
        put()
        put_table(
            answer.common_suppliers,
            {
                "name": text("Lieferant", "supplier"),
                "sector_code": "WZ",
                "buyers_count": text("kaufen dort", "buy there"),
                "share": text("Anteil", "share"),
            },
            10,
        )
    _put_exposure(answer.exposure)


def _put_seen(reader: Reader, region: str, year: int | None) -> None:
    """What a company sees of a region: its own purchases there, and what was released of all."""
    answer = reader.region(region, year)
    released = [say(one, terminal.settings.language) for one in _released(reader, region)]
    put_json(
        {
            "region_id": region,
            "year": answer.year,
            "companies_count": answer.companies_count,
            "companies_with_lists_count": answer.companies_with_lists_count,
            "relations_count": answer.relations_count,
            "regional_share": answer.regional_share,
            "exposure": {"origins": records(answer.purchases_by_origin)},
            "released": released,
        }
        | about(answer)
    )
    for line in released:
        put(line)
    put_sentences(answer)


def _released(reader: Reader, region: str) -> tuple[Sentence, ...]:
    """The sentences of the newest release; none where nothing was released."""
    try:
        return reader.region_dependencies(region).sentences
    except NotReleased:
        return ()


def _exposure_json(met: ExposureAnswer) -> dict[str, Any]:
    return {
        "countries": records(met.countries),
        "sectors": records(met.sectors),
        "final_markets": records(met.final_markets),
    }


def _put_origins(origins: pl.DataFrame) -> None:
    if origins.height:
        put()
        put_table(
            origins,
            {
                "origin": text("Herkunft", "origin"),
                "count": text("Anzahl", "count"),
                "amount_eur": "EUR",
                "share": text("Anteil", "share"),
            },
        )


def _put_exposure(met: ExposureAnswer) -> None:
    """Countries behind the purchases and markets behind the sales, each with what is direct of it."""
    headings = {
        "share": text("Anteil", "share"),
        "direct_share": text("davon direkt", "of it direct"),
    }
    if met.countries.height:
        put()
        put_table(met.countries, {"country_code": text("Land", "country")} | headings, 8)
    if met.final_markets.height:
        put()
        put_table(met.final_markets, {"sector_group": text("Endmarkt", "final market")} | headings, 8)
