from django.conf import settings
from django.db import migrations

NAME = 'Moderators'
# Looking at reports and at the trail, and deciding about reports. Nothing else of the admin.
MAY = {'report': ['view', 'change'], 'decision': ['view']}


def make_group(apps, schema_editor):
    """Permissions are made after all migrations, so the ones that are needed are made here."""
    ContentType = apps.get_model('contenttypes', 'ContentType')
    Permission = apps.get_model('auth', 'Permission')
    group, _ = apps.get_model('auth', 'Group').objects.get_or_create(name=NAME)
    for model, verbs in MAY.items():
        kind, _ = ContentType.objects.get_or_create(app_label='flyers', model=model)
        for verb in verbs:
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=f'{verb}_{model}', defaults={'name': f'Can {verb} {model}'}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('flyers', '0009_reports'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
