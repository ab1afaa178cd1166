"""The database counts what changes on the board: see ``flyers/versions.py``."""

from django.db import migrations, models

from pockitflyer.flyers.triggers import install


def add_triggers(apps, schema_editor):
    install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("flyers", "0005_place_flyers"), ("accounts", "0003_folded_name")]

    operations = [
        migrations.CreateModel(
            name="BoardVersion",
            fields=[
                ("slot", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
    ]
