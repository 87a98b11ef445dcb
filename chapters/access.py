"""
Who may do what, where: the one vocabulary of permissions.

An officer is a seat. A seat gives what its office may (GRANTS) in its chapter, in the provinces that the chapter
covers, and in those of chapters not yet founded that it looks after; from its start up to its end, by the clock. The
DPP's seats reach the whole nation.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from chapters.models import DPP, Chapter, Coverage, Office, Seat
from chapters.models.boards import SeatQuerySet
from ipspi.accounts.models import User
from ipspi.regions.models import Province
from members.models import Member, MemberQuerySet


class May(StrEnum):
    SEE_MEMBERS = "see members"
    SEE_DOCUMENTS = "see documents"  # diplomas, certificates, photos: for those who decide
    ADMIT = "admit"
    MERGE = "merge"
    KEEP_STANDING = "keep standing"  # leave, death, corrections, kinds of membership
    TRANSFER = "transfer"  # consent to mutasi, or refuse it
    PROPOSE_SUSPENSION = "propose suspension"
    SUSPEND = "suspend"  # agree to a suspension that somebody else proposed; reinstate
    EXPEL = "expel"  # and restore
    READ_NOTES = "read notes"  # restricted ones
    KEEP_DUES = "keep dues"
    SEE_NUMBERS = "see identity numbers"
    DECIDE_REQUESTS = "decide on data requests"
    KEEP_LISTS = "keep lists"
    RECONCILE = "reconcile"
    INVITE = "invite"  # who is only on the chapter's list
    EXPORT_MEMBERS = "export members"  # a roster as a file, or on paper
    MAIL_MEMBERS = "mail members"  # many at once
    SEE_LEDGER = "see ledger"
    KEEP_CONTACT = "keep contact"  # how to reach the chapter
    PREPARE_BOARD = "prepare board"  # drafts of boards, and seats that give nothing
    KEEP_PROGRAMMES = "keep programmes"
    KEEP_SPENDING = "keep spending"  # what programmes have cost
    KEEP_PARTNERS = "keep partners"  # and agreements with them
    KEEP_REPORTS = "keep reports"  # write, present and amend accountability reports
    KEEP_BOARD = "keep board"
    KEEP_CHAPTERS = "keep chapters"
    HOLD_ASSEMBLY = "hold assembly"  # prepare and lead a MUSDA, record its result
    CHECK_IN = "check in"  # note who comes to it
    SEE_AUDIT = "see audit"
    # kinds of membership, consent texts, names of regions, accounts, mail, jobs
    KEEP_REGISTRY = "keep registry"


_LIFE = frozenset({May.KEEP_STANDING, May.TRANSFER, May.PROPOSE_SUSPENSION, May.KEEP_DUES})
_DISCIPLINE = frozenset({May.SUSPEND, May.READ_NOTES})
_LEAD = _LIFE | {
    May.SEE_MEMBERS,
    May.SEE_DOCUMENTS,
    May.SEE_NUMBERS,
    May.ADMIT,
    May.DECIDE_REQUESTS,
    May.MERGE,
    May.KEEP_LISTS,
    May.RECONCILE,
    May.INVITE,
    May.SEE_LEDGER,
    May.CHECK_IN,
}
_HOUSE = frozenset({May.KEEP_REPORTS, May.KEEP_CONTACT, May.PREPARE_BOARD, May.HOLD_ASSEMBLY})
_REACH = frozenset({May.EXPORT_MEMBERS, May.MAIL_MEMBERS})
_LOOK = frozenset({May.SEE_MEMBERS, May.SEE_LEDGER})
_WORK = frozenset({May.KEEP_PROGRAMMES, May.KEEP_SPENDING, May.KEEP_PARTNERS})
_NATION = (
    _LEAD
    | _DISCIPLINE
    | _HOUSE
    | _REACH
    | _WORK
    | {May.EXPEL, May.KEEP_BOARD, May.KEEP_CHAPTERS, May.SEE_AUDIT, May.KEEP_REGISTRY}
)

GRANTS: dict[str, frozenset[May]] = {
    Office.CHAIR: _LEAD | _DISCIPLINE | _HOUSE | _REACH | _WORK,
    Office.VICE_CHAIR: _LEAD | _DISCIPLINE | _HOUSE | _REACH | _WORK,
    Office.SECRETARY: _LEAD | _HOUSE | _REACH | _WORK | {May.READ_NOTES},
    Office.VICE_SECRETARY: _LEAD | _WORK | {May.KEEP_REPORTS},
    Office.TREASURER: _LOOK | {May.KEEP_DUES, May.KEEP_SPENDING, May.CHECK_IN},
    Office.REGISTRAR: _LEAD | _REACH,
    Office.AUDITOR: _LOOK | {May.SEE_AUDIT},
    Office.DIVISION: frozenset(),
    Office.ADVISER: frozenset(),
    Office.PATRON: frozenset(),
}
# what an office of the DPP may beyond the same office of a DPD
DPP_GRANTS: dict[str, frozenset[May]] = {
    Office.CHAIR: _NATION,
    Office.SECRETARY: _NATION,
    Office.REGISTRAR: _NATION,
}


def seats_of(user: User) -> SeatQuerySet:
    """Return the seats that `user` holds now, as staff or as a member."""
    if not user.is_authenticated or not user.is_active:
        return Seat.objects.none()
    return Seat.objects.held_at(timezone.now()).filter(
        Q(user=user) | Q(member__user=user, member__status=Member.Status.ACTIVE)
    )


def seats_reaching(chapter: Chapter, *, user: User) -> SeatQuerySet:
    """Return the seats of `user` that reach a chapter: in itself, with who looks after it, and at the DPP."""
    return seats_of(user).filter(chapter__in={DPP, chapter.pk, chapter.looked_after_by_id} - {None})


def may_anything(user: User) -> bool:
    """Tell whether `user` holds a seat that gives anything now."""
    return any(_grants(*seat) for seat in seats_of(user).values_list("chapter_id", "office"))


def chapters_where(user: User, may: May) -> frozenset[str]:
    """Return the codes of all chapters in which `user` may do that now."""
    own = {
        chapter
        for chapter, office in seats_of(user).values_list("chapter_id", "office")
        if may in _grants(chapter, office)
    }
    if not own:
        return frozenset()
    everywhere = Q() if DPP in own else Q(code__in=own) | Q(looked_after_by__in=own)
    return frozenset(Chapter.objects.filter(everywhere).values_list("code", flat=True))


def provinces_where(user: User, may: May) -> frozenset[str]:
    """Return the codes of all provinces in whose members' matters `user` may do that now."""
    return provinces_of(chapters_where(user, may))


