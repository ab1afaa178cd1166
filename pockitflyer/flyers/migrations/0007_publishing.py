"""What publishing keeps: uploads, versions, private pins, what is hidden and what is gone."""

import django.core.validators
import django.db.models.deletion
import pockitflyer.pictures.fields
from django.conf import settings
from django.db import migrations, models

from pockitflyer.flyers.triggers import install


def add_triggers(apps, schema_editor):
    # SQLite lost those of the tables it built anew.
    install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('flyers', '0006_board_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeletedFlyer',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('picture', pockitflyer.pictures.fields.PictureField(editable=False)),
                ('sent_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='flyer',
            name='hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hidden'),
        ),
        migrations.AddField(
            model_name='flyer',
            name='hidden_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='why it is hidden'),
        ),
        migrations.AddField(
            model_name='flyer',
            name='is_being_located',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='flyer',
            name='is_pinned_by_hand',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='flyer',
            name='pin_lat',
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='flyer',
            name='pin_lon',
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='flyer',
            name='precision',
            field=models.CharField(choices=[('exact', 'exactly'), ('street', 'the street'), ('area', 'only the area')], default='exact', max_length=6, verbose_name='place shown'),
        ),
        migrations.AddField(
            model_name='flyer',
            name='submission',
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='flyer',
            name='typed_address',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='flyer',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='flyerimage',
            name='alt',
            field=models.CharField(blank=True, max_length=200, verbose_name='what it shows'),
        ),
        migrations.AlterField(
            model_name='flyer',
            name='lat',
            field=models.FloatField(null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude'),
        ),
        migrations.AlterField(
            model_name='flyer',
            name='lon',
            field=models.FloatField(null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude'),
        ),
        migrations.AddConstraint(
            model_name='flyer',
            constraint=models.UniqueConstraint(fields=('creator', 'submission'), name='submitted_once'),
        ),
        migrations.AddField(
            model_name='upload',
            name='owner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(pockitflyer.pictures.fields.PictureKey('picture'), name='uploads_by_picture'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.UniqueConstraint(fields=('owner', 'key'), name='sent_once'),
        ),
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
    ]
