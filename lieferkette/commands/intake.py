"""Commands that take in and answer: ingest, review, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.bundles import bundled
from ingest.jobs import Incoming, Options, UploadResult
from ingest.results import LIST_SIDES, names_side
from lieferkette.access.actor import Actor
from lieferkette.access.levels import LEVELS
from lieferkette.commands import terminal
from lieferkette.commands.terminal import put, put_json, put_notes, put_table, records, text
from lieferkette.errors import NotFound, UserError
from lieferkette.i18n.lists import shape_label
from lieferkette.i18n.numbers import number
from lieferkette.i18n.say import say
from lieferkette.i18n.tables import readable
from lieferkette.workspace import Workspace

review_app = typer.Typer(help="Uncertain matches that wait for an answer.", no_args_is_help=True)

KINDS = (
    "suppliers",
    "customers",
    "suppliers_and_customers",
    "relations",
    "registry",
    "members",
    "orders",
    "figures",
    "capabilities",
)


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Lists as the system exports them.")],
    company: Annotated[
        str | None, typer.Option(help="Company that the lists belong to, by id or name.")
    ] = None,
    list_kind: Annotated[str | None, typer.Option("--as", help="Kind of list: " + ", ".join(KINDS))] = None,
    year: Annotated[int | None, typer.Option(help="Business year, where the file does not tell.")] = None,
    complete: Annotated[
        bool | None, typer.Option("--complete/--partial", help="Whether the list names all.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file: heading = meaning, for corrections.")
    ] = None,
    sharing: Annotated[str | None, typer.Option(help="Sharing level: " + ", ".join(LEVELS))] = None,
    heading_row: Annotated[int | None, typer.Option(min=1, help="Row that holds the headings.")] = None,
    unit: Annotated[float | None, typer.Option(help="What one is worth in euros: 1, 1000, 1000000.")] = None,
    decimal: Annotated[str | None, typer.Option(help="Sign before the decimals: , or .")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, such as utf-8 or cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Delimiter, one character.")] = None,
) -> None:
    """Take in lists; every row is loaded, rejected or ignored, each with its reason. Corrections are remembered."""
    _require_one_of("--as", list_kind, KINDS)
    _require_one_of("--sharing", sharing, LEVELS)
    _require_one_of("--decimal", decimal, (",", "."))
    options = Options(
        list_kind=list_kind,
        year=year,
        is_complete=complete,
        mapping=_mapping(mapping),
        sharing=sharing,
        heading_line=heading_row,
        amount_unit=unit,
        decimal=decimal,
        encoding=encoding,
        delimiter=delimiter,
    )
    incoming = bundled([Incoming(_bytes_of(path), path.name) for path in files])
    with terminal.workspace() as opened:
        actor = terminal.actor(opened)
        results = _take_in(opened, actor, incoming, options, company)
    put_json({"uploads": [result_json(result) for result in results]})
    for result in results:
        put_result(result)
    _ask_what_is_missing(results, complete)
    if any(result.status == "refused" for result in results):
        raise typer.Exit(1)


def _take_in(
    opened: Workspace, actor: Actor, incoming: list[Incoming], options: Options, company: str | None
) -> list[UploadResult]:
    """Hand the files in. Those that belong to some company, and nobody said to which, are the laptop's own."""
    desk = opened.desk(actor)
    sender = _sender(opened, actor, company) if company else None
    results = desk.upload(incoming, options, sender, progress=terminal.stage)
    ownerless = [i for i, result in enumerate(results) if result.error_code == "needs_company"]
    if not ownerless or actor.role != "owner":
        return results
    mine = _sender(opened, actor, text("Mein Unternehmen", "My company"))
    again = desk.upload([incoming[i] for i in ownerless], options, mine, progress=terminal.stage)
    by_place = dict(zip(ownerless, again, strict=True))
    return [by_place.get(i, result) for i, result in enumerate(results)]


