import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0105_keep_programmes_and_partners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountabilityReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="judul")),
                ("since", models.DateField(verbose_name="sejak")),
                ("until", models.DateField(verbose_name="sampai")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Rancangan"), ("PRESENTED", "Disampaikan")],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versi")),
                ("texts", models.JSONField(default=dict, verbose_name="uraian")),
                ("tables", models.JSONField(default=list, verbose_name="tabel tambahan")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("presented_at", models.DateTimeField(null=True, verbose_name="disampaikan")),
                ("number", models.CharField(max_length=80, null=True, unique=True, verbose_name="nomor")),
                ("content", models.JSONField(null=True, verbose_name="isi")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="sidik isi")),
                ("pdf", models.BinaryField(null=True)),
                ("appendices", models.BinaryField(null=True)),
                (
                    "amends",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="chapters.accountabilityreport",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accountability_reports",
                        to="chapters.chapter",
                        verbose_name="daerah",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accountability_reports",
                        to="chapters.term",
                        verbose_name="masa bakti",
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan pertanggungjawaban",
                "verbose_name_plural": "laporan pertanggungjawaban",
                "ordering": ["-until", "-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="lpj_ends_after_it_starts",
                        violation_error_message="Akhir laporan tidak boleh sebelum awalnya.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("appendices", None),
                                ("content", None),
                                ("digest", ""),
                                ("number", None),
                                ("pdf", None),
                                ("presented_at", None),
                                ("state", "DRAFT"),
                            ),
                            models.Q(
                                ("appendices__isnull", False),
                                ("content__isnull", False),
                                ("digest__regex", "^[0-9a-f]{64}$"),
                                ("number__isnull", False),
                                ("pdf__isnull", False),
                                ("presented_at__isnull", False),
                                ("state", "PRESENTED"),
                            ),
                            _connector="OR",
                        ),
                        name="lpj_is_whole_once_presented",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amends", None), ("version", 1)),
                            models.Q(("amends__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="lpj_of_a_later_version_amends_one",
                    ),
                ],
            },
        ),
    ]
