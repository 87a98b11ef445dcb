"""What was written before is kept by a trigger, whoever writes and however."""

import pytest
from django.db import connection
from django.urls import reverse

from ipspi import copying
from members import history
from members.models import EarlierFacts, Member
from members.models.events import FACTS
from tests.cast import NOW, TODAY, make_member, make_officer

pytestmark = pytest.mark.django_db


def test_every_way_of_writing_keeps_what_was_there():
    member = make_member(name="Satu", home_regency=None)
    Member.objects.filter(pk=member.pk).update(name="Dua")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET name = 'Tiga' WHERE id = %s", [member.pk])
    member.name = "Empat"
    copying.insert_or_overwrite(Member, [member])

    names = EarlierFacts.objects.order_by("pk").values_list("pgh_obj", "name")
    assert list(names) == [(member.pk, "Satu"), (member.pk, "Dua"), (member.pk, "Tiga")]


def test_what_is_written_first_and_what_stays_the_same_cost_no_row():
    member = make_member()

    member.save()

    assert EarlierFacts.objects.count() == 0


def test_no_identity_number_is_kept():
    kept = {field.name for field in EarlierFacts._meta.get_fields() if not field.name.startswith("pgh_")}

    assert kept == set(FACTS)
    assert kept & {"nik", "nik_lookup", "nip", "fingerprint"} == set()


def test_the_account_that_changed_something_is_kept_and_no_address(client):
    officer = make_officer()
    applicant = make_member(status=Member.Status.APPLIED)
    client.force_login(officer)

    client.post(reverse("chapters:admit", args=["16", applicant.pk]))

    assert {row.pgh_context["user"] for row in EarlierFacts.objects.all()} == {officer.pk}
    assert {tuple(row.pgh_context) for row in EarlierFacts.objects.all()} == {("user",)}


def test_who_is_erased_leaves_the_counts_and_nothing_else():
    member, other = make_member(), make_member(name="Lain")
    for name in ("Satu", "Dua"):
        Member.objects.filter(pk__in=[member.pk, other.pk]).update(name=name)
    history.record(member=member, kind="LEAVE", on=TODAY, by=None, at=NOW, reason="Sakit", note="Rahasia")

    history.forget(member=member)

    assert set(EarlierFacts.objects.values_list("pgh_obj", flat=True)) == {other.pk}
    row = member.changes.get(kind="LEAVE")
    assert (row.on, row.status, row.reason, row.restricted_note) == (TODAY, "ACTIVE", "", None)


def test_a_member_who_is_deleted_takes_the_history_along():
    member = make_member(number=None, joined_on=None)
    Member.objects.filter(pk=member.pk).update(name="Lain")

    member.delete()

    assert EarlierFacts.objects.count() == 0
