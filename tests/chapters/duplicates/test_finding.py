"""Likely duplicates are found when somebody applies, and every night."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chapters.duplicates import deciding, finding, merging
from chapters.models import DuplicatePair
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from members import additions, registration
from members.models import Member
from tests.cast import (
    BANDA_ACEH,
    NOW,
    consent,
    make_applicant,
    make_draft,
    make_member,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)
from tests.members.matching.people import crowd

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 17, 19, 30, tzinfo=dt.UTC)  # 02.30 WIB on a Wednesday
STRANGERS = crowd(200)
BIRTHS = iter(STRANGERS)


def person(name="Marlinang Situmeang", **facts):
    """Make somebody with a birth date and a telephone that are like nobody's."""
    like = next(BIRTHS)
    own = {"nik": None, "phone": f"+62{like.phone[1:]}", "birth_date": dt.date.fromisoformat(like.birth)}
    return make_member(name=name, **{**own, **facts})


@pytest.fixture
def nation():
    """Strangers, so that names are as rare or common as they are."""
    global BIRTHS  # noqa: PLW0603 - each test has the whole crowd
    BIRTHS = iter(STRANGERS)
    for stranger in STRANGERS[100:130]:
        person(stranger.name)


def twice(**facts):
    first = person(birth_date=dt.date(1985, 3, 27), phone="+6281377770001")
    return first, person(birth_date=dt.date(1985, 3, 27), phone="+6281377770001", **facts)


def run(kind, key, **arguments):
    job = jobs.add(kind=kind, key=key, arguments=arguments)
    jobs.run(job_id=str(job.pk))
    return Job.objects.get(pk=job.pk)


def night(date="2026-11-18"):
    return run(finding.NIGHT, f"duplicates:{date}", night=date)


def found():
    return {frozenset(both) for both in DuplicatePair.objects.values_list("one", "other")}


# ------------------------------------------------------------------ when somebody applies


def test_an_application_is_written_with_the_job_that_looks_for_others():
    applicant = make_applicant()

    additions.arrived(applicant)

    job = Job.objects.get(kind=finding.ARRIVAL)
    assert job.arguments == {"member": str(applicant.pk)}


def test_whoever_submits_has_arrived():
    user = make_user()
    make_draft(user=user)

    member = registration.submit(by=user, consent=consent(), confirmed=True, at=NOW)

    assert Job.objects.get(kind=finding.ARRIVAL).arguments == {"member": str(member.pk)}


def test_the_job_finds_who_is_registered_already(nation):
    first, second = twice()

    job = run(finding.ARRIVAL, "one", member=str(second.pk))

    assert (job.status, job.result) == (Job.Status.DONE, {"pairs": 1})
    assert found() == {frozenset((first.pk, second.pk))}
    assert DuplicatePair.objects.get().gate == "birth_and_phone"


def test_a_claimed_nik_is_found_though_it_has_no_look_up(nation):
    holder = make_member(name="Ruminta Hasugian", phone="", birth_date=None)
    applicant = make_applicant(
        name="Nurlela Batubara", nik=holder.nik, nik_lookup=None, warnings=[registration.NIK_HELD], phone=""
    )

    (pair,) = finding.likely_for(applicant)

    assert ({pair.one, pair.other}, pair.gate) == ({str(holder.pk), str(applicant.pk)}, "nik")


def test_who_was_decided_about_meanwhile_is_not_looked_for(nation):
    assert run(finding.ARRIVAL, "gone", member=str(person(status=Member.Status.RESIGNED).pk)).result == {
        "pairs": 0
    }


def test_it_takes_the_same_few_queries_for_few_and_for_many(nation):
    _first, second = twice()
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            finding.likely_for(second)
        counts.append(len(queries))
        for number in range(20):
            person(f"Marlinang {chr(97 + number)}")

    assert counts[0] == counts[1] <= 10


# ------------------------------------------------------------------ every night


def test_a_night_is_started_once_and_after_two_in_the_morning():
    assert [finding.start_due(at=NIGHT - dt.timedelta(hours=1)), finding.start_due(at=NIGHT)] == [False, True]
    assert finding.start_due(at=NIGHT) is False
    assert Job.objects.get(kind=finding.NIGHT).key == "duplicates:2026-11-18"


def test_a_night_finds_the_pairs_of_the_nation_and_again_the_same(nation):
    first, second = twice(home_regency=BANDA_ACEH)

    for date in ("2026-11-18", "2026-11-22"):  # a Wednesday, and a Sunday
        assert night(date).status == Job.Status.DONE
        assert found() == {frozenset((first.pk, second.pk))}


def test_a_night_looks_only_at_who_has_changed_and_sundays_at_everybody(nation):
    twice()
    assert night("2026-11-17").result["asked"] == 32
    Member.objects.update(changed_at=NOW - dt.timedelta(days=365))

    assert night("2026-11-18").result["asked"] == 0
    assert found() != set()
    assert night("2026-11-22").result["asked"] == 32


def test_a_night_that_was_killed_goes_on_where_it_was(nation):
    twice()
    job = jobs.add(kind=finding.NIGHT, key="killed", arguments={"night": "2026-11-18"})
    Job.objects.filter(pk=job.pk).update(done=len(finding.PORTIONS))

    jobs.run(job_id=str(job.pk))

    assert Job.objects.get(pk=job.pk).status == Job.Status.DONE
    assert found() == set()


def test_a_pair_that_is_likely_no_longer_is_dropped_unless_the_dpp_was_asked(nation):
    _first, second = twice(home_regency=BANDA_ACEH)
    night("2026-11-17")
    second.birth_date, second.phone, second.name = dt.date(1990, 1, 1), "", "Orang Lain"
    second.save()
    DuplicatePair.objects.update(referred_at=NOW, seen_at=NOW - dt.timedelta(days=9))
    night("2026-11-15")
    assert len(found()) == 1

    DuplicatePair.objects.update(referred_at=None)
    night("2026-11-22")

    assert found() == set()


def test_that_they_are_two_people_outlives_every_night(nation):
    twice()
    night("2026-11-15")
    deciding.tell_apart(pair=DuplicatePair.objects.get(), by=make_officer(), at=NOW)

    night("2026-11-22")

    assert DuplicatePair.objects.get().state == DuplicatePair.State.NOT_SAME


def test_it_holds_also_for_the_record_that_one_of_them_was_merged_into(nation):
    first, second = twice()
    third = person(birth_date=dt.date(1985, 3, 27), phone="+6281377770001")
    night("2026-11-15")
    by = make_secretary_of_dpp()
    apart = DuplicatePair.objects.of(first).of(second).get()
    deciding.tell_apart(pair=apart, by=by, at=NOW)
    DuplicatePair.objects.exclude(pk=apart.pk).delete()
    merging.merge(keep=third, other=second, choices={}, by=by, at=NOW)

    night("2026-11-22")

    assert not DuplicatePair.objects.to_decide().exists()


def test_no_count_of_members_knows_of_pairs(nation):
    twice()
    before = Member.objects.counted().count()

    night()

    assert Member.objects.counted().count() == before
