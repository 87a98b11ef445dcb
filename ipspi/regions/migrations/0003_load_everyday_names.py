import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def rows():
    with (DATA / "everyday_names.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    alias = apps.get_model("regions", "RegionAlias")
    alias.objects.bulk_create(alias(alias=row["alias"], regency_id=row["code"]) for row in rows())


def unload(apps, schema_editor):
    apps.get_model("regions", "RegionAlias").objects.filter(
        alias__in=[row["alias"] for row in rows()]
    ).delete()


class Migration(migrations.Migration):
    """The short names that people use in writing and speech, beside the official ones."""

    dependencies = [("regions", "0002_load_regions")]

    operations = [migrations.RunPython(load, unload)]
