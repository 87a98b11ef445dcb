"""The kinds of membership known today. Source: docs/rules.md#membership-types"""

from django.db import migrations

TYPES = [  # code, name, votes, holds office, owes dues
    ("biasa", "Anggota Biasa", True, True, True),
    ("rekan", "Anggota Rekan", False, False, True),
    ("kehormatan", "Anggota Kehormatan", False, False, False),
]


def seed(apps, schema_editor):
    model = apps.get_model("members", "MembershipType")
    for code, name, votes, holds_office, owes_dues in TYPES:
        model.objects.create(
            code=code, name=name, votes=votes, holds_office=holds_office, owes_dues=owes_dues
        )


def unseed(apps, schema_editor):
    apps.get_model("members", "MembershipType").objects.filter(code__in=[row[0] for row in TYPES]).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0001_create_members")]

    operations = [
        migrations.RunPython(seed, unseed),
    ]
