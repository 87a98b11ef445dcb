import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from chapters import certainty
from chapters.models import Chapter, Decision, LedgerEntry, Link, Office
from chapters.reconciliation import decided, deciding, export
from chapters.reconciliation.deciding import AlreadyDecided, NothingToUndo, TooManyOutside
from ipspi.audit.models import Act
from members.models import Member
from tests.cast import NOW, make_officer, make_user
from tests.chapters.reconciliation.scene import doubtful, link_of, links, reconcile

pytestmark = pytest.mark.django_db
SAME, NOT_SAME, LATER = Decision.Answer.values
LATER_ON = NOW + dt.timedelta(minutes=5)  # after the run
UNDECIDED = {
    ("R2", "M1", "auto"), ("R3", "M2", "auto"), ("R4", "M0", "review"), ("R4", "N0", "review"),
    ("R5", "N0", "review"), ("R6", "M4", "review"), ("R8", "A0", "review"),
}  # fmt: skip


@pytest.fixture
def members():
    found = doubtful()
    assert links() == UNDECIDED
    return found


@pytest.fixture
def officer():
    return make_officer()


def decide(row, member, answer, by, at=LATER_ON):
    return deciding.decide(link=link_of(row, member), answer=answer, by=by, at=at)


def states():
    fields = ("row__row_id", "member__reference", "band", "duplicate_of__row_id", "moved", "evidence")
    rows = Link.objects.values_list(*fields, "probability", "bits")
    return {
        (row, member): (band, repeats, moved, str(evidence), round(probability, 3), round(bits, 2))
        for row, member, band, repeats, moved, evidence, probability, bits in rows
    }


def living():
    now = certainty.latest(Chapter.objects.get(pk="16"))
    return now.rows, now.linked, now.review, now.only_list, now.only_national, now.moved


def test_an_accepted_pair_is_linked_and_its_row_has_no_other_candidates(members, officer):
    probability = link_of("R4", "M0").probability
    decision = decide("R4", "M0", SAME, officer)

    assert {link for link in links() if link[0] == "R4"} == {("R4", "M0", "auto")}
    assert link_of("R4", "M0").evidence[-1] == ["decided", "same", 0.0]
    assert (decision.by, decision.at, decision.probability) == (officer, LATER_ON, probability)
    assert decision.model == LedgerEntry.objects.get().run.model


def test_a_refused_pair_is_offered_no_more_and_the_other_candidate_is_likelier(members, officer):
    before = link_of("R4", "N0").probability
    decide("R4", "M0", NOT_SAME, officer)

    assert {link for link in links() if link[0] == "R4"} == {("R4", "N0", "review")}
    assert link_of("R4", "N0").probability > before


def test_a_link_that_the_engine_made_is_refused_as_well(members, officer):
    decide("R2", "M1", NOT_SAME, officer)
    assert ("R2", "M1", "auto") not in links()
    reconcile()

    assert not any(row == "R2" and member == "M1" for row, member, _band in links())


def test_a_decision_for_later_changes_no_link(members, officer):
    decide("R4", "M0", LATER, officer)

    assert links() == UNDECIDED
    assert decide("R4", "M0", SAME, officer).answer == SAME


@pytest.mark.parametrize(
    ("row", "member", "answer"), [("R4", "N0", SAME), ("R4", "M0", SAME), ("R6", "M4", NOT_SAME)]
)
def test_what_the_page_shows_at_once_is_what_the_next_run_says(members, officer, row, member, answer):
    decide(row, member, answer, officer)
    now, figures = states(), living()
    reconcile(at=NOW + dt.timedelta(days=1))

    found = states()
    for pair, state in now.items():
        assert found[pair][0] == state[0]
        assert found[pair][-2:] == pytest.approx(state[-2:], abs=0.02)
    # the next run finds who was too unlikely to be kept, beside the one whom the officer took out
    assert all(found[pair][-2] < 0.1 for pair in found.keys() - now.keys())
    assert found.keys() - now.keys() or living() == figures


def test_the_member_is_taken_for_other_rows_of_the_list(members, officer):
    decide("R4", "N0", SAME, officer)

    assert not any(row == "R5" for row, _member, _band in links())


