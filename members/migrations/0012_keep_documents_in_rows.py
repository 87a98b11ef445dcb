"""Diplomas, certificates and photos: rows of a draft, then of a member."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0011_create_institutions_and_educations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("foto", "Pasfoto"),
                            ("ijazah", "Ijazah"),
                            ("sertifikat", "Sertifikat kompetensi"),
                        ],
                        max_length=10,
                        verbose_name="dokumen",
                    ),
                ),
                (
                    "medium",
                    models.CharField(
                        choices=[("image/jpeg", "gambar"), ("application/pdf", "PDF")],
                        max_length=15,
                        verbose_name="bentuk",
                    ),
                ),
                ("content", ipspi.encryption.EncryptedBinaryField(blank=True, null=True)),
                ("preview", ipspi.encryption.EncryptedBinaryField(blank=True, null=True)),
                ("size", models.PositiveIntegerField(verbose_name="besarnya")),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="members.draft",
                        verbose_name="rancangan",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="members.member",
                        verbose_name="anggota",
                    ),
                ),
            ],
            options={
                "verbose_name": "dokumen",
                "verbose_name_plural": "dokumen",
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("draft__isnull", True), ("member__isnull", True), _connector="XOR"),
                name="document_belongs_to_a_draft_or_a_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("draft", "kind"), name="document_one_of_a_kind_per_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("member", "kind"), name="document_one_of_a_kind_per_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("content__isnull", False)), name="document_has_content"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "foto"), _negated=True), ("medium", "image/jpeg"), _connector="OR"
                ),
                name="document_photo_is_a_picture",
            ),
        ),
    ]
