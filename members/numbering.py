"""
Member numbers: unique in the nation, never given twice, none lost without a trace.

The sequence is national and counts on from the last entry of the number book, under one lock that is held until the
caller's transaction ends: a number that was allocated and rolled back is allocated again, so there are no gaps.
Source: docs/rules.md#member-number
"""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from ipspi import locks
from ipspi.errors import RuleError
from members.models import Member, NumberBook

UNKNOWN_PROVINCE = "00"
LOCK = "members.numbering"  # the book may be empty, so there is no row to lock
BATCH = 5000


class NumberTaken(RuleError):
    """The number belongs to somebody else, or belonged to somebody once."""


class CannotVoid(RuleError):
    """The number is void already, nobody says why it should be, or its member must not be left without one."""


def number_of(*, province: str, year: int, sequence: int) -> str:
    """Return the number that the configured pattern makes of its parts."""
    return str(settings.MEMBER_NUMBER_PATTERN.format(province=province, year=year, sequence=sequence))


@transaction.atomic
def allocate(*, to: Member, on: dt.date) -> str:
    """
    Enter the next number into the book as that of `to`, and return it; the caller writes it to the member.

    A number that an import brought is passed over; its entry then takes the sequence that it stands for, so that the
    book's sequences are always 1, 2, 3 … without a gap.
    """
    locks.hold(LOCK)
    sequence = NumberBook.objects.aggregate(last=Max("sequence", default=0))["last"] + 1
    province = to.home_province_id or UNKNOWN_PROVINCE
    while True:
        number = number_of(province=province, year=on.year, sequence=sequence)
        if not NumberBook.objects.filter(number=number).update(sequence=sequence):
            break
        sequence += 1
    NumberBook.objects.create(number=number, sequence=sequence, member=to)
    return number


@transaction.atomic
def keep(numbers: Mapping[str, uuid.UUID]) -> None:
    """
    Enter numbers that members, told by their ids, had before, so that they are never allocated.

    Raises NumberTaken if one of them is in the book as somebody else's.
    """
    if not numbers:
        return
    locks.hold(LOCK)
    known = dict(NumberBook.objects.filter(number__in=list(numbers)).values_list("number", "member_id"))
    if any(known[number] != numbers[number] for number in known):
        raise NumberTaken(_("Salah satu nomor anggota sudah dipakai orang lain. Periksa kembali berkasnya."))
    fresh = [
        NumberBook(number=number, member_id=numbers[number]) for number in numbers if number not in known
    ]
    NumberBook.objects.bulk_create(fresh, batch_size=BATCH)


@transaction.atomic
def void(*, number: str, reason: str, anew_on: dt.date | None) -> Member:
    """
    Make a number void for ever: the book keeps it with the reason, and nobody is given it again.

    Its member gets the next number, dated `anew_on`, or none where that is None: an active member with an account is
    never without one. Returns the member. Raises CannotVoid. Who may do this, the caller judges.
    """
    held = NumberBook.objects.filter(number=number).values_list("member_id", flat=True).first()
    member = Member.objects.select_for_update(of=("self",)).filter(pk=held).first() if held else None
    locks.hold(LOCK)
    entry = NumberBook.objects.filter(number=number, member=member).first() if member else None
    if entry is None or member is None:
        raise CannotVoid(_("Nomor ini sudah batal, atau bukan nomor siapa pun."))
    if not reason.strip():
        raise CannotVoid(_("Tulis alasan pembatalan. Alasan tercatat di buku nomor."))
    if anew_on is None and member.user_id and member.status in Member.COUNTED:
        raise CannotVoid(_("Anggota yang mempunyai akun tidak boleh tanpa nomor. Beri nomor yang baru."))

    entry.member, entry.void_reason = None, reason.strip()
    entry.save(update_fields=["member", "void_reason"])
    member.number = allocate(to=member, on=anew_on) if anew_on else None
    member.save(update_fields=["number"])
    return member


def gaps() -> list[int]:
    """Return the sequences below the last one that are not in the book: none, if the book is sound."""
    entries = NumberBook.objects.filter(sequence__isnull=False).values_list("sequence", flat=True)
    there = {sequence for sequence in entries if sequence}
    return sorted(set(range(1, max(there, default=0))) - there)


def strays() -> list[str]:
    """Return the numbers of members that the book does not know as theirs: none, if the book is sound."""
    numbered = Member.objects.exclude(number=None)
    stray = numbered.exclude(number=F("number_entry__number")) | numbered.filter(number_entry=None)
    return sorted(str(number) for number in stray.values_list("number", flat=True).distinct())