@pytest.mark.parametrize("answer", [SAME, NOT_SAME, LATER])
@pytest.mark.parametrize("run_between", [False, True])
def test_taking_a_decision_back_gives_everything_back(members, officer, answer, run_between):
    before, figures = states(), living()
    decision = decide("R4", "N0", answer, officer)
    if run_between:
        reconcile(at=NOW + dt.timedelta(hours=1))
    deciding.undo(decision=decision, by=officer, at=NOW + dt.timedelta(hours=2))

    assert states().items() >= before.items()
    assert living() == figures
    reconcile(at=NOW + dt.timedelta(days=1))
    assert states() == before


def test_what_was_decided_since_stands_when_an_earlier_decision_is_taken_back(members, officer):
    first = decide("R4", "N0", SAME, officer)
    decide("R6", "M4", NOT_SAME, officer)
    deciding.undo(decision=first, by=officer, at=NOW)

    assert links() == UNDECIDED - {("R6", "M4", "review")}


def test_figures_follow_the_officer_and_the_night_keeps_its_own(members, officer):
    before = living()
    decide("R4", "M0", SAME, officer)
    decide("R6", "M4", NOT_SAME, officer)

    assert before == (6, 2, 4, 0, 5, 0)
    assert living() == (6, 3, 2, 1, 4, 0)
    entry = LedgerEntry.objects.get()
    assert (entry.linked, entry.review) == (2, 4)
    assert (entry.living.decided, certainty.latest(entry.run.chapter).decided_since) == (2, 2)


def test_a_decided_link_is_exported_as_automatic(members, officer, tmp_path):
    decide("R4", "M0", SAME, officer)
    with (tmp_path / "links.csv").open("w") as file:
        export.write(file)

    lines = (tmp_path / "links.csv").read_text().splitlines()
    assert [line for line in lines if line.startswith("R4")] == ["R4,M0,1.000000,auto"]


def test_a_member_of_another_chapter_is_linked_as_moved(members, officer):
    decide("R8", "A0", SAME, officer)

    assert (link_of("R8", "A0").band, link_of("R8", "A0").moved) == ("auto", True)
    assert living() == (6, 3, 3, 0, 5, 1)
    assert Act.objects.get(did="decide_row").details["outside"] == 1


def test_members_of_other_chapters_are_accepted_only_so_often_a_day(members, officer, monkeypatch):
    monkeypatch.setattr(deciding, "MOST_OUTSIDE", 1)
    deciding.undo(decision=decide("R8", "A0", SAME, officer), by=officer, at=NOW)

    with pytest.raises(TooManyOutside, match="1 anggota daerah lain"):
        decide("R8", "A0", SAME, officer, at=NOW + dt.timedelta(hours=23))
    decide("R4", "M0", SAME, officer)
    decide("R8", "A0", SAME, officer, at=NOW + dt.timedelta(hours=25))


@pytest.mark.parametrize("who", ["an outsider", "the chair of another DPD", "the treasurer"])
def test_nobody_else_decides(members, officer, who):
    by = {
        "an outsider": make_user,
        "the chair of another DPD": lambda: make_officer(chapter="11"),
        "the treasurer": lambda: make_officer(office=Office.TREASURER),
    }[who]()
    decision = decide("R6", "M4", LATER, officer)

    with pytest.raises(PermissionDenied):
        decide("R4", "M0", SAME, by)
    with pytest.raises(PermissionDenied):
        deciding.undo(decision=decision, by=by, at=NOW)
    assert links() == UNDECIDED


def test_decisions_are_in_the_log_without_anything_of_anybody(members, officer):
    deciding.undo(decision=decide("R4", "M0", SAME, officer), by=officer, at=NOW)

    made, undone = Act.objects.filter(did__in=["decide_row", "undo_decision"]).order_by("pk")
    assert made.details == {"answer": "SAME", "member": str(members["M0"].pk), "outside": 0}
    assert (made.actor_id, made.chapter, undone.details) == (officer.pk, "16", {})


def test_a_decision_is_taken_back_once(members, officer):
    decision = decide("R4", "M0", SAME, officer)
    deciding.undo(decision=decision, by=officer, at=NOW)

    with pytest.raises(NothingToUndo):
        deciding.undo(decision=decision, by=officer, at=NOW)


@pytest.mark.parametrize(("first", "words"), [(SAME, "orang yang sama"), (NOT_SAME, "bukan orang yang sama")])
def test_who_comes_second_is_told_what_was_decided_and_by_whom(members, officer, first, words):
    pair, colleague = link_of("R4", "M0"), make_officer(office=Office.SECRETARY)
    decide("R4", "M0", first, officer)

    with pytest.raises(AlreadyDecided, match=f"{officer}: {words}"):
        deciding.decide(link=pair, answer=SAME, by=colleague, at=NOW)


