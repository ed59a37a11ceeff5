"""Runs the migrations on the connection that `Database.upgrade` hands over, inside its transaction."""

from alembic import context

from promisecheck.review.tables import meta

context.configure(connection=context.config.attributes["connection"], target_metadata=meta, render_as_batch=True)
context.run_migrations()
