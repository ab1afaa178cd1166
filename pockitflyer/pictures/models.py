"""Who is making which picture, and since when a picture may not be swept."""

import datetime as dt

from django.db import models

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
KEY_CHARACTERS = 32


class Claim(models.Model):
    """Somebody took in, or is taking in, the picture of that key; a row may name it any moment now."""

    key = models.CharField(max_length=KEY_CHARACTERS, primary_key=True)
    claimed_at = models.DateTimeField()
    # Until then one upload is making the files; the others wait for it.
    leased_until = models.DateTimeField(default=LONG_AGO)

    def __str__(self) -> str:
        return self.key
