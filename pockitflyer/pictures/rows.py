"""Which rows of the whole house use which pictures. This room knows no other: it asks Django for the columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from pockitflyer.pictures.fields import PictureField
from pockitflyer.pictures.picture import Picture


@dataclass(frozen=True)
class Column:
    """A picture column of a model."""

    model: type[Model]
    field: PictureField

    @property
    def name(self) -> str:
        return self.field.attname


def columns() -> Iterator[Column]:
    """All picture columns of all models."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PictureField):
                yield Column(model, field)


def used(keys: list[str]) -> set[str]:
    """Those of the keys that rows name. One query a column."""
    found: set[str] = set()
    for column in columns():
        rows = column.model._base_manager.filter(**{f"{column.name}__key__in": keys})
        found |= {picture.key for picture in rows.values_list(column.name, flat=True)}
    return found


def tell(picture: Picture) -> None:
    """Writes what is known of a picture now into all rows that name it."""
    for column in columns():
        rows = column.model._base_manager.filter(**{f"{column.name}__key": picture.key})
        rows.update(**{column.name: picture})


def unfinished() -> Iterator[str]:
    """Keys of pictures in rows whose AVIFs were never made. Reads every row: not for a page view."""
    for column in columns():
        if column.field.recipe is None or not column.field.recipe.avif_later:
            continue
        # A picture is kept as a JSON array with the AVIF widths last.
        rows = column.model._base_manager.filter(**{f"{column.name}__endswith": ",[]]"})
        yield from (picture.key for picture in rows.values_list(column.name, flat=True).iterator())
