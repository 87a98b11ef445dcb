import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0072_tell_links_of_member_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rows", models.PositiveIntegerField(verbose_name="baris daftar")),
                ("registered", models.PositiveIntegerField(verbose_name="terdaftar")),
                ("review", models.PositiveIntegerField(verbose_name="perlu ditinjau")),
                ("not_registered", models.PositiveIntegerField(verbose_name="belum terdaftar")),
                ("duplicates", models.PositiveIntegerField(verbose_name="baris ganda")),
                ("invited", models.PositiveIntegerField(default=0, verbose_name="diundang")),
                ("joined", models.PositiveIntegerField(default=0, verbose_name="mendaftar lewat undangan")),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="chapters.memberlist",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_entries",
                        to="chapters.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "lembar buku besar daftar",
                "verbose_name_plural": "buku besar daftar",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "run"), name="list_entry_once_per_run"),
                    models.CheckConstraint(
                        condition=Q(rows=F("registered") + F("review") + F("not_registered")),
                        name="list_entry_counts_each_row_once",
                    ),
                ],
            },
        ),
    ]
