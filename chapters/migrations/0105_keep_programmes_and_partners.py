"""The work programmes of terms, and the partners of chapters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0092_write_to_many_members"),
        ("regions", "0003_load_everyday_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarryOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="pada")),
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
                    "from_term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_on",
                        to="chapters.term",
                    ),
                ),
                (
                    "to_term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_in",
                        to="chapters.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "pembawaan program",
                "verbose_name_plural": "pembawaan program",
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nama mitra")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("GOVERNMENT", "Pemerintah"),
                            ("UNIVERSITY", "Perguruan tinggi"),
                            ("COMPANY", "Perusahaan"),
                            ("FOUNDATION", "Yayasan atau LKS"),
                            ("OTHER", "Lembaga lain"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "office",
                    models.CharField(blank=True, max_length=160, verbose_name="bagian yang dihubungi"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telepon kantor")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email kantor")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="alamat kantor")),
                ("created_at", models.DateTimeField(verbose_name="dicatat")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="dihapus")),
                ("removed_reason", models.TextField(blank=True, verbose_name="alasan penghapusan")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="chapters.chapter",
                        verbose_name="daerah",
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.regency",
                        verbose_name="kabupaten/kota",
                    ),
                ),
            ],
            options={
                "verbose_name": "mitra",
                "verbose_name_plural": "mitra",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="nomor")),
                ("subject", models.CharField(max_length=300, verbose_name="perihal")),
                ("signed_on", models.DateField(verbose_name="ditandatangani")),
                ("starts_on", models.DateField(verbose_name="berlaku sejak")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="berlaku sampai")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="diakhiri sejak")),
                ("end_reason", models.TextField(blank=True, verbose_name="alasan diakhiri")),
                ("created_at", models.DateTimeField(verbose_name="dicatat")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="dihapus")),
                ("removed_reason", models.TextField(blank=True, verbose_name="alasan penghapusan")),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="chapters.agreement",
                        verbose_name="memperbarui",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="chapters.partner",
                        verbose_name="mitra",
                    ),
                ),
            ],
            options={
                "verbose_name": "perjanjian kerja sama",
                "verbose_name_plural": "perjanjian kerja sama",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PartnerChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CREATED", "Dicatat"),
                            ("IMPORTED", "Dicatat dari berkas"),
                            ("CARRIED", "Dibawa dari masa bakti sebelumnya"),
                            ("CHANGED", "Diubah"),
                            ("ADDED", "Ditambahkan"),
                            ("TAKEN_OUT", "Dikeluarkan"),
                            ("REMOVED", "Dihapus"),
                            ("RESTORED", "Dikembalikan"),
                        ],
                        max_length=9,
                        verbose_name="perubahan",
                    ),
                ),
                ("fields", models.JSONField(default=list, verbose_name="isian")),
                ("words", models.TextField(blank=True, verbose_name="keterangan")),
                ("at", models.DateTimeField(verbose_name="pada")),
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="chapters.partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan mitra",
                "verbose_name_plural": "perubahan mitra",
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division", models.CharField(blank=True, max_length=120, verbose_name="bidang")),
                ("name", models.CharField(max_length=200, verbose_name="nama program")),
                ("aim", models.TextField(blank=True, verbose_name="tujuan")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="mulai")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="berakhir sebelum")),
                ("budget", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="anggaran")),
                ("spent", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="realisasi")),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PLANNED", "Direncanakan"),
                            ("RUNNING", "Berjalan"),
                            ("DONE", "Selesai"),
                            ("UNFINISHED", "Belum selesai"),
                            ("DROPPED", "Dihentikan"),
                        ],
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("stage_reason", models.TextField(blank=True, verbose_name="alasan")),
                ("created_at", models.DateTimeField(verbose_name="dicatat")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="dihapus")),
                ("removed_reason", models.TextField(blank=True, verbose_name="alasan penghapusan")),
                (
                    "carried_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="chapters.carryover",
                    ),
                ),
                (
                    "carried_over_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_over_to",
                        to="chapters.programme",
                    ),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="programmes",
                        to="chapters.seat",
                        verbose_name="penanggung jawab",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="chapters.term",
                        verbose_name="masa bakti",
                    ),
                ),
            ],
            options={
                "verbose_name": "program kerja",
                "verbose_name_plural": "program kerja",
                "ordering": ["division", "starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="JointActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="tanggal")),
                ("what", models.CharField(max_length=300, verbose_name="kegiatan")),
                (
                    "reached",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="orang yang dijangkau"),
                ),
                ("created_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="chapters.partner",
                        verbose_name="mitra",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activities",
                        to="chapters.programme",
                        verbose_name="program kerja",
                    ),
                ),
            ],
            options={
                "verbose_name": "kegiatan bersama",
                "verbose_name_plural": "kegiatan bersama",
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("name", models.CharField(max_length=120, verbose_name="keterangan")),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="chapters.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "bukti program",
                "verbose_name_plural": "bukti program",
                "ordering": ["-received_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CREATED", "Dicatat"),
                            ("IMPORTED", "Dicatat dari berkas"),
                            ("CARRIED", "Dibawa dari masa bakti sebelumnya"),
                            ("CHANGED", "Diubah"),
                            ("ADDED", "Ditambahkan"),
                            ("TAKEN_OUT", "Dikeluarkan"),
                            ("REMOVED", "Dihapus"),
                            ("RESTORED", "Dikembalikan"),
                        ],
                        max_length=9,
                        verbose_name="perubahan",
                    ),
                ),
                ("fields", models.JSONField(default=list, verbose_name="isian")),
                ("words", models.TextField(blank=True, verbose_name="keterangan")),
                ("at", models.DateTimeField(verbose_name="pada")),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="chapters.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "perubahan program",
                "verbose_name_plural": "perubahan program",
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="tanggal")),
                ("words", models.TextField(verbose_name="catatan")),
                ("at", models.DateTimeField(verbose_name="ditulis")),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="chapters.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "catatan kemajuan",
                "verbose_name_plural": "catatan kemajuan",
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="sasaran")),
                ("number", models.PositiveBigIntegerField(verbose_name="jumlah")),
                ("unit", models.CharField(max_length=40, verbose_name="satuan")),
                ("measure", models.CharField(blank=True, max_length=40, verbose_name="diukur dengan")),
                (
                    "since_start",
                    models.BooleanField(default=False, verbose_name="tambahan sejak awal program"),
                ),
                (
                    "stated",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="capaian menurut pengurus"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="chapters.programme",
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.regency",
                        verbose_name="kabupaten/kota",
                    ),
                ),
            ],
            options={
                "verbose_name": "sasaran program",
                "verbose_name_plural": "sasaran program",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AgreementScan",
            fields=[
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
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="scan",
                        serialize=False,
                        to="chapters.agreement",
                    ),
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
            ],
            options={
                "verbose_name": "pindaian perjanjian",
                "verbose_name_plural": "pindaian perjanjian",
            },
        ),
        migrations.CreateModel(
            name="AgreementReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("told_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="chapters.agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengingat perjanjian",
                "verbose_name_plural": "pengingat perjanjian",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "last_on", "days"), name="agreement_reminded_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="carryover",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_term", models.F("to_term")), _negated=True),
                name="carry_over_leads_to_another_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True),
                    models.Q(("removed_reason", ""), _negated=True),
                    _connector="XOR",
                ),
                name="partner_removed_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_on__isnull", True), ("last_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="agreement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="XOR"
                ),
                name="agreement_ended_early_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("renews",),
                name="agreement_renewed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("renews", models.F("id")), _negated=True),
                name="agreement_does_not_renew_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True),
                    models.Q(("removed_reason", ""), _negated=True),
                    _connector="XOR",
                ),
                name="agreement_removed_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                    models.Q(
                        ("ends_on__gt", models.F("starts_on")),
                        ("ends_on__isnull", False),
                        ("starts_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="programme_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "DROPPED"), _negated=True),
                    models.Q(("stage_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="programme_dropped_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("removed_at__isnull", True),
                    models.Q(("removed_reason", ""), _negated=True),
                    _connector="XOR",
                ),
                name="programme_removed_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("carried_by__isnull", True), ("carried_over_from__isnull", False), _connector="OR"
                ),
                name="programme_carried_over_has_a_past",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("content__isnull", False)), name="evidence_has_content"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="target_number_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), _negated=True),
                    models.Q(("regency__isnull", True), ("since_start", False)),
                    _connector="OR",
                ),
                name="target_counted_by_hand_has_no_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("content__isnull", False)), name="agreement_scan_has_content"
            ),
        ),
    ]
