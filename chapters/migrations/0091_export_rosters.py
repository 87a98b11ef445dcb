import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0090_keep_views_and_choices_of_rosters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterExport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("XLSX", "Excel (XLSX)"), ("CSV", "CSV")],
                        max_length=4,
                        verbose_name="bentuk",
                    ),
                ),
                ("columns", models.JSONField(verbose_name="kolom")),
                ("of_chosen", models.BooleanField(default=False, verbose_name="hanya yang dipilih")),
                ("asked", ipspi.encryption.EncryptedTextField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("CHECK", "Mencocokkan dengan KTP atau surat keputusan"),
                            ("CORRECT", "Memperbaiki data anggota"),
                            ("DUPLICATE", "Memeriksa pendaftaran ganda"),
                            ("AUTHORITY", "Permintaan instansi yang berwenang"),
                            ("EVENT", "Rapat, musyawarah, atau kegiatan"),
                            ("REPORT", "Laporan atau pendataan pengurus"),
                            ("OTHER", "Keperluan lain"),
                        ],
                        max_length=9,
                        verbose_name="alasan",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                ("asked_at", models.DateTimeField(verbose_name="diminta")),
                ("made_at", models.DateTimeField(null=True, verbose_name="selesai")),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="jumlah baris")),
                ("left_out", models.PositiveIntegerField(default=0, verbose_name="tidak diikutkan")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="berlaku sampai")),
                ("downloads", models.PositiveSmallIntegerField(default=0, verbose_name="diunduh")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berkas dihapus")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chapters.chapter"
                    ),
                ),
            ],
            options={
                "verbose_name": "ekspor anggota",
                "verbose_name_plural": "ekspor anggota",
                "ordering": ["-asked_at"],
                "indexes": [
                    models.Index(fields=["by", "chapter", "-asked_at"], name="roster_export_of_officer"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["asked_at"], name="roster_export_kept"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_at", None),
                            models.Q(("asked", None), ("expires_at__isnull", False), ("rows__isnull", False)),
                            _connector="OR",
                        ),
                        name="roster_export_made_has_rows_and_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "OTHER"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roster_export_for_another_reason_says_which",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", ipspi.encryption.EncryptedBinaryField(blank=True, null=True)),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="chapters.rosterexport",
                    ),
                ),
            ],
            options={
                "verbose_name": "bagian berkas ekspor",
                "verbose_name_plural": "bagian berkas ekspor",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("export", "number"), name="export_part_once")
                ],
            },
        ),
    ]
