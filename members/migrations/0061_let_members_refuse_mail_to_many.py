import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0060_find_numbers_by_a_part"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailRefusal",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_refusal",
                        serialize=False,
                        to="members.member",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="sejak")),
            ],
            options={
                "verbose_name": "penolakan email pengurus",
                "verbose_name_plural": "penolakan email pengurus",
                "ordering": ["since"],
            },
        ),
    ]
