"""A second look-up column, for the next key, and by which key a list's lines are known again."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER list_row_forgets_next_lookup BEFORE UPDATE ON chapters_listrow FOR EACH ROW
    WHEN (NEW.nik_lookup IS DISTINCT FROM OLD.nik_lookup) EXECUTE FUNCTION members_forget_next_lookup();
"""

BACKWARD = "DROP TRIGGER list_row_forgets_next_lookup ON chapters_listrow"


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0006_say_email"),
        ("members", "0040_prepare_for_another_lookup_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="listrow",
            name="nik_lookup_next",
            field=models.BinaryField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="memberlist",
            name="hash_version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="versi kunci"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
