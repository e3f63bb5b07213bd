"""Alembic's environment: runs on the connection that `migrate.upgrade` holds."""

from alembic import context

from contractsai.adapters.stores.sql.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,  # on SQLite too: the whole upgrade happens or none of it
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
