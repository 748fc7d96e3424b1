"""Which pairs of a party and a known name are worth comparing.

Two kinds: pairs that agree in an identifier or in name and place (`agreeing`), found by joins alone, and names that
are nearest to one another (`nearest`).
Goes out: party_no (row of the parties) and name_no (row of `Known.names`). Never: judges a pair.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.match.known import DECIDING_SCHEMES, Known
from ingest.match.nearest import place_keys
from ingest.match.texts import Texts

PAIR = pl.Schema({"party_no": pl.UInt32, "name_no": pl.UInt32})


def agreeing(parties: pl.DataFrame, party_ids: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Pairs that share an identifier, or a name spelled alike with a place.

    Args:
        parties: prepared records (`features.prepare`) with party_id and party_no.
        party_ids: party_id, scheme, value, court (`known.keys_of`).
    """
    found = [_by_identifier(parties, party_ids, known)]
    names = known.names.select("name_key", "word_key", "city_key", "postcode_key").with_row_index("name_no")
    for name_key in ("name_key", "word_key"):
        sought = names.join(parties.select(name_key), on=name_key, how="semi")
        for place_key in ("city_key", "postcode_key"):
            left = parties.filter(pl.col("folded") != "").select("party_no", name_key, place_key)
            found.append(left.join(sought, on=[name_key, place_key]).select("party_no", "name_no"))
    return pl.concat(found).unique().sort("party_no", "name_no")


def _by_identifier(parties: pl.DataFrame, party_ids: pl.DataFrame, known: Known) -> pl.DataFrame:
    deciding = party_ids.filter(pl.col("scheme").is_in(DECIDING_SCHEMES))
    if deciding.is_empty() or known.identifiers.is_empty():
        return pl.DataFrame(schema=PAIR)
    by_id = deciding.join(known.identifiers, on=["scheme", "value"], suffix="_known")
    same_court = (
        pl.col("court").is_null()
        | pl.col("court_known").is_null()
        | (pl.col("court") == pl.col("court_known"))
    )
    companies = by_id.filter(same_court).select("party_id", "company_id").unique()
    names = known.names.select("company_id").with_row_index("name_no")
    named = names.join(companies, on="company_id").join(parties.select("party_id", "party_no"), on="party_id")
    return named.select("party_no", "name_no")


def nearest(parties: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Pairs of prepared records with the known names nearest to each, from every part of `known`."""
    if parties.is_empty():
        return pl.DataFrame(schema=PAIR)
    texts, places = Texts.of(parties["folded"]), place_keys(parties)
    party_no = parties["party_no"].to_numpy()
    found = []
    for part, start in known.starts():
        if part.names.is_empty():
            continue
        names = part.index.nearest(texts, places)
        pairs = {"party_no": np.repeat(party_no, names.shape[1]), "name_no": names.ravel()}
        frame = pl.DataFrame(pairs).filter(pl.col("name_no") >= 0)
        found.append(frame.with_columns(pl.col("name_no") + start).cast(PAIR))
    return pl.concat(found) if found else pl.DataFrame(schema=PAIR)
