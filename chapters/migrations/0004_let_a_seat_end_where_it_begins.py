"""A seat that is ended before it began ends where it would begin, so that it never gives access."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("chapters", "0003_count_changed_lines_of_an_upload")]

    operations = [
        migrations.RemoveConstraint(model_name="seat", name="seat_ends_after_it_starts"),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="seat_does_not_end_before_it_starts",
                violation_error_message="Akhir tidak boleh sebelum awal.",
            ),
        ),
    ]
