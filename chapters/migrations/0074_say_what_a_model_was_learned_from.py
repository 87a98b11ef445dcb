from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0073_keep_figures_of_other_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchingmodel",
            name="from_rows",
            field=models.PositiveIntegerField(null=True, verbose_name="dari baris"),
        ),
    ]
