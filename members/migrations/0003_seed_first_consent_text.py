"""The first text that people agree to. Later versions are new rows. Source: docs/rules.md#consent"""

import datetime as dt

from django.db import migrations

PURPOSE = "Pencatatan keanggotaan IPSPI"
TEXT = """\
Saya setuju IPSPI menyimpan dan memakai data yang saya isi untuk mencatat keanggotaan saya, mencocokkannya dengan daftar
yang dimiliki DPD, dan menghubungi saya tentang keanggotaan.

Data saya dilihat oleh pengurus DPD provinsi saya dan oleh DPP, sesuai tugasnya. NIK disimpan terenkripsi dan tidak
ditampilkan pada kartu, sertifikat, maupun halaman umum.

Saya berhak melihat, memperbaiki, mengunduh, membatasi, dan meminta penghapusan data saya, serta menarik persetujuan ini
kapan saja (UU 27/2022 tentang Pelindungan Data Pribadi)."""


def seed(apps, schema_editor):
    apps.get_model("members", "ConsentText").objects.create(
        version=1, purpose=PURPOSE, text=TEXT, in_force_on=dt.date(2026, 11, 1)
    )


def unseed(apps, schema_editor):
    apps.get_model("members", "ConsentText").objects.filter(version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0002_seed_membership_types")]

    operations = [
        migrations.RunPython(seed, unseed),
    ]
