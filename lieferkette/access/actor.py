"""Who asks. Nothing is read or changed without an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["owner", "company", "chamber"]


@dataclass(frozen=True)
class Actor:
    """A role, and for a company which one.

    `owner` is the person on whose laptop the warehouse lies (no accounts) and sees all; `company` sees its
    own evidence and what is shared with it; `chamber` (IHK staff) reads released tables only.

    >>> Actor.company("c-1").company_id
    'c-1'
    """

    role: Role
    company_id: str | None = None

    def __post_init__(self) -> None:
        if (self.role == "company") != (self.company_id is not None):
            raise ValueError("a company actor names its company, and only a company actor does")

    @classmethod
    def owner(cls) -> Actor:
        """The owner of the warehouse."""
        return cls("owner")

    @classmethod
    def company(cls, company_id: str) -> Actor:
        """A company that takes part."""
        return cls("company", company_id)

    @classmethod
    def chamber(cls) -> Actor:
        """Staff of the chamber."""
        return cls("chamber")

    @property
    def label(self) -> str:
        """How the audit log names the actor."""
        return f"company:{self.company_id}" if self.company_id else self.role
