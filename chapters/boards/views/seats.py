"""Giving, replacing and ending a seat on a chapter's board."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chapters import scoped
from chapters.access import May
from chapters.boards import seats, terms
from chapters.boards.forms import EndingForm, GivingForm, ReplacingForm
from chapters.boards.views.asking import ask, board_url
from chapters.models import Chapter, Office, Seat
from members.models.plain_numbers import plain_number

QUESTION = ["GET", "HEAD", "POST"]


@require_http_methods(QUESTION)
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give a seat on the present board: any to who keeps boards, else those that give no access."""
    chapter = scoped.chapter_of(request, code, May.PREPARE_BOARD)
    offices = [each for each in Office.values if seats.may_keep(request.user, chapter=code, office=each)]
    form = GivingForm(request.POST or None, offices=offices)

    def verb() -> str:
        given = seats.give(
            chapter=chapter,
            office=form.cleaned_data["office"],
            title=form.cleaned_data["title"],
            term=terms.open_term_of(chapter),
            position=Seat.objects.filter(chapter=chapter).count() + 1,
            starts_at=timezone.now(),
            by=request.user,
            **form.holder(),
            **form.decree(),
        )
        return _("%(name)s menjadi %(post)s.") % {"name": given.holder_name, "post": given.post}

    return _ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Beri jabatan"),
        lead=_("Jabatan berlaku mulai saat ini juga, dan dengan itu aksesnya."),
        submit=_("Beri jabatan"),
    )


@require_http_methods(QUESTION)
def replace(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Replace who holds a seat inside the term."""
    chapter, seat = _found(request, code, pk)
    form = ReplacingForm(request.POST or None)

    def verb() -> str:
        given = seats.replace(
            seat=seat,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            **form.holder(),
            **form.decree(),
        )
        words = {"name": given.holder_name, "post": given.post, "before": seat.holder_name}
        return _("%(name)s menggantikan %(before)s sebagai %(post)s.") % words

    words = {"name": seat.holder_name, "post": seat.post}
    return _ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Ganti %(name)s (PAW)") % words,
        lead=_("%(post)s: akses yang lama berakhir dan yang baru mulai pada saat yang sama.") % words,
        submit=_("Ganti sekarang"),
    )


@require_http_methods(QUESTION)
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a seat now."""
    chapter, seat = _found(request, code, pk)
    form = EndingForm(request.POST or None)

    def verb() -> str:
        seats.end(seat=seat, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return _("Jabatan %(name)s berakhir.") % {"name": seat.holder_name}

    words = {"name": seat.holder_name, "post": seat.post}
    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Akhiri jabatan %(name)s?") % words,
        lead=_("%(post)s. Aksesnya berakhir sekarang juga; jabatannya tetap ada dalam riwayat.") % words,
        submit=_("Akhiri jabatan"),
        back=board_url(chapter),
    )


def _found(request: HttpRequest, code: str, pk: int) -> tuple[Chapter, Seat]:
    """Return a seat that the officer may keep."""
    chapter = scoped.chapter_of(request, code, May.PREPARE_BOARD)
    rows = Seat.objects.filter(chapter=chapter).select_related("chapter", "term", "member", "user")
    seat = get_object_or_404(rows.defer("member__nik", "member__nik_lookup"), pk=pk)
    seats.require_keeper(request.user, chapter=chapter.pk, office=seat.office)
    return chapter, seat


def _ask(
    request: HttpRequest, form: forms.Form, verb: Any, *, chapter: Chapter, **words: str
) -> HttpResponse:
    """Ask for a holder; how often a number is called with a name is counted, as where a member is called here."""
    number = plain_number(request.POST.get("number", ""))
    if number and not ratelimit.consume(request, action="call_member", user=request.user, key=number):
        form.full_clean()
        form.add_error("number", _("Terlalu sering dicoba hari ini. Coba lagi besok."))
    return ask(request, form, verb, chapter=chapter, back=board_url(chapter), **words)
