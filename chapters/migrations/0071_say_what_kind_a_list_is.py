from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0070_keep_the_engines_index_between_nights"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="memberlist",
            options={"verbose_name": "daftar daerah", "verbose_name_plural": "daftar daerah"},
        ),
        migrations.AddField(
            model_name="memberlist",
            name="kind",
            field=models.CharField(
                choices=[
                    ("MEMBERS", "daftar anggota"),
                    ("GRADUATES", "daftar lulusan"),
                    ("STAFF", "daftar pegawai"),
                    ("PARTICIPANTS", "daftar peserta"),
                ],
                db_default="MEMBERS",
                default="MEMBERS",
                max_length=12,
                verbose_name="jenis",
            ),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="about",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=160, verbose_name="tentang"
            ),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="given_by",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=160, verbose_name="diserahkan oleh"
            ),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="purpose",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="tujuan"
            ),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="dihapus pada tanggal"),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="deleted_at",
            field=models.DateTimeField(null=True, verbose_name="dihapus"),
        ),
        migrations.AddConstraint(
            model_name="memberlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about", ""),
                    ("deleted_at", None),
                    ("ends_on", None),
                    ("given_by", ""),
                    ("kind", "MEMBERS"),
                    ("purpose", ""),
                )
                | models.Q(
                    models.Q(("kind", "MEMBERS"), _negated=True),
                    models.Q(("about", ""), _negated=True),
                    models.Q(("purpose", ""), _negated=True),
                    ("ends_on__isnull", False),
                    models.Q(
                        models.Q(("given_by", ""), _negated=True),
                        ("deleted_at__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="list_of_others_has_purpose_and_end",
            ),
        ),
    ]
