"""A NIK that another living membership has is kept without its look-up until an officer has settled whose it is."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("members", "0003_seed_first_consent_text")]

    operations = [
        migrations.RemoveConstraint("member", "member_nik_and_lookup_go_together"),
        migrations.AddConstraint(
            "member",
            models.CheckConstraint(
                condition=Q(nik_lookup__isnull=True) | Q(nik__isnull=False),
                name="member_lookup_only_with_a_nik",
            ),
        ),
    ]
