"""A chapter's partners, and one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.forms.work import RemovalForm
from chapters.partners import presenting, writing
from chapters.partners.forms import PartnerForm
from chapters.partners.views.asking import ASKS, asked, partner_of, sent
from ipspi.navigation import Crumb
from ipspi.regions import times

FIELDS = ("name", "kind", "regency", "office", "phone", "email", "address")


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """A chapter's partners, which agreements hold, and how many people were reached together."""
    chapter = scoped.chapter_of(request, code)
    today = times.local(timezone.now(), zone=chapter.zone).date()
    context = presenting.start_page(chapter, query=request.GET, today=today)
    context["may_keep"] = May.KEEP_PARTNERS in access.rights_in(request.user, chapter)
    return render(request, "partners/start.html", context)


@require_http_methods(ASKS)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a partner."""
    chapter = scoped.chapter_of(request, code, May.KEEP_PARTNERS)
    form = PartnerForm(sent(request))
    if form.is_valid():
        made = writing.add(chapter=chapter, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, _("Mitra dicatat. Tambahkan perjanjiannya, supaya Anda diingatkan pada waktunya.")
        )
        return redirect("partners:partner", chapter.pk, made.pk)
    crumbs = presenting.crumbs(chapter)
    context = {
        "form": form,
        "title": _("Mitra baru"),
        "lead": _("Catat lembaganya saja. Nama dan nomor pribadi orang tidak disimpan di sini."),
        "submit": _("Catat mitra"),
        "cancel_url": crumbs[-1].url,
        "breadcrumbs": [*crumbs, Crumb(_("Mitra baru"))],
    }
    return render(request, "partners/asked.html", context)


@require_safe
def partner(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A partner: its agreements, what was done together, and who changed what."""
    chapter, found = partner_of(request, code, pk)
    today = times.local(timezone.now(), zone=chapter.zone).date()
    keeps = May.KEEP_PARTNERS in access.rights_in(request.user, chapter)
    is_kept = found.removed_at is None
    context = presenting.partner_page(found, chapter, today=today)
    context |= {
        "chapter": chapter,
        "partner": found,
        "may_keep": keeps and is_kept,
        "may_restore": keeps and not is_kept,
    }
    return render(request, "partners/partner.html", context)


@require_http_methods(ASKS)
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a partner."""
    _chapter, found = partner_of(request, code, pk, May.KEEP_PARTNERS)
    form = PartnerForm(sent(request), initial={name: getattr(found, name) for name in FIELDS})
    return asked(
        request, found, form,
        lambda answers: writing.change(partner=found, by=request.user, at=timezone.now(), **answers),
        title=_("Ubah mitra"),
    )  # fmt: skip


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a partner out, with a reason; it can be restored."""
    _chapter, found = partner_of(request, code, pk, May.KEEP_PARTNERS)
    lead = _(
        "Mitra ini keluar dari daftar dan dari semua jumlah, bersama perjanjian dan kegiatannya. "
        "Anda dapat mengembalikannya kapan saja."
    )
    return asked(
        request, found, RemovalForm(sent(request)),
        lambda answers: writing.remove(partner=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus mitra"), lead=lead, submit=_("Hapus mitra"),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Bring a removed partner back."""
    chapter, found = partner_of(request, code, pk, May.KEEP_PARTNERS)
    writing.restore(partner=found, by=request.user, at=timezone.now())
    messages.success(request, _("Mitra dikembalikan."))
    return redirect("partners:partner", chapter.pk, found.pk)
