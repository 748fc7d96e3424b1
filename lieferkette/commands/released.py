"""What the chamber reads where others read companies: released bands, printed or as JSON."""

from __future__ import annotations

import polars as pl

from lieferkette.commands.terminal import put, put_json, put_table, records, settings, text
from lieferkette.i18n.say import say
from lieferkette.releasing.risk import ReleasedRisk
from lieferkette.reports.release_rows import place_label, sector_name


def put_released_risk(found: ReleasedRisk) -> None:
    """Fifths of systemic risk and concentration of a release, sectors first, then municipalities."""
    language = settings.language
    said = [say(sentence, language) for sentence in found.sentences]
    put_json(
        {
            "model_id": found.model_id,
            "region_id": found.region_id,
            "year": found.year,
            "epsilon": found.epsilon,
            "by_sector": records(found.by_sector),
            "by_place": records(found.by_place),
            "sentences": said,
        }
    )
    for sentence in said:
        put(sentence)
    risk = {"risk_fifth": text("Systemrisiko (Fünftel, 5 am höchsten)", "systemic risk (fifth, 5 highest)")}
    narrow = {"concentration_fifth": text("Konzentration (Fünftel)", "concentration (fifth)")}
    if found.by_sector.height:
        sectors = [sector_name(code, language) for code in found.by_sector["sector"]]
        shown = found.by_sector.with_columns(pl.Series("sector", sectors))
        put_table(shown, {"sector": text("Branche", "sector")} | risk | narrow)
    if found.by_place.height:
        places = [place_label(ags, language) for ags in found.by_place["ags"]]
        put()
        put_table(
            found.by_place.with_columns(pl.Series("ags", places)),
            {"ags": text("Kommune", "municipality")} | risk,
        )
