"""What people report, and what operators decided: the rows. ``reporting.py`` and ``moderation.py`` have the verbs."""

import functools
import re
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

MAX_WORDS_CHARACTERS = 1_000
# What the trail keeps, and how it reads.
VERBS: Final = {
    "hide": _("hidden"),
    "show": _("shown again"),
    "suspend": _("suspended"),
    "readmit": _("let back in"),
    "dismiss": _("dismissed"),
}
_KINDS: Final = {"flyer": _("flyer"), "person": _("person")}


class Reason(models.TextChoices):
    """Why somebody reports something."""

    SPAM = "spam", _("spam or advertising without an event")
    FALSE = "false", _("false or misleading")
    OFFENSIVE = "offensive", _("insulting, hateful or violent")
    ILLEGAL = "illegal", _("forbidden by law")
    PRIVATE = "private", _("shows somebody who does not want it")
    OTHER = "other", _("something else")

    @property
    def english(self) -> str:
        """What is kept of it where free words could stand as well."""
        with override("en"):
            return str(self.label)


class Report(models.Model):
    """A flyer, or a person with everything of theirs, is reported by somebody, who may be nobody we know.

    It is open until ``decided_at``. What is deleted takes its reports along; the decisions stay.
    """

    flyer = models.ForeignKey("flyers.Flyer", models.CASCADE, null=True, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports_of")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    words = models.TextField(_("in words"), max_length=MAX_WORDS_CHARACTERS, blank=True)
    made_at = models.DateTimeField(_("reported"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-made_at"]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="open_reports", condition=models.Q(decided_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.flyer or self.person}"


class Decision(models.Model):
    """The trail: who did what to whom, when and why. Nobody changes it, and it outlives what it is about.

    It is kept in English and read in any language; what somebody typed stays as it is.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    operator = models.CharField(_("operator"), max_length=254)
    verb = models.CharField(_("what"), max_length=20)
    subject = models.CharField(_("about"), max_length=300)
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.operator}: {self.subject_in_words()}, {self.verb_in_words()}"

    def verb_in_words(self) -> str:
        return str(VERBS.get(self.verb, self.verb))

    def subject_in_words(self) -> str:
        """``flyer 7: Title (person 3)``, but for the title."""
        kinds = r"^(?:flyer|person)(?= \d+: )|(?<=\()person(?= \d+\)$)"
        return re.sub(kinds, lambda found: str(_KINDS[found[0]]), self.subject)

    def why_in_words(self) -> str:
        return in_words(self.why)


def in_words(why: str) -> str:
    """One of our reasons in the active language, or what an operator typed."""
    return str(_reasons().get(why, why)) if why else why


@functools.cache
def _reasons() -> dict[str, Any]:
    """Names that are translated when they are read, by what is kept of them."""
    return {reason.english: reason.label for reason in Reason}
