"""Flyers of before were shown exactly where they are."""

from django.db import migrations
from django.db.models import F


def keep_pins(apps, schema_editor):
    flyers = apps.get_model("flyers", "Flyer").objects
    flyers.filter(typed_address="").update(typed_address=F("address"), pin_lat=F("lat"), pin_lon=F("lon"))


class Migration(migrations.Migration):
    dependencies = [("flyers", "0007_publishing")]

    operations = [migrations.RunPython(keep_pins, migrations.RunPython.noop)]
