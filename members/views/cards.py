"""The member's card on the phone, as a PDF, and another one in its place."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipspi.credentials import codes
from ipspi.errors import RuleError
from members import card_faces, card_pdf, cards, documents, registration
from members.models import Card, Member


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The card of who is signed in; who has none is told why."""
    member, card = _own(request)
    if member is None:
        return redirect("members:start")
    if card is None:
        return render(request, "cards/none.html", {"member": member, "latest": cards.latest_of(member)})
    face = card_faces.face_of(card, member=member)
    context = {"face": face, "code": codes.svg(face.code), "member": member}
    return render(request, "cards/start.html", {**context, "photo": documents.photo_of(member)})


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The card as a PDF in the size of a bank card, front and back."""
    member, card = _own(request)
    if member is None or card is None:
        return redirect("cards:start")
    photo = documents.photo_of(member)
    content = card_pdf.rendered(card_faces.face_of(card, member=member), photo=photo and photo.content)
    headers = {"Content-Disposition": f'attachment; filename="kartu-anggota-ipspi-{card.pk}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest) -> HttpResponse:
    """Ask whether to put another card in the place of the present one, and do it."""
    member, card = _own(request)
    if member is None or card is None:
        return redirect("cards:start")
    if request.method != "POST":
        return render(request, "cards/replace.html")
    if not ratelimit.consume(request, action="replace_card", user=request.user):
        return ratelimit.respond_429(request)
    try:
        cards.replace(member=member, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kartu baru sudah terbit. Kartu yang lama tidak berlaku lagi."))
    return redirect("cards:start")


def _own(request: HttpRequest) -> tuple[Member | None, Card | None]:
    member = registration.membership_of(request.user)
    return member, cards.current(member=member, at=timezone.now()) if member else None
