"""A model column that keeps a ``Picture``."""

from typing import Any

import msgspec
from django.db import models

from pockitflyer.pictures.picture import Picture


class PictureField(models.TextField):
    """Keeps what pages need to show a picture beside the row that uses it, so showing it costs no join.

    ``None`` is kept as NULL. Rows read with ``values_list`` hold a ``Picture`` as well.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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
