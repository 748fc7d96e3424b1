"""At which company a row ends.

Comes in: parties as their uploader names them, and the companies that this uploader may see.
Goes out: automatic decisions and questions, each with a score and a reason in German and English.
Never: looks at a company that it was not handed, writes a row, or merges on resemblance alone.

Read in this order: `features` (what is compared), `known` (the companies), `block` (which pairs),
`compare` (for and against), `decide` (what follows), `reasons` (the sentence), `remember` (answers given).
"""

from __future__ import annotations

import polars as pl

from ingest.match.block import agreeing, resembling
from ingest.match.compare import compare
from ingest.match.decide import Decisions, decide
from ingest.match.features import prepare
from ingest.match.known import Known, identifiers_of, keys_of, known_companies, together

__all__ = ["Decisions", "Known", "known_companies", "match", "together"]


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
    records = prepare(parties)
    party_ids = keys_of(identifiers_of(parties, "party_id"), "party_id")
    pairs = _without(agreeing(records, party_ids, known), refused)
    decisions = decide(compare(pairs, records, party_ids, known))
    if not may_ask:
        return decisions
    undecided = records.join(decisions.automatic, on="party_id", how="anti")
    wider = pl.concat([pairs, _without(resembling(undecided, known), refused)]).unique()
    wider = wider.join(undecided, on="party_id", how="semi")
    # the pairs that agree are judged again beside those that resemble, so that both are asked together
    asked = decide(compare(wider, undecided, party_ids, known))
    return Decisions(decisions.automatic, asked.questions)


def _without(pairs: pl.DataFrame, refused: pl.DataFrame | None) -> pl.DataFrame:
    if refused is None or refused.is_empty():
        return pairs
    return pairs.join(refused, on=["party_id", "company_id"], how="anti")
