"""What operators decide: hide a flyer, suspend a person, dismiss a report. Every decision is written down."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.persons import put_back, take_off
from pockitflyer.flyers.placing import place
from pockitflyer.flyers.reported import Decision, Reason, Report


def hide(flyer: Flyer, why: str, operator: str) -> None:
    """Its creator alone sees it, and why. What was reported about it is decided."""
    with transaction.atomic():
        Flyer.objects.filter(pk=flyer.pk).update(hidden_at=timezone.now(), hidden_reason=why, version=F("version") + 1)
        flyer.refresh_from_db()
        place([flyer])
        _decide(Report.objects.filter(flyer=flyer))
        write_down(operator, "hide", about_flyer(flyer), why)


def suspend(person: User, why: str, operator: str) -> None:
    """Gone from the board with all flyers, signed out, and cannot sign in."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(hidden_reason=why)
        take_off(person.pk)
        _decide(Report.objects.filter(person=person))
        write_down(operator, "suspend", about_person(person), why)


def readmit(person: User, operator: str) -> None:
    """Undoes a suspension."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(hidden_reason=None)
        put_back(person.pk)
        write_down(operator, "readmit", about_person(person))


def dismiss(report: Report, operator: str) -> None:
    """Nothing was wrong."""
    with transaction.atomic():
        _decide(Report.objects.filter(pk=report.pk))
        subject = about_flyer(report.flyer) if report.flyer else about_person(report.person)
        write_down(operator, "dismiss", subject, Reason(report.reason).english)


def write_down(operator: str, verb: str, subject: str, why: str = "") -> None:
    """One line of the trail."""
    Decision.objects.create(operator=operator, verb=verb, subject=subject[:300], why=why[:300])


def about_flyer(flyer: Flyer) -> str:
    return f"flyer {flyer.pk}: {flyer.title} (person {flyer.creator_id})"


def about_person(person: User) -> str:
    return f"person {person.pk}: {person.name}"


def _decide(reports: QuerySet[Report]) -> None:
    reports.filter(decided_at=None).update(decided_at=timezone.now())
