from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_remember_whose_former_address_it_was"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="reply_to",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="dibalas ke"
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="unsubscribe_url",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=300),
        ),
    ]
