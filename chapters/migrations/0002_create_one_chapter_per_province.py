"""The DPP, and one chapter per province: not yet founded, and looked after by the DPP, until a decree says otherwise."""

from django.db import migrations


def create(apps, schema_editor):
    chapter, coverage = apps.get_model("chapters", "Chapter"), apps.get_model("chapters", "Coverage")
    dpp = chapter.objects.create(code="DPP", name="Dewan Pengurus Pusat", status="FOUNDED", zone="WIB")
    for province in apps.get_model("regions", "Province").objects.order_by("code"):
        dpd = chapter.objects.create(
            code=province.code,
            name=f"DPD {province.name}",
            parent=dpp,
            status="NOT_YET_FOUNDED",
            looked_after_by=dpp,
            zone=province.zone,
        )
        coverage.objects.create(province=province, chapter=dpd)


def remove(apps, schema_editor):
    apps.get_model("chapters", "Coverage").objects.all().delete()
    apps.get_model("chapters", "Chapter").objects.exclude(code="DPP").delete()
    apps.get_model("chapters", "Chapter").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("chapters", "0001_create_chapters"), ("regions", "0002_load_regions")]

    operations = [
        migrations.RunPython(create, remove),
    ]
