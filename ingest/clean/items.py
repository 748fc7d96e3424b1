"""Items of accounts as bookkeeping programs list them: which are turnover, and how the books sign it.

Invoices and credit notes are turnover, payments are not. In the books a creditor's invoice stands on the credit side,
which many lists write as a negative amount; a list whose amounts nearly all are negative is turned.
Never: looks at DATEV's postings, whose accounts tell more (`postings.py`).
"""

from __future__ import annotations

import polars as pl

from ingest.clean.counterparts import Texts
from ingest.clean.left_out import mark
from ingest.notes import note
from ingest.tables import Recognition

#: Kinds of documents that settle an invoice: words, and the keys of SAP (KZ, DZ, ZP, ZV, AB).
_SETTLEMENTS = (
    r"(?i)^(?:[kd]z|z[pv]|ab|(?:ein|aus|ab|ge|teil|an)?zahlung\w*|zahlungs?(?:ein|aus)gang|überweisung|lastschrift|scheck"
    r"|erstattung|ausgleich|verrechnung|skonto|payment|refund|settlement|receipt|paiement|règlement|betaling|pagamento)"
    r"(?:\W.*)?$"
)
_CREDIT_NOTES = (
    r"(?i)^(?:[kd]g|gu|gs|\w*gutschrift\w*|storno\w*|\w*-?storno|credit ?(?:note|memo)|avoir|nota di credito)"
    r"(?:\W.*)?$"
)
_OWN_SIDE = {"suppliers": "H", "customers": "S"}
_TURNED_FROM, _FEWEST = 0.8, 3


def mark_settlements(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Mark payments by the kind of document; without one, what stands on the side where no invoice does."""
    own = _OWN_SIDE.get(recognition.list_kind)
    if own is None or recognition.first("amount") is None:
        return frame
    texts = Texts(frame, recognition)
    if texts.has("document_kind"):
        is_paid = texts.get("document_kind").str.contains(_SETTLEMENTS)
        frame = mark(frame.with_columns(is_paid=is_paid), pl.col("is_paid"), "settlement").drop("is_paid")
    if not (texts.has("debit_credit") and (texts.has("document_no") or texts.has("document_kind"))):
        return frame
    side = texts.get("debit_credit").str.to_uppercase().str.slice(0, 1)
    frame = frame.with_columns(is_other=side.is_in(["S", "H"]) & (side != own))
    if texts.has("document_kind"):
        return frame.with_columns(amount_sign=pl.when("is_other").then(-1).otherwise(1)).drop("is_other")
    return mark(frame, pl.col("is_other"), "other_side").drop("is_other")


def credited(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Credit notes that a list writes with the sign of its invoices made negative."""
    texts = Texts(frame, recognition)
    if recognition.list_kind not in _OWN_SIDE or not texts.has("document_kind"):
        return frame
    is_credit = texts.get("document_kind").str.contains(_CREDIT_NOTES).fill_null(False)
    counts = pl.col("reason_code").is_null()
    for number, _ in enumerate(recognition.all("amount")):
        name = f"amount_{number}"
        marked = frame.with_columns(is_credit=is_credit)
        signs = (
            marked.filter(counts & (pl.col(name) != 0)).group_by("is_credit").agg((pl.col(name) > 0).mean())
        )
        share = dict(signs.iter_rows())
        if True in share and False in share and (share[True] > 0.5) == (share[False] > 0.5):
            frame = marked.with_columns(pl.when("is_credit").then(-pl.col(name)).otherwise(name).alias(name))
            frame = frame.drop("is_credit")
    return frame


def turned(frame: pl.DataFrame, recognition: Recognition) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Turnovers that the books write negative made positive, and a note for each such column."""
    notes = []
    frame = credited(frame, recognition)
    for number, column in enumerate(recognition.all("amount")):
        name = f"amount_{number}"
        counted = frame.filter(pl.col("reason_code").is_null() & (pl.col(name) != 0))[name]
        is_turnover = column.kind != "balance" and counted.len() >= _FEWEST
        if is_turnover and int((counted < 0).sum()) > _TURNED_FROM * counted.len():
            frame = frame.with_columns(-pl.col(name))
            notes.append(note("sign_turned", column.heading))
    return frame, tuple(notes)
