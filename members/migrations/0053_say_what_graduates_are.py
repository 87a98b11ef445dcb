from django.db import migrations, models

CATEGORIES = [
    ("PEKSOS", "Lulusan pekerjaan sosial atau kesejahteraan sosial"),
    ("TKS", "TKS (tenaga kesejahteraan sosial)"),
    ("MAHASISWA", "Mahasiswa yang belum lulus"),
    ("LAINNYA", "Lainnya"),
]


class Migration(migrations.Migration):
    """Say of who finished social work what they studied; leave the programme of a school empty."""

    dependencies = [
        ("members", "0052_find_numbers_by_letters_and_digits"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=name,
                name="category",
                field=models.CharField(
                    blank=True, choices=CATEGORIES, max_length=10, verbose_name="kategori"
                ),
            )
            for name in ("earlierfacts", "member")
        ),
        migrations.AlterField(
            model_name="education",
            name="programme",
            field=models.CharField(blank=True, max_length=120, verbose_name="program studi"),
        ),
    ]
