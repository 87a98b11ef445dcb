"""
Make the log append-only, and chain it.

The chain is written when a transaction commits (a deferred trigger), one transaction at a time: an act recorded in the
middle of a long transaction holds up nobody else, and no two transactions wait for each other.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of acts is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION audit_hash(previous bytea, act audit_act) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
        act.id, extract(epoch FROM act.at)::text, act.actor_id, act.did, act.on_table, act.on_id, act.chapter, act.details
    )::text, 'UTF8'))
$$;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit_chain', 0));
    INSERT INTO audit_chainlink (act_id, hash)
    SELECT act.id, audit_hash(
        coalesce((SELECT hash FROM audit_chainlink ORDER BY id DESC LIMIT 1), ''::bytea), act)
    FROM audit_act AS act WHERE act.id = NEW.id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_act_is_chained AFTER INSERT ON audit_act
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE TRIGGER audit_act_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_act
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_chainlink_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chainlink
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""

BACKWARD = """
DROP TRIGGER audit_chainlink_refuses_change ON audit_chainlink;
DROP TRIGGER audit_act_refuses_change ON audit_act;
DROP TRIGGER audit_act_is_chained ON audit_act;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_hash(bytea, audit_act);
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_create_log_of_acts")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
