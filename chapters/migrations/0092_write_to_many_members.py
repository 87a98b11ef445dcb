import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0091_export_rosters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("signed", models.CharField(max_length=250, verbose_name="penanda tangan")),
                ("subject", models.CharField(max_length=150, verbose_name="perihal")),
                ("text", models.TextField(verbose_name="isi")),
                ("made_at", models.DateTimeField(verbose_name="dikirim")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="selesai")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="dihentikan")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="circulars",
                        to="chapters.chapter",
                    ),
                ),
            ],
            options={
                "verbose_name": "email ke anggota",
                "verbose_name_plural": "email ke anggota",
                "ordering": ["-made_at"],
                "indexes": [models.Index(fields=["chapter", "-made_at"], name="circular_of_chapter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="circular_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CircularRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "menunggu"),
                            ("MAILED", "dikirim"),
                            ("LEFT_OUT", "tidak dikirimi"),
                        ],
                        default="WAITING",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NO_MEMBER", "Bukan anggota"),
                            ("ON_LEAVE", "Sedang cuti"),
                            ("SUSPENDED", "Diberhentikan sementara"),
                            ("RESTRICT", "Datanya dibatasi"),
                            ("REFUSED", "Tidak mau menerima email dari pengurus"),
                            ("NO_EMAIL", "Tidak ada alamat email"),
                        ],
                        max_length=9,
                        verbose_name="alasan",
                    ),
                ),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="chapters.circular",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="circulars",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "penerima email",
                "verbose_name_plural": "penerima email",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "WAITING")),
                        fields=["circular", "id"],
                        name="circular_recipient_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("circular", "member"), name="circular_recipient_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "LEFT_OUT"), ("reason", ""), _connector="XOR"),
                        name="circular_recipient_left_out_says_why",
                    ),
                ],
            },
        ),
    ]
