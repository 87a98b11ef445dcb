import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name):
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    def model(name):
        return apps.get_model("regions", name)

    model("Province").objects.bulk_create(
        model("Province")(code=row["code"], name=row["name"], zone=row["timezone"])
        for row in rows("provinces")
    )
    model("Regency").objects.bulk_create(
        model("Regency")(
            code=row["code"], province_id=row["province_code"], name=row["name"], kind=row["type"]
        )
        for row in rows("regencies")
    )
    model("RegionAlias").objects.bulk_create(
        model("RegionAlias")(alias=row["alias"], **{f"{row['level']}_id": row["code"]})
        for row in rows("region_aliases")
    )
    model("OldRegencyCode").objects.bulk_create(
        model("OldRegencyCode")(old_code=row["old_code"], regency_id=row["code"])
        for row in rows("old_regency_codes")
    )


def unload(apps, schema_editor):
    for name in ["OldRegencyCode", "RegionAlias", "Regency", "Province"]:
        apps.get_model("regions", name).objects.all().delete()


class Migration(migrations.Migration):
    """Provinces, regencies, aliases and old codes, from the files beside this app."""

    dependencies = [("regions", "0001_create_regions")]

    operations = [migrations.RunPython(load, unload)]
