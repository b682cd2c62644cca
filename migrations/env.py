"""How Alembic reaches the database: with the connection `web.migrate` hands it, else the one the settings name."""

import os

from alembic import context
from sqlalchemy import Connection

from web.migrate import comparison, connection, metadata
from web.settings import Settings


def run(c: Connection) -> None:
    context.configure(connection=c, target_metadata=metadata(), transactional_ddl=True, **comparison(c))
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with connection(Settings.from_env(os.environ).database_url) as own:
        run(own)
