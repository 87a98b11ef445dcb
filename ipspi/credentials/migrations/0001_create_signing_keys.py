from django.db import migrations, models

import ipspi.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "number",
                    models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="nomor"),
                ),
                ("public", models.BinaryField(max_length=32, verbose_name="kunci publik")),
                ("private", ipspi.encryption.EncryptedBinaryField(blank=True, null=True)),
                ("made_at", models.DateTimeField(verbose_name="dibuat")),
                ("distrusted_at", models.DateTimeField(null=True, verbose_name="tidak dipercaya sejak")),
            ],
            options={
                "verbose_name": "kunci tanda tangan",
                "verbose_name_plural": "kunci tanda tangan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 255)),
                        name="signing_key_number_fits_a_byte",
                    ),
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("private__isnull", False)),
                        name="signing_key_only_one_signs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("private__isnull", True), ("distrusted_at__isnull", True), _connector="OR"
                        ),
                        name="signing_key_distrusted_signs_nothing",
                    ),
                ],
            },
        ),
    ]
