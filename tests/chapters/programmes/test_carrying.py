"""Carrying the unfinished over: what is offered, what is copied, once, and undoing it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from chapters.models import CarryOver, Office, Programme
from chapters.programmes import carrying, writing
from chapters.programmes.carrying import CannotCarry, CannotUndo, NothingToCarry
from tests.admissions import at_once, kinds
from tests.cast import NOW, TODAY, make_officer
from tests.work import make_programme, make_target, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_term(name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14))


@pytest.fixture
def second(first):
    return make_term()


@pytest.fixture
def left(first):
    """A programme of the first term that was not finished."""
    months = {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2021, 1, 1)}
    programme = make_programme(term=first, budget=30, spent=9, aim="Anggota terlatih", **months)
    make_target(programme, stated=31)
    return programme


def carry(first, second, *programmes, by=None):
    return carrying.carry(
        from_term=first, to_term=second, programmes=[each.pk for each in programmes],
        by=by or make_officer(office=Office.SECRETARY), at=NOW,
    )  # fmt: skip


def state(programme):
    return Programme.objects.filter(pk=programme.pk).values().get()


def test_all_that_is_not_done_is_offered_and_the_unfinished_ticked(first, left):
    months = {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2021, 1, 1)}
    make_programme(term=first, name="Selesai", stage="DONE", **months)
    dropped = make_programme(term=first, name="Dihentikan", stage="DROPPED", stage_reason="Dana", **months)
    make_programme(term=first, name="Terhapus", removed_at=NOW, removed_reason="Ganda", **months)

    offered = carrying.offered(first, today=TODAY)

    assert {choice.row.programme: choice.ticked for choice in offered} == {left: True, dropped: False}


def test_a_copy_knows_its_past_which_stays_as_it_was(first, second, left):
    before = state(left)

    act = carry(first, second, left)

    copy = act.copies.get()
    assert (copy.term, copy.carried_over_from, left.carried_over_to) == (second, left, copy)
    assert (copy.name, copy.aim, copy.budget, copy.spent, copy.starts_on) == (
        left.name, left.aim, 30, None, None,
    )  # fmt: skip
    target = copy.targets.get()
    assert (target.what, target.number, target.stated) == ("Peserta", 100, None)
    assert state(left) == before
    assert copy.changes.get().words == "Dari masa bakti 2019–2023"


def test_doing_it_again_changes_nothing(first, second, left):
    carry(first, second, left)

    with pytest.raises(NothingToCarry):
        carry(first, second, left)

    assert Programme.objects.count() == 2
    assert CarryOver.objects.count() == 1


def test_only_what_was_chosen_goes_and_the_rest_may_follow(first, second, left):
    other = make_programme(term=first, name="Lain")
    carry(first, second, left)
    carry(first, second, left, other)

    assert sorted(second.programmes.values_list("name", flat=True)) == ["Lain", left.name]


def test_it_is_undone_while_nothing_was_changed(first, second, left):
    officer, before = make_officer(), state(left)
    act = carry(first, second, left, by=officer)

    assert carrying.undo(act=act, by=officer, at=NOW) == 1

    assert Programme.objects.get() == left
    assert state(left) == before
    carry(first, second, left, by=officer)
    assert second.programmes.count() == 1


def test_it_is_not_undone_once_something_has_happened(first, second, left):
    officer = make_officer()
    act = carry(first, second, left, by=officer)
    writing.spend(programme=act.copies.get(), spent=5, by=officer, at=NOW)

    with pytest.raises(CannotUndo, match="Pelatihan manajemen kasus"):
        carrying.undo(act=act, by=officer, at=NOW)

    assert second.programmes.count() == 1


def test_programmes_go_forward_within_their_chapter_only(first, second, left):
    elsewhere = make_term(chapter="11")
    for to_term in (first, elsewhere):
        with pytest.raises(CannotCarry):
            carry(first, to_term, left)
    with pytest.raises(CannotCarry):
        carry(second, first, left)


def test_other_offices_carry_nothing(first, second, left):
    with pytest.raises(PermissionDenied):
        carry(first, second, left, by=make_officer(office=Office.TREASURER))


def test_the_database_refuses_a_copy_without_a_past(first, second, left):
    act = carry(first, second, left)
    with pytest.raises(IntegrityError, match="programme_carried_over_has_a_past"), transaction.atomic():
        make_programme(term=second, carried_by=act)
    with pytest.raises(IntegrityError, match="carry_over_leads_to_another_term"), transaction.atomic():
        CarryOver.objects.create(from_term=first, to_term=first, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_carry_at_once_one_does(first, second, left):
    officers = [make_officer(office=Office.SECRETARY) for _ in range(2)]

    ended = at_once(*[lambda by=by: carry(first, second, left, by=by) for by in officers])

    assert kinds(ended) == ["CarryOver", "NothingToCarry"]
    assert second.programmes.count() == 1
