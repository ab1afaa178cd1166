"""The triggers behind the board's version, for SQLite and PostgreSQL.

SQLite drops a table's triggers when a migration builds the table anew: such a migration has to end with ``install``. A
test looks whether they are all there.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

# Tables, and the columns that show; all of them when none is named.
WATCHED: dict[str, tuple[str, ...]] = {
    "flyers_flyer": (),
    "flyers_flyerimage": (),
    "flyers_flyer_categories": (),
    "flyers_category": (),
    # Written with the placements, one row where those are many.
    "flyers_searchtext": (),
    "accounts_user": ("name", "picture", "is_active", "may_be_written_to"),
}
_EVENTS = ("INSERT", "UPDATE", "DELETE")
_SLOTS = 64


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes what is missing. Raises ``NotImplementedError`` on any other database."""
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}.get(connection.vendor)
    if statements is None:
        raise NotImplementedError(f"PockitFlyer runs on SQLite or PostgreSQL, not on {connection.vendor}.")
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def names() -> set[str]:
    return {_name(table, event) for table in WATCHED for event in _EVENTS}


def _name(table: str, event: str) -> str:
    return f"board_changed_{table}_{event.lower()}"


def _each() -> Iterator[tuple[str, str, str]]:
    """Name, event with its columns, and table of every trigger."""
    for table, columns in WATCHED.items():
        for event in _EVENTS:
            of = f" OF {', '.join(columns)}" if event == "UPDATE" and columns else ""
            yield _name(table, event), event + of, table


def _sqlite() -> Iterator[str]:
    yield "INSERT OR IGNORE INTO flyers_boardversion (slot, number) VALUES (0, 0)"
    for name, event, table in _each():
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table}"
            " BEGIN UPDATE flyers_boardversion SET number = number + 1; END"
        )


def _postgresql() -> Iterator[str]:
    # One row for all would make everyone who publishes wait until the one before has committed.
    yield f"""
        CREATE OR REPLACE FUNCTION board_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO flyers_boardversion (slot, number) VALUES (pg_backend_pid() % {_SLOTS}, 1)
            ON CONFLICT (slot) DO UPDATE SET number = flyers_boardversion.number + 1;
            RETURN NULL;
        END $$"""
    yield "INSERT INTO flyers_boardversion (slot, number) VALUES (0, 0) ON CONFLICT DO NOTHING"
    for name, event, table in _each():
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION board_changed()"
        )
