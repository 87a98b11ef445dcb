"""From the link to the member: what is filled in beforehand, and whose registration the row's is."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError
from django.utils import timezone

from chapters import privacy
from chapters.inviting import joining, links, prefilling
from chapters.inviting.sending import NobodyToInvite
from chapters.models import Decision, Invitation, OptOut
from chapters.reconciliation.lines import Line
from ipspi.audit.models import Act
from ipspi.keys import rotating
from members import drafts, registration
from members.drafts import Step
from members.models import Draft, Member
from tests.cast import BORN, NOW, PALEMBANG, consent, make_draft, make_member, make_officer, make_user
from tests.chapters.inviting.scene import WATI, ZUL, invitation, invite, listed, row
from tests.chapters.reconciliation.scene import reconcile

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def invited():
    listed()
    (message,) = invite(make_officer(), "R1")
    return message.invitation


def taken_up(invited, *, at=NOW):
    user = make_user()
    joining.take_up(invitation=invited, by=user, at=at)
    return user


def send(user, **answers):
    make_draft(user=user, **answers)
    return registration.submit(by=user, consent=consent(), confirmed=True, at=timezone.now())


def test_what_a_row_says_becomes_answers_but_never_a_number_of_the_state(invited):
    assert prefilling.answers_of(row("R1")) == {
        "name": "Zulkifli Hutabarat",
        "titles_before": "Drs.",
        "titles_after": "M.Si",
        "birth_date": "1979-05-03",
        "phone": "+6281290001111",
        "home_regency": PALEMBANG,
        "workplace": "Dinas Sosial Kota Palembang",
        "employment": "PNS",
    }


def test_what_cannot_be_read_is_left_out():
    listed(
        Line(
            2, row_id="R1", name="Siti", birth="31-02-1985", phone="0711 55", regency="Atlantis", status="ASN"
        )
    )

    assert prefilling.answers_of(row("R1")) == {"name": "Siti"}


def test_suggestions_are_no_answers_until_the_person_has_looked_at_them(invited):
    user = taken_up(invited)
    draft = drafts.draft_of(user)

    assert drafts.steps_done(draft) == []
    assert drafts.answers_in(draft) == {}
    assert drafts.suggested_for(Step.NAME, draft).answers["name"] == "Zulkifli Hutabarat"
    assert drafts.suggested_for(Step.NAME, draft).source == "DPD Sumatera Selatan"
    draft = drafts.save(by=user, step=Step.NAME, answers={"name": "Zulkifli H."}, at=NOW)
    assert drafts.suggested_for(Step.NAME, draft).answers == {}
    assert drafts.suggested_for(Step.CONTACT, draft).answers["home_regency"] == PALEMBANG


def test_nothing_of_a_nik_or_nip_goes_into_the_draft(invited):
    user = taken_up(invited)

    said = json.dumps(json.loads(Draft.objects.get(user=user).answers))
    assert ZUL.nik not in said
    assert ZUL.nip not in said


def test_who_sends_the_registration_is_known_by_the_invitation(invited):
    member = send(taken_up(invited), name="Zulkifli Hutabarat", birth_date="1985-03-27")

    kept = invitation()
    assert (kept.member, kept.registered_at) == (member, member.changed_at)


def test_an_imported_membership_that_is_claimed_counts_as_well(invited):
    imported = make_member(name="Zulkifli Hutabarat", email="zul@contoh.example")
    user = make_user("zul@contoh.example")
    joining.take_up(invitation=invited, by=user, at=NOW)

    assert send(user, nik=imported.nik, name="Zulkifli Hutabarat") == imported
    assert invitation().member == imported


@pytest.mark.parametrize(
    ("name", "facts", "is_theirs"),
    [
        ("ZULKIFLI HOETABARAT", {}, True),
        ("Zulkifli", {}, True),
        ("Zulkifli Sitorus", {}, False),
        ("Zulkifli Sitorus", {"birth_date": dt.date(1979, 5, 3)}, True),
        ("Zulkifli Sitorus", {"phone": "+6281290001111"}, True),
        ("Siti Aminah", {"phone": "+6281290001111"}, False),
    ],
)
def test_a_link_that_somebody_else_uses_does_not_make_the_row_theirs(invited, name, facts, is_theirs):
    assert joining.is_about(row("R1"), make_member(name=name, **facts)) == is_theirs


def test_the_registration_of_somebody_else_is_not_the_rows(invited):
    send(taken_up(invited), name="Siti Aminah")

    assert (invitation().member, invitation().registered_at) == (None, None)


def test_the_row_is_linked_once_they_are_a_member_however_little_it_says():
    listed(Line(2, row_id="R1", name="Zulkifli", email="zul@contoh.example"))
    (message,) = invite(make_officer(), "R1")
    member = send(taken_up(message.invitation), name="Zulkifli Hutabarat")
    assert Decision.objects.final().get().member == member
    assert reconcile().linked == 0
    Member.objects.filter(pk=member.pk).update(status="ACTIVE", number="16.2026.1", joined_on=NOW.date())

    assert reconcile().linked == 1
    assert row("R1").links.get().member == member


def test_what_an_officer_decided_about_the_row_stands(invited):
    other = make_member(name="Zulkifli Lain")
    decided = {"list": invited.list, "key": invited.key, "answer": "SAME", "probability": 0.9, "at": NOW}
    Decision.objects.create(member=other, **decided)
    send(taken_up(invited), name="Zulkifli Hutabarat")

    assert Decision.objects.in_force().get().member == other


def test_who_registers_again_after_a_rejection_is_still_the_rows(invited):
    user = taken_up(invited)
    first = send(user, name="Zulkifli Hutabarat")
    Member.objects.filter(pk=first.pk).update(status="REJECTED", decided_at=NOW, rejection_reason="Foto")
    second = send(user, name="Zulkifli Hutabarat")

    assert (invitation().member, invitation().registered_at) == (second, first.changed_at)
    assert Decision.objects.in_force().get().member == second


def test_for_who_is_registered_the_link_changes_nothing(invited):
    member = make_member(user=make_user())
    joining.take_up(invitation=invited, by=member.user, at=NOW)

    assert (invitation().taken_up_by, Draft.objects.count()) == (None, 0)
    assert not Act.objects.filter(did="take_up_invitation").exists()


def test_who_was_rejected_begins_with_their_own_answers(invited):
    member = make_member(status=Member.Status.REJECTED)
    joining.take_up(invitation=invited, by=member.user, at=NOW)

    assert (invitation().taken_up_by, Draft.objects.count()) == (member.user, 0)


@pytest.mark.parametrize("ended", ["too old", "refused", "replaced", "gone"])
def test_a_link_that_has_ended_fills_in_nothing(invited, ended):
    at = NOW + 60 * DAY if ended == "too old" else NOW
    if ended == "gone":
        listed(WATI)
    elif ended != "too old":
        Invitation.objects.update(**{f"{ended}_at": NOW})
    taken_up(invited, at=at)

    assert (invitation().taken_up_by, Draft.objects.count()) == (None, 0)


def test_an_erased_person_leaves_no_invitation(invited):
    member = send(taken_up(invited), name="Zulkifli Hutabarat")
    link = {"probability": 1, "bits": 20, "evidence": [], "band": "auto"}
    row("R1").links.create(member=member, run=row("R1").list.chapter.runs.latest("pk"), **link)

    assert [each["lewat"] for each in privacy.invitations_of(member)] == ["email"]
    privacy.erase_rows(member)
    assert not Invitation.objects.exists()


def test_who_registered_by_an_invitation_finds_it_in_their_copy_without_a_link(invited):
    member = send(taken_up(invited), name="Zulkifli Hutabarat", birth_date=BORN.isoformat())

    (told,) = privacy.invitations_of(member)
    assert (told["daerah"], told["alamat"]) == ("DPD Sumatera Selatan", "zul@contoh.example")
    assert privacy.invitations_of(make_member()) == []


def test_another_look_up_key_forgets_no_refusal_and_no_invitation(settings):
    settings.LOOKUP_KEYS = {1: settings.LOOKUP_KEYS[1], 2: "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="}
    listed(Line(2, name="Zulkifli Hutabarat", email="zul@contoh.example"), WATI)
    officer = make_officer()
    (first,) = invite(officer)
    links.refuse(invitation=first.invitation, at=NOW)
    before = bytes(OptOut.objects.get().address_lookup)
    rotating.rotate_lookup_key(to=2, at=NOW, say=lambda said: None)

    assert bytes(OptOut.objects.get().address_lookup) != before
    assert links.row_of(invitation()).name == "Zulkifli Hutabarat"
    listed(Line(9, name="Z. Hutabarat", email="ZUL@contoh.example"))
    with pytest.raises(NobodyToInvite):
        invite(officer)


def test_opt_out_once_per_address(invited):
    links.refuse(invitation=invited, at=NOW)
    links.refuse(invitation=invited, at=NOW)

    assert sorted(OptOut.objects.values_list("address", flat=True)) == [
        "+6281290001111",
        "zul@contoh.example",
    ]
    kept = OptOut.objects.first()
    with pytest.raises(IntegrityError, match="opt_out_once_per_address"):
        OptOut.objects.create(address="x", address_lookup=kept.address_lookup, at=NOW)
