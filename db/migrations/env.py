"""Alembic's entry: the connection is handed in, its transaction is the caller's."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