def result_json(result: UploadResult) -> dict[str, Any]:
    """An upload's result with the keys that others build on."""
    error = {"de": result.error_de, "en": result.error_en} if result.error_de else None
    return {
        "file": result.file,
        "upload_id": result.upload_id,
        "shape": result.shape,
        "status": result.status,
        "rows_read": result.rows_read,
        "rows_loaded": result.rows_loaded,
        "rows_rejected": result.rows_rejected,
        "rows_ignored": result.rows_ignored,
        "columns": list(result.columns),
        "parties_matched": result.parties_matched,
        "parties_new": result.parties_new,
        "parties_to_review": result.parties_to_review,
        "notes": list(result.notes),
        "error": error,
    }


def put_result(result: UploadResult) -> None:
    """Print what became of one file."""
    if result.status == "refused":
        put(f"{result.file}: {text(result.error_de or '', result.error_en or '')}")
        return
    if result.status == "unchanged":
        put(
            text(
                f"{result.file}: schon hochgeladen, es hat sich nichts geändert.",
                f"{result.file}: already uploaded, nothing has changed.",
            )
        )
        return
    shape = shape_label(result.shape, terminal.settings.language)
    row_de, row_en = ("Zeile", "row") if result.rows_read == 1 else ("Zeilen", "rows")
    put(
        text(
            f"{result.file}: {shape}, {result.rows_read} {row_de} gelesen = {result.rows_loaded} übernommen + "
            f"{result.rows_rejected} zurückgewiesen + {result.rows_ignored} übergangen; "
            f"Partner: {result.parties_matched} zugeordnet, {result.parties_new} neu, "
            f"{result.parties_to_review} zu prüfen",
            f"{result.file}: {shape}, {result.rows_read} {row_en} read = {result.rows_loaded} loaded + "
            f"{result.rows_rejected} rejected + {result.rows_ignored} ignored; partners: {result.parties_matched} "
            f"matched, {result.parties_new} new, {result.parties_to_review} to review",
        )
    )
    _put_what_was_left(result)
    put_notes(result.notes)


def _put_what_was_left(result: UploadResult) -> None:
    """Columns that were not understood, by name, and how many were dropped on purpose."""
    language = terminal.settings.language
    unknown = [
        f"„{one['heading']}“" for one in result.columns if one["meaning"] == "unknown" and one["heading"]
    ]
    dropped = sum(one["meaning"] in ("personal", "bank") for one in result.columns)
    if unknown:
        put("  " + say("upload.not_understood", language, names=unknown, count=len(unknown)))
    if dropped:
        put("  " + say("upload.dropped", language, count=number(dropped, language)))


def _ask_what_is_missing(results: list[UploadResult], is_complete: bool | None) -> None:
    """After a company's lists of suppliers or customers: are they whole, and what is missing of those that matter?"""
    named = [
        one
        for one in results
        if one.status == "loaded"
        and one.parties_matched + one.parties_new + one.parties_to_review
        and any(names_side(one.list_kind, side) for side in LIST_SIDES)
    ]
    if not named or is_complete is not None:
        return
    upload_id = named[-1].upload_id
    put(
        text(
            f"Nennt eine Liste alle? lieferkette uploads complete {upload_id} --yes\n"
            f"Beträge und Branchen der größten Partner: lieferkette uploads largest {upload_id}",
            f"Does a list name all? lieferkette uploads complete {upload_id} --yes\n"
            f"Amounts and sectors of the largest partners: lieferkette uploads largest {upload_id}",
        )
    )


