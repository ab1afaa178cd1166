"""Why a picture is refused, in words for the person who sent it: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PictureError(Exception):
    """A picture that cannot be accepted. ``code`` is stable, ``sentence`` is for people.

    ``retry_after_s`` is set where the same picture may be accepted that many seconds later.
    """

    code = "picture"
    sentence: str | Promise = _("This picture cannot be used.")
    retry_after_s: int | None = None

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
    """More pixels than ``MAX_PICTURE_PIXELS``, a side that is too long, or too many frames."""

    code = "picture-too-many-pixels"
    sentence = _("This picture has more than 50 megapixels. Make it smaller and try again.")


class PictureMetadataTooLarge(PictureError):
    """Profiles or notes inside the file that unfold to more than a few megabytes."""

    code = "picture-metadata-too-large"
    sentence = _("This file hides too much beside the picture. Save the picture again as JPEG and retry.")


class PictureUnsupported(PictureError):
    """Not one of the accepted types, whatever the file's name says."""

    code = "picture-unsupported"
    sentence = _("This is not a picture we can read. Choose a JPEG, PNG, WebP, AVIF or HEIC file.")


class PictureDamaged(PictureError):
    """The right type, but it cannot be decoded to the end."""

    code = "picture-damaged"
    sentence = _("This picture is damaged or incomplete. Save it again and retry, or choose another.")


class PictureTooSlow(PictureError):
    """Decoding took more time or memory than any usual picture needs."""

    code = "picture-too-slow"
    sentence = _("This picture takes too long to open. Save it as a JPEG and try again.")


class PictureBusy(PictureError):
    """Too many pictures are being worked on."""

    code = "picture-busy"
    sentence = _("Many pictures are arriving right now. Try again in a few seconds.")
    retry_after_s = 5


class PictureNotStored(PictureError):
    """The store did not take the files."""

    code = "picture-not-stored"
    sentence = _("The picture could not be stored just now. Try again in a minute.")
    retry_after_s = 60
