from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_say_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="account",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="akun"),
        ),
    ]
