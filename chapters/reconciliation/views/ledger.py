"""Pages of a chapter's lists and of its ledger."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.models import Chapter, ListRow, ListUpload, MemberList
from chapters.reconciliation import conflicts, importing, list_pages, nights, presenting, reasons
from chapters.reconciliation.groups import Group
from chapters.reconciliation.views.asking import list_asked
from ipspi.errors import RuleError
from ipspi.navigation import Crumb

TEMPLATES = {Group.ONLY_NATIONAL: "members", Group.CONFLICTS: "conflicts"}


@require_safe
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """The chapter's figures, how certain they are, and how they came about."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER)
    rights = access.rights_in(request.user, chapter)
    context = {
        **presenting.ledger_page(chapter),
        "chapter": chapter,
        "may_run": May.RECONCILE in rights,
        "may_keep_lists": May.KEEP_LISTS in rights,
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Rekonsiliasi"))],
    }
    return render(request, "reconciliation/ledger.html", context)


@require_POST
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Reconcile the chapter now; its progress has a page of its own."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER)
    try:
        job = nights.start_by_hand(chapter=chapter, by=request.user, back_to=list_asked(request, chapter))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("reconciliation:ledger", chapter.pk)
    return redirect("jobs:progress", job.pk)


@require_safe
def group(request: HttpRequest, code: str, group: Group) -> HttpResponse:
    """The rows or the members behind a figure."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER, May.SEE_MEMBERS)
    after, before = _id(request, "sesudah", group), _id(request, "sebelum", group)
    rights = access.rights_in(request.user, chapter)
    invites = group == Group.ONLY_LIST and May.INVITE in rights
    context = {
        **presenting.group_page(chapter, group, after=after, before=before),
        "chapter": chapter,
        "may_review": group == Group.REVIEW and May.RECONCILE in rights,
        "may_propose": May.RECONCILE in rights,
        "invite_url": reverse("inviting:choose", args=[chapter.pk]) if invites else "",
        "breadcrumbs": [scoped.crumb(chapter), ledger_crumb(chapter), Crumb(str(group.label))],
    }
    return render(request, f"reconciliation/{TEMPLATES.get(group, 'rows')}.html", context)


@require_safe
def row(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A row of a list beside the members it is linked to or could be, with the reasons."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER, May.SEE_MEMBERS)
    found = get_object_or_404(_rows(chapter), pk=pk)
    kept, url = found.list, reverse("reconciliation:list", args=[chapter.pk, found.list_id])
    crumb = ledger_crumb(chapter) if kept.is_of_members else Crumb(kept.about, url)
    context = {
        "chapter": chapter,
        "row": found,
        "facts": presenting.facts_of(found),
        "candidates": reasons.candidates(found, chapter=chapter),
        "conflict": conflicts.of_row(found, chapter=chapter),
        "may_decide": May.RECONCILE in (rights := access.rights_in(request.user, chapter)),
        "may_move": May.TRANSFER in rights,
        "breadcrumbs": [scoped.crumb(chapter), crumb, Crumb(found.name)],
    }
    return render(request, "reconciliation/row.html", context)


@require_safe
def lists_of(request: HttpRequest, code: str) -> HttpResponse:
    """The chapter's lists: of its members, with the spreadsheets that made them, and others."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER)
    others = MemberList.objects.of_others().kept().filter(chapter=chapter)
    context = {
        **presenting.lists_page(chapter),
        "chapter": chapter,
        "others": list_pages.lines(chapter, list(others)),
        "may_keep_lists": May.KEEP_LISTS in access.rights_in(request.user, chapter),
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Daftar daerah"))],
    }
    return render(request, "reconciliation/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask whether to give a list back the state before its latest upload, and do it."""
    chapter = scoped.chapter_of(request, code, May.KEEP_LISTS)
    upload = get_object_or_404(
        ListUpload.objects.select_related("source", "list"), pk=pk, list__chapter=chapter
    )
    here = reverse("reconciliation:lists", args=[chapter.pk])
    if not upload.list.is_of_members:
        here = reverse("reconciliation:list", args=[chapter.pk, upload.list_id])
    if request.method != "POST":
        crumbs = [scoped.crumb(chapter), Crumb(_("Daftar daerah"), here), Crumb(_("Urungkan unggahan"))]
        context = {
            **presenting.undo_page(upload),
            "chapter": chapter,
            "lists_url": here,
            "breadcrumbs": crumbs,
        }
        return render(request, "reconciliation/undo.html", context)
    try:
        importing.take_back(state=upload, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Unggahan diurungkan. Daftar kembali seperti sebelumnya."))
    return redirect(here)


def _rows(chapter: Chapter) -> QuerySet[ListRow]:
    return ListRow.objects.current().filter(list__chapter=chapter).select_related("list").defer("nik")


def _id(request: HttpRequest, name: str, group: Group) -> str | None:
    """The id in the query, if it is one: of a member for the group of members, else of a row."""
    text = request.GET.get(name, "")
    try:
        return str(UUID(text)) if group == Group.ONLY_NATIONAL else str(int(text))
    except ValueError:
        return None


def ledger_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Rekonsiliasi"), reverse("reconciliation:ledger", args=[chapter.pk]))
