"""Why a picture is refused, in words for the person who sent it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PictureError(Exception):
    """A picture that cannot be accepted. ``code`` is stable, ``sentence`` is for people."""

    code = "picture"
    sentence: str | Promise = _("This picture cannot be used.")

    def __str__(self) -> str:
        return str(self.sentence)


class PictureEmpty(PictureError):
    """No bytes."""

    code = "picture-empty"
    sentence = _("This file is empty. Choose another picture.")


class PictureTooLarge(PictureError):
    """More bytes than ``MAX_PICTURE_BYTES``."""

    code = "picture-too-large"
    sentence = _("This file is larger than 10 MB. Choose a smaller one.")


class PictureTooManyPixels(PictureError):
    """More pixels than ``MAX_PICTURE_PIXELS``."""

    code = "picture-too-many-pixels"
    sentence = _("This picture has more than 50 megapixels. Make it smaller and try again.")


class PictureUnsupported(PictureError):
    """Not one of the accepted types, whatever the file's name says."""

    code = "picture-unsupported"
    sentence = _("This is not a picture we can read. Choose a JPEG, PNG, WebP, AVIF or HEIC file.")


class PictureDamaged(PictureError):
    """The right type, but it cannot be decoded to the end."""

    code = "picture-damaged"
    sentence = _("This picture is damaged or incomplete. Save it again and retry, or choose another.")
