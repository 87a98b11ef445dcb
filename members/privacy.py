"""
A person's own data: who may see it, who read it, what belongs to it.

Members know no chapter; what higher apps know is registered in their AppConfig.ready().
Source: docs/rules.md#own-data
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.logs import LONG_NUMBER
from members.models import DataAccess, Member, Restriction

AT_ONCE = 1_000  # readings written together: an export may be of the whole nation

Readers = Callable[[Member], Iterable[str]]
Section = Callable[[Member], Any]
Eraser = Callable[[Member], None]
Hold = Callable[[Member], str]

_readers: list[Readers] = []
_sections: dict[str, Section] = {}
_erasers: list[Eraser] = []
_holds: list[Hold] = []


class ReasonWanted(RuleError):
    """Another reason than those of the list is said in words."""


class NumberInWords(RuleError):
    """An identity number stands in words that others read."""


def register_readers(readers: Readers) -> None:
    """Let `readers` say, in words, which offices may see a member's data now."""
    if readers not in _readers:
        _readers.append(readers)


def register_section(name: str, section: Section) -> None:
    """Put what `section(member)` returns (made of dicts, lists and texts) under `name` into a copy of their data."""
    _sections[name] = section


def register_eraser(eraser: Eraser) -> None:
    """Let `eraser` empty what its app knows of a member whose data is erased, in that transaction."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def register_hold(hold: Hold) -> None:
    """Let `hold` say, in words, why a member's data cannot be erased now; an empty text is no reason."""
    if hold not in _holds:
        _holds.append(hold)


def readers_of(member: Member) -> list[str]:
    """Return who may see the member's data now."""
    return [words for readers in _readers for words in readers(member)]


def sections() -> Mapping[str, Section]:
    """Return what is registered to be in a copy of somebody's data."""
    return _sections


def erase_elsewhere(member: Member) -> None:
    """Let the other apps empty what they know of the member."""
    for eraser in _erasers:
        eraser(member)


def what_holds(member: Member) -> str:
    """Return, in words, why the member's data cannot be erased now; nothing if it can."""
    if member.status == Member.Status.SUSPENDED:
        return _("Keanggotaan ini sedang diberhentikan sementara. Selesaikan dahulu perkaranya.")
    return next((words for hold in _holds if (words := hold(member))), "")


def records_of(member: Member, *, user: User | None) -> list[Member]:
    """Return all records of a person: this one, those of the account, and those merged into them, in turn."""
    found, new = set[uuid.UUID](), {member.pk}
    if user:
        new |= set(Member.objects.filter(user=user).values_list("pk", flat=True))
    while new:
        found |= new
        new = set(Member.objects.filter(merged_into__in=new).values_list("pk", flat=True)) - found
    return list(Member.objects.filter(pk__in=found).order_by("pk"))


def restricted_among(members: Collection[Member]) -> set[uuid.UUID]:
    """Return the ids of those whose data may not be exported, mailed to in bulk, or changed in bulk."""
    return set(Restriction.objects.filter(member__in=members).values_list("member", flat=True))


@transaction.atomic
def record_access(
    *,
    members: Iterable[Member],
    what: str,
    reason: str,
    words: str = "",
    by: User,
    office: str,
    chapter: str,
    at: dt.datetime,
) -> None:
    """
    Record that `by` reads these members' numbers, or takes their data out; each of them sees it in their own data.

    `office` and `chapter` are shown to them in place of the officer's name. Raises ReasonWanted, NumberInWords.
    """
    words = " ".join(words.split())
    if reason == DataAccess.Reason.OTHER and not words:
        raise ReasonWanted(_("Tulis keperluannya. Anggota membacanya."))
    if LONG_NUMBER.search(words):
        raise NumberInWords(_("Jangan menulis NIK atau NIP di sini."))
    facts = {"what": what, "reason": reason, "words": words, "office": office, "chapter": chapter, "at": at}
    rest, first, number = iter(members), None, 0
    while some := list(islice(rest, AT_ONCE)):
        rows = [DataAccess(member=member, by=by, **facts) for member in some]
        DataAccess.objects.bulk_create(rows)
        first, number = first or rows[0], number + len(rows)
    if first and number == 1:
        audit.record(by=by, did=f"access.{what.lower()}", to=first.member, reason=reason)
    elif first:
        audit.record(by=by, did=f"access.{what.lower()}", to=first, members=number, reason=reason)
