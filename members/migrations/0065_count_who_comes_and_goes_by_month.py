import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0056_drop_indexes_that_others_begin_with"),
        ("regions", "0003_load_everyday_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="FlowCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.PositiveBigIntegerField(verbose_name="perubahan")),
                ("last_change", models.PositiveBigIntegerField(verbose_name="perubahan terakhir")),
                ("at", models.DateTimeField(verbose_name="dihitung")),
            ],
            options={
                "verbose_name": "hitungan arus",
                "verbose_name_plural": "hitungan arus",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="flow_count_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyFlow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="bulan")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("APPLIED", "Mendaftar"),
                            ("IMPORTED", "Tercatat dari data nasional"),
                            ("CLAIMED", "Terhubung dengan akun"),
                            ("ADMITTED", "Diterima sebagai anggota"),
                            ("REJECTED", "Pendaftaran ditolak"),
                            ("WITHDRAWN", "Pendaftaran ditarik"),
                            ("LEAVE", "Mulai cuti"),
                            ("RETURNED", "Kembali dari cuti"),
                            ("SUSPENDED", "Diberhentikan sementara"),
                            ("REINSTATED", "Pemberhentian sementara berakhir"),
                            ("RESIGNED", "Mengundurkan diri"),
                            ("EXPELLED", "Diberhentikan"),
                            ("DECEASED", "Meninggal dunia"),
                            ("RESTORED", "Keanggotaan dipulihkan"),
                            ("TRANSFERRED", "Pindah daerah (mutasi)"),
                            ("RETYPED", "Jenis keanggotaan berubah"),
                            ("CORRECTED", "Data diri diperbaiki"),
                            ("MERGED", "Digabungkan dengan data lain"),
                            ("UNMERGED", "Penggabungan diurungkan"),
                        ],
                        max_length=12,
                        verbose_name="perubahan",
                    ),
                ),
                ("gained", models.PositiveIntegerField(verbose_name="bertambah")),
                ("lost", models.PositiveIntegerField(verbose_name="berkurang")),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.province",
                        verbose_name="provinsi",
                    ),
                ),
            ],
            options={
                "verbose_name": "arus anggota",
                "verbose_name_plural": "arus anggota",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "month", "kind"),
                        name="flow_once_per_province_month_and_kind",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
