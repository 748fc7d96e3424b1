"""`lieferkette demo`: the example region, written as raw lists and taken in by the real ingest.

The lists go in as companies would send them, each for its sender; nothing is handed past ingest, except with
`--companies`/`--relations` beyond the example's size, where the generator fills the warehouse directly.
"""

from __future__ import annotations

import itertools
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from ingest.example.direct import rows_for_warehouse
from ingest.example.files import FileEntry, Manifest, write_example
from ingest.example.world import generate
from ingest.jobs import Incoming, Options, UploadResult
from lieferkette.access.actor import Actor
from lieferkette.chains import compiled
from lieferkette.commands import terminal
from lieferkette.commands.intake import result_json
from lieferkette.commands.terminal import put, put_json, put_table, text
from lieferkette.reader import HOME_REGION
from lieferkette.reading.partnering import wishes_of
from lieferkette.reports.xlsx import regional_table_xlsx
from lieferkette.workspace import Workspace

_COUNTED = (
    "rows_read",
    "rows_loaded",
    "rows_rejected",
    "rows_ignored",
    "parties_matched",
    "parties_new",
    "parties_to_review",
)


def demo(
    seed: Annotated[int, typer.Option(help="The same seed gives the same lists.")] = 1,
    companies: Annotated[int, typer.Option(min=120, help="Companies in the region.")] = 400,
    relations: Annotated[
        int | None, typer.Option(help="Fill the warehouse directly with so many relations.")
    ] = None,
) -> None:
    """The example region: write its raw lists, take them in, say what to open."""
    started = time.monotonic()
    if relations is not None:
        _fill_directly(companies, relations, seed)
        return
    folder = terminal.settings.folder / "example"
    manifest = write_example(folder, seed, companies)
    terminal.progress(
        text(
            f"{len(manifest.files)} Listen geschrieben nach {folder}",
            f"{len(manifest.files)} lists written to {folder}",
        )
    )
    with terminal.workspace() as opened:
        results = take_in(opened, manifest)
        fill_in_profiles(opened, manifest)
        table = opened.reader(Actor.owner()).regional_table(HOME_REGION)
    compiled.warm()  # so that the first question of a new environment waits for no compiler
    out = terminal.settings.folder / f"regional-table-{table.year}.xlsx"
    out.write_bytes(regional_table_xlsx(table, terminal.settings.language))
    _put_results(results, out, time.monotonic() - started)


def take_in(opened: Workspace, manifest: Manifest) -> list[UploadResult]:
    """Hand every list of the manifest to ingest for its sender; files of one export go in together."""
    desk, reader = opened.desk(Actor.owner()), opened.reader(Actor.owner())
    senders: dict[str, str] = {}
    results: list[UploadResult] = []
    groups = itertools.groupby(enumerate(manifest.files), key=lambda item: item[1].bundle or str(item[0]))
    for _, grouped in groups:
        entries = [entry for _, entry in grouped]
        first = entries[0]
        if first.company_name and not senders:  # the registers come first and hold every sender
            known = reader.companies(limit=100_000)
            senders = dict(zip(known["name"], known["company_id"], strict=True))
        owner_id = senders[first.company_name] if first.company_name else None
        options = Options(
            list_kind=_kind_of(first), year=first.year, is_complete=first.is_complete, sharing=first.sharing
        )
        incoming = [
            Incoming((manifest.folder / entry.path).read_bytes(), Path(entry.path).name) for entry in entries
        ]
        is_last = entries[-1] is manifest.files[-1]
        results += desk.upload(incoming, options, owner_id, more_follow=not is_last)
        if len(results) % 10 == 0:
            terminal.progress(
                text(
                    f"{len(results)} von {len(manifest.files)} Listen eingelesen",
                    f"{len(results)} of {len(manifest.files)} lists taken in",
                )
            )
    return results


