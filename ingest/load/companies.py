"""The companies that a party may be matched with, as `match` wants them.

An uploader's parties meet only companies in a register, open profiles, and companies that this
uploader's own lists made known. Resolution across uploaders meets the others, and is shown to none.
Never: writes.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import among, read
from ingest.match import Known, known_companies, nobody, together
from ingest.match.kept import FORMAT, load, save
from schemas.derived import derived_folder_of
from schemas.reference.places import PlaceIndex
from schemas.registry import company, company_alias, company_identifier, place, place_postcode
from schemas.relations import party, party_company
from schemas.sharing import audit_event
from schemas.uploads import upload

_COLUMNS = (
    "company_id",
    "name",
    "name_normalised",
    "legal_form",
    "street",
    "postcode",
    "city",
    "country_code",
    "status",
)


#: `status` of a company that was merged into another; such a company is found by nobody.
STATUS_MERGED = "merged"
#: Registers of fewer names are prepared in a second, and not kept on disk.
KEPT_FROM = 20_000
#: More companies than this are not named one by one in a question.
_NAMED_AT_MOST = 500
#: The register of each open warehouse, as prepared last, with the state that it was prepared from.
_prepared: WeakKeyDictionary[sa.Engine, tuple[str, Known]] = WeakKeyDictionary()


def visible_to(connection: sa.Connection, owner_company_id: str | None) -> Known:
    """Companies that the parties of this uploader may be shown to be."""
    decided = (
        sa.select(party_company.c.company_id)
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.scope == "uploader",
            party_company.c.ended_at.is_(None),
            party.c.owner_company_id.is_not_distinct_from(owner_company_id),
        )
    )
    # in one question: most uploaders have made few companies known, and few companies outside registers are open
    is_own = sa.and_(sa.not_(company.c.is_open_profile), company.c.company_id.in_(decided))
    outside = sa.and_(sa.not_(company.c.is_in_register), sa.or_(company.c.is_open_profile, is_own))
    return together(_register(connection), _known(connection, outside))


def public_ones(connection: sa.Connection) -> Known:
    """Companies in a register, and open profiles."""
    profiles = sa.and_(company.c.is_open_profile, sa.not_(company.c.is_in_register))
    return together(_register(connection), _known(connection, profiles))


def _register(connection: sa.Connection) -> Known:
    """The companies of the registers; prepared once until one of them changes, a large one kept on disk.

    Only what everybody may know lies there: the register, and nothing of any uploader.
    """
    state = _state_of_register(connection)
    held = _prepared.get(connection.engine)
    if held is not None and held[0] == state:
        return held[1]
    folder = derived_folder_of(connection)
    kept = None if folder is None else folder / f"register-{state}"
    known = None if kept is None else load(kept)
    if known is None:
        known = _known(connection, company.c.is_in_register)
        if kept is not None and known.names.height >= KEPT_FROM:
            for outdated in kept.parent.glob("register-*"):
                shutil.rmtree(outdated, ignore_errors=True)
            save(known, kept)
    _prepared[connection.engine] = (state, known)
    return known


def _state_of_register(connection: sa.Connection) -> str:
    """Whatever changes companies of the registers leaves its trace here: registers, own words, how many there are."""
    registers = sa.select(upload.c.upload_id).where(
        upload.c.list_kind.in_(["registry", "members"]), upload.c.status == "loaded"
    )
    own_words = sa.select(_as_text(sa.func.count())).where(audit_event.c.action.like("company.%"))
    in_register = sa.select(company.c.company_id).where(company.c.is_in_register)
    number = in_register.with_only_columns(_as_text(sa.func.count()))
    newest = in_register.with_only_columns(_as_text(sa.func.max(company.c.created_at)))
    found = connection.execute(sa.union_all(registers, own_words, number, newest)).scalars()
    traces = [FORMAT, *sorted(str(trace) for trace in found)]
    return hashlib.sha256("|".join(traces).encode()).hexdigest()[:32]


def _as_text(value: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.cast(value, sa.String)


def without_uploader(connection: sa.Connection) -> Known:
    """Companies that no list made: of the registers, and those that take part themselves."""
    return _known(connection, sa.or_(company.c.is_in_register, company.c.owner_company_id.is_(None)))


def unregistered_of_others(connection: sa.Connection, owner_company_id: str | None) -> Known:
    """Companies outside registers that others' lists made, each resolved across uploaders only once.

    A company whose own parties are resolved to another company is no goal itself.
    """
    elsewhere = party_company.alias("elsewhere")
    resolved = (
        sa.select(party_company.c.company_id)
        .join(elsewhere, elsewhere.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.scope == "uploader",
            party_company.c.ended_at.is_(None),
            elsewhere.c.scope == "system",
            elsewhere.c.ended_at.is_(None),
        )
    )
    in_use = sa.select(party_company.c.company_id).where(party_company.c.ended_at.is_(None))
    return _known(
        connection,
        sa.and_(
            sa.not_(company.c.is_in_register),
            sa.not_(company.c.is_open_profile),
            company.c.kind != "private_person",
            company.c.name_normalised.not_like("supplier number %"),
            company.c.name_normalised.not_like("customer number %"),
            company.c.owner_company_id.is_distinct_from(owner_company_id),
            company.c.company_id.not_in(resolved),
            sa.or_(company.c.owner_company_id.is_(None), company.c.company_id.in_(in_use)),
        ),
    )


def told_by_others(connection: sa.Connection, owner_company_id: str | None) -> Known:
    """Register companies with the VAT ids and LEIs that others' lists tell of them.

    An id counts where the party that carries it was found by something else (its name and place, say).
    """
    found = sa.and_(
        party_company.c.party_id == party.c.party_id,
        party_company.c.scope == "uploader",
        party_company.c.ended_at.is_(None),
        party_company.c.method.not_in(("new", "own")),
    )
    said = (
        sa.select(party_company.c.company_id, party.c.vat_id, party.c.lei)
        .join(party_company, found)
        .join(company, company.c.company_id == party_company.c.company_id)
        .where(
            company.c.is_in_register,
            sa.or_(party.c.vat_id.is_not(None), party.c.lei.is_not(None)),
            party.c.owner_company_id.is_distinct_from(owner_company_id),
        )
    )
    ids = (
        read(connection, said)
        .unpivot(("vat_id", "lei"), index="company_id", variable_name="scheme", value_name="identifier")
        .drop_nulls("identifier")
        .unique()
    )
    if ids.is_empty():
        return nobody()
    columns = [company.c[name] for name in _COLUMNS]
    named = among(connection, sa.select(*columns), company.c.company_id, ids["company_id"])
    aliases = pl.DataFrame(schema={"company_id": pl.String, "alias": pl.String, "name_normalised": pl.String})
    return known_companies(named, ids, aliases)


def known_places(connection: sa.Connection) -> PlaceIndex:
    """The municipalities that the warehouse holds."""
    return PlaceIndex.from_frames(
        read(connection, sa.select(place)), read(connection, sa.select(place_postcode))
    )


def _known(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Known:
    # a company that was merged into another is found by its name's alias there
    condition = sa.and_(condition, company.c.status != STATUS_MERGED)
    companies = read(connection, sa.select(*[company.c[name] for name in _COLUMNS]).where(condition))
    if companies.is_empty():
        return nobody()
    # what was found is named, so that the condition is worked out once; too many are found anew
    ids: Any = sa.select(company.c.company_id).where(condition)
    if companies.height <= _NAMED_AT_MOST:
        ids = companies["company_id"].to_list()
    identifiers = company_identifier.c
    given = sa.select(identifiers.company_id, identifiers.scheme, identifiers.identifier)
    aliases = company_alias.c
    named = sa.select(aliases.company_id, aliases.alias, aliases.name_normalised)
    return known_companies(
        companies.with_columns(pl.col("company_id").cast(pl.String)),
        read(connection, given.where(identifiers.company_id.in_(ids))),
        read(connection, named.where(aliases.company_id.in_(ids))),
    )
