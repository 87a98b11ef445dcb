"""An officer's pages: whom to invite, what they will read, and what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chapters import scoped
from chapters.access import May
from chapters.inviting import presenting, sending
from chapters.models import Chapter, Invitation, MemberList
from chapters.reconciliation.views.asking import list_asked
from ipspi.errors import RuleError

Channel = Invitation.Channel
MOST_CHOSEN = 500


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """How many were invited, opened the link, registered or want no invitation, and who."""
    chapter = _chapter(request, code)
    context = presenting.start_page(
        chapter,
        state=request.GET.get("keadaan", ""),
        before=_number(request, "sebelum"),
        only=list_asked(request, chapter),
    )
    return render(request, "inviting/start.html", context)


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """The rows that are only on a list, and how each can be reached."""
    chapter = _chapter(request, code)
    after, before = _number(request, "sesudah"), _number(request, "sebelum")
    only = list_asked(request, chapter)
    context = presenting.choose_page(chapter, after=after, before=before, at=timezone.now(), only=only)
    return render(
        request, "inviting/choose.html", context | {"all_chosen": request.GET.get("pilih") == "semua"}
    )


@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, with the text as it will be read and who cannot be invited; then invite."""
    chapter, now = _chapter(request, code), timezone.now()
    only = list_asked(request, chapter)
    scope = presenting.scope_of(only)
    channel, chosen = request.POST.get("lewat", ""), chosen_in(request.POST)
    if channel not in Channel.values or chosen == []:
        messages.info(request, _("Pilih dahulu siapa yang akan diundang."))
        return redirect(reverse("inviting:choose", args=[chapter.pk]) + scope)
    if "yakin" not in request.POST:
        context = presenting.preview_page(chapter, chosen=chosen, channel=channel, at=now, only=only)
        return render(request, "inviting/preview.html", context)
    try:
        made = sending.invite(
            chapter=chapter, rows=chosen, channel=channel, by=request.user, at=now, only=only
        )
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(reverse("inviting:choose", args=[chapter.pk]) + scope)
    if channel == Channel.WHATSAPP:
        return render(request, "inviting/messages.html", presenting.messages_page(chapter, made, only=only))
    messages.success(request, _("%(count)d undangan dikirim lewat email.") % {"count": len(made)})
    return _start(chapter, only)


@require_POST
def mark_sent(request: HttpRequest, code: str) -> HttpResponse:
    """Note which texts the officer has sent."""
    chapter = _chapter(request, code)
    chosen = chosen_in(request.POST) or []
    noted = sending.mark_sent(chapter=chapter, invitations=chosen, by=request.user, at=timezone.now())
    messages.info(request, _("%(count)d pesan WhatsApp dicatat terkirim.") % {"count": noted})
    return _start(chapter, list_asked(request, chapter))


@require_POST
def remind(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    chapter = _chapter(request, code)
    invitation = get_object_or_404(Invitation, pk=pk, list__chapter=chapter)
    only = list_asked(request, chapter)
    try:
        message = sending.remind(invitation=invitation, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return _start(chapter, only)
    if invitation.channel == Channel.WHATSAPP:
        return render(
            request, "inviting/messages.html", presenting.messages_page(chapter, [message], only=only)
        )
    messages.success(request, _("Pengingat dikirim."))
    return _start(chapter, only)


def _start(chapter: Chapter, only: MemberList | None) -> HttpResponse:
    return redirect(reverse("inviting:start", args=[chapter.pk]) + presenting.scope_of(only))


def chosen_in(data: QueryDict) -> list[int] | None:
    """Return the ids that were ticked; None for all. What is no id chooses nobody."""
    if "semua" in data:
        return None
    return [int(each) for each in data.getlist("pilih") if _is_id(each)][:MOST_CHOSEN]


def _chapter(request: HttpRequest, code: str) -> Chapter:
    return scoped.chapter_of(request, code, May.INVITE, May.SEE_MEMBERS)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if _is_id(text) else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
