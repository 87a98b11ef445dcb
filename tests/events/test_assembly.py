"""A MUSDA, from its voters' list over quorum and result to the new term."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters import access
from chapters.access import May
from chapters.boards import drafts
from chapters.models import DPP, Office, Seat
from events.assembly import (
    attendance,
    beginning,
    candidates,
    convening,
    electing,
    sitting,
    states,
    voters,
)
from events.models import Assembly, Attendance, Candidate, Minutes, Objection, Result, Voter
from members import cards, history
from members.models import DuesMark, Member, MembershipChange, MembershipType
from tests.assemblies import CUTOFF, TERM, come, make_assembly, make_listed, make_open
from tests.boards import make_term
from tests.cast import (
    BANDA_ACEH,
    NOW,
    OGAN_ILIR,
    TODAY,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
State = Assembly.State


@pytest.fixture
def chair(time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_officer(chapter="16")


def changed(member, kind, *, on, **facts):
    """Change a member, with a line in their history."""
    for name, value in facts.items():
        setattr(member, name, value)
    member.save(update_fields=list(facts))
    history.record(member=member, kind=kind, on=on, by=None, at=NOW)
    return member


def reasons(assembly):
    return {row.member_id: row.reasons for row in assembly.voters.all()}


# ------------------------------------------------------------------ who votes


def test_the_list_is_the_register_of_the_cutoff_with_the_reason_of_each_exclusion(chair):
    kind, province = MembershipChange.Kind, make_member(home_regency=BANDA_ACEH).home_province
    student = MembershipType.objects.filter(votes=False).first()
    good, paid = make_member(), make_member()
    DuesMark.objects.create(member=paid, paid_until=CUTOFF, marked_at=NOW)
    DuesMark.objects.create(member=good, paid_until=CUTOFF - DAY, marked_at=NOW)
    late = make_member(joined_on=CUTOFF + DAY)
    of_the_day = make_member(joined_on=CUTOFF)
    gone_before = make_member(status=Member.Status.RESIGNED)
    left = changed(make_member(), kind.RESIGNED, on=TODAY, status=Member.Status.RESIGNED)
    on_leave = make_member(status=Member.Status.ON_LEAVE)
    no_vote = make_member(type=student)
    away = changed(make_member(), kind.TRANSFERRED, on=CUTOFF + DAY, home_province=province)
    away_before = changed(make_member(), kind.TRANSFERRED, on=CUTOFF, home_province=province)
    come_in = make_member(home_regency=BANDA_ACEH)
    changed(come_in, kind.TRANSFERRED, on=CUTOFF + DAY, home_province=good.home_province)
    assembly = make_assembly(by=chair)

    assert voters.draw(assembly=assembly, by=chair, at=NOW) == 3

    expected = {
        good.pk: [], paid.pk: [], of_the_day.pk: [], late.pk: ["LATE"], left.pk: ["NOT_ACTIVE"],
        on_leave.pk: ["NOT_ACTIVE"], no_vote.pk: ["TYPE"], away.pk: ["MOVED_AWAY"], come_in.pk: ["MOVED_IN"],
    }  # fmt: skip
    assert reasons(assembly) == expected
    assert {gone_before.pk, away_before.pk} & set(expected) == set()
    assert ("Pindah ke daerah lain", 1) in voters.excluded_by_reason(assembly)

    convening.change(assembly=assembly, by=chair, voter_conditions=["DUES", "YEARS"])
    voters.draw(assembly=assembly, by=chair, at=NOW)

    assert reasons(assembly)[good.pk] == ["DUES"]
    assert reasons(assembly)[paid.pk] == []
    assert reasons(assembly)[of_the_day.pk] == ["DUES", "YEARS"]


def test_the_list_is_drawn_in_a_constant_number_of_queries(chair, django_assert_max_num_queries):
    assembly = make_assembly(by=chair)
    for _ in range(12):
        make_member()

    with django_assert_max_num_queries(17):
        voters.draw(assembly=assembly, by=chair, at=NOW)


def test_the_list_waits_for_the_cutoff_to_be_over(chair):
    assembly = make_assembly(by=chair, cutoff_on=TODAY)

    with pytest.raises(voters.ListRefused):
        voters.draw(assembly=assembly, by=chair, at=NOW)


def test_an_objection_turns_a_line_over_and_the_list_is_sealed(chair):
    people = [make_member(), make_member(), make_member(status=Member.Status.ON_LEAVE)]
    assembly = make_assembly(by=chair)
    voters.draw(assembly=assembly, by=chair, at=NOW)
    convening.call(assembly=assembly, by=chair, at=NOW)
    struck, kept, added = (Voter.objects.get(member=each) for each in people)
    noted = [
        voters.note_objection(voter=each, words="Keliru", by=chair, at=NOW) for each in (struck, kept, added)
    ]
    with pytest.raises(voters.ListRefused, match="belum diputuskan"):
        voters.close(assembly=assembly, by=chair, at=NOW)
    for objection, grant in zip(noted, [True, False, True], strict=True):
        voters.decide_objection(objection=objection, grant=grant, answer="Terbukti", by=chair, at=NOW)
    voters.draw(assembly=assembly, by=chair, at=NOW)

    assembly = voters.close(assembly=assembly, by=chair, at=NOW)

    assert reasons(assembly) == {people[0].pk: ["OBJECTION"], people[1].pk: [], people[2].pk: []}
    assert (assembly.state, assembly.list_count, len(assembly.list_hash)) == (State.LISTED, 2, 64)
    assert voters.is_as_closed(assembly)
    for verb in (
        lambda: voters.draw(assembly=assembly, by=chair, at=NOW),
        lambda: voters.note_objection(voter=struck, words="Lagi", by=chair, at=NOW),
        lambda: convening.change(assembly=assembly, by=chair, quorum_percent=10),
    ):
        with pytest.raises(states.WrongState):
            verb()
    Assembly.objects.update(state=State.CALLED)
    with pytest.raises(voters.ListRefused, match="sudah diputuskan"):
        voters.decide_objection(objection=noted[0], grant=False, answer="x", by=chair, at=NOW)
    Voter.objects.filter(pk=kept.pk).update(may_vote=False, reasons=["DUES"])
    assert not voters.is_as_closed(assembly)


def test_only_the_dpp_opens_a_closed_list_again(chair):
    make_member()
    assembly, dpp = make_listed(by=chair), make_secretary_of_dpp()
    with pytest.raises(PermissionDenied):
        voters.reopen(assembly=assembly, by=chair)

    assert voters.reopen(assembly=assembly, by=dpp).state == State.CALLED


def test_delegates_vote_for_their_regency(chair):
    here = [make_member() for _ in range(3)]
    there = make_member(home_regency=OGAN_ILIR)
    assembly = make_assembly(by=chair, franchise="DELEGATES", delegates_each=1, delegates_per=2)
    voters.draw(assembly=assembly, by=chair, at=NOW)
    convening.call(assembly=assembly, by=chair, at=NOW)
    rows = [Voter.objects.get(member=each) for each in here]
    for row in rows[:2]:
        voters.name_delegate(voter=row, is_delegate=True, by=chair)
    with pytest.raises(voters.ListRefused, match="2 utusan"):
        voters.name_delegate(voter=rows[2], is_delegate=True, by=chair)

    shown = [(each.code, each.voters, each.due, each.named) for each in voters.delegations(assembly)]
    assert shown == [(OGAN_ILIR, 1, 1, 0), ("16.71", 3, 2, 2)]
    assembly = voters.close(assembly=assembly, by=chair, at=NOW)
    assert assembly.list_count == 2
    with pytest.raises(attendance.NotLetIn, match="bukan utusan"):
        come(assembly, there, by=chair)


# ------------------------------------------------------------------ who comes, and the quorum


def test_voters_come_by_card_or_number_and_count_once(chair):
    one, two, third = make_member(user=make_user()), make_member(), make_member()
    excluded = make_member(status=Member.Status.SUSPENDED)
    elsewhere = make_member(home_regency=BANDA_ACEH)
    assembly = make_listed(by=chair)
    token = cards.current(member=one, at=NOW).token
    treasurer = make_officer(chapter="16", office=Office.TREASURER)

    def scan(text, by=treasurer):
        return attendance.by_code(assembly=assembly, text=text, by=by, at=NOW, on=TODAY)

    assert scan(f"https://ipspi.example/v/{token}").is_new
    assert not scan(token).is_new
    assert not attendance.by_number(assembly=assembly, number=one.number, by=chair, at=NOW).is_new
    come(assembly, two, by=chair)
    assert attendance.present(assembly) == 2
    for number, words in (
        (excluded.number, "Bukan anggota aktif"),
        (elsewhere.number, "Tidak ada"),
        ("x", "Tidak"),
    ):
        with pytest.raises(attendance.NotLetIn, match=words):
            attendance.by_number(assembly=assembly, number=number, by=chair, at=NOW)
    with pytest.raises(attendance.NotLetIn):
        scan(token[:-4] + "AAAA")
    for other in (make_officer(chapter="11"), third.user or make_user()):
        with pytest.raises(PermissionDenied):
            scan(token, by=other)
    attendance.take_back(attendance=Attendance.objects.get(voter__member=two), by=chair)
    assert attendance.present(assembly) == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_note_one_arrival(chair):
    member = make_member()
    assembly, news, start = make_listed(by=chair), [], threading.Barrier(2)

    def note():
        try:
            start.wait()
            arrival = attendance.by_number(assembly=assembly, number=member.number, by=chair, at=NOW)
            news.append(arrival.is_new)
        finally:
            connection.close()

    threads = [threading.Thread(target=note) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(news) == [False, True]
    assert Attendance.objects.count() == 1


def test_an_assembly_opens_with_its_quorum_or_by_the_later_one(chair):
    people = [make_member() for _ in range(4)]
    assembly = make_listed(by=chair, later_percent=25, later_minutes=60)
    come(assembly, *people[:2], by=chair)
    quorum = sitting.quorum_of(assembly)
    assert (quorum.entitled, quorum.present, quorum.needed, quorum.missing) == (4, 2, 3, 1)
    with pytest.raises(sitting.NoQuorum, match="hadir 2 dari 3"):
        sitting.open_(assembly=assembly, by=chair, at=NOW)

    assembly = sitting.adjourn(assembly=assembly, by=chair, at=NOW)

    with pytest.raises(sitting.NoQuorum, match="Skors berlaku"):
        sitting.open_(assembly=assembly, by=chair, at=NOW + HOUR - dt.timedelta(seconds=1))
    assembly = sitting.open_(assembly=assembly, by=chair, at=NOW + HOUR)
    assert (assembly.state, assembly.quorum_needed) == (State.OPEN, 1)


def test_without_a_later_rule_the_first_quorum_stays(chair):
    people = [make_member() for _ in range(4)]
    assembly = make_listed(by=chair)
    with pytest.raises(sitting.NoQuorum):
        sitting.open_(assembly=assembly, by=chair, at=NOW - DAY)
    assembly = sitting.adjourn(assembly=assembly, by=chair, at=NOW)
    come(assembly, *people[:2], by=chair)
    with pytest.raises(sitting.NoQuorum):
        sitting.open_(assembly=assembly, by=chair, at=NOW + DAY)
    come(assembly, people[2], by=chair)
    assert sitting.open_(assembly=assembly, by=chair, at=NOW).state == State.OPEN


# ------------------------------------------------------------------ candidates and the result


def test_only_active_membership_is_asked_of_candidates_unless_more_is_set(chair):
    make_member()
    member = make_member(joined_on=CUTOFF - DAY, home_regency=BANDA_ACEH)
    then = {"starts_at": NOW - 400 * DAY, "ends_at": NOW - 300 * DAY}
    make_seat(office=Office.CHAIR, member=member, term=make_term(), **then)
    assembly = make_listed(by=chair)

    candidate = candidates.propose(
        assembly=assembly, member=member, proposed_by="Palembang", by=chair, on=TODAY
    )

    assert (candidate.checked, candidate.is_eligible) == (
        [{"code": "ACTIVE", "met": True, "said": "Status: Anggota aktif"}], True,
    )  # fmt: skip
    with pytest.raises(candidates.CandidateRefused):
        candidates.propose(assembly=assembly, member=member, proposed_by="", by=chair, on=TODAY)
    every = ["DUES", "YEARS", "HOME", "OFFICE", "VOTER", "TERMS"]
    Assembly.objects.update(candidate_conditions=every)
    checked = candidates.check_again(assembly=assembly, by=chair, on=TODAY)[0]
    assert [line["met"] for line in checked.checked] == [True, False, False, False, True, False, True]
    assert candidates.withdraw(candidate=checked, by=chair, at=NOW).withdrawn_at == NOW
    assert candidates.standing(assembly) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"votes": (3, 1), "ballots": 5}, "hadir 4"),
        ({"votes": (2, 1), "ballots": 4}, "berjumlah 3"),
        ({"votes": (1, 2), "ballots": 4, "invalid": 1}, "bukan yang memperoleh"),
        ({"votes": (2, 2), "ballots": 4}, "Suara terbanyak sama"),
        ({"votes": (3, -1), "ballots": 2}, "kurang dari nol"),
        ({"votes": (4,), "ballots": 4}, "setiap calon"),
    ],
)
def test_a_result_that_does_not_add_up_is_refused(chair, facts, words):
    assembly, _people, stand = make_open(by=chair)
    votes = {each.pk: count for each, count in zip(stand, facts.pop("votes"), strict=False)}

    with pytest.raises(electing.ResultRefused, match=words):
        electing.record(assembly=assembly, elected=stand[0], votes=votes, by=chair, at=NOW, **facts)


def test_a_result_is_recorded_and_a_stated_total_that_differs_is_told(chair):
    assembly, people, stand = make_open(by=chair)
    result = electing.record(
        assembly=assembly, elected=stand[0], votes={stand[0].pk: 2, stand[1].pk: 1}, ballots=4, abstained=1,
        stated=5, by=chair, at=NOW,
    )  # fmt: skip
    tally = electing.tally_of(result)
    assert (tally.counted, tally.differs_from_stated, result.present) == (4, 1, 4)
    with pytest.raises(states.WrongState):
        come(assembly, people[0], by=chair)

    electing.take_back(assembly=assembly, by=chair)
    changed(people[1], "SUSPENDED", on=TODAY, status=Member.Status.SUSPENDED)
    with pytest.raises(electing.ResultRefused, match="Pemilih Dua"):
        electing.record(assembly=assembly, elected=stand[0], by=chair, at=NOW)
    candidates.withdraw(candidate=stand[1], by=chair, at=NOW)
    result = electing.record(assembly=assembly, elected=stand[0], by=chair, at=NOW)
    assert (result.way, electing.tally_of(result)) == ("ACCLAMATION", None)
    with pytest.raises(electing.ResultRefused, match="berita acara"):
        electing.close(assembly=assembly, by=chair, at=NOW)


# ------------------------------------------------------------------ the new term


def test_the_new_term_with_its_seats_and_access_is_made_in_one_action(chair):
    old = make_term()
    before = make_seat(term=old, office=Office.SECRETARY)
    assembly, people, stand = make_open(by=chair)
    electing.record(assembly=assembly, elected=stand[0], by=chair, at=NOW)
    draft = beginning.prepare(assembly=assembly, by=chair, at=NOW, **TERM)
    secretary = draft.seats.create(
        office=Office.SECRETARY, name=people[2].full_name, member=people[2], is_settled=True
    )
    with pytest.raises(PermissionDenied):
        beginning.begin(assembly=assembly, by=chair, at=NOW, **TERM)
    dpp, seen = make_secretary_of_dpp(), drafts.mark_of(draft)
    draft.seats.filter(office=Office.CHAIR).update(member=people[1])
    with pytest.raises(drafts.DraftChanged):
        beginning.begin(assembly=assembly, seen=seen, by=dpp, at=NOW, **TERM)
    with pytest.raises(beginning.TermNotBegun, match="yang terpilih"):
        beginning.begin(assembly=assembly, seen=drafts.mark_of(draft), by=dpp, at=NOW, **TERM)
    draft.seats.filter(office=Office.CHAIR).update(member=people[0])

    term = beginning.begin(assembly=assembly, seen=seen, by=dpp, at=NOW, **TERM)

    assembly.refresh_from_db()
    assert (assembly.term, term.elected_on, secretary.office) == (term, TODAY, "SEKRETARIS")
    assert access.chapters_where(people[0].user, May.HOLD_ASSEMBLY) == {"16"}
    assert access.chapters_where(people[2].user, May.ADMIT) == {"16"}
    assert [access.chapters_where(user, May.ADMIT) for user in (chair, before.user)] == [set(), set()]
    with pytest.raises(beginning.TermNotBegun, match="sudah dimulai"):
        beginning.begin(assembly=assembly, by=dpp, at=NOW, **TERM)
    with pytest.raises(electing.ResultRefused):
        electing.take_back(assembly=assembly, by=dpp)


def test_a_term_that_boards_began_already_is_noted_and_not_begun_again(chair):
    assembly, people, stand = make_open(by=chair)
    electing.record(assembly=assembly, elected=stand[0], by=chair, at=NOW)
    draft, dpp = beginning.prepare(assembly=assembly, by=chair, at=NOW, **TERM), make_secretary_of_dpp()
    term = drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)
    term.seats.update(member=people[1])
    with pytest.raises(beginning.TermNotBegun, match="ketua lain"):
        beginning.begin(assembly=assembly, by=dpp, at=NOW, **{**TERM, "name": "Lain"})
    term.seats.update(member=people[0])

    assert beginning.begin(assembly=assembly, by=dpp, at=NOW, **{**TERM, "name": "Lain"}) == term
    assert term.seats.count() == 1


def test_without_a_draft_the_elected_chair_begins_alone(chair):
    assembly, people, stand = make_open(by=chair)
    electing.record(assembly=assembly, elected=stand[0], by=chair, at=NOW)

    term = beginning.begin(assembly=assembly, by=make_secretary_of_dpp(), at=NOW, **TERM)

    assert [(seat.office, seat.member) for seat in term.seats.all()] == [("KETUA", people[0])]
    assert drafts.open_draft_of(assembly.chapter) is None


# ------------------------------------------------------------------ who may, and what the tables hold


def test_who_moves_an_assembly_is_one_table(chair):
    make_member()
    assembly = make_assembly(by=chair)
    assert states.moves_of(assembly, frozenset({May.HOLD_ASSEMBLY})) == {State.CALLED, State.CANCELLED}
    assert states.moves_of(assembly, frozenset()) == set()
    for stranger in (make_officer(chapter="11"), make_officer(office=Office.TREASURER), make_user()):
        with pytest.raises(PermissionDenied):
            convening.call(assembly=assembly, by=stranger, at=NOW)
    with pytest.raises(convening.AssemblyRefused):
        make_assembly(by=chair)
    with pytest.raises(states.WrongState):
        voters.close(assembly=assembly, by=chair, at=NOW)
    convening.cancel(assembly=assembly, by=chair, at=NOW)
    assert make_assembly(by=chair).state == State.DRAFT


def test_the_tables_refuse_what_cannot_be(chair):
    assembly, people, stand = make_open(by=chair)
    voter = Voter.objects.get(member=people[0])
    result = {"assembly": assembly, "elected": stand[0], "recorded_at": NOW}
    same = {"assembly": assembly, "member": people[3], "checked_on": TODAY}
    draft = {
        "chapter_id": "11", "name": "X", "held_on": TODAY, "cutoff_on": TODAY, "place": "X", "zone": "WIB",
        "made_at": NOW,
    }  # fmt: skip

    def refused(name, verb):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            verb()

    def updated(rows, **facts):
        return lambda: rows.update(**facts)

    here, seen = Assembly.objects.filter(pk=assembly.pk), Voter.objects.filter(pk=voter.pk)
    refused("assembly_one_at_a_time", lambda: Assembly.objects.create(**{**draft, "chapter_id": "16"}))
    refused("assembly_cutoff_not_after_its_day", updated(here, cutoff_on=TODAY + DAY))
    refused("assembly_quorum_is_a_percentage", updated(here, quorum_percent=101))
    refused("assembly_delegates_are_some", updated(here, delegates_per=0))
    refused("assembly_list_is_sealed_once_closed", updated(here, list_hash=""))
    refused("assembly_kongres_is_the_dpps", lambda: Assembly.objects.create(**{**draft, "chapter_id": DPP}))
    refused(
        "candidate_stands_once", lambda: Candidate.objects.create(**{**same, "member": people[0]}, position=9)
    )
    refused("candidate_number_once", lambda: Candidate.objects.create(**same, position=1))
    refused(
        "candidate_withdrawn_has_no_votes",
        updated(Candidate.objects.filter(pk=stand[0].pk), votes=1, withdrawn_at=NOW),
    )
    refused(
        "voter_once_on_a_list",
        lambda: Voter.objects.create(assembly=assembly, member=people[0], may_vote=True),
    )
    refused("voter_excluded_for_a_reason", updated(seen, may_vote=False))
    refused(
        "voter_delegate_is_on_the_list", updated(seen, may_vote=False, reasons=["DUES"], is_delegate=True)
    )
    refused(
        "objection_decided_with_an_answer",
        lambda: Objection.objects.create(
            voter=voter, words="x", state="GRANTED", noted_at=NOW, decided_at=NOW
        ),
    )
    refused("result_counts_ballots_or_none", lambda: Result.objects.create(**result, present=1))
    refused(
        "result_ballots_not_more_than_present",
        lambda: Result.objects.create(**result, present=1, ballots=2, invalid=0, abstained=0),
    )
    refused(
        "minutes_frozen_have_number_and_hash",
        lambda: Minutes.objects.create(assembly=assembly, frozen_at=NOW, pdf=b"x", digest="y"),
    )
    assert Seat.objects.filter(member__in=people).count() == 0
