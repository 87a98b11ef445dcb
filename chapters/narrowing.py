"""What officers narrow a roster by: every answer of a filter, and the condition that it stands for."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import ASN, DuesMark, Employment, Member, MemberQuerySet

UNKNOWN = "-"  # in filters: those of whom it is not known
MEMBERS = "MEMBERS"  # the status asked for where all that are members are meant, on leave and suspended too
WORK = {
    "asn": Q(employment__in=ASN),
    "pns": Q(employment=Employment.PNS),
    "pppk": Q(employment=Employment.PPPK),
    "non": Q(employment=Employment.NON_ASN),
    UNKNOWN: Q(employment=""),
}
PAID, LATE, ANY = "paid", "late", "any"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the data of a member lacks, in words, and the condition by which it is found."""

    label: str | Promise
    which: Q


PROBLEMS = {
    "differs": Problem(_("NIK atau NIP berbeda dari data lain"), ~Q(warnings=[])),
    "nik": Problem(_("NIK belum ada"), Q(nik__isnull=True)),
    "nip": Problem(_("ASN tanpa NIP"), Q(employment__in=ASN, nip="")),
    "birth": Problem(_("Tanggal lahir belum ada"), Q(birth_date__isnull=True)),
    "phone": Problem(_("Telepon belum ada"), Q(phone="")),
    "email": Problem(_("Alamat email belum ada"), Q(user__isnull=True, email="")),
    "place": Problem(_("Kabupaten/kota belum ada"), Q(home_regency__isnull=True)),
    "work": Problem(_("Kepegawaian belum ada"), Q(employment="")),
    "sector": Problem(_("Non-ASN tanpa bidang"), Q(employment=Employment.NON_ASN, sector="")),
    "category": Problem(_("Kategori belum ada"), Q(category="")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What somebody looks for in a roster; what is empty does not narrow it.

    `status`: one of Member.Status or MEMBERS, else members and applicants. `work`: a key of WORK. `place`: a code of a
    regency or, in the DPP's roster, of a province. `dues`: PAID or LATE as of `today`. `problem`: a key of PROBLEMS, or
    ANY. Of work, sector, category, place and dues UNKNOWN is asked for as well. `joined_until` includes its day.
    """

    text: str = ""
    status: str = ""
    work: str = ""
    sector: str = ""
    category: str = ""
    place: str = ""
    dues: str = ""
    problem: str = ""
    joined_from: dt.date | None = None
    joined_until: dt.date | None = None
    today: dt.date = dt.date.min


def narrowed(rows: MemberQuerySet, asked: Asked, *, by_province: bool = False) -> MemberQuerySet:
    """Return those of a roster who fit all that was asked, but for the text."""
    rows = _with_status(rows, asked.status).filter(_facts(asked, by_province=by_province))
    if asked.problem == ANY:
        rows = rows.filter(any_problem())
    elif asked.problem in PROBLEMS:
        rows = rows.filter(PROBLEMS[asked.problem].which)
    return _with_dues(rows, asked)


def any_problem() -> Q:
    """The condition that the data of a member lacks something."""
    return reduce(or_, (problem.which for problem in PROBLEMS.values()))


def _with_status(rows: MemberQuerySet, status: str) -> MemberQuerySet:
    if status == MEMBERS:
        return rows.counted()
    return rows.filter(status=status) if status in Member.Status.values else rows.in_roster()


def _facts(asked: Asked, *, by_province: bool) -> Q:
    which = WORK.get(asked.work, Q())
    if asked.sector == UNKNOWN:
        which &= PROBLEMS["sector"].which
    elif asked.sector:
        which &= Q(sector=asked.sector)
    if asked.category:
        which &= Q(category="" if asked.category == UNKNOWN else asked.category)
    if asked.place:
        place = "home_province" if by_province else "home_regency"
        which &= Q(**{place: None if asked.place == UNKNOWN else asked.place})
    if asked.joined_from:
        which &= Q(joined_on__gte=asked.joined_from)
    if asked.joined_until:
        which &= Q(joined_on__lte=asked.joined_until)
    return which


def _with_dues(rows: MemberQuerySet, asked: Asked) -> MemberQuerySet:
    if asked.dues not in {PAID, LATE, UNKNOWN}:
        return rows
    rows = rows.counted().filter(type__owes_dues=True).alias(paid_until=paid_until())
    side = {PAID: "paid_until__gte", LATE: "paid_until__lt", UNKNOWN: "paid_until"}[asked.dues]
    return rows.filter(**{side: None if asked.dues == UNKNOWN else asked.today})


def paid_until() -> Subquery:
    """Return the day until which a member's dues are paid, by the latest mark; null where nobody has marked it."""
    marks = DuesMark.objects.filter(member=OuterRef("pk")).order_by("-pk")
    return Subquery(marks.values("paid_until")[:1])
