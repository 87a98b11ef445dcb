"""Pages on which officers propose to members what their list says otherwise, and see what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.models import Chapter
from chapters.reconciliation import conflicts, proposing
from chapters.reconciliation.groups import Group
from chapters.reconciliation.proposing import Chosen
from chapters.reconciliation.views.ledger import ledger_crumb
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members.models import Proposal


@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the values that were chosen, on whichever page they were."""
    chapter = _chapter(request, code)
    _propose(request, chapter, _chosen(request))
    return _back(request, chapter)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_all(request: HttpRequest, code: str) -> HttpResponse:
    """Say what proposing all that can be would do, and do it."""
    chapter = _chapter(request, code)
    if request.method == "POST":
        _propose(request, chapter, None)
        return redirect(_group(chapter))
    crumbs = [
        scoped.crumb(chapter),
        ledger_crumb(chapter),
        _conflicts_crumb(chapter),
        Crumb(_("Usulkan semua")),
    ]
    context = {
        **conflicts.plan_page(chapter, at=timezone.now()),
        "chapter": chapter,
        "group_url": _group(chapter),
        "breadcrumbs": crumbs,
    }
    return render(request, "reconciliation/propose_all.html", context)


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take back a proposal that waits for an answer."""
    chapter = _chapter(request, code)
    found = get_object_or_404(Proposal, pk=pk, listed__list__chapter=chapter)
    try:
        proposing.withdraw(chapter=chapter, proposal=found, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Usulan ditarik. Data anggota tetap seperti semula."))
    return _back(request, chapter)


@require_safe
def to_correct(request: HttpRequest, code: str) -> HttpResponse:
    """What members said is wrong and still stands in the chapter's lists."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER, May.SEE_MEMBERS)
    title = Crumb(_("Perbaiki di daftar"))
    context = {
        **conflicts.to_correct_page(
            chapter, after=_number(request, "sesudah"), before=_number(request, "sebelum")
        ),
        "chapter": chapter,
        "may_keep_lists": May.KEEP_LISTS in access.rights_in(request.user, chapter),
        "breadcrumbs": [scoped.crumb(chapter), ledger_crumb(chapter), _conflicts_crumb(chapter), title],
    }
    return render(request, "reconciliation/to_correct.html", context)


def _propose(request: HttpRequest, chapter: Chapter, chosen: Chosen | None) -> None:
    try:
        done = proposing.propose(chapter=chapter, chosen=chosen, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return
    words = _("%(number)d usulan dikirim kepada %(members)d anggota.")
    said = words % {"number": done.proposals, "members": done.members}
    messages.success(request, said)
    if done.left_out:
        left_out = conflicts.left_out_in_words(done.left_out)
        messages.info(request, _("Tidak diusulkan: %(why)s") % {"why": left_out})


def _chosen(request: HttpRequest) -> Chosen:
    """The links and fields that were ticked; what is no such pair is left out."""
    parts = [text.partition(":") for text in request.POST.getlist("usul")]
    return {
        (int(pk), field)
        for pk, _colon, field in parts
        if pk.isascii() and pk.isdigit() and len(pk) < 19 and field in Proposal.Field.values
    }


def _back(request: HttpRequest, chapter: Chapter) -> HttpResponse:
    """Return to the page that was sent from, if it is one of ours."""
    here = request.POST.get("kembali", "")
    own = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(here if own and here.startswith(f"/daerah/{chapter.pk}/") else _group(chapter))


def _group(chapter: Chapter) -> str:
    return reverse("reconciliation:group", args=[chapter.pk, Group.CONFLICTS.slug])


def _conflicts_crumb(chapter: Chapter) -> Crumb:
    return Crumb(str(Group.CONFLICTS.label), _group(chapter))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _chapter(request: HttpRequest, code: str) -> Chapter:
    return scoped.chapter_of(request, code, May.RECONCILE, May.SEE_MEMBERS)
