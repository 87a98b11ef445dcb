import io

import pytest

from chapters.models import Link
from chapters.reconciliation import export
from chapters.reconciliation.lines import Line
from members.models import Member
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db


def exported():
    file = io.StringIO()
    count = export.write(file)
    header, *lines = file.getvalue().splitlines()
    assert header == "row_id,member_id,probability,band"
    assert count == len(lines)
    return lines


def test_every_link_is_a_line_by_row():
    members = make_members(3)
    keep(line_of(members[1], 3), line_of(members[0], 2), Line(4, row_id="R4", name="Zulkifli Hutabarat"))
    reconcile()
    Link.objects.update(told=0.9876543)

    assert exported() == ["R2,M0,0.987654,auto", "R3,M1,0.987654,auto"]


def test_candidates_of_a_row_stand_by_falling_probability_and_then_by_member():
    members = make_members(3)
    keep(line_of(members[0]))
    run = reconcile().run
    link = Link.objects.get()
    for member, probability in ((members[1], 0.1), (members[2], 0.1)):
        Link.objects.create(
            run=run,
            row=link.row,
            member=member,
            band="review",
            probability=probability,
            told=probability,
            bits=1,
            evidence=[],
        )

    assert [line.split(",")[1] for line in exported()] == ["M0", "M1", "M2"]


def test_a_member_without_a_reference_is_named_by_the_number_and_a_row_without_an_id_by_its_place():
    member = make_members(1)[0]
    Member.objects.update(reference=None)
    keep(line_of(member, 7, row_id=""))
    reconcile()

    row, named, _probability, _band = exported()[0].split(",")
    assert (row, named) == ("16/own/7", member.number)


def test_a_member_without_either_is_named_by_the_registrys_id():
    member = make_members(1)[0]
    Member.objects.update(reference=None, number=None)
    keep(line_of(member))
    reconcile()

    assert exported()[0].split(",")[1] == str(member.pk)
