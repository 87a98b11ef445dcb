"""Two records of one person become one, field by field."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters import access, admission, applications, privacy, rosters
from chapters.duplicates import deciding, merging
from chapters.models import Chapter, DuplicatePair, Merge, Office, Seat
from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.outbox.models import Mail
from members import data_requests, history, registration
from members.models import Consent, Correction, Employment, Member, NumberBook, Role
from tests.cast import (
    BANDA_ACEH,
    NOW,
    OGAN_ILIR,
    consent,
    make_applicant,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.ledgers import make_link, make_row
from tests.pairs import make_pair

pytestmark = pytest.mark.django_db


def merge(keep, other, by=None, choices=None, **facts):
    return merging.merge(
        keep=keep, other=other, choices=choices or {}, by=by or make_officer(), at=NOW, **facts
    )


def fresh(member):
    return Member.objects.get(pk=member.pk)


# ------------------------------------------------------------------ what becomes of both


def test_the_merged_record_says_into_whom_and_keeps_its_number():
    keep, other = make_member(), make_member()

    merge(keep, other)

    other = fresh(other)
    assert (other.status, other.merged_into) == (Member.Status.MERGED, keep)
    assert NumberBook.objects.get(number=other.number).member == other
    assert fresh(keep).number == keep.number


def test_what_one_record_lacks_is_taken_from_the_other_and_the_rest_is_the_kept_records():
    keep = make_member(name="Siti Rahmawati", workplace="", nip="", joined_on=dt.date(2021, 1, 1))
    other = make_member(name="Siti Rahma", workplace="Dinas Sosial", joined_on=dt.date(2019, 4, 8))

    merge(keep, other)

    keep = fresh(keep)
    assert (keep.name, keep.workplace, keep.joined_on) == (
        "Siti Rahmawati",
        "Dinas Sosial",
        dt.date(2019, 4, 8),
    )


def test_each_field_can_be_chosen():
    keep, other = (
        make_member(name="Siti Rahmawati"),
        make_member(name="Siti Rahmawaty", birth_date=dt.date(1985, 3, 28)),
    )

    merge(keep, other, choices={"name": "other", "birth_date": "other", "phone": "keep"})

    assert (fresh(keep).name, fresh(keep).birth_date) == ("Siti Rahmawaty", dt.date(1985, 3, 28))


def test_warnings_are_judged_anew_by_what_is_chosen():
    keep, other = make_member(), make_member(birth_date=dt.date(1985, 3, 28))

    merge(keep, other, choices={"birth_date": "other"})

    assert fresh(keep).warnings == ["nik_birth_date_differs"]


def test_what_depends_on_another_answer_goes_with_it():
    role = Role.objects.first()
    keep = make_member(employment=Employment.PNS, role=role)
    other = make_member(employment=Employment.NON_ASN, sector="NGO", role_other="Relawan")

    merge(keep, other)

    assert (fresh(keep).employment, fresh(keep).sector) == (Employment.PNS, "")
    assert (fresh(keep).role, fresh(keep).role_other) == (role, "")


def test_the_nik_that_is_chosen_is_found_again_and_is_one_living_memberships():
    keep, other = make_member(nik=None), make_member()

    merge(keep, other)

    assert fresh(keep).nik == other.nik
    found = lookup(other.nik, purpose="nik")
    assert Member.objects.in_roster().get(nik_lookup=found) == keep


def test_a_nik_that_a_third_membership_has_cannot_be_chosen():
    third = make_member()
    other = make_applicant(nik=third.nik, nik_lookup=None)

    with pytest.raises(registration.NIKHeld):
        merge(make_member(), other, choices={"nik": "other"})


def test_all_that_is_the_persons_moves_and_what_the_kept_record_has_already_stays():
    keep, other = make_member(), make_member()
    for member in (keep, other):
        Consent.objects.create(member=member, text=consent(), given_at=NOW)
    seat = make_seat(member=other, office=Office.DIVISION)
    link, twice = make_link(other, row=make_row(key="a")), make_row(key="b")
    make_link(keep, row=twice)
    stays = make_link(other, row=twice, band="review")

    made = merge(keep, other)

    assert Seat.objects.get(pk=seat.pk).member == keep
    assert sorted(Consent.objects.values_list("member", flat=True)) == sorted([keep.pk, other.pk])
    assert made.moved == {"chapters.Seat.member": [str(seat.pk)], "chapters.Link.member": [str(link.pk)]}
    stays.refresh_from_db()
    assert stays.member == other


def test_the_pair_is_closed_and_the_act_is_recorded_without_a_personal_value():
    keep, other, officer = make_member(), make_member(name="Siti Rahma"), make_officer()
    pair = make_pair(keep, other)

    merge(keep, other, by=officer)

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (DuplicatePair.State.MERGED, officer)
    act = Act.objects.get(did="merge")
    assert (act.on_id, act.chapter, act.details) == (str(keep.pk), "16", {"other": str(other.pk), "moved": 0})


def test_what_was_changed_is_kept_encrypted():
    keep, other = make_member(workplace=""), make_member(workplace="Yayasan Kenari")
    made = merge(keep, other)

    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM chapters_merge WHERE id = %s", [made.pk])
        assert b"Kenari" not in bytes(cursor.fetchone()[0])
    assert "Kenari" in Merge.objects.get().changes


# ------------------------------------------------------------------ accounts and applications


def test_an_application_ends_in_the_membership_that_was_there_and_gives_it_the_account():
    keep = make_member(user=None, email="lama@contoh.example")
    applicant = make_applicant(nik=keep.nik, nik_lookup=None, warnings=[registration.NIK_HELD])
    account = applicant.user

    merge(keep, applicant, choices={"user": "other"})

    keep, applicant = fresh(keep), fresh(applicant)
    assert (keep.user, keep.status) == (account, Member.Status.ACTIVE)
    assert (applicant.user, applicant.status) == (None, Member.Status.MERGED)
    assert registration.membership_of(account) == keep
    mail = Mail.objects.get(to=account.email)
    assert mail.subject == "Keanggotaan Anda sudah ada, kini terhubung dengan akun ini"
    assert keep.number in mail.text
    assert keep.number not in Mail.objects.get(to="lama@contoh.example").text


def test_a_membership_without_a_number_gets_one_with_its_account():
    keep = make_member(user=None, number=None, joined_on=None)

    merge(keep, make_applicant(), choices={"user": "other"})

    assert (fresh(keep).number, fresh(keep).joined_on) == ("16.2026.000001", NOW.date())


def test_of_two_accounts_one_must_be_chosen():
    keep, other, officer = make_member(user=make_user()), make_member(user=make_user()), make_officer()

    with pytest.raises(merging.AccountNotChosen):
        merge(keep, other, by=officer)
    merge(keep, other, by=officer, choices={"user": "other"})

    assert (fresh(keep).user, fresh(other).user) == (other.user, keep.user)


def test_nobody_gets_a_membership_by_a_merge_unless_that_is_chosen():
    imported, applicant = make_member(user=None, email=""), make_applicant(email="baru@contoh.example")

    merge(imported, applicant)

    imported, applicant = fresh(imported), fresh(applicant)
    assert (imported.user, imported.email) == (None, "")
    assert applicant.user is not None


@pytest.mark.parametrize(
    ("other_name", "titles"),
    [("Siti R.", "Dra."), ("Rahmawati, Siti", "Dra."), ("Agus Cahyono", ""), ("Siti Cahyono", "")],
)
def test_titles_are_taken_from_a_record_with_a_like_name_only(other_name, titles):
    keep, other = make_member(name="Siti Rahmawati"), make_member(name=other_name, titles_before="Dra.")

    merge(keep, other)

    assert fresh(keep).titles_before == titles


def said_to(address):
    mail = Mail.objects.get(to=address)
    return f"{mail.subject} {mail.text} {mail.html}"


def test_each_address_hears_of_its_own_record_and_nobodys_name_but_its_own():
    keep = make_member(user=make_user(), name="Agus Cahyono")
    applicant = make_applicant(name="Rahma Herlina", titles_before="Dra.")
    old, new = keep.user.email, applicant.user.email

    merge(keep, applicant, choices={"user": "other", "name": "other", "titles_before": "other"})

    assert "Yth. Agus Cahyono" in said_to(old)
    assert "Rahma" not in said_to(old)
    assert "Yth. Dra. Rahma Herlina" in said_to(new)
    assert "Agus" not in said_to(new)


@pytest.mark.parametrize("has_account", [True, False])
def test_who_loses_a_membership_reads_that_and_what_to_do(has_account):
    user = make_user() if has_account else None
    keep, applicant = make_member(user=user, email="lama@contoh.example"), make_applicant()
    old = user.email if user else "lama@contoh.example"

    merge(keep, applicant, choices={"user": "other"})

    said = said_to(old)
    assert "Keanggotaan Anda tidak lagi terhubung dengan alamat ini" in said
    assert "sekarang dipakai dengan akun atau alamat email lain" in said
    assert "Bukan Anda" in said
    assert "DPD Sumatera Selatan" in said
    assert applicant.user.email not in said


def test_who_keeps_the_membership_reads_that_and_the_other_address_that_it_is_parted():
    keep, other = make_member(user=make_user()), make_member(email="kedua@contoh.example")

    merge(keep, other)

    assert dict(Mail.objects.values_list("to", "kind")) == {
        keep.user.email: "duplicates.merged",
        "kedua@contoh.example": "duplicates.account_parted",
    }
    assert keep.number in said_to(keep.user.email)
    assert keep.number not in said_to("kedua@contoh.example")
    assert [
        nik
        for nik in (keep.nik, other.nik)
        for to in Mail.objects.values_list("to", flat=True)
        if nik in said_to(to)
    ] == []


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "officer",
    [
        lambda: make_officer(chapter="16"),
        lambda: make_officer(chapter="11"),
        lambda: make_officer(chapter="16", office=Office.TREASURER),
    ],
    ids=["chair of one side", "chair of the other side", "treasurer"],
)
def test_it_needs_rights_on_both_sides(officer):
    keep, other = make_member(), make_member(home_regency=BANDA_ACEH)

    with pytest.raises(PermissionDenied):
        merge(keep, other, by=officer())

    assert fresh(other).status == Member.Status.ACTIVE


def test_the_dpp_has_rights_on_both_sides():
    keep, other = make_member(), make_member(home_regency=BANDA_ACEH)

    merge(keep, other, by=make_secretary_of_dpp())

    assert fresh(other).merged_into == keep


def test_nobody_merges_their_own_record():
    officer = make_officer()

    with pytest.raises(merging.OwnRecord):
        merge(make_member(user=officer), make_member(), by=officer)


@pytest.mark.parametrize(
    ("keep", "other", "error"),
    [
        (make_applicant, make_member, merging.KeepTheMember),
        (make_member, lambda: make_member(status=Member.Status.SUSPENDED), merging.KeepTheMember),
        (make_member, lambda: make_member(status=Member.Status.RESIGNED), merging.NotLiving),
        (lambda: make_member(status=Member.Status.REJECTED), make_member, merging.NotLiving),
    ],
    ids=["a membership into an application", "a suspension away", "who resigned", "into who was rejected"],
)
def test_what_cannot_be_merged(keep, other, error):
    with pytest.raises(error):
        merge(keep(), other())


def test_what_has_been_asked_of_a_record_is_settled_first():
    keep, other, officer = make_member(), make_member(), make_officer()
    asked = Correction.objects.create(member=other, field="name", old="A", new="B", note="C", asked_at=NOW)

    with pytest.raises(merging.MattersOpen):
        merge(keep, other, by=officer)
    asked.delete()

    merge(keep, other, by=officer)


@pytest.mark.parametrize("state", ["OPEN", "SCHEDULED"])
def test_who_asked_to_be_erased_is_not_lost_in_a_merge(state):
    keep, other, officer = make_member(), make_applicant(), make_officer()
    asked = data_requests.ask(member=other, kind="ERASE", words="", by=other.user, at=NOW)
    if state == "SCHEDULED":
        privacy.decide(request=asked, grant=True, reason="", by=officer, at=NOW)

    with pytest.raises(merging.MattersOpen):
        merge(keep, other, by=officer)
    data_requests.withdraw(request=asked, by=other.user, at=NOW)

    merge(keep, other, by=officer)


def test_history_says_that_both_were_merged():
    keep, other = make_member(), make_member()

    merge(keep, other)

    assert [history.of(member).first().kind for member in (keep, other)] == ["MERGED", "MERGED"]
    assert history.of(other).first().status == Member.Status.MERGED


def test_a_record_is_not_merged_into_itself():
    member = make_member()

    with pytest.raises(merging.NotLiving):
        merge(member, member)


def test_nobody_moves_to_another_province_by_merging():
    keep, other = make_member(), make_member(home_regency=BANDA_ACEH)
    dpp = make_secretary_of_dpp()

    with pytest.raises(merging.PlaceElsewhere):
        merge(keep, other, by=dpp, choices={"home_regency": "other"})
    merge(keep, make_member(home_regency=OGAN_ILIR), by=dpp, choices={"home_regency": "other"})

    assert (fresh(keep).home_regency_id, fresh(keep).home_province_id) == (OGAN_ILIR, "16")


def test_who_has_no_known_province_gets_the_others():
    keep, other = make_member(home_regency=None), make_member()

    merge(keep, other, by=make_secretary_of_dpp())

    assert fresh(keep).home_province_id == "16"


def test_what_has_changed_since_the_preview_is_looked_at_again():
    keep, other = make_member(), make_member()
    seen = merging.state_of(keep, other)
    Member.objects.filter(pk=other.pk).update(workplace="Dinas Sosial")

    with pytest.raises(merging.ChangedSince):
        merge(keep, other, seen=seen)


# ------------------------------------------------------------------ constraints


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("member_merged_says_into_whom", lambda one, other: {"status": Member.Status.MERGED}),
        ("member_merged_says_into_whom", lambda one, other: {"merged_into": other}),
        (
            "member_is_not_merged_into_itself",
            lambda one, other: {"status": Member.Status.MERGED, "merged_into": one},
        ),
    ],
)
def test_a_record_says_into_whom_it_was_merged(name, change):
    one, other = make_member(), make_member()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Member.objects.filter(pk=one.pk).update(**change(one, other))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("duplicate_pair_once", lambda one, other: (make_pair(one, other), make_pair(one, other))),
        ("duplicate_pair_in_order", lambda one, other: DuplicatePair.objects.update(one=other, other=one)),
        (
            "duplicate_probability_is_between_0_and_1",
            lambda one, other: DuplicatePair.objects.update(probability=2),
        ),
        (
            "duplicate_pair_is_decided_at_a_time",
            lambda one, other: DuplicatePair.objects.update(state="NOT_SAME"),
        ),
        (
            "merge_stands_once_per_record",
            lambda one, other: [
                Merge.objects.create(keep=one, other=other, changes="{}", at=NOW) for _twice in range(2)
            ],
        ),
        (
            "merge_is_of_two_records",
            lambda one, other: Merge.objects.create(keep=one, other=one, changes="{}", at=NOW),
        ),
    ],
)
def test_the_database_refuses(name, make):
    one, other = sorted([make_member(), make_member()], key=lambda member: member.pk)
    if name != "duplicate_pair_once":
        make_pair(one, other)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(one, other)


# ------------------------------------------------------------------ sums


def test_the_sum_of_the_chapters_is_the_nation_before_and_after():
    keep, other = make_member(), make_member(home_regency=BANDA_ACEH)
    make_pair(keep, other)

    def counted():
        nation = rosters.counts(Member.objects.all()).all.members
        return nation, sum(place.count.members for place in rosters.per_chapter().values())

    assert counted() == (2, 2)
    merge(keep, other, by=make_secretary_of_dpp())
    assert counted() == (1, 1)


# ------------------------------------------------------------------ at the same moment


def at_once(*calls):
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait(10)
        try:
            return call()
        except RuleError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_merge_the_same_pair_one_wins():
    first, second = make_officer(), make_officer(office=Office.SECRETARY)
    keep, other = make_member(), make_member()

    done = at_once(lambda: merge(keep, other, by=first), lambda: merge(other, keep, by=second))

    assert sorted(isinstance(each, Merge) for each in done) == [False, True]
    assert merging.NotLiving in done
    assert Member.objects.filter(status=Member.Status.MERGED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_applicant_is_admitted_or_merged_never_both():
    first, second = make_officer(), make_officer(office=Office.SECRETARY)
    keep, applicant = make_member(user=None), make_applicant()

    done = at_once(
        lambda: merge(keep, applicant, by=first),
        lambda: admission.admit(applicant=applicant, by=second, at=NOW),
    )

    applicant = fresh(applicant)
    if applicant.merged_into and applicant.number is None:
        assert applications.AlreadyDecided in done
    else:  # admitted first, then merged as a member: both hold, one after the other
        assert NumberBook.objects.get(number=applicant.number).member == applicant
    assert Member.objects.counted().filter(user=applicant.user or keep.user).count() <= 1


# ------------------------------------------------------------------ without merging


def test_that_they_are_two_people_is_decided_with_rights_on_both_sides():
    pair = make_pair(make_member(), make_member(home_regency=BANDA_ACEH))

    with pytest.raises(PermissionDenied):
        deciding.tell_apart(pair=pair, by=make_officer(), at=NOW)
    deciding.tell_apart(pair=pair, by=make_secretary_of_dpp(), at=NOW)

    pair.refresh_from_db()
    assert pair.state == DuplicatePair.State.NOT_SAME
    with pytest.raises(deciding.AlreadyDecided):
        deciding.tell_apart(pair=pair, by=make_secretary_of_dpp(), at=NOW)


def test_it_can_be_asked_again():
    pair, officer = make_pair(make_member(), make_member()), make_officer()
    deciding.tell_apart(pair=pair, by=officer, at=NOW)

    deciding.reopen(pair=pair, by=officer)

    assert DuplicatePair.objects.to_decide().get() == pair
    with pytest.raises(deciding.AlreadyDecided):
        deciding.reopen(pair=pair, by=officer)


def test_a_chapter_asks_the_dpp_once_about_somebody_who_is_elsewhere():
    secretary = make_secretary_of_dpp()
    pair, officer = make_pair(make_member(), make_member(home_regency=BANDA_ACEH)), make_officer()

    for _twice in range(2):
        deciding.refer(pair=pair, chapter=Chapter.objects.get(pk="16"), by=officer, at=NOW)

    pair.refresh_from_db()
    assert (pair.referred_by, pair.state) == (officer, DuplicatePair.State.OPEN)
    mail = Mail.objects.get(kind="duplicates.referred")
    assert mail.to == secretary.email
    assert "Siti" not in mail.text + mail.html


def test_a_chapter_that_keeps_neither_asks_nobody():
    pair = make_pair(make_member(), make_member())

    with pytest.raises(PermissionDenied):
        deciding.refer(pair=pair, chapter=Chapter.objects.get(pk="11"), by=make_officer(chapter="11"), at=NOW)


def test_of_somebody_elsewhere_only_a_likely_pair_is_seen():
    officer, elsewhere = make_officer(), make_member(home_regency=BANDA_ACEH)
    likely = make_pair(make_member(), elsewhere)
    make_pair(make_member(), elsewhere, probability=0.3)
    own = make_pair(make_member(), make_member(), probability=0.3)

    assert set(deciding.pairs_seen_by(officer)) == {likely, own}
    assert access.May.MERGE in access.GRANTS[Office.SECRETARY]
