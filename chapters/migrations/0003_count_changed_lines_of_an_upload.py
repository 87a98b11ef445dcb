from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chapters", "0002_create_one_chapter_per_province")]

    operations = [
        migrations.AddField(
            "listupload", "updated", models.PositiveIntegerField(default=0, verbose_name="berubah")
        ),
    ]
