"""Puts the flyers that are on the board where views find them."""

from django.db import migrations

_CHUNK = 200


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # Without the list of pending entries, which every search would have to read through.
        schema_editor.execute(
            "CREATE INDEX flyer_trigrams ON flyers_searchtext USING gin (folded gin_trgm_ops) WITH (fastupdate = off)"
        )


def place_all(apps, schema_editor):
    from django.utils import timezone

    from pockitflyer.flyers.placing import placements, search_text

    flyer, placement, text = (apps.get_model("flyers", name) for name in ("Flyer", "Placement", "SearchText"))
    live = flyer.objects.filter(ends_at__gt=timezone.now()).prefetch_related("categories")
    for one in live.iterator(_CHUNK):
        topics = [category.pk for category in one.categories.all()]
        placement.objects.bulk_create([placement(**row) for row in placements(one, topics)])
        text.objects.create(**search_text(one))


class Migration(migrations.Migration):
    dependencies = [("flyers", "0004_placements"), ("accounts", "0003_folded_name")]

    operations = [
        migrations.RunPython(add_index, migrations.RunPython.noop),
        migrations.RunPython(place_all, migrations.RunPython.noop),
    ]
