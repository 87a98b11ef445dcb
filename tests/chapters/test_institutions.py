"""The DPP keeps the list of institutions: proposals are confirmed or merged, by nobody else."""

import pytest
from django.core.exceptions import PermissionDenied

from chapters import institutions
from chapters.institutions import AlreadySettled, CannotMerge
from ipspi.audit.models import Act
from members.institutions import named
from members.models import Institution
from tests.cast import make_education, make_member, make_officer, make_secretary_of_dpp

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make_secretary_of_dpp()


@pytest.fixture
def proposal():
    return named("Univ. Gajah Mada")


@pytest.fixture
def target():
    return Institution.objects.get(name="Universitas Gadjah Mada")


def test_a_confirmed_proposal_is_offered_to_everybody(secretary, proposal):
    institutions.confirm(institution=proposal, by=secretary)

    assert proposal in Institution.objects.confirmed()
    assert Act.objects.get().did == "confirm_institution"


def test_a_merged_one_takes_its_members_along_and_means_the_other(secretary, proposal, target):
    education = make_education(make_member(), institution=proposal)
    older = Institution.objects.create(name="Gama", key="gama", status="MERGED", merged_into=proposal)

    institutions.merge(institution=proposal, into=target, by=secretary)

    education.refresh_from_db()
    older.refresh_from_db()
    assert education.institution == older.merged_into == target
    assert named("univ gajah mada") == target
    act = Act.objects.get()
    assert (act.did, act.details) == ("merge_institution", {"into": target.pk, "educations": 1})


def test_it_is_settled_once(secretary, proposal, target):
    institutions.confirm(institution=proposal, by=secretary)
    with pytest.raises(AlreadySettled):
        institutions.confirm(institution=proposal, by=secretary)

    institutions.merge(institution=proposal, into=target, by=secretary)
    with pytest.raises(AlreadySettled):
        institutions.merge(institution=proposal, into=target, by=secretary)


def test_nothing_is_merged_into_itself_or_into_a_proposal(secretary, proposal, target):
    for wrong in (target, proposal):
        with pytest.raises(CannotMerge):
            institutions.merge(institution=target, into=wrong, by=secretary)


def test_nobody_else_keeps_the_list(proposal, target):
    officer = make_officer(chapter="16")

    with pytest.raises(PermissionDenied):
        institutions.confirm(institution=proposal, by=officer)
    with pytest.raises(PermissionDenied):
        institutions.merge(institution=proposal, into=target, by=officer)

    assert Institution.objects.get(pk=proposal.pk).status == "PROPOSED"
