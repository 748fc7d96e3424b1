"""Which pairs of a party and a company are worth comparing.

Two kinds: pairs that agree in an identifier or in name and place (`agreeing`), found by joins alone,
and pairs that resemble one another (`resembling`), found by rare words and by the beginnings of names.
Never: judges a pair.
"""

from __future__ import annotations

import polars as pl

from ingest.match.known import DECIDING_SCHEMES, Known, lookup_keys

#: A word that more companies than this carry says too little to look all of them up.
COMMONEST_WORD = 150
#: The pairs kept for each party after blocking, those that share the rarest keys first.
CANDIDATES_PER_PARTY = 25


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
    party_keys = lookup_keys(parties, "party_id")
    sought = known.keys.join(party_keys.select("key").unique(), on="key", how="semi")
    frequency = sought.group_by("key").agg(pl.len().alias("times"))
    rare = frequency.filter(pl.col("times") <= COMMONEST_WORD)
    pairs = party_keys.join(rare, on="key").join(sought, on="key")
    weight = (1 / (1 + pl.col("times")).log(2)).sum().alias("weight")
    weighed = pairs.group_by("party_id", "name_no").agg(weight)
    named = weighed.with_columns(known.names["company_id"].gather(weighed["name_no"]).alias("company_id"))
    best = named.group_by("party_id", "company_id").agg(pl.col("weight").max())
    ranked = best.sort("party_id", "weight", "company_id", descending=[False, True, False])
    kept = ranked.group_by("party_id", maintain_order=True).head(CANDIDATES_PER_PARTY)
    return kept.select("party_id", "company_id")
