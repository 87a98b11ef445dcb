import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0054_keep_what_is_shown_with_a_correction"),
        ("spreadsheets", "0004_choose_worksheets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("name", "Nama lengkap"),
                            ("titles_before", "Gelar di depan nama"),
                            ("titles_after", "Gelar di belakang nama"),
                            ("nik", "NIK"),
                            ("birth_date", "Tanggal lahir"),
                            ("sex", "Jenis kelamin"),
                            ("phone", "Telepon"),
                            ("home_regency", "Kabupaten/kota domisili"),
                            ("employment", "Status kepegawaian"),
                            ("nip", "NIP"),
                            ("workplace", "Tempat bekerja"),
                        ],
                        max_length=14,
                        verbose_name="data",
                    ),
                ),
                (
                    "value",
                    ipspi.encryption.EncryptedTextField(
                        blank=True, null=True, verbose_name="nilai yang diusulkan"
                    ),
                ),
                ("value_lookup", models.BinaryField()),
                ("value_lookup_next", models.BinaryField(editable=False, null=True)),
                (
                    "before",
                    ipspi.encryption.EncryptedTextField(
                        blank=True, null=True, verbose_name="nilai sebelumnya"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("LIST", "daftar daerah"), ("IMPORT", "impor nasional")],
                        max_length=6,
                        verbose_name="asal",
                    ),
                ),
                ("source_name", models.CharField(max_length=120, verbose_name="diusulkan oleh")),
                ("at", models.DateTimeField(verbose_name="diusulkan")),
                ("told_at", models.DateTimeField(null=True, verbose_name="diberitahukan")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="diingatkan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "menunggu jawaban"),
                            ("ACCEPTED", "diterima anggota"),
                            ("REFUSED", "data registri benar"),
                            ("NEITHER", "keduanya salah"),
                            ("AGREES", "sudah sama"),
                            ("WITHDRAWN", "ditarik"),
                            ("LAPSED", "tidak dijawab"),
                        ],
                        default="OPEN",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="selesai")),
                (
                    "words",
                    ipspi.encryption.EncryptedTextField(blank=True, null=True, verbose_name="kata anggota"),
                ),
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
                    "correction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposal",
                        to="members.correction",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="members.member",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="spreadsheets.upload",
                    ),
                ),
            ],
            options={
                "verbose_name": "usulan perubahan data",
                "verbose_name_plural": "usulan perubahan data",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["at"], name="proposal_open_since"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("member", "field", "value_lookup"),
                        name="proposal_one_open_per_field_and_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "OPEN"), ("answered_at__isnull", False), _connector="XOR"
                        ),
                        name="proposal_closed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", False)), name="proposal_has_a_value"
                    ),
                ],
            },
        ),
    ]
