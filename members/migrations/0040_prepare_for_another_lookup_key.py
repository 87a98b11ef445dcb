"""A second look-up column, for the next key; whoever writes the first one empties it, so that it is never stale."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION members_forget_next_lookup() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.nik_lookup_next := NULL;
    RETURN NEW;
END $$;

CREATE TRIGGER member_forgets_next_lookup BEFORE UPDATE ON members_member FOR EACH ROW
    WHEN (NEW.nik_lookup IS DISTINCT FROM OLD.nik_lookup) EXECUTE FUNCTION members_forget_next_lookup();
"""

BACKWARD = """
DROP TRIGGER member_forgets_next_lookup ON members_member;
DROP FUNCTION members_forget_next_lookup();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0031_keep_where_people_lived_and_worked_before")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="nik_lookup_next",
            field=models.BinaryField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["APPLIED", "ACTIVE", "ON_LEAVE", "SUSPENDED"])),
                fields=("nik_lookup_next",),
                name="member_one_living_membership_per_next_lookup",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
