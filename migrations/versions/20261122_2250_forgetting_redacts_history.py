"""Forgetting redacts the history

Revision: d4f6e1aaee04, after: b7d1c0ffee02
Made: 2026-11-22 22:50:00+00:00

The history stays append-only but for one change: what was written (``changes``, ``comment``) in the history of a record
that the history itself says was forgotten. Who, when, which step and from which state to which never change.
"""

from alembic import op

revision = 'd4f6e1aaee04'
down_revision = 'b7d1c0ffee02'
branch_labels = None
depends_on = None

KEPT = (
    "id", "register", "record_id", "site_id", "at", "user_id", "actor_name", "origin", "kind", "transition", "from_state",
    "to_state", "version",
)
FORGOTTEN = (
    "EXISTS (SELECT 1 FROM history_entry AS told WHERE told.register = OLD.register "
    "AND told.record_id = OLD.record_id AND told.transition = 'forget')"
)


def upgrade() -> None:
    """Let a forgotten record's history be redacted."""
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in KEPT)
        op.execute("DROP TRIGGER history_entry_no_update")
        op.execute(
            f"CREATE TRIGGER history_entry_no_update BEFORE UPDATE ON history_entry WHEN NOT ({same} AND {FORGOTTEN}) "
            "BEGIN SELECT RAISE(ABORT, 'history_entry is append-only'); END"
        )
        return
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in KEPT)
    op.execute(
        "CREATE OR REPLACE FUNCTION history_entry_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'UPDATE' THEN IF {same} AND {FORGOTTEN} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'history_entry is append-only'; END $$"
    )


def downgrade() -> None:
    """Keep the history as it is without exception."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER history_entry_no_update")
        op.execute(
            "CREATE TRIGGER history_entry_no_update BEFORE UPDATE ON history_entry "
            "BEGIN SELECT RAISE(ABORT, 'history_entry is append-only'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION history_entry_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history_entry is append-only'; END $$"
    )
