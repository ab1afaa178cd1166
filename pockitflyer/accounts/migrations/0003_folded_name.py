"""Names as a search compares them, in an index of trigrams where the database has one."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from pockitflyer.web.folding import FoldedField, fold


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX publisher_trigrams ON accounts_user USING gin (folded_name gin_trgm_ops) "
            "WITH (fastupdate = off)"
        )


def fold_names(apps, schema_editor):
    user = apps.get_model("accounts", "User")
    for pk, name in user.objects.values_list("pk", "name"):
        user.objects.filter(pk=pk).update(folded_name=fold(name))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_user_users_by_picture")]

    operations = [
        TrigramExtension(),
        migrations.AddField("user", "folded_name", FoldedField(of="name", default="", editable=False)),
        migrations.RunPython(add_index, migrations.RunPython.noop),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
