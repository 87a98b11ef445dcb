"""Pages of likely duplicates."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.duplicates import deciding, merging, presenting, undoing
from chapters.duplicates.forms import MergeForm
from chapters.models import Chapter, DuplicatePair
from ipspi import keyset
from ipspi.accounts import step_up
from ipspi.errors import RuleError
from ipspi.navigation import Crumb


@require_safe
def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """Who in the chapter may be registered twice."""
    chapter = scoped.chapter_of(request, code)
    shown = request.GET.get("tampilkan", "")
    after, before = keyset.id_in(request.GET, "sesudah"), keyset.id_in(request.GET, "sebelum")
    context = presenting.list_page(chapter, user=request.user, shown=shown, after=after, before=before)
    crumbs = [scoped.crumb(chapter), Crumb(_("Kemungkinan ganda"))]
    return render(request, "duplicates/pairs.html", {**context, "chapter": chapter, "breadcrumbs": crumbs})


@require_safe
def pair(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Two records side by side, and why they may be of one person."""
    chapter = scoped.chapter_of(request, code)
    found = _pair(request, chapter, pk)
    context = presenting.pair_page(found, chapter, user=request.user)
    crumbs = [scoped.crumb(chapter), _pairs_crumb(chapter), Crumb(_("Pasangan"))]
    return render(
        request, "duplicates/pair.html", {**context, "chapter": chapter, "pair": found, "breadcrumbs": crumbs}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Choose field by field, look at the result, and merge."""
    chapter = scoped.chapter_of(request, code)
    found = _decidable(request, chapter, pk)
    step_up.require(request)
    form = MergeForm(step_up.typed(request), pair=found)
    context = (
        _asking(chapter, found, _("Gabungkan")) | presenting.choosing_page(found, chapter) | {"form": form}
    )
    if not form.is_valid() or "ubah" in request.POST:
        return render(request, "duplicates/merge.html", context)
    if "ya" not in request.POST:
        preview = presenting.merge_page(found, form.kept, form.choices())
        return render(request, "duplicates/preview.html", context | preview)
    return _merged(request, chapter, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_apart(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether the two are two people, and keep that."""
    chapter = scoped.chapter_of(request, code)
    found = _decidable(request, chapter, pk)
    if request.method != "POST":
        return render(
            request, "duplicates/tell_apart.html", _asking(chapter, found, _("Bukan orang yang sama"))
        )
    try:
        deciding.tell_apart(pair=found, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Dicatat: bukan orang yang sama. Pasangan ini tidak ditanyakan lagi."))
    return redirect("duplicates:pairs", chapter.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to look at a pair again that was told apart, and do so."""
    chapter = scoped.chapter_of(request, code)
    found = _decidable(request, chapter, pk)
    if request.method != "POST":
        return render(request, "duplicates/reopen.html", _asking(chapter, found, _("Buka lagi")))
    try:
        deciding.reopen(pair=found, by=request.user)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pasangan ini perlu diputuskan lagi."))
    return redirect("duplicates:pair", chapter.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether the DPP shall decide, and ask the DPP."""
    chapter = scoped.chapter_of(request, code)
    found = _pair(request, chapter, pk)
    access.require(request.user, May.MERGE, chapter=chapter.pk)
    if request.method != "POST":
        return render(request, "duplicates/refer.html", _asking(chapter, found, _("Minta DPP memutuskan")))
    try:
        deciding.refer(pair=found, chapter=chapter, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("DPP diminta memutuskan, dan mendapat kabar lewat email."))
    return redirect("duplicates:pair", chapter.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to take a merge back, and do it; or say what stands in the way."""
    chapter = scoped.chapter_of(request, code)
    found = _decidable(request, chapter, pk)
    standing = presenting.standing_merge(found)
    if standing is None:
        raise Http404
    step_up.require(request)
    if request.method != "POST":
        context = _asking(chapter, found, _("Urungkan penggabungan")) | presenting.undo_page(standing)
        return render(request, "duplicates/undo.html", context)
    try:
        undoing.undo(merge=standing, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Penggabungan diurungkan. Kedua catatan kembali seperti sebelumnya."))
    return redirect("duplicates:pair", chapter.pk, pk)


def _merged(request: HttpRequest, chapter: Chapter, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
    try:
        merging.merge(
            keep=form.kept, other=form.merged, choices=form.choices(), by=request.user, at=timezone.now(),
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("duplicates:merge", chapter.pk, pair.pk)
    messages.success(request, _("Kedua catatan digabungkan. Anda dapat mengurungkannya di halaman ini."))
    return redirect("duplicates:pair", chapter.pk, pair.pk)


def _pair(request: HttpRequest, chapter: Chapter, pk: UUID) -> DuplicatePair:
    return get_object_or_404(presenting.pairs_of(chapter, user=request.user), pk=pk)


def _decidable(request: HttpRequest, chapter: Chapter, pk: UUID) -> DuplicatePair:
    """Return a pair that the officer may decide about: with rights on both sides."""
    found = _pair(request, chapter, pk)
    both = [found.one_id, found.other_id]
    if access.members_where(request.user, May.MERGE).filter(pk__in=both).count() < len(both):
        raise PermissionDenied
    return found


def _asking(chapter: Chapter, pair: DuplicatePair, title: str) -> dict[str, object]:
    here = reverse("duplicates:pair", args=[chapter.pk, pair.pk])
    crumbs = [scoped.crumb(chapter), _pairs_crumb(chapter), Crumb(_("Pasangan"), here), Crumb(title)]
    return {"chapter": chapter, "pair": pair, "pair_url": here, "breadcrumbs": crumbs}


def _pairs_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Kemungkinan ganda"), reverse("duplicates:pairs", args=[chapter.pk]))
