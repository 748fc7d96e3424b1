"""Reader: the only way to read. It has an actor, gets that actor's view, and answers from it.

Comes in: a question. Goes out: an answer of `lieferkette.answers`, with view, coverage and sentences.
Never: changes anything, or shows the chamber more than released tables.
"""

from __future__ import annotations

from lieferkette.reading.base import HOME_REGION
from lieferkette.reading.chains import ChainReading
from lieferkette.reading.companies import CompanyReading
from lieferkette.reading.dependencies import DependencyReading
from lieferkette.reading.entries import EntryReading
from lieferkette.reading.markets import MarketReading
from lieferkette.reading.partnering import PartnerReading
from lieferkette.reading.resilience import ResilienceReading
from lieferkette.reading.sharing import SharingReading


class Reader(
    CompanyReading,
    ChainReading,
    DependencyReading,
    MarketReading,
    ResilienceReading,
    PartnerReading,
    SharingReading,
    EntryReading,
):
    """Answers for one actor. Get it from `Workspace.reader(actor)`.

    The year of a question is the newest that the view tells of, unless it is given. What can be asked stands in
    `lieferkette.reading`, one subject a file.
    """


__all__ = ["HOME_REGION", "Reader"]
