"""Desk: the only way to change. It checks the actor, calls ingest, and every change leaves an audit event.

Comes in: files, answers and choices of one actor. Goes out: what ingest made of them.
Never: reads for an answer (that is the Reader's), or acts on what belongs to another company.
"""

from __future__ import annotations

from lieferkette.changing.lists import ListChanging
from lieferkette.changing.merging import MergingChanging
from lieferkette.changing.owner import OwnerChanging
from lieferkette.changing.partnering import PartnerChanging
from lieferkette.changing.sharing import SharingChanging


class Desk(ListChanging, MergingChanging, PartnerChanging, SharingChanging, OwnerChanging):
    """Changes by one actor. Get it from `Workspace.desk(actor)`.

    What can be changed stands in `lieferkette.changing`, one subject a file. Raises NotAllowed for roles that
    change nothing.
    """
