import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0055_keep_what_is_proposed_to_members"),
        ("regions", "0003_load_everyday_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="home_province",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="regions.province",
                verbose_name="provinsi",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="home_regency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="regions.regency",
                verbose_name="kabupaten/kota domisili",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="type",
            field=models.ForeignKey(
                db_index=False,
                default="biasa",
                on_delete=django.db.models.deletion.PROTECT,
                to="members.membershiptype",
                verbose_name="jenis keanggotaan",
            ),
        ),
        migrations.AlterField(
            model_name="membershipchange",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="members.member",
            ),
        ),
    ]
