"""Agreements with a partner, and their signed papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters.access import May
from chapters.forms.work import PaperForm, RemovalForm
from chapters.models import Agreement, AgreementScan, Partner
from chapters.partners import agreeing
from chapters.partners.forms import AgreementForm, EndForm
from chapters.partners.views.asking import ASKS, asked, partner_of, sent
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members.views.documents import handed_out

FIELDS = ("subject", "number", "signed_on", "starts_on", "last_on")


@require_http_methods(ASKS)
def sign(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write down an agreement."""
    _chapter, partner = partner_of(request, code, pk, May.KEEP_PARTNERS)
    return asked(
        request, partner, AgreementForm(sent(request)),
        lambda answers: agreeing.sign(partner=partner, by=request.user, at=timezone.now(), **answers),
        title=_("Perjanjian baru"),
        lead=_("Pengurus diingatkan lewat email 180, 90, dan 30 hari sebelum perjanjian berakhir."),
        submit=_("Catat perjanjian"),
    )  # fmt: skip


@require_http_methods(ASKS)
def renew(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Write down the agreement that follows another one."""
    partner, found = _agreement(request, code, pk, paper)
    form = AgreementForm(sent(request), initial={"subject": found.subject})
    return asked(
        request, partner, form,
        lambda answers: agreeing.sign(
            partner=partner, renews=found, by=request.user, at=timezone.now(), **answers
        ),
        title=_("Perbarui perjanjian"),
        lead=_("Perjanjian baru yang melanjutkan: %(earlier)s.") % {"earlier": agreeing.spoken(found)},
        submit=_("Catat perjanjian"),
    )  # fmt: skip


@require_http_methods(ASKS)
def change(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Change an agreement."""
    partner, found = _agreement(request, code, pk, paper)
    form = AgreementForm(sent(request), initial={name: getattr(found, name) for name in FIELDS})
    return asked(
        request, partner, form,
        lambda answers: agreeing.change(agreement=found, by=request.user, at=timezone.now(), **answers),
        title=_("Ubah perjanjian"),
    )  # fmt: skip


@require_http_methods(ASKS)
def end(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """End an agreement before its time."""
    partner, found = _agreement(request, code, pk, paper)
    return asked(
        request, partner, EndForm(sent(request)),
        lambda answers: agreeing.end(agreement=found, by=request.user, at=timezone.now(), **answers),
        title=_("Akhiri sebelum waktunya"), lead=agreeing.spoken(found), submit=_("Akhiri perjanjian"),
    )  # fmt: skip


@require_POST
def go_on(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Take an early end back."""
    partner, found = _agreement(request, code, pk, paper)
    return _done(
        request, partner, lambda: agreeing.go_on(agreement=found, by=request.user, at=timezone.now())
    )


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Take an agreement out, with a reason; it can be restored."""
    partner, found = _agreement(request, code, pk, paper)
    return asked(
        request, partner, RemovalForm(sent(request)),
        lambda answers: agreeing.remove(agreement=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus perjanjian"), lead=agreeing.spoken(found), submit=_("Hapus perjanjian"),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Bring a removed agreement back."""
    partner, found = _agreement(request, code, pk, paper)
    return _done(
        request, partner, lambda: agreeing.restore(agreement=found, by=request.user, at=timezone.now())
    )


@require_http_methods(ASKS)
def keep(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Send the signed paper."""
    partner, found = _agreement(request, code, pk, paper)
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)

    def verb(answers: dict[str, Any]) -> None:
        content = answers["file"].read()
        agreeing.keep_scan(agreement=found, content=content, by=request.user, at=timezone.now())

    return asked(
        request, partner, PaperForm(*files), verb,
        title=_("Unggah pindaian"), lead=agreeing.spoken(found), submit=_("Unggah"), multipart=True, field="file",
    )  # fmt: skip


@require_safe
def scan(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """The signed paper; opening it is recorded."""
    _chapter, partner = partner_of(request, code, pk)
    found = get_object_or_404(AgreementScan, agreement=paper, agreement__partner=partner)
    audit.record(by=request.user, did="open_scan", to=found, chapter=code)
    return handed_out(found)


@require_http_methods(ASKS)
def remove_scan(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Delete the signed paper, with a reason."""
    partner, found = _agreement(request, code, pk, paper)
    lead = _("Pindaian dihapus untuk selamanya; perjanjiannya tetap tercatat.")
    return asked(
        request, partner, RemovalForm(sent(request)),
        lambda answers: agreeing.remove_scan(agreement=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus pindaian"), lead=lead, submit=_("Hapus pindaian"),
    )  # fmt: skip


def _agreement(request: HttpRequest, code: str, pk: int, paper: int) -> tuple[Partner, Agreement]:
    _chapter, partner = partner_of(request, code, pk, May.KEEP_PARTNERS)
    rows = Agreement.objects.select_related("partner")
    return partner, get_object_or_404(rows, pk=paper, partner=partner)


def _done(request: HttpRequest, partner: Partner, verb: Any) -> HttpResponse:
    try:
        verb()
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("partners:partner", partner.chapter_id, partner.pk)
