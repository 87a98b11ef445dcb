"""
Finding who may be registered twice: when an application arrives, and every night in the whole nation.

Both write rows and decide nothing. An application is compared with those who share a number, a birth date or a similar
name with it, found by the database; how rare a name is, a sample of the nation says. The night compares everybody who
has changed since the last one, and on Sundays everybody.
Source: docs/rules.md#duplicates
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from chapters import engine, likelihood
from chapters.models import DuplicatePair
from ipspi.encryption import lookup
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from ipspi.regions import times
from ipspi.regions.models import Province
from members import matching
from members.models import Member, MemberQuerySet

NIGHT, ARRIVAL = "chapters.find_duplicates", "chapters.find_duplicates_of"
BEGINS, ZONE = dt.time(2), Province.Zone.WIB
SUNDAY = 6
SAMPLE = 2_000  # whose names say how rare a name is; ids are drawn by lot, so the first ones are a sample
MOST_BY_NAME, MOST_BY_DATE = 60, 200
PORTIONS = "0123456789abcdef"  # of a night: the first digit of the id


# ---------------------------------------------------------------- when somebody applies


def look_for(member: Member) -> Job:
    """Add, in the caller's transaction, the job that looks for other records of who just applied."""
    applied = member.applied_at.isoformat() if member.applied_at else ""
    return jobs.add(
        kind=ARRIVAL, key=f"duplicates:{member.pk}:{applied}", arguments={"member": str(member.pk)}
    )


def work_on_arrival(job: jobs.RunningJob) -> dict[str, Any]:
    """Do what a job of an arrival asks for; somebody who is gone by now has no duplicates."""
    member = Member.objects.in_roster().filter(pk=job.arguments["member"]).first()
    if member is None:
        return {"pairs": 0}
    return {"pairs": keep(likely_for(member), at=job.job.created_at)}


def likely_for(member: Member) -> list[matching.Duplicate]:
    """Return the likely duplicates of one member or applicant, in a few queries."""
    living = Member.objects.in_roster()
    near = [found for found in _near(member) if found != member.pk]
    sample = living.order_by("pk").values_list("pk", flat=True)[:SAMPLE]
    people = _people(living.filter(pk__in={*sample, *near, member.pk}))
    model = engine.latest_model(members=living.count())
    return matching.likely_duplicates(matching.Register(people, engine.places()), model, of=[str(member.pk)])


def _near(member: Member) -> Iterable[uuid.UUID]:
    """Yield the ids of those who share something with a member."""
    living, nik = Member.objects.in_roster(), member.nik_lookup
    if member.nik and not nik:
        nik = lookup(member.nik, purpose="nik")  # claimed only: somebody else has it
    same = Q(nik_lookup=nik) if nik else Q()
    for name in ("nip", "phone"):
        if value := getattr(member, name):
            same |= Q(**{name: value})
    if same:
        yield from living.filter(same).values_list("pk", flat=True)[:MOST_BY_DATE]
    if member.birth_date:
        yield from living.filter(birth_date=member.birth_date).values_list("pk", flat=True)[:MOST_BY_DATE]
    name = member.name.upper()
    similar = living.alias(upper=Upper("name")).filter(upper__trigram_similar=name)
    nearest = similar.order_by(TrigramSimilarity(Upper("name"), name).desc(), "pk")
    yield from nearest.values_list("pk", flat=True)[:MOST_BY_NAME]


# ---------------------------------------------------------------- every night


def start_due(*, at: dt.datetime) -> bool:
    """Add the job of this night, if it has begun and there is none yet."""
    here = times.local(at, zone=ZONE)
    key = f"duplicates:{here.date()}"
    if here.time() < BEGINS or Job.objects.filter(key=key).exists():
        return False
    jobs.add(kind=NIGHT, key=key, arguments={"night": here.date().isoformat()})
    return True