def fill_in_profiles(opened: Workspace, manifest: Manifest) -> None:
    """What the example's companies enter by hand: capabilities, who may see them, offers and needs. Once only."""
    desk, reader = opened.desk(Actor.owner()), opened.reader(Actor.owner())
    today = opened.now().date()
    # all looked up before the first change, so that the view is made once
    ids = {profile.company_key: reader.find(profile.company_name) for profile in manifest.profiles}
    is_done = {key: bool(reader.profile(company_id)["contact"]) for key, company_id in ids.items()}
    for profile in manifest.profiles:
        company_id = ids[profile.company_key]
        if is_done[profile.company_key]:
            continue
        for word, limit, hours, _, note in () if profile.has_list else profile.stated:
            for wish in wishes_of(f"{word} {limit}"):
                free = float(hours) if hours else None
                desk.state_capability(
                    wish.code, company_id, value=wish.value, free_hours_per_week=free, note=note
                )
        desk.set_profile(profile.is_open, profile.contact, company_id)
        for notice in profile.notices:
            desk.add_notice(notice.kind, notice.text, today + timedelta(days=notice.days), None, company_id)


def _kind_of(entry: FileEntry) -> str | None:
    """Only what a sender would say: whether a plain list names suppliers or customers."""
    return entry.role if entry.role in ("suppliers", "customers") else None


def _put_results(results: list[UploadResult], out: Path, seconds: float) -> None:
    put_json(
        {
            "uploads": [result_json(result) for result in results],
            "table": str(out),
            "seconds": round(seconds, 1),
        }
    )
    shapes = pl.DataFrame(
        [
            {"shape": r.shape, "status": r.status, "files": 1} | {n: getattr(r, n) for n in _COUNTED}
            for r in results
        ]
    )
    by_shape = (
        shapes.group_by("shape", "status").agg(pl.col("files", *_COUNTED).sum()).sort("shape", "status")
    )
    put_table(
        by_shape,
        {
            "shape": text("Art", "shape"),
            "status": text("Stand", "status"),
            "files": text("Dateien", "files"),
            "rows_read": text("gelesen", "read"),
            "rows_loaded": text("übernommen", "loaded"),
            "rows_rejected": text("zurückgewiesen", "rejected"),
            "rows_ignored": text("übergangen", "ignored"),
            "parties_matched": text("zugeordnet", "matched"),
            "parties_new": text("neu", "new"),
            "parties_to_review": text("zu prüfen", "to review"),
        },
    )
    total = {name: int(by_shape[name].sum()) for name in _COUNTED}
    put(
        text(
            f"\nZusammen {total['rows_read']} Zeilen gelesen = {total['rows_loaded']} übernommen + "
            f"{total['rows_rejected']} zurückgewiesen + {total['rows_ignored']} übergangen; "
            f"{total['parties_matched']} Partner zugeordnet, {total['parties_new']} neu, "
            f"{total['parties_to_review']} zu prüfen ({seconds:.0f} s).",
            f"\nTogether {total['rows_read']} rows read = {total['rows_loaded']} loaded + "
            f"{total['rows_rejected']} rejected + {total['rows_ignored']} ignored; "
            f"{total['parties_matched']} partners matched, {total['parties_new']} new, "
            f"{total['parties_to_review']} to review ({seconds:.0f} s).",
        )
    )
    put(
        text(
            f"Regionale Tabelle (Entwurf – nicht weitergeben): {out}",
            f"Regional table (draft – do not pass on): {out}",
        )
    )
    put(text("Weiter mit: lieferkette dashboard", "Next: lieferkette dashboard"))


def _fill_directly(companies: int, relations: int, seed: int) -> None:
    """A world of any size, written into the warehouse as its rows."""
    started = time.monotonic()
    world = generate(companies, relations, seed=seed)
    frames = rows_for_warehouse(world)
    terminal.progress(text("Welt gezeichnet, wird geschrieben", "world drawn, being written"))
    with terminal.workspace() as opened:
        counts = opened.desk(Actor.owner()).fill(frames)
    seconds = time.monotonic() - started
    put_json({"rows": counts, "seconds": round(seconds, 1)})
    put(", ".join(f"{table}: {count}" for table, count in counts.items()) + f" ({seconds:.1f} s)")
