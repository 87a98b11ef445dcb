"""Decisions outlive whatever happens to lists, weights and members, in any order."""

import datetime as dt
import io
import random

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapters import privacy
from chapters.duplicates import merging, undoing
from chapters.models import Decision, Link, ListRow, Merge
from chapters.reconciliation import deciding
from chapters.reconciliation.lines import Line
from ipspi.keys import rotating
from members.models import Member
from tests.cast import NOW, make_member, make_officer, make_secretary_of_dpp
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db
SAME, NOT_SAME, LATER = Decision.Answer.values
CASTS = {"with ids": True, "without ids": False}


def written(members, *, ids, typo=False):
    """The list as its chapter writes it; corrected in other columns of the doubtful rows if `typo`."""
    siti = {"name": "Siti Rahmawati", "phone": str(members["N0"].phone), "birth": "01-02-1999"}
    dewi = {"name": "Dewi Lestarie" if typo else "Dewi Lestari", "phone": str(members["M4"].phone)}
    lines = [
        line_of(members["M1"], 2),
        line_of(members["M2"], 3),
        Line(4, row_id="R4", workplace="RSUD" if typo else "", **siti),
        Line(6, row_id="R6", **dewi),
    ]
    return lines if ids else [Line(line.number, **_without_id(line)) for line in lines]


def _without_id(line):
    return {name: getattr(line, name) for name in line.__slots__ if name not in {"number", "row_id"}}


def people():
    own = make_members(6) + make_members(
        1, reference="N", birth_date=dt.date(1971, 7, 7), phone="+628121110000", workplace="LKS Melati"
    )
    return {member.reference: member for member in own}


def pair(line_number, reference):
    rows = ListRow.objects.current().filter(line=line_number)
    return Link.objects.select_related("row__list__chapter", "member").get(
        row__in=rows, member__reference=reference
    )


def standing():
    """What is linked or offered of the two decided rows, by the line's name."""
    links = Link.objects.filter(row__gone_by=None, row__name__regex="^(Siti|Dewi)")
    return {
        (name.split()[0], who, band)
        for name, who, band in links.values_list("row__name", "member__reference", "band")
    }


def decided(members, ids):
    """The officer: row 4 is N0, whose birth date is another; row 6 is not M4, to whom the engine had linked it."""
    officer = make_officer()
    keep(*written(members, ids=ids))
    reconcile()
    deciding.decide(link=pair(4, "N0"), answer=SAME, by=officer, at=NOW)
    deciding.decide(link=pair(6, "M4"), answer=NOT_SAME, by=officer, at=NOW)
    return officer


def shuffled(members, ids):
    lines = written(members, ids=ids)
    return [
        Line(number, **{name: getattr(line, name) for name in line.__slots__ if name != "number"})
        for number, line in enumerate(random.Random(4).sample(lines, len(lines)), 2)
    ]


STEPS = {
    "uploaded again": lambda members, ids: keep(*written(members, ids=ids)),
    "uploaded in another order": lambda members, ids: keep(*shuffled(members, ids)),
    "uploaded with corrections": lambda members, ids: keep(*written(members, ids=ids, typo=True)),
    "a night": lambda members, ids: reconcile(),
    "learned anew": lambda members, ids: call_command(
        "reconcile", full=True, chapter=["16"], stdout=io.StringIO()
    ),
    "gone and uploaded again": lambda members, ids: (
        keep(*written(members, ids=ids)[:1]),
        keep(*written(members, ids=ids)),
    ),
    "a member changed": lambda members, ids: Member.objects.filter(pk=members["N0"].pk).update(
        workplace="Kantor Lain", phone="+628129990000"
    ),
}


@pytest.mark.parametrize("ids", CASTS.values(), ids=CASTS.keys())
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_decisions_outlive(step, ids):
    members = people()
    decided(members, ids)
    step(members, ids)
    reconcile()

    assert standing() == {("Siti", "N0", "auto")}
    assert Decision.objects.in_force().count() == 2


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=2, max_size=4), ids=st.booleans())
def test_decisions_outlive_anything_in_any_order(db, steps, ids):
    with transaction.atomic():
        members = people()
        decided(members, ids)
        for step in steps:
            STEPS[step](members, ids)
        reconcile()

        assert standing() == {("Siti", "N0", "auto")}
        transaction.set_rollback(True)


def test_decisions_outlive_another_look_up_key(settings):
    settings.LOOKUP_KEYS = {**settings.LOOKUP_KEYS, 2: "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="}
    members = people()
    decided(members, ids=False)
    keep(*written(members, ids=False, typo=True))
    rotating.rotate_lookup_key(to=2, at=NOW, say=lambda words: None)
    keep(*shuffled(members, ids=False))
    reconcile()

    assert standing() == {("Siti", "N0", "auto")}


def test_decisions_follow_the_kept_record_of_a_merge_and_come_back():
    members = people()
    decided(members, ids=True)
    kept, dpp = (
        make_member(name="Siti Rahmawati", reference="K0", phone="+628125550000"),
        make_secretary_of_dpp(),
    )
    merging.merge(keep=kept, other=members["N0"], choices={}, by=dpp, at=NOW)
    reconcile()
    assert standing() == {("Siti", "K0", "auto")}

    undoing.undo(merge=Merge.objects.get(), by=dpp, at=NOW)
    reconcile()
    assert standing() == {("Siti", "N0", "auto")}
    assert Decision.objects.get(answer=SAME).member == members["N0"]


def test_a_decision_about_a_merged_record_is_taken_back_for_the_kept_one():
    members = people()
    officer = decided(members, ids=True)
    kept, dpp = (
        make_member(name="Siti Rahmawati", reference="K0", phone="+628125550000"),
        make_secretary_of_dpp(),
    )
    merging.merge(keep=kept, other=members["N0"], choices={}, by=dpp, at=NOW)
    deciding.undo(decision=Decision.objects.get(answer=SAME), by=officer, at=NOW)

    assert ("Siti", "K0", "review") in standing()
    assert ("Siti", "N0", "review") not in standing()


def test_what_was_decided_of_both_records_stands_as_it_is_of_the_kept_one():
    members = people()
    decided(members, ids=True)
    officer = make_secretary_of_dpp()
    deciding.undo(decision=Decision.objects.get(answer=SAME), by=officer, at=NOW)
    other = pair(4, "N0")
    other.pk, other.member, other.probability = None, members["M0"], 0.1
    other.save()
    deciding.decide(link=pair(4, "M0"), answer=NOT_SAME, by=officer, at=NOW)
    deciding.decide(link=pair(4, "N0"), answer=SAME, by=officer, at=NOW)
    merging.merge(keep=members["M0"], other=members["N0"], choices={}, by=officer, at=NOW)
    reconcile()
    assert standing() == set()

    undoing.undo(merge=Merge.objects.get(), by=officer, at=NOW)
    reconcile()
    assert standing() == {("Siti", "N0", "auto")}


def test_who_is_erased_takes_the_row_and_all_that_was_decided_about_it_along():
    members = people()
    decided(members, ids=True)
    privacy.erase_rows(members["N0"])

    assert not ListRow.objects.filter(key="R4").exists()
    assert not Decision.objects.filter(key="R4").exists()
    assert Decision.objects.get().key == "R6"


def test_decisions_go_with_their_list():
    decided(people(), ids=True)
    rows = ListRow.objects.all()
    kept = rows[0].list
    Link.objects.all().delete()
    rows.delete()
    kept.uploads.all().delete()
    kept.delete()

    assert not Decision.objects.exists()
