import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0001_create_signing_keys"),
        ("members", "0023_create_plans_requests_transfers_and_dues"),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False, verbose_name="nomor seri")),
                ("token", models.CharField(max_length=600)),
                ("issued_at", models.DateTimeField(verbose_name="diterbitkan")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="berakhir")),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("REPLACED", "Digantikan kartu baru"), ("REVOKED", "Dicabut")],
                        max_length=8,
                        verbose_name="sebab berakhir",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="alasan")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credentials.signingkey",
                        verbose_name="kunci",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="members.member",
                        verbose_name="anggota",
                    ),
                ),
            ],
            options={
                "verbose_name": "kartu anggota",
                "verbose_name_plural": "kartu anggota",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("member",),
                        name="card_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", ""), ("ended_at__isnull", True)),
                            models.Q(("ended_at__isnull", False), models.Q(("end", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="card_ends_for_a_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", "REVOKED"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="card_is_revoked_for_a_reason",
                    ),
                ],
            },
        ),
    ]
