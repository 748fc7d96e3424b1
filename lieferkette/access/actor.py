"""Who asks. Nothing is read or changed without an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["owner", "company", "consultant", "chamber", "admin"]


@dataclass(frozen=True)
class Actor:
    """A role; for a company which one, for a consultant who, and for which company.

    `owner` is the person on whose laptop the warehouse lies (no accounts) and sees all; `company` sees its
    own evidence and what is shared with it; `consultant` sees what one company sees, as long as that company's
    grant holds; `chamber` (IHK staff) reads released tables only; `admin` manages accounts and sees no
    relations.

    >>> Actor.company("c-1").company_id
    'c-1'
    >>> Actor.consultant("Frau Holle", "c-1").label
    'consultant:Frau Holle'
    """

    role: Role
    company_id: str | None = None
    grantee: str | None = None

    def __post_init__(self) -> None:
        if (self.role in ("company", "consultant")) != (self.company_id is not None):
            raise ValueError("companies and consultants name one company, and nobody else does")
        if (self.role == "consultant") != bool(self.grantee):
            raise ValueError("a consultant has a name, and nobody else has")

    @classmethod
    def owner(cls) -> Actor:
        """The owner of the warehouse."""
        return cls("owner")

    @classmethod
    def company(cls, company_id: str) -> Actor:
        """A company that takes part."""
        return cls("company", company_id)

    @classmethod
    def consultant(cls, grantee: str, company_id: str) -> Actor:
        """Somebody with a grant, seeing as this one company; with several grants one at a time."""
        return cls("consultant", company_id, grantee)

    @classmethod
    def chamber(cls) -> Actor:
        """Staff of the chamber."""
        return cls("chamber")

    @classmethod
    def admin(cls) -> Actor:
        """Who manages the accounts."""
        return cls("admin")

    @property
    def label(self) -> str:
        """How the audit log names the actor."""
        if self.grantee:
            return f"consultant:{self.grantee}"
        return f"company:{self.company_id}" if self.company_id else self.role
