from django.db import migrations

# What is known of a membership from before there was a history: that somebody applied, and how it stands.
APPLIED = """
    INSERT INTO members_membershipchange (member_id, kind, "on", recorded_at, status, type_id, province_id, reason)
    SELECT id, 'APPLIED', (applied_at AT TIME ZONE 'Asia/Jakarta')::date, applied_at, 'APPLIED', type_id,
           home_province_id, ''
    FROM members_member WHERE applied_at IS NOT NULL ORDER BY applied_at, id
"""
PRESENT = """
    INSERT INTO members_membershipchange
        (member_id, kind, "on", recorded_at, by_id, status, type_id, province_id, reason)
    SELECT id,
           CASE WHEN status = 'REJECTED' THEN 'REJECTED'
                WHEN decided_at IS NOT NULL THEN 'ADMITTED' ELSE 'IMPORTED' END,
           CASE WHEN status = 'REJECTED' THEN (decided_at AT TIME ZONE 'Asia/Jakarta')::date
                ELSE COALESCE(admitted_on, joined_on, (created_at AT TIME ZONE 'Asia/Jakarta')::date) END,
           COALESCE(decided_at, created_at), decided_by_id, status, type_id, home_province_id, rejection_reason
    FROM members_member WHERE status <> 'APPLIED' ORDER BY COALESCE(decided_at, created_at), id
"""
EMPTY = "DELETE FROM members_membershipchange"


class Migration(migrations.Migration):
    dependencies = [("members", "0020_create_membership_changes")]

    operations = [
        migrations.RunSQL(APPLIED, EMPTY),
        migrations.RunSQL(PRESENT, migrations.RunSQL.noop),
    ]
