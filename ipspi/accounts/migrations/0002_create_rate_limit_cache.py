"""The table behind CACHES: rate limits live in PostgreSQL, so that sign-in works while Redis is down."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_create_user")]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
