from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from pockitflyer.flyers.models import Category, Flyer
from pockitflyer.flyers.placing import place


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("slug", "name_en", "name_de", "position", "is_active")
    list_editable = ("position", "is_active")


@admin.register(Flyer)
class FlyerAdmin(admin.ModelAdmin):
    list_display = ("title", "creator", "starts_at", "ends_at")
    list_select_related = ("creator",)
    search_fields = ("title", "creator__name")
    autocomplete_fields = ("creator",)
    filter_horizontal = ("categories",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        place([form.instance])
