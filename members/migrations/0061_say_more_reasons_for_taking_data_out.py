from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0060_let_members_refuse_mail_to_many"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dataaccess",
            name="reason",
            field=models.CharField(
                choices=[
                    ("CHECK", "Mencocokkan dengan KTP atau surat keputusan"),
                    ("CORRECT", "Memperbaiki data anggota"),
                    ("DUPLICATE", "Memeriksa pendaftaran ganda"),
                    ("AUTHORITY", "Permintaan instansi yang berwenang"),
                    ("EVENT", "Rapat, musyawarah, atau kegiatan"),
                    ("REPORT", "Laporan atau pendataan pengurus"),
                    ("OTHER", "Keperluan lain"),
                ],
                max_length=9,
                verbose_name="alasan",
            ),
        ),
    ]
