"""
What officers do with people's own data: reading identity numbers, and deciding on requests before the 72 hours end.

Source: docs/rules.md#own-data
"""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter, Decision, Invitation, Link, ListRow, MemberList, Seat
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.outbox import posting
from members import data_requests, identity, privacy
from members.models import DataAccess, Member, PrivacyRequest, Proposal


class OwnRequest(RuleError):
    """Nobody decides on what they asked for themselves."""


@transaction.atomic
def read_numbers(*, member: Member, reason: str, words: str, by: User, at: dt.datetime) -> Member:
    """
    Return the member with NIK and NIP, once the reading is recorded where the member sees it.

    Raises PermissionDenied if `by` may not see numbers in the member's province, and what privacy.record_access does.
    """
    access.require(by, May.SEE_NUMBERS, province=member.home_province_id)
    office, chapter = office_of(by, May.SEE_NUMBERS, reaching=access.chapter_of(member))
    privacy.record_access(
        members=[member],
        what=DataAccess.What.NUMBERS,
        reason=reason,
        words=words,
        by=by,
        office=office,
        chapter=chapter,
        at=at,
    )
    return Member.objects.get(pk=member.pk)


def numbers_of(member: Member, *, by: User) -> Member:
    """Return the member with NIK and NIP whose reading has just been recorded. Raises PermissionDenied."""
    access.require(by, May.SEE_NUMBERS, province=member.home_province_id)
    return Member.objects.get(pk=member.pk)


@transaction.atomic
def decide(*, request: PrivacyRequest, grant: bool, reason: str, by: User, at: dt.datetime) -> PrivacyRequest:
    """Decide on a request. Raises PermissionDenied, OwnRequest, and what data_requests.decide does."""
    access.require(by, May.DECIDE_REQUESTS, province=request.member.home_province_id)
    if request.member.user_id == by.pk:
        raise OwnRequest(_("Permintaan Anda sendiri diputuskan oleh pengurus lain."))
    chapter = access.chapter_of(request.member)
    return data_requests.decide(request=request, grant=grant, reason=reason, chapter=chapter.pk, by=by, at=at)


def open_in(chapter: Chapter) -> "QuerySet[PrivacyRequest]":
    """Return the open requests of a chapter's people; for the DPP, of the nation."""
    rows = PrivacyRequest.objects.filter(state=PrivacyRequest.State.OPEN)
    return rows if chapter.pk == DPP else rows.filter(member__home_province__coverage__chapter=chapter)


def requests_in(chapter: Chapter) -> "list[PrivacyRequest]":
    """Return the open requests of a chapter's people with who asked, the most urgent first."""
    rows = open_in(chapter).select_related("member__home_province").defer("words", "member__nik")
    return list(rows.order_by("due_at", "pk"))


def remind(*, at: dt.datetime) -> int:
    """
    Tell the chapter of requests with less than 24 hours left, and the DPP too of those that are over; return how many.

    Each officer is told once of each request and occasion.
    """
    waiting = PrivacyRequest.objects.filter(
        state=PrivacyRequest.State.OPEN, due_at__lte=at + data_requests.SOON
    )
    requests = list(waiting.select_related("member").defer("words", "member__nik").order_by("due_at"))
    for request in requests:
        _remind(request, at=at)
    return len(requests)


def readers_of(member: Member) -> Iterator[str]:
    """Say which offices may see a member's data now."""
    chapter = access.chapter_of(member)
    keeper = chapter if chapter.is_founded else chapter.looked_after_by or chapter
    codes = {keeper.pk, DPP}
    held = Seat.objects.held_at(timezone.now()).filter(chapter__in=codes).select_related("chapter")
    held = held.exclude(outsider_name__gt="").order_by("chapter__name", "pk")
    seen = [
        (seat.chapter.name, str(seat.get_office_display()))
        for seat in held
        if access.grants(seat, May.SEE_MEMBERS)
    ]
    for name, office in dict.fromkeys(seen):
        yield f"{office}, {name}"


def rows_about(member: Member) -> list[dict[str, str]]:
    """
    Return the lines of chapters' lists that are linked to a member: what chapters wrote about them.

    A link may be wrong, and the line then somebody else's: another NIK or NIP than the member's own is masked.
    """
    names = ("name", "phone", "email", "birth", "workplace", "regency", "status")
    rows = ListRow.objects.filter(links__member=member, links__band=Link.Band.AUTO).select_related(
        "list__chapter"
    )
    return [
        {"daerah": row.list.chapter.name, "daftar": row.list.name}
        | _why(row.list)
        | {_word_for(name): getattr(row, name) or "" for name in names}
        | {
            _word_for(name): _own_or_masked(getattr(row, name), own=getattr(member, name))
            for name in ("nik", "nip")
        }
        for row in rows.order_by("pk")
    ]


