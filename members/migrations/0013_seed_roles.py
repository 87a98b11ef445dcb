"""Roles at work that many social workers have. Others are rows that the DPP adds. Source: docs/rules.md#work"""

from django.db import migrations

ROLES = [
    "Pekerja sosial (jabatan fungsional)",
    "Penyuluh sosial",
    "Pendamping PKH",
    "TKSK",
    "Pendamping rehabilitasi sosial",
    "Pendamping anak (Sakti Peksos)",
    "Pendamping penyandang disabilitas",
    "Pendamping lanjut usia",
    "Pekerja sosial medis",
    "Pekerja sosial sekolah",
    "Pekerja sosial koreksional",
    "Konselor adiksi",
    "Pengasuh atau pengelola LKS",
    "Pengelola CSR atau pengembangan masyarakat",
    "Dosen",
    "Peneliti",
    "Pejabat struktural",
]


def seed(apps, schema_editor):
    model = apps.get_model("members", "Role")
    model.objects.bulk_create([model(name=name, position=10 * place) for place, name in enumerate(ROLES, 1)])


def unseed(apps, schema_editor):
    apps.get_model("members", "Role").objects.filter(name__in=ROLES, members=None).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0012_keep_documents_in_rows")]

    operations = [
        migrations.RunPython(seed, unseed),
    ]
