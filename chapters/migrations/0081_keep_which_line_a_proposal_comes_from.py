import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0077_tell_calibrated_probabilities"),
        ("members", "0055_keep_what_is_proposed_to_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedProposal",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="members.proposal",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("settled_at", models.DateTimeField(null=True, verbose_name="daftar diperbaiki")),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="chapters.memberlist",
                    ),
                ),
            ],
            options={
                "verbose_name": "usulan dari daftar",
                "verbose_name_plural": "usulan dari daftar",
                "indexes": [models.Index(fields=["list", "key"], name="proposal_by_line")],
            },
        ),
    ]
