import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0081_keep_which_line_a_proposal_comes_from"),
        ("members", "0056_drop_indexes_that_others_begin_with"),
    ]

    operations = [
        migrations.AlterField(
            model_name="link",
            name="member",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="members.member",
            ),
        ),
    ]
