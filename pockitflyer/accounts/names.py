"""What a name may be."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_NAME_CHARACTERS = 50

# Of the format characters only the joiners, which emoji and several scripts need: the others are invisible or
# turn the direction of the text around them.
_JOINERS = "\u200c\u200d"


def clean_name(raw: str) -> str:
    """The name as it is kept: NFC, without blanks around it. Raises ``ValidationError``.

    Any script is welcome and markup is just text; control characters are not.
    """
    name = unicodedata.normalize("NFC", raw).strip()
    if not any(unicodedata.category(character)[0] in "LNPS" for character in name):
        raise ValidationError(_("Enter a name."), code="name-blank")
    if len(name) > MAX_NAME_CHARACTERS:
        raise ValidationError(
            _("A name has at most 50 characters; this one has %(n)s."), "name-too-long", {"n": len(name)}
        )
    if any(_is_control(character) for character in name):
        raise ValidationError(_("A name cannot contain control characters."), code="name-control-character")
    return name


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in _JOINERS
