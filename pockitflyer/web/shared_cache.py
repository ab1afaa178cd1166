"""What all workers count and remember together: limits, and answers that are given again."""

import base64
import datetime as dt
import pickle
from typing import Any, Final

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

_SWEPT_AT_ONCE: Final = 1_000


class SharedCache(DatabaseCache):
    """Django's own, but for what it gives up: an entry stays until its time is over, however many others there are.

    Django's counts all entries at each write, and drops a third of them when they are too many, whatever they are: who
    fills it with counts of their own would end the limits of others. Here a write is one statement, and ``sweep``
    takes away what is over.
    """

    _table: str

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """Whether it was written: ``add`` leaves what is not over, ``touch`` finds nothing that is over."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        ends_at, now = _stamp(connection, self.get_backend_timeout(timeout)), _stamp(connection, timezone.now())
        with connection.cursor() as cursor:
            if mode == "touch":
                cursor.execute(
                    f"UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires > %s",  # noqa: S608
                    [ends_at, key, now],
                )
                return bool(cursor.rowcount == 1)
            pickled = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
            statement = (
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
            )
            if mode == "add":
                cursor.execute(f"{statement} WHERE {table}.expires <= %s", [key, pickled, ends_at, now])
            else:
                cursor.execute(statement, [key, pickled, ends_at])
            return bool(cursor.rowcount == 1)

    def sweep(self) -> int:
        """Takes away what is over, some at a time, so that nobody waits for it. Returns how many."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        over = f"SELECT cache_key FROM {table} WHERE expires <= %s LIMIT {_SWEPT_AT_ONCE}"  # noqa: S608
        now, swept = _stamp(connection, timezone.now()), 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE cache_key IN ({over})", [now])  # noqa: S608
                swept += cursor.rowcount
                if cursor.rowcount < _SWEPT_AT_ONCE:
                    return swept


def _stamp(connection: Any, when: dt.datetime | float | None) -> Any:
    """A moment as the database keeps it; ``when`` may be seconds of the Unix clock, or ``None`` for never."""
    if when is None:
        when = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
    elif not isinstance(when, dt.datetime):
        when = dt.datetime.fromtimestamp(when, tz=dt.UTC)
    return connection.ops.adapt_datetimefield_value(when)


def sweep() -> None:
    """Takes away what is over. Redis does so by itself."""
    for cache in caches.all():
        if isinstance(cache, SharedCache):
            cache.sweep()
