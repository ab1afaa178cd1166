"""The categories every board starts with; operators change them in the admin."""

from django.db import migrations

CATEGORIES = [
    ("events", "Events", "Anlässe"),
    ("nightlife", "Nightlife", "Nachtleben"),
    ("service", "Service", "Dienste"),
    ("food", "Food", "Essen"),
    ("retail", "Retail", "Läden"),
    ("community", "Community", "Quartier"),
    ("other", "Other", "Anderes"),
]


def add(apps, schema_editor):
    category = apps.get_model("flyers", "Category")
    for position, (slug, name_en, name_de) in enumerate(CATEGORIES):
        names = {"name_en": name_en, "name_de": name_de, "position": position}
        category.objects.get_or_create(slug=slug, defaults=names)


class Migration(migrations.Migration):
    dependencies = [("flyers", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
