"""Runs migrations on the connection that `schemas.warehouse.migrate` hands over. Never opens one."""

from alembic import context

from schemas.everything import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    # DuckDB has no physical foreign keys (schemas.tables), so autogenerate must not miss them there.
    include_object=lambda thing, name, kind, reflected, other: kind != "foreign_key_constraint",
)
with context.begin_transaction():
    context.run_migrations()