def work_at_night(job: jobs.RunningJob) -> dict[str, Any]:
    """
    Find all pairs in the nation, in portions that are kept one by one: after a crash it goes on where it was.

    Pairs that nobody decided about, and that are likely no longer, are dropped; what the DPP was asked stays.
    """
    began, night = job.job.created_at, dt.date.fromisoformat(job.arguments["night"])
    since = None if night.weekday() == SUNDAY else _last_night(before=job.job)
    people = _people(Member.objects.in_roster())
    asked = _asked(people, since=since)
    register, model = matching.Register(people, engine.places()), engine.latest_model(members=len(people))
    done, total = job.job.done, len(PORTIONS)
    for number, digit in enumerate(PORTIONS[done:], done + 1):
        part = [key for key in asked if key.startswith(digit)]
        keep(matching.likely_duplicates(register, model, of=part, asked=asked), at=began)
        job.advance(done=number, total=total, step=_("Membandingkan anggota"))
    return {"asked": len(asked), "dropped": _drop_unlikely(asked, since=since, before=began)}


def _asked(people: list[matching.Person], *, since: dt.datetime | None) -> frozenset[str]:
    if since is None:
        return frozenset(person.key for person in people)
    changed = Member.objects.in_roster().filter(changed_at__gte=since).values_list("pk", flat=True)
    known = {person.key for person in people}
    return frozenset(key for pk in changed if (key := str(pk)) in known)


def _last_night(*, before: Job) -> dt.datetime | None:
    """Return when the last whole night began to read, if there was one."""
    nights = Job.objects.filter(kind=NIGHT, status=Job.Status.DONE, created_at__lt=before.created_at)
    last = nights.order_by("-created_at").first()
    return last.created_at if last else None


@transaction.atomic
def _drop_unlikely(asked: frozenset[str], *, since: dt.datetime | None, before: dt.datetime) -> int:
    unlikely = DuplicatePair.objects.filter(
        state=DuplicatePair.State.OPEN, seen_at__lt=before, referred_at__isnull=True
    )
    if since is not None:
        unlikely = unlikely.filter(Q(one__in=asked) | Q(other__in=asked))
    return unlikely.delete()[0]


# ---------------------------------------------------------------- keeping what was found


@transaction.atomic
def keep(found: Iterable[matching.Duplicate], *, at: dt.datetime) -> int:
    """
    Write pairs, and return how many.

    What somebody decided about stays as it was decided, also where one of the two has been merged into a third since.
    """
    pairs = [_pair(each, at=at) for each in found]
    decided = _not_same() if pairs else set()
    fresh = [pair for pair in pairs if frozenset((pair.one_id, pair.other_id)) not in decided]
    known = {
        (pair.one_id, pair.other_id): pair
        for pair in DuplicatePair.objects.filter(
            one__in=[pair.one_id for pair in fresh], other__in=[pair.other_id for pair in fresh]
        )
    }
    said = ("probability", "evidence", "disagreements", "gate", "seen_at")
    for pair in fresh:
        if same := known.get((pair.one_id, pair.other_id)):
            still_open = DuplicatePair.objects.filter(pk=same.pk, state=DuplicatePair.State.OPEN)
            still_open.update(**{name: getattr(pair, name) for name in said})
    new = [pair for pair in fresh if (pair.one_id, pair.other_id) not in known]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(fresh)


def _pair(found: matching.Duplicate, *, at: dt.datetime) -> DuplicatePair:
    return DuplicatePair(
        one_id=uuid.UUID(found.one), other_id=uuid.UUID(found.other), probability=found.probability,
        evidence=likelihood.packed(found.evidence), gate=found.gate,
        disagreements=list(found.disagreements), found_at=at, seen_at=at,
    )  # fmt: skip


def _not_same() -> set[frozenset[uuid.UUID]]:
    """Return who are known to be two people, by the records that live today."""
    merged = Member.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into")
    into: dict[uuid.UUID, uuid.UUID] = {pk: kept for pk, kept in merged if kept}

    def today(pk: uuid.UUID) -> uuid.UUID:
        while pk in into:
            pk = into[pk]
        return pk

    decided = DuplicatePair.objects.filter(state=DuplicatePair.State.NOT_SAME)
    return {frozenset(map(today, both)) for both in decided.values_list("one", "other")}


# ---------------------------------------------------------------- what the engine reads


def _people(members: MemberQuerySet) -> list[matching.Person]:
    claimed = members.filter(nik_lookup__isnull=True, nik__isnull=False).values_list("pk", "nik")
    niks = {pk: lookup(str(nik), purpose="nik") for pk, nik in claimed}
    rows = members.values_list("pk", *engine.COLUMNS).iterator(chunk_size=5_000)
    return [engine.person(facts, key=str(pk), claimed=niks.get(pk)) for pk, *facts in rows]
