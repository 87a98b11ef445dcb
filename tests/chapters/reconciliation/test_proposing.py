"""Proposing to members what a chapter's list says otherwise: what differs, what is sent, what closes by itself."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chapters.duplicates import merging
from chapters.models import Chapter, Link, ListedProposal, ListRow, Office
from chapters.reconciliation import conflicts, deciding, differences, lists, proposing, withdrawing
from chapters.reconciliation.proposing import NothingToPropose
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from members import answering, proposals
from members.models import Member, Proposal, Restriction
from tests.cast import BANDA_ACEH, NOW, OGAN_ILIR, TODAY, make_member, make_officer, make_user
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile
from tests.ledgers import make_link, make_list, make_row
from tests.pairs import make_pair

pytestmark = pytest.mark.django_db
OTHER_PHONE = "0813 0000 1111"


@pytest.fixture
def chapter() -> Chapter:
    return Chapter.objects.get(pk="16")


@pytest.fixture
def officer():
    return make_officer()


def make_linked(*, disagreements=("phone",), user=True, member=None, **listed) -> Link:
    member = member or make_member(**({"user": make_user()} if user else {}))
    row = make_row(name=member.name, **{"phone": OTHER_PHONE, **listed})
    return make_link(member, row=row, disagreements=list(disagreements))


def propose(chapter, officer, *chosen):
    given = {(link.pk, field) for link, field in chosen} if chosen else None
    return proposing.propose(chapter=chapter, chosen=given, by=officer, at=NOW)


def states():
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


# ------------------------------------------------------------------ what differs


def between(member, disagreeing=(), **listed):
    row = ListRow(line=2, **{"name": member.name, **listed})
    found = differences.between(row, member, disagreeing, today=TODAY)
    return {each.field: each for each in found}


NIP = "198503272010012001"
FACTS = {"employment": "PNS", "nip": NIP, "workplace": "Dinas Sosial Kota Palembang"}


@pytest.mark.parametrize(
    ("listed", "field", "value"),
    [
        ({"phone": "hp 0813-0000-1111"}, "phone", "+6281300001111"),
        ({"birth": "28 Maret 1985"}, "birth_date", "1985-03-28"),
        ({"nip": "19850327 201001 2 002"}, "nip", "198503272010012002"),
        ({"status": "P3K"}, "employment", "PPPK"),
        ({"status": "honorer"}, "employment", "NON_ASN"),
        ({"workplace": "LKS Melati"}, "workplace", "LKS Melati"),
        ({"regency": "Kab. Ogan Ilir"}, "home_regency", OGAN_ILIR),
        ({"name": "SITI NURHALIZA, S.Sos"}, "name", "Siti Nurhaliza"),
    ],
)
def test_a_field_that_differs_is_read_as_it_would_be_proposed(listed, field, value):
    found = between(make_member(**FACTS), **listed)

    assert {name: each.value for name, each in found.items()} == {field: value}


@pytest.mark.parametrize(
    "listed",
    [
        {"phone": "0899 9999 9999 / 0812-3456-7890"},
        {"birth": "Palembang, 27-03-1985"},
        {"nip": NIP},
        {"nip": "1.98503E+17"},
        {"status": "ASN"},
        {"workplace": "Dinsos Palembang"},
        {"regency": "kota palembang"},
        {"name": "Dra. Hj. ST. RAHMAWATI"},
        {"name": "Siti R."},
        {"name": "Siti", "status": "entah", "regency": "?"},
    ],
)
def test_what_is_only_written_otherwise_does_not_differ(listed):
    assert between(make_member(**FACTS), **listed) == {}


@pytest.mark.parametrize(
    ("listed", "disagreeing", "field"),
    [
        ({"phone": "belum ada"}, (), "phone"),
        ({"birth": "lupa"}, (), "birth_date"),
        ({"nip": "197001011995031999"}, (), "nip"),
        ({"nip": "1985032720100120"}, (), "nip"),
        ({"regency": "Banda Aceh"}, (), "home_regency"),
        ({}, ("nik",), "nik"),
        ({}, ("sex",), "sex"),
        ({"workplace": "LKS " + "Melati " * 40}, (), "workplace"),
    ],
    ids=["no number", "no date", "another's NIP", "a damaged NIP", "elsewhere", "NIK", "sex", "too long"],
)
def test_what_cannot_be_proposed_says_why(listed, disagreeing, field):
    found = between(make_member(**FACTS), disagreeing, **listed)[field]

    assert found.value == ""
    assert found.why_not


def test_of_numbers_of_the_state_no_other_digit_is_shown():
    found = between(make_member(**FACTS), nip="198503272010012002")["nip"]

    assert "1985" not in str(found.listed) + str(found.national)


# ------------------------------------------------------------------ proposing


def test_what_was_chosen_is_proposed_with_one_letter_and_nothing_is_overwritten(chapter, officer):
    link = make_linked(workplace="LKS Melati", birth="28-03-1985")
    before = Member.objects.values().get(pk=link.member_id)

    done = propose(chapter, officer, (link, "phone"), (link, "workplace"))

    assert (done.proposals, done.members) == (2, 1)
    asked = Proposal.objects.order_by("field")
    assert [(each.field, each.value, each.source_name) for each in asked] == [
        ("phone", "+6281300001111", "DPD Sumatera Selatan"),
        ("workplace", "LKS Melati", "DPD Sumatera Selatan"),
    ]
    assert {(each.list_id, each.key) for each in ListedProposal.objects.all()} == {
        (link.row.list_id, link.row.key)
    }
    assert Mail.objects.get().to == link.member.user.email
    assert Member.objects.values().get(pk=link.member_id) == before
    act = Act.objects.get()
    assert (act.did, act.details["proposals"], act.details["members"]) == ("propose_changes", 2, 1)


def test_all_that_can_be_is_what_the_ledger_counts_and_each_member_gets_one_letter(chapter, officer):
    first = make_linked(disagreements=("phone", "birth"), birth="28-03-1985", workplace="LKS Melati")
    make_linked(phone="0813 0000 2222")
    make_linked(disagreements=(), phone="0813 0000 3333")

    done = propose(chapter, officer)

    assert (done.proposals, done.members, Mail.objects.count()) == (3, 2, 2)
    fields = Proposal.objects.filter(member=first.member).values_list("field", flat=True)
    assert set(fields) == {"phone", "birth_date"}, "the ledger does not count the workplace"


def test_who_cannot_be_asked_is_left_out_with_the_reason(chapter, officer):
    make_linked(user=False)
    restricted = make_linked(phone="0813 0000 2222")
    Restriction.objects.create(member=restricted.member, since=NOW)
    unreadable = make_linked(phone="tidak ada")

    plan = proposing.plan(proposing.in_conflict(chapter), fields=None, chapter=chapter, at=NOW)

    assert (plan.wanted, sum(plan.left_out.values())) == ([], 3)
    assert any("akun" in why for why in plan.left_out)
    with pytest.raises(NothingToPropose, match="akun"):
        propose(chapter, officer)
    with pytest.raises(NothingToPropose):
        propose(chapter, officer, (unreadable, "nik"))
    assert not Mail.objects.exists()


def test_what_waits_and_what_was_refused_is_not_proposed_again(chapter, officer):
    link = make_linked()
    propose(chapter, officer)
    with pytest.raises(NothingToPropose, match="Sudah diusulkan"):
        propose(chapter, officer)

    asked = Proposal.objects.get()
    answering.refuse(proposal=asked, by=link.member.user, at=NOW)

    with pytest.raises(NothingToPropose, match="Sudah dijawab"):
        propose(chapter, officer)
    assert states() == ["REFUSED"]


def test_at_most_so_many_are_proposed_at_once(chapter, officer, monkeypatch):
    monkeypatch.setattr(proposing, "MOST", 1)
    make_linked()
    make_linked(phone="0813 0000 2222")

    assert propose(chapter, officer).proposals == 1
    assert propose(chapter, officer).proposals == 1
    assert states() == ["OPEN", "OPEN"]


@pytest.mark.parametrize("who", [Office.TREASURER, Office.ADVISER])
def test_who_may_not_reconcile_proposes_and_withdraws_nothing(chapter, officer, who):
    make_linked()
    other = make_officer(office=who)

    with pytest.raises(PermissionDenied):
        propose(chapter, other)
    propose(chapter, officer)
    for by in (other, make_officer(chapter="11")):
        with pytest.raises(PermissionDenied):
            proposing.withdraw(chapter=chapter, proposal=Proposal.objects.get(), by=by, at=NOW)
    assert states() == ["OPEN"]


def test_nothing_is_proposed_to_another_chapters_member(chapter, officer):
    stranger = make_linked(member=make_member(user=make_user(), home_regency=BANDA_ACEH))

    for chosen in ([], [(stranger, "phone")]):
        with pytest.raises(NothingToPropose):
            propose(chapter, officer, *chosen)
    assert not Proposal.objects.exists()


def test_a_proposal_is_withdrawn_by_the_chapter_whose_list_made_it(chapter, officer):
    make_linked()
    propose(chapter, officer)
    asked = Proposal.objects.get()
    aceh, theirs = Chapter.objects.get(pk="11"), make_officer(chapter="11")
    with pytest.raises(proposing.NotFromHere):
        proposing.withdraw(chapter=aceh, proposal=asked, by=theirs, at=NOW)

    proposing.withdraw(chapter=chapter, proposal=asked, by=officer, at=NOW)

    assert states() == ["WITHDRAWN"]
    assert propose(chapter, officer).proposals == 1


# ------------------------------------------------------------------ what the list says by now


@pytest.fixture
def asked(chapter, officer):
    """A member whose list says another telephone, reconciled, and asked about it."""
    (member,) = make_members(1, user=make_user())
    keep(line_of(member, 2, phone=OTHER_PHONE))
    reconcile()
    propose(chapter, officer)
    return Proposal.objects.get()


def settled():
    return ListedProposal.objects.get().settled_at is not None


def test_it_waits_as_long_as_the_list_says_it(asked):
    reconcile()
    keep(line_of(asked.member, 2, phone=OTHER_PHONE, workplace="LKS Lain"))
    reconcile()

    assert (states(), settled()) == (["OPEN"], False)


def test_a_line_that_was_corrected_closes_it(asked):
    keep(line_of(asked.member, 2))
    reconcile()

    assert (states(), settled()) == (["AGREES"], True)


@pytest.mark.parametrize("line", ["gone", "another number"])
def test_a_line_that_is_gone_or_says_something_else_withdraws_it(asked, line):
    other = [line_of(asked.member, 2, phone="0813 0000 9999")] if line == "another number" else []
    keep(*other, line_of(make_member(name="Budi Tumanggor", phone="+6281111222333"), 3))
    reconcile()

    assert (states(), settled()) == (["WITHDRAWN"], True)


def test_a_line_that_is_somebody_elses_by_a_decision_withdraws_it_at_once(asked, officer):
    link = Link.objects.select_related("row__list__chapter", "run").get(member=asked.member)

    deciding.decide(link=link, answer="NOT_SAME", by=officer, at=NOW)

    assert states() == ["WITHDRAWN"]


def test_a_member_who_moved_is_not_asked_by_the_old_list_any_more(asked):
    Member.objects.filter(pk=asked.member_id).update(home_regency=BANDA_ACEH, home_province="11")
    reconcile()

    assert states() == ["WITHDRAWN"]


def test_what_was_refused_is_to_be_corrected_until_the_list_does_not_say_it(asked):
    answering.refuse(proposal=asked, by=asked.member.user, at=NOW)
    reconcile()
    assert (states(), settled()) == (["REFUSED"], False)

    upload = keep(line_of(asked.member, 2)).upload
    reconcile()
    assert (states(), settled()) == (["REFUSED"], True)

    lists.undo(upload=upload, by=None, at=NOW)
    reconcile()
    assert not settled()


def test_a_merge_takes_the_refusal_along(asked, chapter, officer):
    answering.refuse(proposal=asked, by=asked.member.user, at=NOW)
    keep_record = make_member(name=asked.member.name)
    make_pair(keep_record, asked.member)

    merging.merge(keep=keep_record, other=asked.member, choices={"user": "other"}, by=officer, at=NOW)

    again = proposals.write(
        [proposals.Wanted(keep_record.pk, "phone", asked.value)], origin=proposals.Origin("LIST", "x"), at=NOW
    )
    assert again == []


def test_a_thousand_days_later_a_run_without_proposals_asks_nothing(django_assert_num_queries, chapter):
    with django_assert_num_queries(1):
        withdrawing.settle(chapter, at=NOW + dt.timedelta(days=1000))


def test_lists_that_were_given_for_another_purpose_propose_nothing(chapter, officer):
    member = make_member(user=make_user())
    row = make_row(kept=make_list(), name=member.name, phone=OTHER_PHONE)
    link = make_link(member, row=row, disagreements=["phone"])

    assert conflicts.of_row(row, chapter=chapter) is None
    with pytest.raises(NothingToPropose):
        propose(chapter, officer, (link, "phone"))
    assert not Proposal.objects.exists()
