"""What members change themselves, and what an officer decides: name, NIK, birth date, sex, kind of membership."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters import corrections
from chapters.models import Office
from ipspi.encryption import lookup
from ipspi.outbox.models import Mail
from ipspi.regions.models import Regency
from members import life, profile
from members.models import Correction, EarlierFacts, Member
from members.registration import NIKHeld
from tests.cast import NOW, OGAN_ILIR, make_member, make_nik, make_officer, make_user
from tests.chapters.test_admission import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(user=make_user())


def ask(member, field="name", new="Siti Rahmawati Putri", by=None):
    return profile.ask(member=member, field=field, new=new, note="Salah tulis", by=by or member.user, at=NOW)


def accept(request, by, evidence=""):
    return corrections.accept(request=request, evidence=evidence, by=by, at=NOW)


def refuse(request, by, reason="Tidak sesuai KTP"):
    return corrections.refuse(request=request, reason=reason, by=by, at=NOW)


def now(member):
    return Member.objects.get(pk=member.pk)


# ------------------------------------------------------------------ at once


def test_free_facts_change_at_once_and_what_was_there_is_kept(member):
    facts = {
        "phone": "+6281298765432",
        "workplace": "Dinas Sosial",
        "home_regency": Regency.objects.get(pk=OGAN_ILIR),
    }

    profile.change(member=member, facts=facts, by=member.user, at=NOW)

    changed = now(member)
    assert (str(changed.phone), changed.workplace, changed.home_regency_id) == (
        "+6281298765432",
        "Dinas Sosial",
        OGAN_ILIR,
    )
    assert EarlierFacts.objects.get().workplace == "Yayasan Contoh"


def test_only_free_facts_are_written(member):
    profile.change(member=member, facts={"name": "Lain", "status": "EXPELLED"}, by=member.user, at=NOW)

    assert (now(member).name, now(member).status) == (member.name, "ACTIVE")


def test_nobody_changes_somebody_elses(member):
    with pytest.raises(PermissionDenied):
        profile.change(member=member, facts={"workplace": "X"}, by=make_user(), at=NOW)
    with pytest.raises(PermissionDenied):
        ask(member, by=make_user())


def test_who_is_no_member_changes_nothing():
    member = make_member(user=make_user(), status="RESIGNED")

    with pytest.raises(life.NotPossibleNow):
        ask(member)


# ------------------------------------------------------------------ through an officer


@pytest.mark.parametrize(
    ("field", "new"),
    [("name", "Siti Rahmawati Putri"), ("birth_date", "1986-03-27"), ("sex", "L")],
)
def test_an_accepted_request_changes_the_member_and_keeps_the_old_value(member, field, new):
    before = profile.value_of(member, field)
    request = ask(member, field, new)
    assert profile.value_of(now(member), field) == before

    accept(request, make_officer())

    request.refresh_from_db()
    assert profile.value_of(now(member), field) == new
    assert (request.old, request.new, request.status) == (before, new, "ACCEPTED")
    assert list(member.changes.order_by("pk").values_list("kind", flat=True))[1:] == ["CORRECTED"]


def test_a_new_nik_is_found_by_its_lookup_and_the_old_one_is_free(member):
    old, new = member.nik, make_nik()
    request = ask(member, "nik", new)

    accept(request, make_officer())

    assert (now(member).nik, bytes(now(member).nik_lookup)) == (new, lookup(new, purpose="nik"))
    make_member(nik=old)
    request.refresh_from_db()
    assert (request.old, request.new) == (old, new)


@pytest.mark.parametrize(
    ("field", "new", "warnings"),
    [
        ("sex", "P", []),
        ("sex", "L", ["nik_sex_differs"]),
        ("birth_date", "1986-03-27", ["nik_birth_date_differs"]),
    ],
)
def test_warnings_are_judged_anew_by_what_is_accepted(field, new, warnings):
    facts = {"sex": "L" if new == "P" else "P"} if field == "sex" else {}
    stale = ["nik_sex_differs"] if new == "P" else []
    member = make_member(user=make_user(), nik=make_nik(), warnings=stale, **facts)

    accept(ask(member, field, new), make_officer())

    assert now(member).warnings == warnings


def test_a_corrected_nik_ends_what_disagreed_with_the_wrong_one():
    member = make_member(user=make_user(), nik=make_nik(sex="L"), warnings=["nik_sex_differs"])

    accept(ask(member, "nik", make_nik()), make_officer())

    assert now(member).warnings == []


def test_the_officer_is_told_before_what_would_disagree(member, client):
    officer, request = make_officer(), ask(member, "sex", "L")
    client.force_login(officer)

    page = client.get(f"/daerah/16/permintaan/{request.pk}/")

    assert [each.message for each in page.context["doubts"]] == [
        "Jenis kelamin di dalam NIK berbeda dari yang diisi."
    ]
    assert "Bila diterima, ini berbeda" in page.content.decode()
    assert now(member).sex == "P"


def test_a_nik_is_stored_encrypted_and_in_no_mail(member):
    new = make_nik()
    accept(ask(member, "nik", new), make_officer())

    with connection.cursor() as cursor:
        cursor.execute("SELECT old, new FROM members_correction")
        stored = b"".join(map(bytes, cursor.fetchone()))
    said = "".join(mail.text + mail.html + mail.subject for mail in Mail.objects.all())
    assert [nik for nik in (member.nik, new) if nik.encode() in stored or nik in said] == []


def test_that_somebody_has_a_nik_is_told_to_the_officer_alone(member):
    other = make_member()

    request = ask(member, "nik", other.nik)  # the same answer as to any other

    with pytest.raises(NIKHeld):
        accept(request, make_officer())
    assert now(member).nik == member.nik
    assert Correction.objects.get().status == "OPEN"


def test_an_associate_becomes_a_full_member_on_the_diploma_with_the_same_number():
    member = make_member(user=make_user(), type_id="rekan")
    request, officer = ask(member, "type", "biasa"), make_officer()
    with pytest.raises(corrections.EvidenceMissing):
        accept(request, officer)

    accept(request, officer, evidence="Ijazah 12/2026, Universitas Contoh")

    assert (now(member).type_id, now(member).number) == ("biasa", member.number)
    assert member.changes.get(kind="RETYPED").type_id == "biasa"


def test_a_refusal_has_a_reason_that_the_member_reads(member):
    request, officer = ask(member), make_officer()
    with pytest.raises(corrections.ReasonMissing):
        refuse(request, officer, reason="")

    refuse(request, officer)

    assert now(member).name == member.name
    assert "Tidak sesuai KTP" in Mail.objects.latest("pk").text
    ask(member)


@pytest.mark.parametrize("decide", [accept, refuse])
@pytest.mark.parametrize(
    "other",
    [
        lambda: make_officer(chapter="11"),
        lambda: make_officer(office=Office.TREASURER),
        lambda: make_member(user=make_user()).user,
    ],
    ids=["chair of another DPD", "treasurer", "member"],
)
def test_nobody_else_decides(member, decide, other):
    request = ask(member)

    with pytest.raises(PermissionDenied):
        decide(request, other())

    assert (now(member).name, Correction.objects.get().status) == (member.name, "OPEN")


def test_nobody_decides_on_their_own_request():
    officer = make_officer()
    request = ask(make_member(user=officer))

    with pytest.raises(corrections.OwnMatter):
        accept(request, officer)


def test_one_asks_for_one_thing_at_a_time_and_for_something_new(member):
    ask(member)
    with pytest.raises(profile.AlreadyAsked):
        ask(member, new="Lain Lagi")
    with pytest.raises(profile.NothingNew):
        ask(member, "sex", member.sex)
    ask(member, "sex", "L")

    profile.withdraw(member=member, field="name", by=member.user, at=NOW)

    ask(member, new="Lain Lagi")


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_counts():
    member, first, second = (
        make_member(user=make_user()),
        make_officer(),
        make_officer(office=Office.SECRETARY),
    )
    request = ask(member)

    ended = at_once(lambda: accept(request, first), lambda: refuse(request, second))

    assert sorted(type(each).__name__ for each in ended) == ["AlreadyDecided", "Correction"]


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_get_one_nik_at_once_one_gets_it():
    nik, officer = make_nik(), make_officer()
    requests = [ask(make_member(user=make_user()), "nik", nik) for _ in range(2)]

    ended = at_once(*[lambda each=each: accept(each, officer) for each in requests])

    assert sorted(type(each).__name__ for each in ended) == ["Correction", "NIKHeld"]


# ------------------------------------------------------------------ what is always true


def refused_by(constraint, **facts):
    usual = {"member": facts.pop("member", None) or make_member(), "field": "name", "asked_at": NOW}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Correction.objects.create(**{**usual, **facts})
    assert error.value.__cause__.diag.constraint_name == constraint


def test_request_one_open_per_field(member):
    ask(member)

    refused_by("request_one_open_per_field", member=member)


def test_request_closed_has_a_time():
    refused_by("request_closed_has_a_time", status="WITHDRAWN")


def test_request_refused_has_a_reason():
    refused_by("request_refused_has_a_reason", status="REFUSED", decided_at=NOW)
