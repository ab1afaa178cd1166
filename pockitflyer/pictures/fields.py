"""A model column that keeps a ``Picture``."""

from typing import Any

import msgspec
from django.db import models

from pockitflyer.pictures.models import KEY_CHARACTERS
from pockitflyer.pictures.picture import Picture
from pockitflyer.pictures.recipes import Recipe

# A stored picture begins with ["<key>", so its key is found, and indexed, without reading the rest.
_KEY_BEGINS = 3


class PictureField(models.TextField):
    """Keeps what pages need to show a picture beside the row that uses it, so showing it costs no join.

    ``recipe`` is what its pictures are made by. ``None`` is kept as NULL. Rows read with ``values_list`` hold a
    ``Picture`` as well. ``<name>__key`` is the key of the picture, for filters and indexes.
    """

    def __init__(self, *args: Any, recipe: Recipe | None = None, **kwargs: Any) -> None:
        self.recipe = recipe
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: object) -> Picture | None:
        return None if value is None else self.to_python(value)

    def to_python(self, value: Any) -> Picture | None:
        return msgspec.json.decode(value, type=Picture) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return msgspec.json.encode(value).decode() if isinstance(value, Picture) else value

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


@PictureField.register_lookup
class PictureKey(models.Transform):
    """The key inside a picture column. The numbers are literals: an index is used only by the very same text."""

    lookup_name = "key"
    template = f"substr(%(expressions)s, {_KEY_BEGINS}, {KEY_CHARACTERS})"
    output_field = models.CharField(max_length=KEY_CHARACTERS)