def members_where(user: User, may: May) -> MemberQuerySet:
    """Return the members whom `user` may do that to; those of no known province are the DPP's."""
    chapters = chapters_where(user, may)
    members = Member.objects.filter(home_province__in=provinces_of(chapters))
    if DPP in chapters:
        members = members | Member.objects.filter(home_province__isnull=True)
    return members


def rights_in(user: User, chapter: Chapter) -> frozenset[May]:
    """Return all that `user` may do now in the matters of a chapter, in one query: for pages that ask several times."""
    held = seats_reaching(chapter, user=user).values_list("chapter_id", "office")
    return frozenset().union(*(_grants(code, office) for code, office in held))


def members_of(chapter: Chapter) -> MemberQuerySet:
    """Return the members whose home province the chapter covers; for the DPP, those of no known province."""
    if chapter.code == DPP:
        return Member.objects.filter(home_province__isnull=True)
    return Member.objects.filter(home_province__coverage__chapter=chapter)


def allowed_at_dpp(user: User) -> frozenset[May]:
    """Return all that `user` may do now as an officer of the DPP."""
    offices = seats_of(user).filter(chapter=DPP).values_list("office", flat=True)
    return frozenset().union(*(_grants(DPP, office) for office in offices))


def chapter_of(member: Member) -> Chapter:
    """Return the chapter that covers the member's home province; the DPP for those of no known province."""
    if member.home_province_id is None:
        return Chapter.objects.get(pk=DPP)
    return Chapter.objects.get(coverage__province=member.home_province_id)


def chapters_by_province() -> dict[str | None, Chapter]:
    """Return the chapter that each province belongs to; the DPP for None, those of no known province."""
    coverage = Coverage.objects.select_related("chapter__looked_after_by")
    by_province: dict[str | None, Chapter] = {each.province_id: each.chapter for each in coverage}
    return {**by_province, None: Chapter.objects.get(pk=DPP)}


def require(
    user: User, may: May, *, chapter: str | None = None, province: Province | str | None = None
) -> None:
    """Raise PermissionDenied unless `allows` says that `user` may."""
    if not allows(user, may, chapter=chapter, province=province):
        raise PermissionDenied


def allows(
    user: User, may: May, *, chapter: str | None = None, province: Province | str | None = None
) -> bool:
    """Tell whether `user` may do that now in `chapter`, or in `province` (None: none is known)."""
    if chapter is not None or province is None:
        return (chapter or DPP) in chapters_where(user, may)
    return (province if isinstance(province, str) else province.code) in provinces_where(user, may)


def officers_who(may: May, *, chapter: Chapter) -> Iterable[User]:
    """Return the accounts to tell when somebody who may do that in `chapter` is needed."""
    keeper = chapter if chapter.is_founded else chapter.looked_after_by
    held = Seat.objects.held_at(timezone.now()).filter(
        Q(user__isnull=False) | Q(member__status=Member.Status.ACTIVE), chapter=keeper
    )
    seats = held.select_related("user", "member__user").defer("member__nik")
    users = {
        holder.pk: holder
        for seat in seats
        if may in _grants(seat.chapter_id, seat.office)
        and (holder := seat.user or (seat.member.user if seat.member else None))
        and holder.is_active
    }
    return [users[pk] for pk in sorted(users)]


def grants(seat: Seat, may: May) -> bool:
    """Tell whether a seat gives that right."""
    return may in _grants(seat.chapter_id, seat.office)


def granted_by(office: str, *, chapter: str) -> frozenset[May]:
    """Return all that an office on the board of a chapter gives."""
    return _grants(chapter, office)


def deciders_of(may: May, *, chapter: Chapter, dpp: Chapter) -> Iterable[User]:
    """Return the accounts to tell of what whoever may do that decides in `chapter`: its own, else the DPP's."""
    return officers_who(may, chapter=chapter) or officers_who(may, chapter=dpp)


def provinces_of(chapters: frozenset[str]) -> frozenset[str]:
    """Return the codes of the provinces that chapters cover."""
    covered = Province.objects.filter(coverage__chapter__in=chapters)
    return frozenset(covered.values_list("code", flat=True)) if chapters else frozenset()


def _grants(chapter: str, office: str) -> frozenset[May]:
    grants = GRANTS.get(office, frozenset())
    return grants | DPP_GRANTS.get(office, frozenset()) if chapter == DPP else grants
