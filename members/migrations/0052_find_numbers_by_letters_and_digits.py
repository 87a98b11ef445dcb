"""An index over the letters and digits of member numbers: they are typed with any punctuation."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0051_keep_documents_that_a_round_brings"),
        ("regions", "0003_load_everyday_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                django.db.models.functions.text.Upper(
                    models.Func(
                        models.F("number"),
                        models.Value("[^0-9A-Za-z]"),
                        models.Value(""),
                        models.Value("g"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    )
                ),
                name="member_plain_number",
            ),
        ),
    ]
