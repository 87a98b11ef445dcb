"""Let nobody change or delete a report that was presented."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION chapters_refuse_change_of_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a presented report is frozen: % is refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER lpj_is_frozen_once_presented BEFORE UPDATE OR DELETE ON chapters_accountabilityreport
    FOR EACH ROW WHEN (OLD.state = 'PRESENTED') EXECUTE FUNCTION chapters_refuse_change_of_report();
"""
BACKWARD = """
DROP TRIGGER lpj_is_frozen_once_presented ON chapters_accountabilityreport;
DROP FUNCTION chapters_refuse_change_of_report();
"""


class Migration(migrations.Migration):
    dependencies = [("chapters", "0115_keep_accountability_reports")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
