"""Text as a search compares it."""

import unicodedata
from typing import Any

from django.db import models

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Lower case, without accents, every run of blanks and control characters one blank.

    Folding again changes nothing, so that a folded text is found in a folded text wherever a reader would see it.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    # Case folded twice: taking a sign apart can bring forth capitals (the Unicode Standard, 3.13, D146).
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    plain = unicodedata.normalize("NFKD", apart.casefold()).translate(_PLAIN)
    letters = (character for character in plain if unicodedata.category(character) != "Mn")
    return " ".join("".join(character if character.isprintable() else " " for character in letters).split())


class FoldedField(models.TextField):
    """A text column that keeps another column folded; filled whenever its row is written."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, folded)
        return folded
