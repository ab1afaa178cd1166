from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pockitflyer.flyers import life
from pockitflyer.flyers.feed import poster_card
from pockitflyer.flyers.life import status_of
from pockitflyer.flyers.models import Category, Flyer, FlyerImage
from pockitflyer.flyers.moderation import about_flyer, write_down
from pockitflyer.flyers.moderation_admin import WithReports
from pockitflyer.flyers.placing import place
from pockitflyer.flyers.reported import in_words
from pockitflyer.flyers.templatetags.cards import status_name
from pockitflyer.flyers.trail_admin import operator_of


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("slug", "name_en", "name_de", "position", "is_active")
    list_editable = ("position", "is_active")


@admin.register(Flyer)
class FlyerAdmin(WithReports):
    """A reason hides a flyer; without one it is shown again."""

    list_display = ("cover", "title", "publisher", "status", "starts_at", "ends_at", "why")
    list_display_links = ("cover", "title")
    list_select_related = ("creator",)
    list_filter = (("hidden_at", admin.EmptyFieldListFilter), "categories")
    search_fields = ("title", "creator__name", "creator__email")
    autocomplete_fields = ("creator",)
    filter_horizontal = ("categories",)
    exclude = ("precision",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flyer]:
        in_order = Prefetch("images", FlyerImage.objects.order_by("position"))
        return super().get_queryset(request).prefetch_related(in_order)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """There is one. A name of its own in the model would be another migration."""
        return super().formfield_for_foreignkey(db_field, request, **{"label": _("publisher"), **kwargs})

    @admin.display(description=_("publisher"), ordering="creator__name")
    def publisher(self, flyer: Flyer) -> str:
        return flyer.creator.name

    @admin.display(description=_("cover"))
    def cover(self, flyer: Flyer) -> SafeString | str:
        images = list(flyer.images.all())
        if not images:
            return "–"
        sources = poster_card(images[0].picture).sources
        smallest = min((source for source in sources if source.type == "image/jpeg"), key=lambda one: one.width)
        return format_html('<img src="{}" height="64" alt="" loading="lazy">', smallest.url)

    @admin.display(description=_("status"))
    def status(self, flyer: Flyer) -> str:
        status = status_of(
            starts_at=flyer.starts_at,
            ends_at=flyer.ends_at,
            withdrawn_at=flyer.withdrawn_at,
            hidden_at=flyer.hidden_at,
            now=timezone.now(),
        )
        return status_name(status)

    @admin.display(description=_("why it is hidden"), ordering="hidden_reason")
    def why(self, flyer: Flyer) -> str:
        return in_words(flyer.hidden_reason)

    def save_model(self, request: HttpRequest, obj: Flyer, form: Any, change: bool) -> None:
        if not obj.hidden_reason:
            obj.hidden_at = None
        elif obj.hidden_at is None:
            obj.hidden_at = timezone.now()
        # Whoever has the form of it open is told.
        obj.version += change
        super().save_model(request, obj, form, change)
        if "hidden_reason" in form.changed_data:
            verb = "hide" if obj.hidden_reason else "show"
            write_down(operator_of(request), verb, about_flyer(obj), obj.hidden_reason)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        place([form.instance])

    def delete_model(self, request: HttpRequest, obj: Flyer) -> None:
        life.delete(obj.creator_id, obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Flyer]) -> None:
        for flyer in queryset:
            life.delete(flyer.creator_id, flyer.pk)
