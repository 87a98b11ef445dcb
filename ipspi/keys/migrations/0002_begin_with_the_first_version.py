from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("keys", "0001_create_lookup_key")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO keys_lookupkey (id, version) VALUES (1, 1)", "DELETE FROM keys_lookupkey"
        ),
    ]
