"""A member's cards as the chapter's officers see them: revoking one, and giving another after that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chapters import access, cards, rosters, scoped
from chapters.access import May
from chapters.forms.cards import RevocationForm
from chapters.models import Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members.models import Card, Member


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """A member's cards; an officer who may decide revokes the present one here."""
    chapter, member = _found(request, code, pk)
    form = RevocationForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, May.ADMIT, province=member.home_province)
        if form.is_valid() and _revoked(request, member, form):
            return redirect("chapters:card", chapter.pk, pk)
    rows = list(Card.objects.filter(member=member).order_by("-pk"))
    context = {
        "chapter": chapter,
        "member": member,
        "cards": rows,
        "latest": rows[0] if rows else None,
        "may": access.members_where(request.user, May.ADMIT).filter(pk=pk).exists(),
        "form": form,
        "breadcrumbs": [
            scoped.crumb(chapter),
            scoped.roster_crumb(chapter),
            Crumb(member.full_name, reverse("chapters:member", args=[chapter.pk, member.pk])),
            Crumb(_("Kartu")),
        ],
    }
    return render(request, "chapters/card.html", context)


@require_POST
def give_card(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Give a new card to a member whose card was revoked."""
    chapter, member = _found(request, code, pk)
    try:
        cards.give_again(member=member, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(name)s mendapat kartu baru.") % {"name": member.full_name})
    return redirect("chapters:card", chapter.pk, pk)


def _revoked(request: HttpRequest, member: Member, form: RevocationForm) -> bool:
    try:
        cards.revoke(member=member, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Kartu %(name)s dicabut.") % {"name": member.full_name})
    return True


def _found(request: HttpRequest, code: str, pk: UUID) -> tuple[Chapter, Member]:
    chapter = scoped.chapter_of(request, code)
    rows = rosters.roster_of(chapter).select_related("home_province").defer("nik", "nik_lookup")
    return chapter, get_object_or_404(rows, pk=pk)
