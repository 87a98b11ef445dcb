import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0065_count_who_comes_and_goes_by_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="sejak")),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_refusal",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "penolakan email pengurus",
                "verbose_name_plural": "penolakan email pengurus",
                "ordering": ["since"],
            },
        ),
    ]
