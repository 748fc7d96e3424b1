"""Which pairs of a party and a company are worth comparing.

Two kinds: pairs that agree in an identifier or in name and place (`agreeing`), found by joins alone,
and pairs that resemble one another (`resembling`), found by rare words and by the beginnings of names.
Never: judges a pair.
"""

from __future__ import annotations

import polars as pl

from ingest.match.known import DECIDING_SCHEMES, Known

#: A word that more companies than this carry says too little to look all of them up.
COMMONEST_WORD = 150
#: The pairs kept for each party after blocking, those that share the rarest keys first.
CANDIDATES_PER_PARTY = 25
_PREFIX = 5


def agreeing(parties: pl.DataFrame, party_ids: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Pairs party_id, company_id that share an identifier, or a name spelled alike with a place.

    Args:
        parties: prepared records (`features.prepare`) with party_id.
        party_ids: party_id, scheme, value, court (`known.keys_of`).
    """
    by_id = party_ids.filter(pl.col("scheme").is_in(DECIDING_SCHEMES)).join(
        known.identifiers, on=["scheme", "value"], suffix="_known"
    )
    same_court = (
        pl.col("court").is_null()
        | pl.col("court_known").is_null()
        | (pl.col("court") == pl.col("court_known"))
    )
    found = [by_id.filter(same_court).select("party_id", "company_id")]
    for name_key in ("compact", "word_key"):
        for place_key in ("city_key", "postcode_key"):
            keys = [name_key, place_key]
            left = parties.select("party_id", *keys).filter(
                pl.col(place_key).is_not_null() & (pl.col(name_key) != "")
            )
            found.append(
                left.join(known.names.select("company_id", *keys), on=keys).select("party_id", "company_id")
            )
    return pl.concat(found).unique().sort("party_id", "company_id")


def resembling(parties: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Pairs party_id, company_id of records that may be the same, at most `CANDIDATES_PER_PARTY` a party."""
    party_keys = _keys(parties, "party_id")
    company_keys = _keys(known.names, "company_id").unique()
    company_keys = company_keys.join(party_keys.select("key").unique(), on="key", how="semi")
    frequency = company_keys.group_by("key").agg(pl.len().alias("times"))
    rare = frequency.filter(pl.col("times") <= COMMONEST_WORD)
    pairs = party_keys.join(rare, on="key").join(company_keys, on="key")
    weighed = pairs.group_by("party_id", "company_id").agg(
        (1 / (1 + pl.col("times")).log(2)).sum().alias("weight")
    )
    ranked = weighed.sort("party_id", "weight", "company_id", descending=[False, True, False])
    return (
        ranked.group_by("party_id", maintain_order=True)
        .head(CANDIDATES_PER_PARTY)
        .select("party_id", "company_id")
    )


def _keys(records: pl.DataFrame, id_column: str) -> pl.DataFrame:
    """Keys under which a record is looked up, each with a mark of its kind."""
    words = records.select(id_column, pl.col("folded").str.split(" ").alias("key")).explode("key")
    words = words.filter(pl.col("key").str.len_chars() >= 3)
    start = pl.col("compact").str.head(_PREFIX)
    written = [
        words.select(id_column, pl.concat_str(pl.lit("w:"), "key").alias("key")),
        words.select(id_column, pl.concat_str(pl.lit("s:"), pl.col("key").str.head(_PREFIX)).alias("key")),
        records.select(
            id_column, pl.concat_str(pl.lit("p:"), start, pl.lit("|"), "postcode_key").alias("key")
        ),
        records.select(
            id_column,
            pl.concat_str(pl.lit("q:"), start.str.head(2), pl.lit("|"), "postcode_key").alias("key"),
        ),
        records.select(
            id_column, pl.concat_str(pl.lit("c:"), start.str.head(3), pl.lit("|"), "city_key").alias("key")
        ),
        records.select(
            id_column,
            pl.concat_str(pl.lit("e:"), pl.col("compact").str.tail(6), pl.lit("|"), "city_key").alias("key"),
        ),
        records.select(id_column, pl.concat_str(pl.lit("h:"), pl.col("compact").str.head(8)).alias("key")),
    ]
    return pl.concat(written).filter(pl.col("key").is_not_null()).unique()
