"""The admin, where whatever an operator adds, changes or deletes is in the trail, of every model that is there."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.moderation import about_flyer, about_person, write_down

# Whoever may change these gives rights, or opens somebody's account.
_FOR_SUPERUSERS: Final = {"auth.group", "account.emailaddress", "mfa.authenticator"}


def operator_of(request: HttpRequest) -> str:
    return str(getattr(request.user, "email", ""))


class WrittenDown(admin.ModelAdmin):
    """What is logged for Django's own history goes with the operator's account; the trail stays."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        write_down(operator_of(request), "add", _about(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        write_down(operator_of(request), "change", _about(obj), ", ".join(_changed(message)))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            write_down(operator_of(request), "delete", _about(obj))
        return super().log_deletions(request, queryset)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open_to(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, *given: Any) -> bool:
        return self._is_open_to(request) and super().has_add_permission(request, *given)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open_to(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open_to(request) and super().has_delete_permission(request, obj)

    def _is_open_to(self, request: HttpRequest) -> bool:
        is_superuser = getattr(request.user, "is_superuser", False)
        return is_superuser or self.opts.label_lower not in _FOR_SUPERUSERS


class Site(admin.AdminSite):
    """Gives every model that is registered, by whichever app, an admin that writes down."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        kept = admin_class or admin.ModelAdmin
        super().register(model_or_iterable, type(kept.__name__, (WrittenDown, kept), {}), **options)


def _about(obj: Model) -> str:
    if isinstance(obj, Flyer):
        return about_flyer(obj)
    if isinstance(obj, User):
        return about_person(obj)
    return f"{obj._meta.model_name} {obj.pk}: {obj}"


def _changed(message: Any) -> Iterable[str]:
    """The names of the fields in what Django says of a change."""
    for part in message if isinstance(message, list) else ():
        yield from part.get("changed", {}).get("fields", ())
