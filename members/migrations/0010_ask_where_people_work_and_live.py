"""More facts of who applies: birth place, postal address, sector, and role at work, which is a row or words."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_know_the_whole_life_of_a_membership"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="address",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="alamat surat"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="birth_place",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="tempat lahir"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="postal_code",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=5, verbose_name="kode pos"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="role_other",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="peran lain"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="sector",
            field=models.CharField(
                blank=True,
                choices=[
                    ("COMPANY", "Perusahaan swasta"),
                    ("NGO", "LKS, yayasan, atau organisasi masyarakat"),
                    ("CONTRACT", "Tenaga kontrak program pemerintah"),
                    ("LECTURER", "Dosen"),
                    ("SELF", "Mandiri atau wirausaha"),
                    ("NONE", "Sedang tidak bekerja"),
                ],
                db_default="",
                default="",
                max_length=8,
                verbose_name="bidang",
            ),
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nama")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="urutan")),
            ],
            options={
                "verbose_name": "peran di tempat kerja",
                "verbose_name_plural": "peran di tempat kerja",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="role_name_is_unique"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="member",
            name="role",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="members.role",
                verbose_name="peran di tempat kerja",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("sector", ""), ("employment", "NON_ASN"), _connector="OR"),
                name="member_sector_only_outside_of_asn",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__isnull", True), ("role_other", ""), _connector="OR"),
                name="member_role_is_a_row_or_words",
            ),
        ),
    ]
