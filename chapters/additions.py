"""What chapters add to pages that are not theirs: the header, the first page, who looks after a member, their jobs."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, queue
from chapters.access import May
from chapters.models import DPP, Chapter, Coverage
from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from ipspi.navigation import Item
from members.additions import Keeper
from members.models import Member


def items(request: HttpRequest) -> Iterator[Item]:
    """
    Offer an officer the pages of their chapter.

    Who sees several is offered the table of them, and the pages of the one they are in.
    """
    codes = _seen_by(request)
    if len(codes) > 1:
        word = _("DPP") if DPP in codes else ""
        yield Item(_("Daerah"), reverse("chapters:mine"), group=word, exact=True)
    if DPP in codes:
        overview, roster = _("Ringkasan nasional"), _("Anggota se-Indonesia")
        yield from _pages(Chapter(pk=DPP), group=_("DPP"), overview=overview, roster=roster)
    chapter = _current(request, codes - {DPP})
    if chapter:
        yield from _pages(chapter, group=chapter.name, overview=_("Ringkasan"), roster=_("Anggota"))
        yield Item(_("Daftar daerah"), reverse("reconciliation:lists", args=[chapter.pk]), group=chapter.name)
        yield Item(_("Rekonsiliasi"), reverse("reconciliation:ledger", args=[chapter.pk]), group=chapter.name)


def _pages(chapter: Chapter, *, group: str, overview: str, roster: str) -> Iterator[Item]:
    """The pages that the DPP has as every chapter has them."""
    code = [chapter.pk]
    yield Item(overview, reverse("chapters:overview", args=code), group=group, exact=True)
    yield _queue(chapter, group=group)
    yield Item(roster, reverse("chapters:roster", args=code), group=group)
    yield Item(_("Kemungkinan ganda"), reverse("duplicates:pairs", args=code), group=group)
    yield Item(_("Permintaan"), reverse("chapters:requests", args=code), group=group)
    yield Item(_("Mutasi"), reverse("chapters:transfers", args=code), group=group)


def _queue(chapter: Chapter, *, group: str) -> Item:
    """The queue, with the number of applications that wait for officers."""
    waiting = queue.number_waiting(chapter)
    label = _("Pendaftaran (%(count)d)") % {"count": waiting} if waiting else _("Pendaftaran")
    return Item(label, reverse("chapters:queue", args=[chapter.pk]), group=group)


def first_page(request: HttpRequest) -> str | None:
    """An officer begins with their chapters."""
    return reverse("chapters:mine") if _seen_by(request) else None


def keeper_of(member: Member) -> Keeper:
    """Say who looks after a member: their chapter, or who stands in for it until it is founded."""
    chapter = access.chapter_of(member)
    keeper = chapter.looked_after_by or chapter
    return Keeper(name=keeper.name, email=keeper.email, phone=keeper.phone)


def names_of_chapters() -> dict[str, str]:
    """Say who looks after the members of each province, and of none that is known."""
    covered = Coverage.objects.select_related("chapter__looked_after_by")
    keepers = {each.province_id: (each.chapter.looked_after_by or each.chapter).name for each in covered}
    return {"": Chapter.objects.get(pk=DPP).name, **keepers}


def title_of_reconciliation(job: Job) -> str:
    return _("Rekonsiliasi %(chapter)s") % {"chapter": Chapter.objects.get(pk=job.arguments["chapter"])}


def result_of_reconciliation(job: Job) -> str:
    return reverse("reconciliation:ledger", args=[job.arguments["chapter"]])


def title_of_duplicates(job: Job) -> str:
    return _("Mencari kemungkinan ganda")


def may_see_reconciliation(user: User, job: Job) -> bool:
    """Whoever may start one sees those that the night or a colleague started."""
    return job.arguments["chapter"] in access.chapters_where(user, May.RECONCILE)


def _seen_by(request: HttpRequest) -> frozenset[str]:
    user = request.user
    return access.chapters_where(user, May.SEE_MEMBERS) if isinstance(user, User) else frozenset()


def _current(request: HttpRequest, codes: frozenset[str]) -> Chapter | None:
    match = request.resolver_match
    code = match.kwargs.get("code") if match else None
    if len(codes) == 1:
        code = next(iter(codes))
    return Chapter.objects.filter(pk=code).first() if code in codes else None
