"""What is proposed to members about their own data, what they answer, and what closes by itself."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters import corrections
from chapters import privacy as chapters_privacy
from chapters.models import ListedProposal
from ipspi.accounts.models import User
from ipspi.audit.models import Act
from ipspi.keys import rotating
from ipspi.outbox.models import Mail
from members import answering, data_copies, erasing, privacy, profile, proposals, retention
from members.life import NotPossibleNow
from members.models import Correction, EarlierFacts, Member, PrivacyRequest, Proposal, Restriction
from members.profile import AlreadyAsked, OtherProvince
from members.proposals import NoLongerOpen, Origin, Wanted
from tests.cast import BANDA_ACEH, NOW, OGAN_ILIR, make_member, make_nip, make_officer, make_user
from tests.chapters.test_admission import at_once
from tests.ledgers import make_row

pytestmark = pytest.mark.django_db
PHONE, DPD = "+6281300001111", Origin("LIST", "DPD Sumatera Selatan")
IMPORT = Origin("IMPORT", "data nasional IPSPI")
PAGE, STATUS = "/keanggotaan/usulan/", "/pendaftaran/status/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def member() -> Member:
    return make_member(user=make_user("siti@contoh.example"))


def propose(member, field="phone", value=PHONE, *, origin=DPD, at=NOW) -> Proposal | None:
    written = proposals.write([Wanted(member.pk, field, value)], origin=origin, at=at)
    rows = [row for _wanted, row in written]
    for row in rows:
        row.member = member
    return Proposal.objects.latest("pk") if rows else None


def accept(asked, by=None):
    return answering.accept(proposal=asked, by=by or asked.member.user, at=NOW)


def refuse(asked, **how):
    return answering.refuse(proposal=asked, by=asked.member.user, at=NOW, **how)


def now(member):
    return Member.objects.get(pk=member.pk)


def state_of(asked):
    return Proposal.objects.get(pk=asked.pk).state


# ------------------------------------------------------------------ proposing


def test_proposing_changes_nothing_of_the_member(member):
    before = Member.objects.values().get()

    asked = propose(member)

    assert (asked.state, asked.value, asked.source_name) == ("OPEN", PHONE, "DPD Sumatera Selatan")
    assert Member.objects.values().get() == before


def test_values_are_stored_encrypted(member):
    nip = make_nip()
    propose(member, "nip", nip)

    with connection.cursor() as cursor:
        cursor.execute("SELECT proposal::text FROM members_proposal proposal")
        stored = cursor.fetchone()[0]
    assert nip not in stored
    assert nip.encode().hex() not in stored


def test_of_one_value_there_is_one_open_proposal(member):
    asked = propose(member)

    assert propose(member) is None
    assert propose(member, value="+6281300002222") is not None
    with pytest.raises(IntegrityError, match="proposal_one_open_per_field_and_value"), transaction.atomic():
        Proposal.objects.create(
            member=member, field="phone", value=PHONE, value_lookup=asked.value_lookup, source="LIST", at=NOW
        )


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"state": "ACCEPTED"}, "proposal_closed_has_a_time"),
        ({"answered_at": NOW}, "proposal_closed_has_a_time"),
        ({"value": None}, "proposal_has_a_value"),
    ],
)
def test_the_database_keeps_a_proposal_whole(member, changed, constraint):
    asked = propose(member)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Proposal.objects.filter(pk=asked.pk).update(**changed)


@pytest.mark.parametrize("neither", [False, True])
@pytest.mark.parametrize("origin", [DPD, IMPORT])
def test_a_value_that_the_member_has_refused_is_never_proposed_again(member, origin, neither):
    refuse(propose(member), neither=neither)

    assert propose(member, origin=origin, at=NOW + 400 * DAY) is None
    assert propose(member, value="+6281300002222", origin=origin) is not None


def test_a_value_that_an_officer_has_refused_is_not_proposed_again(member):
    asked = accept(propose(member, "birth_date", "1986-03-27"))
    assert propose(member, "birth_date", "1986-03-27") is None, "it waits for the officer"

    corrections.refuse(request=asked.correction, reason="Tidak sesuai KTP", by=make_officer(), at=NOW)

    assert propose(member, "birth_date", "1986-03-27") is None


def test_what_lapsed_an_officer_may_propose_again_and_an_import_does_not(member):
    propose(member)
    proposals.lapse_due(NOW + 61 * DAY)

    assert propose(member, origin=IMPORT, at=NOW + 62 * DAY) is None
    assert propose(member, at=NOW + 62 * DAY) is not None


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_the_same_at_once_make_one_proposal():
    member = make_member(user=make_user())

    at_once(*[lambda: propose(member)] * 3)

    assert Proposal.objects.count() == 1


def test_what_was_refused_is_known_under_another_key(member, settings):
    refuse(propose(member))
    settings.LOOKUP_KEYS = {**settings.LOOKUP_KEYS, 2: "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="}

    rotating.rotate_lookup_key(to=2, at=NOW, say=lambda words: None)

    assert propose(member) is None


# ------------------------------------------------------------------ answering


def test_yes_changes_a_free_field_as_the_profile_does_and_keeps_what_was_there(member):
    asked = accept(propose(member))

    assert str(now(member).phone) == PHONE
    assert (asked.state, asked.before, asked.answered_at) == ("ACCEPTED", "+6281234567890", NOW)
    assert EarlierFacts.objects.filter(phone="+6281234567890").exists()
    assert list(Act.objects.order_by("id").values_list("did", flat=True)) == [
        "change_profile",
        "accept_proposal",
    ]
    assert PHONE not in str(list(Act.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("workplace", "LKS Melati", "workplace"),
        ("home_regency", OGAN_ILIR, "home_regency_id"),
        ("titles_after", "M.Si", "titles_after"),
        ("employment", "PPPK", "employment"),
    ],
)
def test_every_free_field_can_be_taken_over(member, field, value, column):
    accept(propose(member, field, value))

    assert getattr(now(member), column) == value


def test_who_is_no_civil_servant_any_more_has_no_nip():
    member = make_member(user=make_user(), employment="PNS", nip=make_nip())

    accept(propose(member, "employment", "NON_ASN"))

    assert (now(member).employment, now(member).nip) == ("NON_ASN", "")


def test_a_nip_is_for_civil_servants_only(member):
    asked = propose(member, "nip", make_nip())

    with pytest.raises(answering.NotACivilServant):
        accept(asked)
    assert (state_of(asked), now(member).nip) == ("OPEN", "")


@pytest.mark.parametrize(("field", "value"), [("name", "Siti Rahmawati Putri"), ("birth_date", "1986-03-27")])
def test_yes_to_what_only_officers_change_asks_them(member, field, value):
    asked = accept(propose(member, field, value))

    request = Correction.objects.get()
    assert (request.field, request.new, request.status) == (field, value, "OPEN")
    assert asked.correction == request
    assert "DPD Sumatera Selatan" in request.note
    assert profile.value_of(now(member), field) != value

    corrections.accept(request=request, by=make_officer(), at=NOW)

    assert profile.value_of(now(member), field) == value
    assert state_of(asked) == "ACCEPTED"


def test_where_the_same_field_waits_for_an_officer_the_proposal_stays_open(member):
    profile.ask(member=member, field="name", new="Siti R", note="", by=member.user, at=NOW)
    asked = propose(member, "name", "Siti Rahmawati Putri")

    with pytest.raises(AlreadyAsked):
        accept(asked)
    assert state_of(asked) == "OPEN"


def test_a_regency_in_another_province_is_a_mutasi(member):
    with pytest.raises(OtherProvince):
        accept(propose(member, "home_regency", BANDA_ACEH))


@pytest.mark.parametrize(("neither", "state"), [(False, "REFUSED"), (True, "NEITHER")])
def test_no_keeps_what_is_there_with_words_for_the_officers(member, neither, state):
    asked = refuse(propose(member), words="  Nomor lama,\nsudah mati. ", neither=neither)

    assert (asked.state, asked.words) == (state, "Nomor lama, sudah mati.")
    assert str(now(member).phone) == "+6281234567890"


def test_words_hold_no_identity_number(member):
    with pytest.raises(privacy.NumberInWords):
        refuse(propose(member), words=f"NIP saya {make_nip()}")


def test_nobody_answers_for_somebody_else(member):
    asked = propose(member)

    for other in (make_officer(), make_member(user=make_user()).user):
        with pytest.raises(PermissionDenied):
            accept(asked, by=other)
        with pytest.raises(PermissionDenied):
            answering.refuse(proposal=asked, by=other, at=NOW)
    assert state_of(asked) == "OPEN"


def test_who_is_no_member_any_more_changes_nothing(member):
    asked = propose(member)
    Member.objects.filter(pk=member.pk).update(status="RESIGNED")

    with pytest.raises(NotPossibleNow):
        accept(asked)


def test_it_is_answered_once(member):
    asked = propose(member)
    refuse(asked)

    with pytest.raises(NoLongerOpen, match="data registri benar"):
        accept(asked)
    with pytest.raises(NoLongerOpen):
        proposals.withdraw(proposal=asked, by=make_officer(), at=NOW)
    assert str(now(member).phone) == "+6281234567890"


@pytest.mark.django_db(transaction=True)
def test_of_a_yes_a_no_and_a_withdrawal_at_once_one_counts():
    member, officer = make_member(user=make_user()), make_officer()
    asked = propose(member)

    ended = at_once(
        lambda: accept(asked),
        lambda: refuse(asked),
        lambda: proposals.withdraw(proposal=asked, by=officer, at=NOW),
    )

    assert sum(isinstance(each, NoLongerOpen) for each in ended) == 2
    changed = str(now(member).phone) == PHONE
    assert changed == (state_of(asked) == "ACCEPTED")


# ------------------------------------------------------------------ by itself


def test_it_closes_when_the_member_changes_the_field_alone(member):
    asked, other = propose(member), propose(member, value="+6281300002222")

    profile.change(member=member, facts={"phone": PHONE}, by=member.user, at=NOW)

    assert (state_of(asked), state_of(other)) == ("AGREES", "OPEN")


def test_it_closes_when_an_officer_accepts_the_same_correction(member):
    asked = propose(member, "name", "Siti Rahmawati Putri")
    request = profile.ask(
        member=member, field="name", new="Siti Rahmawati Putri", note="", by=member.user, at=NOW
    )

    corrections.accept(request=request, by=make_officer(), at=NOW)

    assert state_of(asked) == "AGREES"


def test_it_closes_in_the_night_however_the_value_came(member):
    asked = propose(member)
    Member.objects.filter(pk=member.pk).update(phone=PHONE)

    assert retention.run(at=NOW)["proposals_settled"] == 1
    assert state_of(asked) == "AGREES"


def test_it_lapses_after_sixty_days(member):
    asked = propose(member)

    assert proposals.lapse_due(NOW + 59 * DAY) == 0
    assert proposals.lapse_due(NOW + 60 * DAY) == 1
    with pytest.raises(NoLongerOpen, match="tidak dijawab"):
        accept(asked)


# ------------------------------------------------------------------ letters


def test_one_letter_tells_of_all_and_holds_no_value(member):
    rows = [
        propose(member),
        propose(member, "workplace", "LKS Melati"),
        propose(member, "nip", nip := make_nip()),
    ]

    assert proposals.tell(Proposal.objects.select_related("member__user").order_by("pk"), at=NOW) == 1

    mail = Mail.objects.get()
    assert mail.to == "siti@contoh.example"
    assert "DPD Sumatera Selatan" in mail.subject
    assert "Telepon, Tempat bekerja, NIP" in mail.text
    for secret in (PHONE, "81300001111", "LKS Melati", nip, "81234567890"):
        assert secret not in mail.text + mail.html + mail.subject
    assert {Proposal.objects.get(pk=row.pk).told_at for row in rows} == {NOW}


def test_what_an_import_proposed_is_told_in_the_night_once(member):
    propose(member, origin=IMPORT)
    propose(member, "workplace", "LKS Melati", origin=IMPORT)

    assert (proposals.tell_due(NOW), proposals.tell_due(NOW)) == (1, 0)
    assert Mail.objects.count() == 1


def test_a_reminder_comes_once_after_seven_days_for_what_still_waits(member):
    propose(member)
    answered = propose(member, "workplace", "LKS Melati")
    proposals.tell(Proposal.objects.select_related("member__user"), at=NOW)
    refuse(answered)

    assert proposals.remind_due(NOW + 6 * DAY) == 0
    assert proposals.remind_due(NOW + 7 * DAY) == 1
    assert proposals.remind_due(NOW + 8 * DAY) == 0
    mail = Mail.objects.latest("pk")
    assert "Telepon" in mail.text
    assert "Tempat bekerja" not in mail.text


def test_nobody_is_written_to_who_restricted_their_data_or_is_no_member(member):
    ended, restricted = make_member(user=make_user()), make_member(user=make_user())
    for each in (ended, restricted):
        propose(each)
    Member.objects.filter(pk=ended.pk).update(status="DECEASED")
    Restriction.objects.create(member=restricted, since=NOW)

    assert proposals.tell_due(NOW) == 0
    assert not Mail.objects.exists()


# ------------------------------------------------------------------ the member's pages


@pytest.fixture
def own(client, member):
    client.force_login(member.user)
    return client


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def send(client, asked, answer, **more):
    return client.post(
        reverse("membership:answer", args=[asked.pk]), {"jawaban": answer, **more}, follow=True
    )


@pytest.mark.parametrize("address", [PAGE, STATUS])
def test_both_values_stand_side_by_side_with_three_answers(own, member, address):
    propose(member)

    text = words(own.get(address))

    assert "Pengurus DPD Sumatera Selatan mengusulkan perubahan" in text
    assert "<dd>0812-3456-7890</dd>" in text
    assert "<dd>0813-0000-1111</dd>" in text
    for answer in ("ya", "tidak", "keduanya"):
        assert f'name="jawaban" value="{answer}"' in text


def test_without_a_proposal_nothing_is_asked(own):
    assert "Tidak ada usulan yang menunggu" in words(own.get(PAGE))
    assert "mengusulkan" not in words(own.get(STATUS))


def test_the_profile_and_the_own_data_lead_to_what_waits(own, member):
    propose(member)

    assert PAGE in words(own.get("/keanggotaan/profil/"))
    assert PAGE in words(own.get("/saya/data/"))


def test_answers_come_from_buttons_and_stay_readable(own, member):
    phone, workplace = propose(member), propose(member, "workplace", "LKS Melati")

    assert "Telepon sudah diganti." in words(send(own, phone, "ya"))
    text = words(send(own, workplace, "tidak", kata="Masih di sana"))

    assert (state_of(phone), state_of(workplace)) == ("ACCEPTED", "REFUSED")
    assert "sebelumnya: 0812-3456-7890" in text
    assert "“Masih di sana”" in text


def test_both_are_wrong_leads_to_where_it_is_changed(own, member):
    response = own.post(reverse("membership:answer", args=[propose(member).pk]), {"jawaban": "keduanya"})
    assert response["Location"] == "/keanggotaan/profil/#id_phone"
    response = own.post(
        reverse("membership:answer", args=[propose(member, "name", "Siti Lain").pk]), {"jawaban": "keduanya"}
    )
    assert response["Location"] == "/keanggotaan/nama/"


def test_yes_to_a_name_leads_to_the_proof(own, member):
    response = send(own, propose(member, "name", "Siti Rahmawati Putri"), "ya")

    assert response.redirect_chain[-1][0] == "/keanggotaan/nama/bukti/"


def test_of_a_nip_only_digits_that_differ_are_shown(client):
    nip = make_nip()
    other = nip[:-1] + str((int(nip[-1]) + 1) % 10)
    member = make_member(user=make_user(), employment="PNS", nip=nip)
    propose(member, "nip", other)
    client.force_login(member.user)

    text = words(client.get(PAGE))

    assert other not in text.replace(" ", "")
    assert "•" * 17 + f"<mark>{other[-1]}</mark>" in text


@pytest.mark.parametrize("given", [{}, {"jawaban": "mungkin"}, {"jawaban": "tidak", "kata": "x" * 301}])
def test_what_is_no_answer_changes_nothing(own, member, given):
    asked = propose(member)

    own.post(reverse("membership:answer", args=[asked.pk]), given)

    assert state_of(asked) == "OPEN"


def test_somebody_elses_proposal_does_not_exist(own):
    asked = propose(make_member(user=make_user()))

    assert send(own, asked, "ya").status_code == 404
    assert state_of(asked) == "OPEN"


def test_who_is_no_member_has_no_such_page(client):
    client.force_login(make_user())

    assert client.get(PAGE).status_code == 404


def test_the_page_needs_as_many_queries_for_many_as_for_one(own, member, django_assert_num_queries):
    propose(member)
    own.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        own.get(PAGE)
    for number in range(5):
        propose(member, "workplace", f"LKS {number}")
        refuse(propose(member, value=f"+628130000222{number}"))
    with django_assert_num_queries(len(few)):
        own.get(PAGE)


# ------------------------------------------------------------------ own data


def test_a_copy_holds_what_was_proposed_and_masks_a_number_that_is_not_ones_own():
    nip, other = make_nip(), make_nip()
    member = make_member(user=make_user(), employment="PNS", nip=nip)
    refuse(propose(member, "workplace", "LKS Melati"), words="Bukan saya")
    propose(member, "nip", other)

    copied = data_copies.everything_about(member)["usulan_perubahan"]

    assert copied[0]["nilai yang diusulkan"] == "LKS Melati"
    assert copied[0]["kata anggota"] == "Bukan saya"
    assert other not in str(copied)
    assert data_copies.packed({"usulan_perubahan": copied})


def test_an_erased_persons_line_leaves_no_proposal_to_whom_it_was_wrongly_linked(member):
    other = make_member(user=make_user())
    row = make_row(name="Orang Lain", phone="0813 0000 1111", nik_lookup=other.nik_lookup)
    ListedProposal.objects.create(proposal=propose(member), list=row.list, key=row.key)

    chapters_privacy.erase_rows(other)

    assert not Proposal.objects.exists()


def test_an_erased_person_leaves_no_proposal(member):
    propose(member)
    user: User = member.user
    request = PrivacyRequest.objects.create(
        member=member, kind="ERASE", state="SCHEDULED", asked_at=NOW, due_at=NOW, decided_at=NOW, erase_at=NOW
    )

    erasing.erase(request_id=request.pk)

    assert not Proposal.objects.exists()
    assert not User.objects.get(pk=user.pk).is_active
