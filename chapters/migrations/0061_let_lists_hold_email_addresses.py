"""Lists may say how people are reached by e-mail. The release before writes rows without it: the database fills it in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chapters", "0060_keep_what_officers_decide_about_rows")]

    operations = [
        migrations.AddField(
            model_name="listrow",
            name="email",
            field=models.CharField(blank=True, db_default="", max_length=254, verbose_name="email"),
        ),
    ]
