"""The queue of reports, the trail of decisions, and people with what operators may do to them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.admin import UserAdmin
from pockitflyer.accounts.models import User
from pockitflyer.flyers import moderation
from pockitflyer.flyers.persons import erase
from pockitflyer.flyers.reported import VERBS, Decision, Reason, Report, in_words
from pockitflyer.flyers.trail_admin import operator_of

admin.site.unregister(User)


class _ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WithReports(admin.ModelAdmin):
    """What was reported can be deleted. Nobody deletes a report by itself, but it goes with what it is about."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(lacking) - {Report._meta.verbose_name}, protected


@admin.register(User)
class PersonAdmin(WithReports, UserAdmin):
    """A reason suspends somebody; without one they are back."""

    list_display = ("face", "name", "email", "is_active", "why", "date_joined")

    @admin.display(description=_("why they are hidden"), ordering="hidden_reason")
    def why(self, person: User) -> str:
        return in_words(person.hidden_reason or "")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        was = User.objects.filter(pk=obj.pk).values_list("hidden_reason", flat=True).first()
        super().save_model(request, obj, form, change)
        if obj.hidden_reason and obj.hidden_reason != was:
            moderation.suspend(obj, obj.hidden_reason, operator_of(request))
        elif was and not obj.hidden_reason:
            moderation.readmit(obj, operator_of(request))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        erase(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset:
            erase(person.pk)


class _ByVerb(admin.SimpleListFilter):
    title = _("what")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(VERBS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Decision]) -> QuerySet[Decision]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Decision)
class DecisionAdmin(_ReadOnly):
    list_display = fields = readonly_fields = ("at", "operator", "what", "about", "reason")
    list_filter = (_ByVerb,)
    search_fields = ("operator", "subject", "why")
    date_hierarchy = "at"

    @admin.display(description=_("what"), ordering="verb")
    def what(self, decision: Decision) -> str:
        return decision.verb_in_words()

    @admin.display(description=_("about"), ordering="subject")
    def about(self, decision: Decision) -> str:
        return decision.subject_in_words()

    @admin.display(description=_("why"), ordering="why")
    def reason(self, decision: Decision) -> str:
        return decision.why_in_words()


@admin.register(Report)
class ReportAdmin(_ReadOnly):
    """The open ones first: choose some, then what shall be done."""

    list_display = fields = readonly_fields = ("made_at", "about", "reason", "words", "reported_by", "decided_at")
    list_filter = (("decided_at", admin.EmptyFieldListFilter), "reason")
    list_select_related = ("flyer", "person", "reporter")
    ordering = (F("decided_at").asc(nulls_first=True), "-made_at")
    actions = ("hide", "suspend", "dismiss")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("flyers.change_report")

    @admin.display(description=_("about"))
    def about(self, report: Report) -> SafeString:
        subject = report.flyer or report.person
        kind = "flyers" if report.flyer else "users"
        return format_html('<a href="/{}/{}/">{}</a>', kind, subject.pk, subject)

    @admin.display(description=_("reported by"), ordering="reporter__name")
    def reported_by(self, report: Report) -> User | None:
        return report.reporter

    @admin.action(description=_("Hide the flyer"), permissions=["decide"])
    def hide(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports.filter(flyer__isnull=False):
            if report.flyer is not None:
                moderation.hide(report.flyer, Reason(report.reason).english, operator_of(request))

    @admin.action(description=_("Suspend the person"), permissions=["decide"])
    def suspend(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports:
            if report.person.is_staff and not getattr(request.user, "is_superuser", False):
                sentence = gettext("Only a superuser can suspend %(name)s.") % {"name": report.person}
                self.message_user(request, sentence, messages.ERROR)
                continue
            moderation.suspend(report.person, Reason(report.reason).english, operator_of(request))

    @admin.action(description=_("Dismiss: nothing is wrong"), permissions=["decide"])
    def dismiss(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports:
            moderation.dismiss(report, operator_of(request))
