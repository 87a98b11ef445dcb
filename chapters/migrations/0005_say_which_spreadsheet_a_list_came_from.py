import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0004_let_a_seat_end_where_it_begins"),
        ("spreadsheets", "0001_create_uploads"),
    ]

    operations = [
        migrations.AddField(
            "listupload",
            "source",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="list_uploads",
                to="spreadsheets.upload",
                verbose_name="berkas",
            ),
        ),
    ]
