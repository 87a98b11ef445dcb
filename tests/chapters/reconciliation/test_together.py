import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from chapters.models import Chapter, Decision, JointDecision, Link, Office
from chapters.reconciliation import deciding, together
from chapters.reconciliation.together import Changed, NothingToAccept, NothingToUndo
from ipspi.audit.models import Act
from tests.cast import BANDA_ACEH, NOW, make_member, make_officer
from tests.ledgers import make_link, make_row, make_run

pytestmark = pytest.mark.django_db
REVIEW = Link.Band.REVIEW


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


@pytest.fixture
def pairs():
    """Pairs of other rows and members: 0.95, 0.9, 0.8, 0.6."""
    make_run(national=4, rows=4, review=4)
    return [_pair(probability) for probability in (0.95, 0.9, 0.8, 0.6)]


def _pair(probability, member=None):
    member = member or make_member()
    return make_link(member, row=make_row(name=member.name), band=REVIEW, told=probability)


def accept(chapter, by, least=0.8):
    seen = together.choice(chapter, least=least, at=NOW).seen
    return together.accept(chapter=chapter, least=least, seen=seen, by=by, at=NOW)


def test_pairs_from_a_probability_on_are_accepted(chapter, officer, pairs):
    joint = accept(chapter, officer)

    assert set(joint.decisions.values_list("member", flat=True)) == {pair.member_id for pair in pairs[:3]}
    assert Link.objects.filter(band="auto").count() == 3
    assert Link.objects.get(band="review") == pairs[3]


def test_how_many_are_expected_to_be_wrong_is_told_and_logged(chapter, officer, pairs):
    chosen = together.choice(chapter, least=0.8, at=NOW)
    joint = accept(chapter, officer)

    assert chosen.errors == pytest.approx(0.05 + 0.1 + 0.2)
    act = Act.objects.get(did="decide_rows_together")
    assert (act.on_id, act.details) == (str(joint.pk), {"pairs": 3, "least": "0.80", "errors": "0.35"})


def test_nothing_less_likely_than_not_is_accepted_together(chapter, pairs):
    _pair(0.4)

    assert together.choice(chapter, least=0.01, at=NOW).least == 0.5
    assert len(together.choice(chapter, least=0.01, at=NOW).pairs) == 4


def test_what_needs_a_look_is_left_out(chapter, officer, pairs):
    later, twice, listed = _pair(0.95), make_member(), make_member()
    deciding.decide(link=later, answer="LATER", by=officer, at=NOW)
    type(later.member).objects.filter(pk=later.member_id).update(changed_at=NOW)
    _pair(0.95, twice), _pair(0.9, twice), _pair(0.9, listed)
    make_link(listed)
    _pair(0.95, make_member(home_regency=BANDA_ACEH))
    chosen = together.choice(chapter, least=0.8, at=NOW)

    assert {pair.pk for pair in chosen.pairs} == {pair.pk for pair in pairs[:3]}
    assert chosen.left_out == 5


def test_what_the_officer_did_not_see_is_not_accepted(chapter, officer, pairs):
    seen = together.choice(chapter, least=0.8, at=NOW).seen
    _pair(0.99)

    with pytest.raises(Changed, match="sudah berubah"):
        together.accept(chapter=chapter, least=0.8, seen=seen, by=officer, at=NOW)
    assert not Decision.objects.exists()


def test_of_two_officers_who_accept_the_same_the_second_is_told(chapter, officer, pairs):
    seen = together.choice(chapter, least=0.8, at=NOW).seen
    accept(chapter, officer)

    with pytest.raises(NothingToAccept):
        together.accept(
            chapter=chapter, least=0.8, seen=seen, by=make_officer(office=Office.SECRETARY), at=NOW
        )


def test_all_of_it_is_taken_back_but_what_was_taken_back_already(chapter, officer, pairs):
    joint = accept(chapter, officer)
    deciding.undo(decision=joint.decisions.first(), by=officer, at=NOW)

    assert together.undo(joint=joint, by=officer, at=NOW) == 2
    assert Link.objects.filter(band="review").count() == 4
    assert not Decision.objects.in_force().exists()
    with pytest.raises(NothingToUndo):
        together.undo(joint=joint, by=officer, at=NOW)
    assert Act.objects.get(did="undo_decisions_together").details == {"pairs": 2}


def test_nobody_else_accepts_together(chapter, officer, pairs):
    joint, treasurer = accept(chapter, officer, least=0.95), make_officer(office=Office.TREASURER)

    with pytest.raises(PermissionDenied):
        accept(chapter, treasurer)
    with pytest.raises(PermissionDenied):
        together.undo(joint=joint, by=treasurer, at=NOW)


def test_the_database_refuses_less_than_a_half(chapter):
    with pytest.raises(IntegrityError, match="joint_decision_is_likelier_than_not"), transaction.atomic():
        JointDecision.objects.create(chapter=chapter, least=0.4, at=NOW)
