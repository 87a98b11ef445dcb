"""Where people studied, from a list that grows, and what."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0010_ask_where_people_work_and_live"),
    ]

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                (
                    "key",
                    models.CharField(editable=False, max_length=200, verbose_name="nama untuk pencocokan"),
                ),
                (
                    "known_as",
                    models.CharField(
                        blank=True,
                        help_text="Singkatan dan nama lama, dipisah titik koma.",
                        max_length=200,
                        verbose_name="nama lain",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="kota")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "Usulan"),
                            ("CONFIRMED", "Dipastikan"),
                            ("MERGED", "Digabungkan"),
                        ],
                        default="PROPOSED",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="members.institution",
                        verbose_name="digabungkan ke",
                    ),
                ),
            ],
            options={
                "verbose_name": "perguruan tinggi",
                "verbose_name_plural": "perguruan tinggi",
            },
        ),
        migrations.CreateModel(
            name="Education",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("SMA", "SMA, SMK, atau sederajat"),
                            ("D3", "D-3"),
                            ("D4", "D-4 atau sarjana terapan"),
                            ("S1", "S-1 atau sarjana"),
                            ("SP", "Spesialis (Sp-1)"),
                            ("S2", "S-2 atau magister"),
                            ("S3", "S-3 atau doktor"),
                        ],
                        max_length=3,
                        verbose_name="jenjang",
                    ),
                ),
                ("programme", models.CharField(max_length=120, verbose_name="program studi")),
                (
                    "entered_in",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tahun masuk"),
                ),
                (
                    "graduated_in",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tahun lulus"),
                ),
                ("diploma_number", models.CharField(blank=True, max_length=60, verbose_name="nomor ijazah")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="educations",
                        to="members.member",
                        verbose_name="anggota",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="educations",
                        to="members.institution",
                        verbose_name="perguruan tinggi",
                    ),
                ),
            ],
            options={
                "verbose_name": "pendidikan",
                "verbose_name_plural": "pendidikan",
                "ordering": ["graduated_in", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="institution",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="institution_name_trigrams",
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.UniqueConstraint(fields=("key",), name="institution_key_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="institution_has_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "MERGED"), ("merged_into__isnull", True), _connector="XOR"),
                name="institution_merged_says_into_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="education",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_in__isnull", False), ("graduated_in__isnull", False), _connector="OR"
                ),
                name="education_has_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="education",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_in__isnull", True),
                    ("graduated_in__isnull", True),
                    ("graduated_in__gte", models.F("entered_in")),
                    _connector="OR",
                ),
                name="education_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="education",
            constraint=models.CheckConstraint(
                condition=models.Q(("diploma_number", ""), ("graduated_in__isnull", False), _connector="OR"),
                name="education_diploma_only_of_graduates",
            ),
        ),
    ]
