import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0082_drop_an_index_of_links"),
        ("members", "0055_keep_what_is_proposed_to_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="chapter",
            name="address",
            field=models.CharField(blank=True, max_length=300, verbose_name="alamat sekretariat"),
        ),
        migrations.AddField(
            model_name="chapter",
            name="website",
            field=models.URLField(blank=True, verbose_name="situs web"),
        ),
        migrations.AddField(
            model_name="seat",
            name="decree_on",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal SK"),
        ),
        migrations.AddField(
            model_name="seat",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="urutan"),
        ),
        migrations.AddField(
            model_name="seat",
            name="reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="alasan berakhir"),
        ),
        migrations.AddField(
            model_name="seat",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                help_text="Jabatan yang diteruskan lewat pergantian antarwaktu (PAW).",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="chapters.seat",
                verbose_name="menggantikan",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="decree_on",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal SK"),
        ),
        migrations.AddField(
            model_name="term",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="berakhir nyatanya"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", models.F("id")), _negated=True),
                name="seat_does_not_replace_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="term_did_not_end_before_it_started",
            ),
        ),
    ]
