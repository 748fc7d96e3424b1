"""At which company a row ends.

Comes in: parties as their uploader names them, and the companies that this uploader may see.
Goes out: automatic decisions and questions, each with a score and a reason in German and English.
Never: looks at a company that it was not handed, or writes a row.

Read in this order: `features`, `asides` and `cut` (what is compared), `known` (the companies), `block` and `nearest`
(which pairs), `compare` (for and against), `model` (what each weighs), `decide` (what follows), `reasons` (the
sentence), `remember` (answers given).
"""

from __future__ import annotations

import polars as pl

from ingest.match import block
from ingest.match.compare import compare
from ingest.match.decide import Decisions, decide
from ingest.match.features import prepare
from ingest.match.known import Known, identifiers_of, keys_of, known_companies, nobody, together

__all__ = ["Decisions", "Known", "known_companies", "match", "nobody", "together"]

#: Parties compared at a time: a million pairs in memory are enough.
_AT_A_TIME = 20_000


def match(
    parties: pl.DataFrame, known: Known, *, refused: pl.DataFrame | None = None, may_ask: bool = True
) -> Decisions:
    """Match `parties` to `known` companies.

    Args:
        parties: one row per party: party_id and the columns of `features.RECORD`, identifiers where known.
        known: the companies that may be found.
        refused: pairs party_id, company_id that a person has refused; they are neither made nor asked again.
        may_ask: whether to look for companies that only resemble the party.
    """
    if parties.is_empty() or known.names.is_empty():
        return _nothing()
    slices = parties.with_row_index("party_no").iter_slices(_AT_A_TIME)
    decided = [_match_some(part.drop("party_no"), known, refused, may_ask) for part in slices]
    return Decisions(
        pl.concat([part.automatic for part in decided]), pl.concat([part.questions for part in decided])
    )


def _match_some(
    parties: pl.DataFrame, known: Known, refused: pl.DataFrame | None, may_ask: bool
) -> Decisions:
    records = prepare(parties, known.towns).with_row_index("party_no")
    party_ids = keys_of(identifiers_of(parties, "party_id"), "party_id")
    pairs = _without(block.agreeing(records, party_ids, known), records, known, refused)
    decisions = _decided(pairs, records, party_ids, known)
    if not may_ask:
        return Decisions(decisions.automatic.filter(pl.col("method") != "resemblance"), decisions.questions)
    undecided = records.join(decisions.automatic, on="party_id", how="anti")
    # the pairs that agree are judged again beside those that resemble, so that both are asked together
    wider = pl.concat([pairs.join(undecided, on="party_no", how="semi"), block.nearest(undecided, known)])
    wider = _without(wider.unique(maintain_order=True), records, known, refused)
    asked = _decided(wider, records, party_ids, known)
    return Decisions(pl.concat([decisions.automatic, asked.automatic]), asked.questions)


def _decided(pairs: pl.DataFrame, records: pl.DataFrame, party_ids: pl.DataFrame, known: Known) -> Decisions:
    """What follows from comparing the pairs; a short list often has none."""
    if pairs.is_empty():
        return _nothing()
    return decide(compare(pairs, records, party_ids, known), known.names.height)


def _without(
    pairs: pl.DataFrame, records: pl.DataFrame, known: Known, refused: pl.DataFrame | None
) -> pl.DataFrame:
    """The pairs that nobody has refused."""
    if refused is None or refused.is_empty() or pairs.is_empty():
        return pairs
    named = pairs.with_columns(
        records["party_id"][pairs["party_no"]], known.names["company_id"][pairs["name_no"]]
    )
    return named.join(refused, on=["party_id", "company_id"], how="anti", maintain_order="left").select(
        pairs.columns
    )


def _nothing() -> Decisions:
    texts = dict.fromkeys(("party_id", "company_id", "method"), pl.String)
    schema = {**texts, "score": pl.Float64, "reason_de": pl.String, "reason_en": pl.String}
    return Decisions(pl.DataFrame(schema=schema), pl.DataFrame(schema=schema))