def _why(kept: MemberList) -> dict[str, str]:
    """What a list of another kind is, who gave it, and why it is kept."""
    if kept.is_of_members:
        return {}
    return {
        "jenis": str(kept.get_kind_display()),
        "tentang": kept.about,
        "diserahkan oleh": kept.given_by,
        "tujuan": kept.purpose,
        "dihapus pada": kept.ends_on.isoformat() if kept.ends_on else "",
    }


def _word_for(column: str) -> str:
    return str(ListRow._meta.get_field(column).verbose_name)  # type: ignore[union-attr]  # a column, not a relation


def invitations_of(member: Member) -> list[dict[str, str]]:
    """Return the invitations for rows that are linked to a member, and those by which they registered."""
    about = ListRow.objects.filter(links__member=member, links__band=Link.Band.AUTO)
    same = Q(member=member) | Q(Exists(about.filter(list=OuterRef("list"), key=OuterRef("key"))))
    moments = ("sent_at", "reminded_at", "opened_at", "refused_at", "registered_at")
    return [
        {
            "daerah": each.list.chapter.name,
            "lewat": str(each.get_channel_display()),
            "alamat": str(each.address or ""),
        }
        | {_word_of(name): moment.isoformat() for name in moments if (moment := getattr(each, name))}
        for each in Invitation.objects.filter(same).select_related("list__chapter").order_by("pk")
    ]


def _word_of(moment: str) -> str:
    return str(Invitation._meta.get_field(moment).verbose_name)  # type: ignore[union-attr]  # a column, not a relation


def _own_or_masked(written: str | None, *, own: str | None) -> str:
    digits = "".join(char for char in written or "" if char.isdigit())
    return written or "" if digits == own else identity.masked(written or "")


def erase_rows(member: Member) -> None:
    """Delete the lines about a member from chapters' lists, with their earlier states and what hangs on them."""
    same = Q(links__member=member, links__band=Link.Band.AUTO)
    if member.nik_lookup:
        same |= Q(nik_lookup=member.nik_lookup)
    decided = Decision.objects.final().filter(member=member, answer=Decision.Answer.SAME)
    rows = {(row.list_id, row.key) for row in ListRow.objects.filter(same).distinct()}
    for list_id, key in rows | set(decided.values_list("list", "key")):
        ListRow.objects.filter(list=list_id, key=key).delete()
        Decision.objects.filter(list=list_id, key=key).delete()
        Invitation.objects.filter(list=list_id, key=key).delete()
        Proposal.objects.filter(listed__list=list_id, listed__key=key).delete()  # whoever they were made to


def holds(member: Member) -> str:
    """Nobody is erased out of an office that they hold."""
    own = Q(member=member) | Q(user__isnull=False, user=member.user_id)
    seat = Seat.objects.held_at(timezone.now()).filter(own).select_related("chapter").first()
    return _("Orang ini masih %(seat)s. Akhiri dahulu jabatannya.") % {"seat": seat} if seat else ""


def office_of(user: User, may: May, *, reaching: Chapter) -> tuple[str, str]:
    """Return in which office, and of which chapter, `user` may do that in a chapter, in the words that members read."""
    seats = access.seats_reaching(reaching, user=user).select_related("chapter").order_by("starts_at", "pk")
    seat = next(seat for seat in seats if access.grants(seat, may))
    return str(seat.get_office_display()), seat.chapter.name


def _remind(request: PrivacyRequest, *, at: dt.datetime) -> None:
    over = request.due_at <= at
    chapter, dpp = access.chapter_of(request.member), Chapter.objects.get(pk=DPP)
    officers = {user.pk: user for user in access.officers_who(May.DECIDE_REQUESTS, chapter=chapter)}
    if over or not officers:
        officers |= {user.pk: user for user in access.officers_who(May.DECIDE_REQUESTS, chapter=dpp)}
    for officer in officers.values():
        posting.add(
            key=f"privacy.reminder:{request.pk}:{'over' if over else 'soon'}:{officer.pk}",
            kind="privacy.reminder",
            to=officer.email,
            subject=_("Permintaan data pribadi melewati batas waktu")
            if over
            else _("Permintaan data pribadi menunggu keputusan Anda"),
            template="mail/privacy_reminder",
            context={
                "request": request,
                "chapter": chapter,
                "over": over,
                "left": data_requests.time_left(request, at=at),
                "path": reverse("chapters:data_requests", args=[chapter.pk]),
            },
        )