@review_app.command("list")
def list_questions(
    answered: Annotated[
        bool, typer.Option("--answered", help="Answers that can be taken back, newest first.")
    ] = False,
) -> None:
    """Uncertain matches, the surest first; the owner sees whose list each comes from."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        rows = reader.answered() if answered else reader.questions()
    put_json({"answers" if answered else "questions": records(rows)})
    language = terminal.settings.language
    headings = {
        "party_id": text("Partei", "party"),
        "company_id": text("Unternehmen", "company"),
        "sender_name": text("Liste von", "list of"),
        "party_name": text("in der Liste", "in the list"),
        "company_name": text("bekannt als", "known as"),
        "score": text("Sicherheit", "score"),
        f"reason_{language}": text("Grund", "reason"),
        "answer": text("Antwort", "answer"),
        "decided_at": text("am", "on"),
    }
    if answered:
        rows = rows.with_columns(readable(rows, ["answer"], language).get_columns())
    put_table(rows, {name: said for name, said in headings.items() if name in rows.columns})


@review_app.command("accept")
def accept_match(party_id: str, company_id: str) -> None:
    """PARTY_ID is COMPANY_ID."""
    _answer(party_id, company_id, accept=True)


@review_app.command("reject")
def reject_match(party_id: str, company_id: str) -> None:
    """PARTY_ID is another company than COMPANY_ID."""
    _answer(party_id, company_id, accept=False)


@review_app.command("undo")
def undo_answer(party_id: str, company_id: str) -> None:
    """Take back what was answered about PARTY_ID and COMPANY_ID; it is asked again."""
    with terminal.workspace() as opened:
        opened.desk(terminal.actor(opened)).take_back_answer(party_id, company_id)
    put_json({"party_id": party_id, "company_id": company_id, "status": "open"})
    put(text("Zurückgenommen; die Frage wartet wieder.", "Taken back; the question is waiting again."))


def _answer(party_id: str, company_id: str, *, accept: bool) -> None:
    with terminal.workspace() as opened:
        opened.desk(terminal.actor(opened)).answer(party_id, company_id, accept)
    put_json({"party_id": party_id, "company_id": company_id, "accepted": accept})
    put(text("Gemerkt; danach wird nicht noch einmal gefragt.", "Remembered; this is not asked again."))


def import_list(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="What the file holds: places, regions, rates or io-table.")
    ],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Gemeindeverzeichnis, GeoNames DE, regions as TOML, the ECB's history of rates, or an "
            "input-output table of Destatis, Eurostat or the WIOD.",
        ),
    ],
) -> None:
    """Load an official list that you downloaded, so that other regions work too."""
    _require_one_of("import", kind.lower(), ("places", "regions", "rates", "io-table"))
    _bytes_of(file)
    with terminal.workspace() as opened:
        desk = opened.desk(terminal.actor(opened))
        if kind.lower() == "regions":
            ids = desk.import_regions(file)
            put_json({"regions": ids})
            put(", ".join(ids))
            return
        imports = {
            "rates": desk.import_rates,
            "places": desk.import_places,
            "io-table": desk.import_io_table,
        }
        counts = imports[kind.lower()](file)
    put_json({"rows": counts})
    put(", ".join(f"{table}: {count}" for table, count in counts.items()))


def _bytes_of(path: Path) -> bytes:
    try:
        return terminal.read_file(path)
    except OSError as error:
        raise UserError(
            f"{path}: Die Datei lässt sich nicht öffnen ({error.strerror}). Prüfen Sie den Pfad.",
            f"{path}: the file cannot be opened ({error.strerror}). Check the path.",
        ) from error


def _mapping(path: Path | None) -> dict[str, str]:
    import tomllib

    if path is None:
        return {}
    try:
        said = tomllib.loads(_bytes_of(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(
            f'{path}: kein gültiges TOML ({error}). Erwartet: "Überschrift" = "Bedeutung" je Zeile.',
            f'{path}: no valid TOML ({error}). Expected: "heading" = "meaning" a line.',
        ) from error
    return {str(heading): str(meaning) for heading, meaning in said.items()}


def _sender(opened: Workspace, actor: Actor, name: str) -> str | None:
    """The company whose lists these are, added where it is new; a company actor hands in its own."""
    if actor.role != "owner":
        return None
    try:
        return opened.reader(actor).find(name)
    except NotFound:
        terminal.progress(text(f"Neu angelegt: {name}", f"Added: {name}"))
        return opened.desk(actor).add_company(name)


def _require_one_of(option: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise UserError(
            f"{option} kennt „{value}“ nicht. Möglich: {', '.join(allowed)}.",
            f'{option} does not know "{value}". Possible: {", ".join(allowed)}.',
        )
