"""Answers that people gave, applied to records that say the same.

An answer belongs to the normalised record, without the partner's number: the next list that names the
same record gets the same answer, and the question is not asked again.
Never: an answer of another uploader.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Memory:
    """accepted and refused: party_id, company_id of the parties that an answer covers."""

    accepted: pl.DataFrame
    refused: pl.DataFrame


def remembered(parties: pl.DataFrame, answers: pl.DataFrame) -> Memory:
    """Answers that cover `parties`.

    Args:
        parties: party_id, record_key.
        answers: record_key, company_id, status (`accepted` or `refused`), decided_at; the latest counts.
    """
    pair = ["party_id", "company_id"]
    if answers.is_empty():
        none = pl.DataFrame(schema=dict.fromkeys(pair, pl.String()))
        return Memory(none, none)
    latest = answers.sort("decided_at").unique(["record_key", "company_id"], keep="last", maintain_order=True)
    covered = parties.select("party_id", "record_key").join(latest, on="record_key")
    accepted = covered.filter(pl.col("status") == "accepted").sort("party_id", "decided_at")
    # whoever accepted two companies one after the other meant the later one
    accepted = accepted.unique("party_id", keep="last", maintain_order=True)
    return Memory(accepted.select(pair), covered.filter(pl.col("status") == "refused").select(pair).unique())
