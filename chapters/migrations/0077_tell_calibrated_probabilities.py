from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chapters", "0074_say_what_a_model_was_learned_from")]

    operations = [
        migrations.AddField(
            model_name="matchingmodel",
            name="calibration",
            field=models.JSONField(default=dict, verbose_name="kalibrasi"),
        ),
        migrations.AddField(
            model_name="link",
            name="told",
            field=models.FloatField(db_default=0.0, verbose_name="peluang yang disebut"),
        ),
        # until the next run they are told as before
        migrations.RunSQL("UPDATE chapters_link SET told = probability", migrations.RunSQL.noop),
    ]
