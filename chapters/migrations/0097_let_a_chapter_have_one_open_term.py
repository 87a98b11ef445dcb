from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chapters", "0096_end_terms_that_another_followed")]

    operations = [
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("chapter",),
                name="term_one_open_per_chapter",
                violation_error_message="Daerah ini masih mempunyai masa bakti yang berjalan.",
            ),
        ),
    ]
