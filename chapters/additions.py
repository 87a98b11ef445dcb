"""What chapters add to pages that are not theirs: the first page, who looks after a member, their jobs."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter, Coverage
from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from members.additions import Keeper
from members.models import Member


def first_page(request: HttpRequest) -> str | None:
    """An officer begins with their chapters."""
    return reverse("chapters:mine") if seen_by(request) else None


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
    chapter = job.arguments["chapter"]
    if kept := job.arguments.get("list"):
        return reverse("reconciliation:list", args=[chapter, kept])
    return reverse("reconciliation:ledger", args=[chapter])


def title_of_ending(job: Job) -> str:
    return _("Menghapus daftar yang sudah berakhir")


def title_of_duplicates(job: Job) -> str:
    return _("Mencari kemungkinan ganda")


def may_see_reconciliation(user: User, job: Job) -> bool:
    """Whoever may start one sees those that the night or a colleague started."""
    return job.arguments["chapter"] in access.chapters_where(user, May.RECONCILE)


def seen_by(request: HttpRequest) -> frozenset[str]:
    """Return the codes of the chapters whose members the person of a request may see."""
    user = request.user
    return access.chapters_where(user, May.SEE_MEMBERS) if isinstance(user, User) else frozenset()
