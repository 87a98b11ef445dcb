import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0098_keep_drafts_of_boards_and_handovers"),
        ("members", "0061_say_more_reasons_for_taking_data_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nama tampilan")),
                ("filters", models.JSONField(default=dict, verbose_name="saringan")),
                ("columns", models.JSONField(default=list, verbose_name="kolom")),
                ("default", models.BooleanField(default=False, verbose_name="dibuka pertama")),
                ("deleted_at", models.DateTimeField(null=True, verbose_name="dihapus")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chapters.chapter"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tampilan tersimpan",
                "verbose_name_plural": "tampilan tersimpan",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        models.F("chapter"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("deleted_at", None)),
                        name="saved_view_name_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("default", True), ("deleted_at", None)),
                        fields=("user", "chapter"),
                        name="saved_view_one_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="kolom")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chapters.chapter"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pilihan kolom",
                "verbose_name_plural": "pilihan kolom",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "chapter"), name="chosen_columns_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Chosen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="dipilih")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="dilepas")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chapters.chapter"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.member"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "anggota terpilih",
                "verbose_name_plural": "anggota terpilih",
                "indexes": [models.Index(fields=["at"], name="chosen_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "chapter", "member"), name="chosen_once")
                ],
            },
        ),
    ]
