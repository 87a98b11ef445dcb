import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chapters", "0097_let_a_chapter_have_one_open_term")]

    operations = [
        migrations.CreateModel(
            name="BoardDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="masa bakti")),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="berakhir sebelum")),
                ("elected_on", models.DateField(blank=True, null=True, verbose_name="dipilih pada")),
                ("decree_number", models.CharField(blank=True, max_length=80, verbose_name="nomor SK")),
                ("decree_on", models.DateField(blank=True, null=True, verbose_name="tanggal SK")),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "rancangan kepengurusan",
                "verbose_name_plural": "rancangan kepengurusan",
            },
        ),
        migrations.CreateModel(
            name="DraftSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("PENASIHAT", "Penasihat"),
                            ("PEMBINA", "Pembina"),
                            ("KETUA", "Ketua"),
                            ("WAKIL_KETUA", "Wakil Ketua"),
                            ("SEKRETARIS", "Sekretaris"),
                            ("WAKIL_SEKRETARIS", "Wakil Sekretaris"),
                            ("BENDAHARA", "Bendahara"),
                            ("BIDANG", "Bidang"),
                            ("REGISTRAR", "Registrar"),
                            ("AUDITOR", "Pemeriksa"),
                        ],
                        max_length=16,
                        verbose_name="jabatan",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="sebutan jabatan")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("is_settled", models.BooleanField(default=False, verbose_name="sudah pasti")),
            ],
            options={
                "verbose_name": "rancangan jabatan",
                "verbose_name_plural": "rancangan jabatan",
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="tanggal")),
                ("place", models.CharField(max_length=120, verbose_name="tempat")),
                ("things", models.TextField(blank=True, verbose_name="yang diserahkan")),
                ("figures", models.JSONField(default=dict, verbose_name="pekerjaan yang terbuka")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat pada")),
            ],
            options={
                "verbose_name": "serah terima",
                "verbose_name_plural": "serah terima",
            },
        ),
        migrations.CreateModel(
            name="TermWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ends_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "peringatan masa bakti",
                "verbose_name_plural": "peringatan masa bakti",
            },
        ),
        migrations.AddField(
            model_name="boarddraft",
            name="chapter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="chapters.chapter",
                verbose_name="daerah",
            ),
        ),
        migrations.AddField(
            model_name="boarddraft",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="boarddraft",
            name="term",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draft",
                to="chapters.term",
            ),
        ),
        migrations.AddField(
            model_name="draftseat",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="chapters.boarddraft"
            ),
        ),
        migrations.AddField(
            model_name="draftseat",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="draft_seats",
                to="members.member",
                verbose_name="anggota",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="chapters.seat",
                verbose_name="yang menyerahkan",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="chapters.seat",
                verbose_name="yang menerima",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="term",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handover",
                to="chapters.term",
                verbose_name="masa bakti",
            ),
        ),
        migrations.AddField(
            model_name="termwarning",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="warnings", to="chapters.term"
            ),
        ),
        migrations.AddConstraint(
            model_name="boarddraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="draft_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="boarddraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("chapter",),
                name="draft_one_open_per_chapter",
            ),
        ),
        migrations.AddConstraint(
            model_name="termwarning",
            constraint=models.UniqueConstraint(fields=("term", "ends_on", "days"), name="term_warned_once"),
        ),
    ]
