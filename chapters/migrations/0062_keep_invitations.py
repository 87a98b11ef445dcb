"""Invitations for rows of lists, and the addresses of who wants none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0061_let_lists_hold_email_addresses"),
        ("members", "0050_keep_what_a_record_was_merged_into"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    ipspi.encryption.EncryptedTextField(blank=True, null=True, verbose_name="alamat"),
                ),
                ("address_lookup", models.BinaryField()),
                ("address_lookup_next", models.BinaryField(null=True)),
                ("at", models.DateTimeField(verbose_name="pada")),
            ],
            options={
                "verbose_name": "tidak mau dihubungi",
                "verbose_name_plural": "tidak mau dihubungi",
                "constraints": [
                    models.UniqueConstraint(fields=("address_lookup",), name="opt_out_once_per_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "channel",
                    models.CharField(
                        choices=[("EMAIL", "email"), ("WHATSAPP", "WhatsApp")],
                        max_length=8,
                        verbose_name="lewat",
                    ),
                ),
                (
                    "address",
                    ipspi.encryption.EncryptedTextField(blank=True, null=True, verbose_name="alamat"),
                ),
                ("token_hash", models.BinaryField()),
                ("earlier_hash", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="dibuat")),
                ("ends_at", models.DateTimeField(verbose_name="berlaku sampai")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="dikirim")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="diingatkan")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="dibuka")),
                ("refused_at", models.DateTimeField(null=True, verbose_name="tidak mau dihubungi")),
                ("replaced_at", models.DateTimeField(null=True, verbose_name="diganti")),
                ("registered_at", models.DateTimeField(null=True, verbose_name="mendaftar")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="chapters.memberlist",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.member",
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "undangan",
                "verbose_name_plural": "undangan",
                "indexes": [
                    models.Index(
                        condition=models.Q(("earlier_hash__isnull", False)),
                        fields=["earlier_hash"],
                        name="invitation_earlier",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("token_hash",), name="invitation_token_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("refused_at", None), ("registered_at", None), ("replaced_at", None)
                        ),
                        fields=("list", "key", "channel"),
                        name="invitation_one_open_per_row_and_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registered_at__isnull", False), ("member", None), _connector="OR"
                        ),
                        name="invitation_of_a_member_is_registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reminded_at", None), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="invitation_reminded_was_sent",
                    ),
                ],
            },
        ),
    ]
