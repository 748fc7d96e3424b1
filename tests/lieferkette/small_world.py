"""A warehouse of a few rows, written straight into its tables: for tests of what is read, not of ingest."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lieferkette.workspace import Workspace
from schemas.profiles import company_capability, company_profile, contact_request, notice
from schemas.registry import company, company_group, company_year
from schemas.relations import evidence, party, party_company
from schemas.sharing import account, audit_event
from schemas.uploads import upload

NOW = datetime(2026, 1, 1)


class SmallWorld:
    """Adds companies, lists and rows to an in-memory warehouse; names serve as keys."""

    def __init__(self, address: str = ":memory:") -> None:
        self.workspace = Workspace.open(address)
        self.ids: dict[str, str] = {}
        self._rows = 0

    def company(
        self,
        name: str,
        sector: str | None = "25.62",
        ags: str | None = "05914000",
        country: str | None = "DE",
        *,
        registered: bool = True,
        owner: str | None = None,
        group: str | None = None,
    ) -> str:
        """Add a company; `owner` is the uploader that made an unregistered one known."""
        self.ids[name] = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
        row = {
            "company_id": self.ids[name],
            "kind": "company",
            "name": name,
            "name_normalised": name.lower(),
            "country_code": country,
            "ags": ags,
            "city": "Hagen" if ags else None,
            "sector_code": sector,
            "sector_source": "member_register",
            "is_in_register": registered,
            "is_open_profile": False,
            "owner_company_id": self.ids[owner] if owner else None,
            "status": "active",
            "group_id": group,
            "created_at": NOW,
        }
        if group:
            self._insert_once(company_group, {"group_id": group, "name": group, "source": "test"}, "group_id")
        self._write(company.insert().values(**row))
        return self.ids[name]

    def account(self, name: str, sharing: str = "statistics") -> None:
        """Let a company take part with a default sharing level."""
        self._write(
            account.insert().values(company_id=self.ids[name], default_sharing=sharing, created_at=NOW)
        )

    def figures(self, name: str, year: int, material_cost_eur: int, **others: int) -> None:
        """Material cost of a year, and other figures by the names of their columns."""
        self._write(
            company_year.insert().values(
                company_id=self.ids[name],
                year=year,
                source="test",
                material_cost_eur=Decimal(material_cost_eur),
                **{name: Decimal(value) for name, value in others.items()},
            )
        )

    def profile(self, name: str, **said: Any) -> None:
        """How a company appears: `profile_sharing`, `contact`."""
        row = {"company_id": self.ids[name], "profile_sharing": "open", "changed_at": NOW} | said
        self._write(company_profile.insert().values(**row))
        this = company.c.company_id == self.ids[name]
        self._write(company.update().where(this).values(is_open_profile=row["profile_sharing"] == "open"))

    def capability(self, name: str, **said: Any) -> None:
        """One capability: `capability_code`, and what else is said of it."""
        row = {"company_id": self.ids[name], "changed_at": NOW} | said
        self._write(company_capability.insert().values(**row))

    def notice(self, name: str, notice_id: str, **said: Any) -> None:
        """An offer or a need: `notice_kind`, `notice_text`, `last_day`, `capability_code`."""
        row = {"company_id": self.ids[name], "notice_id": notice_id, "created_at": NOW} | said
        self._write(notice.insert().values(**row))

    def request(self, name: str, request_id: str, **said: Any) -> None:
        """A request for contact from a company: `to_company_id`, `request_text`, `request_status`."""
        row = {"from_company_id": self.ids[name], "request_id": request_id, "created_at": NOW} | said
        self._write(contact_request.insert().values(**row))

    def list_of(
        self,
        owner: str,
        rows: list[dict[str, Any]],
        *,
        kind: str = "suppliers",
        year: int = 2025,
        complete: bool | None = True,
        sharing: str = "statistics",
        key: str = "",
    ) -> str:
        """One upload: rows with `partner`, optional `amount`, `amount_kind`, `band`, `good_text`."""
        upload_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{owner}{kind}{year}{key}"))
        complete_of = {
            "suppliers": complete if kind == "suppliers" else None,
            "customers": complete if kind == "customers" else None,
        }
        self._write(
            upload.insert().values(
                upload_id=upload_id,
                owner_company_id=self.ids[owner],
                file_name="list.csv",
                content_sha256=upload_id,
                mapping_version="1",
                shape="table",
                list_kind=kind,
                is_complete_suppliers=complete_of["suppliers"],
                is_complete_customers=complete_of["customers"],
                sharing=sharing,
                received_at=NOW,
                committed_at=NOW,
                rows_read=len(rows),
                rows_loaded=len(rows),
                rows_rejected=0,
                rows_ignored=0,
                status="loaded",
            )
        )
        own = self._party(owner, owner, is_own=True)
        for number, row in enumerate(rows, start=2):
            other = self._party(owner, row["partner"])
            amount = row.get("amount")
            ends = (other, own) if kind == "suppliers" else (own, other)
            self._write(
                evidence.insert().values(
                    upload_id=upload_id,
                    sheet="",
                    row_no=number,
                    part_no=0,
                    supplier_party_id=ends[0],
                    customer_party_id=ends[1],
                    amount_kind=row.get("amount_kind", "invoiced_net" if amount is not None else "none"),
                    period_start=date(year, 1, 1),
                    period_end=date(year, 12, 31),
                    amount=amount,
                    currency="EUR",
                    amount_eur=amount,
                    share_band=row.get("band"),
                    sharing=row.get("sharing", sharing),
                    good_text=row.get("good_text"),
                )
            )
        return upload_id

    def sharing_of(self, owner: str, level: str) -> sa.Executable:
        """The statement that sets the level of all lists of a company."""
        mine = sa.select(upload.c.upload_id).where(upload.c.owner_company_id == self.ids[owner])
        return evidence.update().where(evidence.c.upload_id.in_(mine)).values(sharing=level)

    def resolve(self, owner: str, partner: str, into: str) -> None:
        """A silent decision across uploaders: this uploader's party is that company."""
        self._decide(self._party(owner, partner), self.ids[into], "system", "name_and_place")

    def _party(self, owner: str, name: str, *, is_own: bool = False) -> str:
        party_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"party{owner}/{name}"))
        known = self.workspace.warehouse.read(sa.select(party.c.party_id).where(party.c.party_id == party_id))
        if known.is_empty():
            self._write(
                party.insert().values(
                    party_id=party_id,
                    owner_company_id=self.ids[owner],
                    fingerprint=party_id,
                    is_own=is_own,
                    name=name,
                    name_normalised=name.lower(),
                    is_natural_person=False,
                    is_group_internal=False,
                    created_at=NOW,
                )
            )
            self._decide(party_id, self.ids[name], "uploader", "own" if is_own else "name_and_place")
        return party_id

    def _decide(self, party_id: str, company_id: str, scope: str, method: str) -> None:
        self._rows += 1
        self._write(
            party_company.insert().values(
                decision_id=f"d{self._rows}",
                party_id=party_id,
                company_id=company_id,
                scope=scope,
                method=method,
                score=1.0,
                reason_de="",
                reason_en="",
                decided_at=NOW,
                decided_by="test",
            )
        )

    def _insert_once(self, table: sa.Table, row: dict[str, Any], key: str) -> None:
        if self.workspace.warehouse.read(sa.select(table).where(table.c[key] == row[key])).is_empty():
            self._write(table.insert().values(**row))

    def _write(self, statement: sa.Executable) -> None:
        """Every change moves the state on, as a Desk's audit event does."""
        newest = sa.select(sa.func.coalesce(sa.func.max(audit_event.c.event_no), 0))
        with self.workspace.warehouse.writing() as connection:
            connection.execute(statement)
            event_no = connection.execute(newest).scalar_one() + 1
            connection.execute(
                audit_event.insert().values(
                    event_no=event_no,
                    at=NOW,
                    actor="test",
                    action="test",
                    detail="{}",
                    previous_hash="0",
                    event_hash=str(event_no),
                )
            )

    def change(self, statement: sa.Executable) -> None:
        """Any other change."""
        self._write(statement)
