"""Commands about new markets: a company's, a region's, and how good past answers were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from lieferkette.answering.new_markets.shape import Opportunity
from lieferkette.commands import terminal
from lieferkette.commands.complexity import put_complexity
from lieferkette.commands.every_market import put_every_market
from lieferkette.commands.partnering import put_field
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import UserError
from lieferkette.i18n.say import say
from lieferkette.reader import HOME_REGION, Reader

if TYPE_CHECKING:
    from lieferkette.markets.history import Links

_BACKTEST, _ALL = "backtest", "all"


def markets(
    company: Annotated[
        str | None,
        typer.Argument(metavar="[COMPANY|all|backtest]", help="Id or name, or the word all or backtest."),
    ] = None,
    region: Annotated[str | None, typer.Option(help="A region instead of a company.")] = None,
    field: Annotated[
        str | None, typer.Option(help="A transition field: who of the region is near, what is missing.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="So many customer sectors.")] = 10,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
    snapshots: Annotated[
        Path | None, typer.Option(help="backtest: a folder of CSV files supplier,customer, one a period.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(help="Economic complexity on a CSV place,sector,amount; COMPANY is then a place of it."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="all: a CSV file for the table of all companies.")] = None,
    cut: Annotated[
        list[str] | None, typer.Option(help="backtest: part of the name of the last file before the cut.")
    ] = None,
) -> None:
    """Where a company could sell next, what a region could make itself, or how good past answers were."""
    if table is not None:
        put_complexity(table, company, top)
        return
    if snapshots is not None and company == _BACKTEST:
        _backtest_files(snapshots, cut or [])
        return
    if field is not None:
        put_field(field, region or HOME_REGION)
        return
    if (company is None) == (region is None):
        raise UserError(
            "Nennen Sie ein Unternehmen, mit --region eine Region, oder all oder backtest.",
            "Name a company, a region with --region, or all or backtest.",
        )
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if company == _BACKTEST:
            _put_backtest(reader)
        elif company == _ALL:
            put_every_market(reader, year, top, out)
        elif region is not None:
            _put_region(reader, region, year)
        else:
            _put_company(reader, str(company), year, top)


def _put_company(reader: Reader, company: str, year: int | None, top: int) -> None:
    answer = reader.markets(reader.find(company), year, top=top)
    put_json(
        {
            "company_id": answer.company_id,
            "year": answer.year,
            "basis": answer.basis,
            "has_io_table": answer.has_io_table,
            "why_no_goods": None if answer.why_no_goods is None else answer.why_no_goods.key,
            "opportunities": [_as_json(one) for one in answer.opportunities],
        }
        | about(answer)
    )
    if answer.why_nothing is not None:
        put(say(answer.why_nothing, terminal.settings.language))
    for one in answer.opportunities:
        put(f"{one.rank}. {say(one.reason, terminal.settings.language)}")
        names = one.candidates["name"].to_list()[:3]
        if names:
            put(f"   {text('Mögliche Kunden', 'possible customers')}: {'; '.join(names)}")
        if one.goods.height:
            named = say("market_goods", terminal.settings.language, names=goods_named(one.goods))
            put(f"   {named}")
    if answer.why_no_goods is not None:
        put(say(answer.why_no_goods, terminal.settings.language))
    if not answer.has_io_table:
        put(text("Ohne Input-Output-Tabelle gerechnet.", "Computed without an input-output table."))


def goods_named(goods: pl.DataFrame) -> list[str]:
    """Each good with the twins behind it."""
    return [
        say("market_good", terminal.settings.language, **row)
        for row in goods.select("good", "twins_count", "known_count").to_dicts()
    ]


def _as_json(one: Opportunity) -> dict[str, object]:
    return {
        "rank": one.rank,
        "sector_code": one.sector_code,
        "sector_group": one.sector_group,
        "score": one.score,
        "basis": one.basis,
        "is_new": one.is_new,
        "parts": one.parts.as_json(),
        "reason": say(one.reason, terminal.settings.language),
        "candidates": records(one.candidates),
        "goods": records(one.goods),
    }


def _put_region(reader: Reader, region: str, year: int | None) -> None:
    answer = reader.region_markets(region, year)
    put_json(
        {
            "region_id": answer.region_id,
            "year": answer.year,
            "is_draft": answer.is_draft,
            "gaps": records(answer.gaps),
            "white_spots": records(answer.white_spots),
            "exposed": records(answer.exposed),
        }
        | about(answer)
    )
    put_sentences(answer)
    headings = {
        "sector_code": "WZ",
        "outside_eur": text("außerhalb (EUR)", "outside (EUR)"),
        "buyers_count": text("Käufer", "buyers"),
        "local_count": text("Anbieter hier", "makers here"),
        "addressable_eur": text("erreichbar (EUR)", "addressable (EUR)"),
    }
    put_table(answer.gaps, headings, 10)
    if answer.is_draft:
        put(text("Entwurf – nicht weitergeben", "Draft – do not pass on"))


def _put_backtest(reader: Reader) -> None:
    answer = reader.backtest()
    put_json(
        {
            "is_checkable": answer.is_checkable,
            "cut": answer.cut,
            "new_links_count": answer.new_links_count,
            "suppliers_count": answer.suppliers_count,
            "is_gate_passed": answer.is_gate_passed,
            "over_popularity": answer.over_popularity,
            "methods": records(answer.methods),
        }
        | about(answer)
    )
    put_sentences(answer)
    if answer.is_checkable:
        _put_methods(answer.methods)


def _put_methods(methods: pl.DataFrame) -> None:
    shown = methods.with_columns(pl.col(pl.Float64).round(4))
    put_table(shown, {name: name for name in methods.columns if name != "is_default"})


def _backtest_files(folder: Path, wanted: list[str]) -> None:
    """The back-test on files of anybody: every file a period, in the order of their names."""
    from lieferkette.answering.new_markets.backtest import measured
    from lieferkette.markets.backtest import question, run

    files = sorted(folder.glob("*.csv"))
    links = links_of(files)
    answers = []
    for at in [_cut_at(files[:-1], part) for part in wanted] or [max(len(files) - 3, 0)]:
        results = run(question(links, at))
        without = question(links, at, with_history=False)
        methods, found = measured(results, run(without) if len(without.suppliers) else [])
        answers.append(
            {
                "cut": files[at].stem,
                "suppliers_count": len(results[0].by_supplier),
                "methods": records(methods),
                "gate": found.__dict__ | {"is_passed": found.is_passed},
            }
        )
        put(f"\n{text('Schnitt', 'cut')} {files[at].stem}")
        _put_methods(methods)
        put(
            f"default − neighbours, recall@10: {found.difference:+.4f} [{found.low:+.4f}, {found.high:+.4f}]; "
            f"{found.times_baseline:.3f} × neighbours, {found.times_popularity:.1f} × popularity; "
            + ("gate passed" if found.is_passed else "gate not passed")
        )
    put_json({"backtests": answers})


def _cut_at(files: list[Path], part: str) -> int:
    """The first file whose name holds a part, however dates in it are written. Raises UserError."""
    for at, file in enumerate(files):
        if part.replace("-", "_") in file.stem.replace("-", "_"):
            return at
    names = ", ".join(file.stem for file in files)
    raise UserError(
        f"Keine Datei vor der letzten heißt so ähnlich wie „{part}“. Es gibt: {names}.",
        f'No file before the last is called anything like "{part}". There are: {names}.',
    )


def links_of(files: list[Path]) -> Links:
    """The pairs of files supplier,customer, each file a period. Raises UserError."""
    try:
        frames = [
            pl.read_csv(file, infer_schema=False)
            .select("supplier", "customer")
            .unique()
            .with_columns(period=pl.lit(n))
            for n, file in enumerate(files)
        ]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UserError(
            f"Die Dateien sind keine Listen supplier,customer ({error}).",
            f"The files are no lists supplier,customer ({error}).",
        ) from error
    if len(frames) < 2:
        raise UserError(
            "Es braucht mindestens zwei CSV-Dateien, eine je Zeitraum.",
            "It takes two CSV files, one a period.",
        )
    rows = pl.concat(frames)
    ids = pl.concat([rows["supplier"], rows["customer"]]).unique().sort()
    # Ids that are numbers keep their order, so that ties fall as the file's own numbers do.
    order = ids.to_frame("id").sort(pl.col("id").cast(pl.Int64, strict=False), "id", nulls_last=True)["id"]
    number = dict(zip(order, range(len(order)), strict=True))
    supplier, customer = (
        rows[name].replace_strict(number, return_dtype=pl.Int64).to_numpy()
        for name in ("supplier", "customer")
    )
    periods = tuple(file.stem for file in files)
    from lieferkette.markets.history import Links

    return Links.of(supplier, customer, rows["period"].to_numpy(), company_count=len(order), periods=periods)
