"""The command `chain`: tiers, roll-ups, ways, borders, circles, single points of failure."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

import polars as pl
import typer

from lieferkette.answering.model_answer import ModelAnswer
from lieferkette.answering.structure.rollup import By
from lieferkette.answers import ChainAnswer
from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import NotReleased, UserError
from lieferkette.i18n.say import say
from lieferkette.reader import Reader

Direction: TypeAlias = Literal["upstream", "downstream"]


class Group(StrEnum):
    """What a chain is rolled up by."""

    SECTOR = "sector"
    COUNTRY = "country"
    REGION = "region"


class Show(StrEnum):
    """What of a chain's shape is asked for."""

    BORDERS = "borders"
    CIRCLES = "circles"
    BOTTLENECKS = "bottlenecks"


def chain(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")],
    upstream: Annotated[
        bool, typer.Option("--upstream/--downstream", help="To suppliers or to customers.")
    ] = True,
    tiers: Annotated[int, typer.Option(min=1, max=10, help="How many tiers.")] = 3,
    to: Annotated[str | None, typer.Option(help="Ways from COMPANY to this company.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Largest companies a tier; ways with --to.")] = 10,
    by: Annotated[Group | None, typer.Option(help="Roll the chain up.")] = None,
    show: Annotated[
        Show | None, typer.Option(help="Borders crossed, circles, or single points of failure.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """The value chain of a company by tier, its shape, or the ways from one company to another."""
    if sum(one is not None for one in (to, by, show)) > 1:
        raise UserError(
            "Fragen Sie nach einem zur Zeit: --to, --by oder --show.",
            "Ask for one thing at a time: --to, --by or --show.",
        )
    direction: Direction = "upstream" if upstream else "downstream"
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        company_id = reader.find(company)
        if to is not None:
            _put_paths(reader, company_id, reader.find(to), top, year)
        elif by is not None:
            _put_rolled(reader, company_id, direction, tiers, by.value, year)
        elif show is Show.BORDERS:
            _put_borders(reader, company_id, direction, tiers, top, year)
        elif show is Show.CIRCLES:
            _put_circles(reader, company_id, year)
        elif show is Show.BOTTLENECKS:
            _put_bottlenecks(reader, company_id, direction, top, year)
        else:
            _put_tiers(reader, reader.chain(company_id, direction, tiers, year, top), top)


def _put_tiers(reader: Reader, answer: ChainAnswer, top: int) -> None:
    model = _beyond(reader, answer)
    put_json(
        {
            "company_id": answer.company_id,
            "direction": answer.direction,
            "year": answer.year,
            "tiers": _tiers_json(answer),
            "unknown": records(answer.unknown),
            "beyond": model and {"model_id": model.model_id, "is_estimated": True,
                                 "sentences": [say(one, terminal.settings.language) for one in model.sentences],
                                 "tiers": records(_tiers_beyond(model, answer.direction))},
        }
        | about(answer)
    )  # fmt: skip
    put_sentences(answer)
    for sentence in model.sentences if model else ():
        put(say(sentence, terminal.settings.language))
    for number in sorted(answer.tiers["tier"].unique().to_list()):
        put(f"\n{text('Stufe', 'tier')} {number}")
        put_table(
            answer.tiers.filter(answer.tiers["tier"] == number),
            {
                "name": "Name",
                "city": text("Ort", "city"),
                "country_code": text("Land", "country"),
                "value_eur": "EUR",
                "share": text("Anteil", "share"),
                "direct_count": text("über", "via"),
            },
            top,
        )


def _beyond(reader: Reader, answer: ChainAnswer) -> ModelAnswer | None:
    """What the regional model says where a company's own view ends; None without a release."""
    if reader.actor.role != "company":
        return None
    try:
        return reader.model_of(answer.company_id, answer.year)
    except NotReleased:
        return None


def _tiers_beyond(model: ModelAnswer, direction: str) -> pl.DataFrame:
    return model.beyond if direction == "upstream" else model.beyond_sales


def _tiers_json(answer: ChainAnswer) -> list[dict[str, Any]]:
    columns = ("company_id", "name", "value_eur", "share", "direct_count", "sector_code", "country_code")
    return [
        {"tier": number, "companies": records(answer.tiers.filter(answer.tiers["tier"] == number), *columns)}
        for number in sorted(answer.tiers["tier"].unique().to_list())
    ]


def _put_rolled(
    reader: Reader,
    company_id: str,
    direction: Direction,
    tiers: int,
    by: By,
    year: int | None,
) -> None:
    answer = reader.rolled_chain(company_id, direction, tiers, by, year)
    put_json(
        {
            "company_id": answer.company_id,
            "direction": answer.direction,
            "year": answer.year,
            "by": answer.by,
            "groups": records(answer.tiers),
            "links": records(answer.links),
            "unknown": records(answer.unknown),
        }
        | about(answer)
    )
    put_sentences(answer)
    put_table(
        answer.tiers,
        {
            "tier": text("Stufe", "tier"),
            "group": text("Gruppe", "group"),
            "companies_count": text("Anzahl", "count"),
            "value_eur": "EUR",
            "share": text("Anteil", "share"),
        },
    )


def _put_borders(
    reader: Reader, company_id: str, direction: Direction, tiers: int, top: int, year: int | None
) -> None:
    answer = reader.borders(company_id, direction, tiers, year)
    put_json(
        {
            "company_id": answer.company_id,
            "direction": answer.direction,
            "year": answer.year,
            "by_tier": records(answer.by_tier),
            "crossings": records(answer.crossings),
        }
        | about(answer)
    )
    put_sentences(answer)
    put_table(
        answer.crossings.sort("share", descending=True, nulls_last=True),
        {
            "tier": text("Stufe", "tier"),
            "is_return": text("zurück", "back"),
            "near_name": text("von", "from"),
            "far_name": text("zu", "to"),
            "origin": text("Herkunft", "origin"),
            "share": text("Anteil", "share"),
            "evidence": text("Beleg", "evidence"),
        },
        top,
    )


def _put_circles(reader: Reader, company_id: str, year: int | None) -> None:
    answer = reader.circles(company_id, year)
    way = answer.shortest
    put_json(
        {
            "company_id": answer.company_id,
            "year": answer.year,
            "shortest": way and {"companies": list(way.company_ids), "names": list(way.names),
                                 "evidence": list(way.evidence)},
            "members": records(answer.members),
        }
        | about(answer)
    )  # fmt: skip
    put_sentences(answer)
    if answer.members.height:
        put_table(answer.members, {"name": "Name", "city": text("Ort", "city"), "sector_code": "WZ"}, 15)


def _put_bottlenecks(
    reader: Reader, company_id: str, direction: Direction, top: int, year: int | None
) -> None:
    answer = reader.failure_points(company_id, direction, top, year)
    put_json(
        {
            "company_id": answer.company_id,
            "direction": answer.direction,
            "year": answer.year,
            "failure_points": records(answer.points),
        }
        | about(answer)
    )
    put_sentences(answer)
    put_table(
        answer.points,
        {
            "tier": text("Stufe", "tier"),
            "name": "Name",
            "city": text("Ort", "city"),
            "cut_off_count": text("abgehängt", "cut off"),
            "lost_share": text("Anteil", "share"),
        },
    )


def _put_paths(reader: Reader, from_id: str, to_id: str, top: int, year: int | None) -> None:
    answer = reader.paths(from_id, to_id, top=top, year=year)
    ways = [
        {
            "companies": list(way.company_ids),
            "names": list(way.names),
            "weight": way.weight,
            "evidence": list(way.evidence),
        }
        for way in answer.paths
    ]
    put_json({"paths": ways, "is_cut": answer.is_cut} | about(answer))
    put_sentences(answer)
    for way in answer.paths:
        put(" → ".join(way.names) + ("" if way.weight is None else f"  ({way.weight:.4f})"))
        put(f"    {text('Beleg', 'evidence')}: {' · '.join(way.evidence)}")