def test_a_row_that_is_somebody_is_nobody_else(members, officer):
    pair = link_of("R4", "N0")
    decide("R4", "M0", SAME, officer)

    with pytest.raises(AlreadyDecided, match="baris ini anggota lain"):
        deciding.decide(link=pair, answer=SAME, by=officer, at=NOW)


def test_a_pair_that_a_newer_result_does_not_have_is_not_decided(members, officer):
    pair = link_of("R4", "N0")
    Link.objects.filter(pk=pair.pk).delete()

    with pytest.raises(AlreadyDecided, match="lebih baru"):
        deciding.decide(link=pair, answer=SAME, by=officer, at=NOW)


def test_a_row_of_somebody_who_left_may_be_somebody_else(members, officer):
    decide("R4", "M0", SAME, officer)
    Member.objects.filter(pk=members["M0"].pk).update(status=Member.Status.RESIGNED)
    reconcile(at=NOW + dt.timedelta(days=1))
    decide("R4", "N0", SAME, officer)

    assert ("R4", "N0", "auto") in links()


def test_what_is_decided_while_a_run_goes_on_is_in_its_result(members, officer, monkeypatch):
    read = decided.read
    earlier = decide("R6", "M4", NOT_SAME, officer)

    def read_and_decide(chapter):
        facts = read(chapter)
        decide("R4", "M0", SAME, officer)
        deciding.undo(decision=earlier, by=officer, at=NOW)
        return facts

    monkeypatch.setattr(decided, "read", read_and_decide)
    reconcile(at=NOW - dt.timedelta(minutes=1))

    assert links() == UNDECIDED - {("R4", "M0", "review"), ("R4", "N0", "review")} | {("R4", "M0", "auto")}
    assert living()[:4] == (6, 3, 3, 0)


@pytest.mark.parametrize("answers", [(SAME, SAME), (SAME, NOT_SAME), (NOT_SAME, LATER)])
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_wins_and_the_other_is_told(answers):
    doubtful()
    pairs = [link_of("R4", "M0"), link_of("R4", "M0")]
    officers = [make_officer(), make_officer(office=Office.SECRETARY)]

    def answer(n):
        try:
            return deciding.decide(link=pairs[n], answer=answers[n], by=officers[n], at=NOW)
        except AlreadyDecided as told:
            return told
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(answer, range(2)))

    kept = Decision.objects.in_force().get()
    assert [isinstance(each, Decision) for each in found].count(True) in ({1, 2} if LATER in answers else {1})
    assert kept.answer in answers
    assert Link.objects.filter(row__row_id="R4", band="auto").count() == (kept.answer == SAME)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_two_candidates_of_one_row_at_once_one_wins():
    doubtful()
    pairs, officers = (
        [link_of("R4", "M0"), link_of("R4", "N0")],
        [make_officer(), make_officer(office=Office.SECRETARY)],
    )

    def answer(n):
        try:
            return deciding.decide(link=pairs[n], answer=SAME, by=officers[n], at=NOW)
        except AlreadyDecided:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(answer, range(2))).count(None) == 1
    assert Link.objects.filter(row__row_id="R4").count() == 1


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"answer": NOT_SAME}, "decision_in_force_once_per_row_and_member"),
        ({"member": "N0"}, "decision_one_same_in_force_per_row"),
        ({"member": "N0", "answer": NOT_SAME, "probability": 1.5}, "decision_probability_is_between_0_and_1"),
        ({"member": "N0", "answer": NOT_SAME, "undone_by": True}, "decision_in_force_is_undone_by_nobody"),
    ],
)
def test_the_database_refuses_decisions_that_cannot_be(members, officer, facts, constraint):
    made = decide("R4", "M0", SAME, officer)
    made.pk, made.answer = None, facts.get("answer", SAME)
    made.member = members[facts.get("member", "M0")]
    made.probability = facts.get("probability", 0.5)
    made.undone_by = officer if "undone_by" in facts else None

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        made.save()


def test_the_database_refuses_living_figures_that_do_not_add_up(members, officer):
    decide("R4", "M0", SAME, officer)
    living_figures = LedgerEntry.objects.get().living
    living_figures.linked += 1

    with pytest.raises(IntegrityError, match="living_figures_count_each_row_once"), transaction.atomic():
        living_figures.save()
