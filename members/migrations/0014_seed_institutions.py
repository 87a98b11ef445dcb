"""Institutions that are known to teach social work or social welfare. Source: docs/rules.md#education"""

from django.db import migrations

INSTITUTIONS = [  # name, other names, city
    ("Politeknik Kesejahteraan Sosial Bandung", "Poltekesos; STKS Bandung; Sekolah Tinggi Kesejahteraan Sosial", "Bandung"),
    ("Universitas Indonesia", "UI", "Depok"),
    ("Universitas Padjadjaran", "Unpad", "Sumedang"),
    ("Universitas Gadjah Mada", "UGM", "Yogyakarta"),
    ("Universitas Sumatera Utara", "USU", "Medan"),
    ("Universitas Jember", "Unej", "Jember"),
    ("Universitas Bengkulu", "Unib", "Bengkulu"),
    ("Universitas Cenderawasih", "Uncen", "Jayapura"),
    ("Universitas Pasundan", "Unpas", "Bandung"),
    ("Universitas Langlangbuana", "Unla", "Bandung"),
    ("Universitas Muhammadiyah Malang", "UMM", "Malang"),
    ("Universitas Muhammadiyah Jakarta", "UMJ", "Jakarta"),
    ("Universitas Muhammadiyah Sumatera Utara", "UMSU", "Medan"),
    ("UIN Syarif Hidayatullah Jakarta", "UIN Jakarta; IAIN Jakarta; Universitas Islam Negeri Syarif Hidayatullah", "Tangerang Selatan"),
    ("UIN Sunan Kalijaga Yogyakarta", "UIN Yogyakarta; Universitas Islam Negeri Sunan Kalijaga", "Yogyakarta"),
    ("UIN Ar-Raniry Banda Aceh", "Universitas Islam Negeri Ar-Raniry", "Banda Aceh"),
    ("STISIP Widuri", "Sekolah Tinggi Ilmu Sosial dan Ilmu Politik Widuri", "Jakarta"),
]  # fmt: skip


def key_of(name):
    """As members.institutions had it when this was written."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return " ".join(words.split())


def seed(apps, schema_editor):
    model = apps.get_model("members", "Institution")
    model.objects.bulk_create(
        [
            model(name=name, key=key_of(name), known_as=known_as, city=city, status="CONFIRMED")
            for name, known_as, city in INSTITUTIONS
        ]
    )


def unseed(apps, schema_editor):
    names = [name for name, _known_as, _city in INSTITUTIONS]
    apps.get_model("members", "Institution").objects.filter(name__in=names, educations=None).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0013_seed_roles")]

    operations = [
        migrations.RunPython(seed, unseed),
    ]
