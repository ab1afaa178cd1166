"""Draws pictures again after a recipe has changed, from the master that was kept of each.

The picture gets a new key: the same source, the new recipe. So every address changes, and old files stay until the
sweep takes them. What is done shows in the rows themselves, so a rebuild that was stopped goes on where it was,
and two at once share the work: ``claims.once`` lets one draw, and a row is changed only while it names the old key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from pockitflyer.pictures import claims, drawing, finishing, intake, rows, store, workers
from pockitflyer.pictures.errors import PictureError
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import Recipe

_KEYS_AT_ONCE = 100


@dataclass(frozen=True)
class Rebuilt:
    """A picture that was drawn again; ``left`` tells why it was not, and rows still name the old one."""

    key: str
    left: str = ""


def outdated() -> int:
    """How many pictures in rows were not made by the recipe of their column. Reads every key."""
    return sum(_outdated(column, recipe).count() for column, recipe in _columns())


def rebuild() -> Iterator[Rebuilt]:
    """Draws every outdated picture again and tells its rows; yields one by one.

    AVIFs that are made in the background are asked for, those an earlier stop left undone as well. Raises
    ``OSError`` when the store fails.
    """
    finishing.resume()
    for column, recipe in _columns():
        for key in _keys(column, recipe):
            try:
                _remake(column, recipe, key)
            except _NoMaster:
                yield Rebuilt(key, "no master was kept")
            except PictureError as error:
                yield Rebuilt(key, error.code)
            else:
                yield Rebuilt(key)


class _NoMaster(Exception):
    """Made by a version that kept none."""


def _columns() -> Iterator[tuple[rows.Column, Recipe]]:
    for column in rows.columns():
        if column.field.recipe is not None:
            yield column, column.field.recipe


def _keys(column: rows.Column, recipe: Recipe) -> Iterator[str]:
    """Each outdated key once, in ascending order, a batch at a time: new rows and changed ones do no harm."""
    last = ""
    while keys := list(_outdated(column, recipe, after=last)[:_KEYS_AT_ONCE]):
        yield from keys
        last = keys[-1]


def _outdated(column: rows.Column, recipe: Recipe, after: str = "") -> "QuerySet[Any, str]":
    # The index on keys finds and orders them; rows without a picture have no key.
    key = f"{column.name}__key"
    later = column.model._base_manager.filter(**{f"{key}__gt": after}).exclude(**{f"{key}__endswith": recipe.tag})
    return later.order_by(key).values_list(key, flat=True).distinct()


def _remake(column: rows.Column, recipe: Recipe, old: str) -> None:
    new = old[: -len(recipe.tag)] + recipe.tag
    # The old one as well: pages that were sent before this name its files for some time.
    claims.claim(old, new)
    picture = claims.once(new, find=lambda: store.read_card(new), make=lambda: _draw(old, new, recipe))
    with transaction.atomic():
        naming = column.model._base_manager.filter(**{f"{column.name}__key": old})
        if naming.update(**{column.name: picture}):
            finishing.finish_later(picture)


def _draw(old: str, new: str, recipe: Recipe) -> Picture:
    master = store.read_master(old)
    if master is None:
        raise _NoMaster
    drawn = workers.run(drawing.draw, master, "image/jpeg", recipe, settings.MAX_PICTURE_PIXELS)
    # The very bytes of the old master: one that is encoded at every rebuild would fade.
    return intake.keep(new, replace(drawn, files={**drawn.files, drawing.MASTER: master}))
