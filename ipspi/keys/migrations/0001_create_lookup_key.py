import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LookupKey",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versi")),
                ("next_version", models.PositiveSmallIntegerField(null=True, verbose_name="versi berikut")),
                (
                    "in_force_since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="berlaku sejak"
                    ),
                ),
            ],
            options={"verbose_name": "kunci pencarian", "verbose_name_plural": "kunci pencarian"},
        ),
        migrations.AddConstraint(
            model_name="lookupkey",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="lookup_key_is_one_row"),
        ),
        migrations.AddConstraint(
            model_name="lookupkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_version__isnull", True),
                    models.Q(("next_version", models.F("version")), _negated=True),
                    _connector="OR",
                ),
                name="lookup_key_rotates_to_another",
            ),
        ),
    ]
