"""Pages of officers in the life of a membership: acts on a member, requests, mutasi, suspensions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, acts, corrections, facts, life, matters, scoped, transfers
from chapters.access import May
from chapters.forms.life import DecisionForm, ReceivingForm
from chapters.models import Chapter
from ipspi.accounts import step_up
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members import telling
from members.life import spoken
from members.models import Member, Proof
from members.models.plain_numbers import plain_number

QUESTION = ["GET", "HEAD", "POST"]


@require_http_methods(QUESTION)
def act(request: HttpRequest, code: str, pk: UUID, act: str) -> HttpResponse:
    """Ask what is to happen with a member, then whether one is sure, and do it."""
    chapter = scoped.chapter_of(request, code)
    member, chosen = scoped.member_of(chapter, pk), acts.ACTS.get(act)
    if chosen is None:
        raise Http404
    access.require(request.user, chosen.may, province=member.home_province)
    if chosen not in acts.offered(member, to=request.user):
        messages.info(request, _("Ini tidak dapat dilakukan pada anggota ini sekarang."))
        return redirect("chapters:member", chapter.pk, pk)
    if chosen.step_up:
        step_up.require(request)
    form = chosen.form(step_up.typed(request))
    if form.is_valid() and "yakin" not in request.POST:
        form.refuse(chosen.refusal(member, form.cleaned_data, by=request.user, at=timezone.now()))
    elif form.is_valid():
        try:
            chosen.verb(member, form.cleaned_data, request.user, timezone.now())
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, str(chosen.done) % {"name": member.full_name})
            return redirect("chapters:member", chapter.pk, pk)
    sure = not form.fields or form.is_valid()
    template = "chapters/act_sure.html" if sure else "chapters/act.html"
    context = {"act": chosen, "form": form, "under_way": telling.under_way(member)}
    return render(request, template, {**_asking(chapter, member), **context})


@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for an officer of the chapter: corrections asked for, and suspensions proposed."""
    chapter = scoped.chapter_of(request, code)
    crumbs = [scoped.crumb(chapter), Crumb(_("Perbaikan dan usulan"))]
    context = {"chapter": chapter, "breadcrumbs": crumbs, "lines": matters.waiting(chapter, to=request.user)}
    return render(request, "chapters/requests.html", context)


@require_http_methods(QUESTION)
def correction(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A correction that a member asks for: the old and the new side by side, and the decision."""
    chapter = scoped.chapter_of(request, code)
    asked = get_object_or_404(matters.corrections_in(chapter), pk=pk)
    access.require(request.user, May.KEEP_STANDING, province=asked.member.home_province_id)
    choices = [("terima", _("Terima: ubah datanya")), ("tolak", _("Tidak diterima"))]
    form = DecisionForm(request.POST or None, choices=choices, with_evidence=asked.field == asked.Field.TYPE)
    words = {"field": asked.get_field_display(), "name": asked.member.full_name}

    def decide(answers: dict[str, Any]) -> str:
        if answers["decision"] == "terima":
            evidence = answers.get("evidence", "")
            corrections.accept(request=asked, evidence=evidence, by=request.user, at=timezone.now())
            return _("%(field)s %(name)s sudah diubah. Anggota diberi tahu lewat email.") % words
        corrections.refuse(request=asked, reason=answers["reason"], by=request.user, at=timezone.now())
        return _("%(field)s %(name)s tidak diubah. Alasan Anda dikirim lewat email.") % words

    is_open = asked.status == asked.Status.OPEN
    context = {
        "asked": asked,
        "phone": facts.chat(asked.member, quiet=asked.member_id in facts.not_to_call([asked.member])),
        "proof": Proof.objects.filter(correction=asked).defer("content").first(),
        "sides": matters.side_by_side(asked),
        "is_open": is_open and asked.member.user_id != request.user.pk,
        "doubts": corrections.would_disagree(asked, at=timezone.now()) if is_open else [],
    }
    return _decision(
        request,
        "chapters/correction.html",
        chapter=chapter,
        form=form,
        decide=decide,
        back=reverse("chapters:requests", args=[chapter.pk]),
        context=context,
    )


@require_http_methods(QUESTION)
def suspension(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A suspension that an officer proposed: to read for who may propose one, to decide on for a second one."""
    chapter = scoped.chapter_of(request, code)
    plan = get_object_or_404(matters.suspensions_in(chapter, to=request.user), pk=pk)
    province = plan.member.home_province_id
    access.require(request.user, May.PROPOSE_SUSPENSION, province=province)
    may_decide = plan.asked_by_id != request.user.pk and access.allows(
        request.user, May.SUSPEND, province=province
    )
    is_open = plan.closed_at is None and plan.agreed_at is None
    if request.method == "POST":
        access.require(request.user, May.SUSPEND, province=province)
        step_up.require(request)
    choices = [("setuju", _("Setujui pemberhentian sementara")), ("tolak", _("Tidak disetujui"))]
    form = DecisionForm(step_up.typed(request), choices=choices)
    del form.fields["reason"]
    words = {"name": plan.member.full_name, "day": spoken(plan.begins_on)}

    def decide(answers: dict[str, Any]) -> str:
        if answers["decision"] == "setuju":
            life.agree_to_suspension(plan=plan, by=request.user, at=timezone.now())
            return _("Pemberhentian sementara %(name)s disetujui, mulai %(day)s.") % words
        life.refuse_suspension(plan=plan, by=request.user, at=timezone.now())
        return _("Usulan itu tidak disetujui. Keanggotaan %(name)s tidak berubah.") % words

    with_note = access.allows(request.user, May.READ_NOTES, province=province)
    context = {
        "plan": plan,
        "facts": matters.facts_of(plan, with_note=with_note),
        "is_open": is_open and may_decide,
        "waits_for_others": is_open and not may_decide,
    }
    return _decision(
        request,
        "chapters/suspension.html",
        chapter=chapter,
        form=form,
        decide=decide,
        back=reverse("chapters:requests", args=[chapter.pk]),
        context=context,
    )


@require_safe
def moves(request: HttpRequest, code: str) -> HttpResponse:
    """The moves from and to the chapter: those that wait, and the latest that are over."""
    chapter = scoped.chapter_of(request, code)
    context = {
        "chapter": chapter,
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Mutasi"))],
        "parts": matters.moves(chapter, to=request.user),
        "may_propose": access.allows(request.user, May.TRANSFER, chapter=chapter.pk),
    }
    return render(request, "chapters/transfers.html", context)


@require_http_methods(QUESTION)
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Propose that a member of another chapter moves here."""
    chapter = scoped.chapter_of(request, code)
    access.require(request.user, May.TRANSFER, chapter=chapter.pk)
    form = ReceivingForm(request.POST or None)

    def propose(answers: dict[str, Any]) -> str:
        key = plain_number(answers["number"])
        if not ratelimit.consume(request, action="call_member", user=request.user, key=key):
            raise transfers.AskedTooOften(_("Terlalu sering dicoba hari ini. Coba lagi besok."))
        try:
            proposed = transfers.propose_here(**answers, by=request.user, at=timezone.now())
        except PermissionDenied:
            raise transfers.UnknownMember(_("Tempat itu bukan di daerah Anda.")) from None
        words = {"name": proposed.member.full_name}
        return _("Mutasi %(name)s diusulkan. Daerah asal dan anggota diberi tahu.") % words

    back = reverse("chapters:transfers", args=[chapter.pk])
    return _decision(
        request,
        "chapters/receive.html",
        chapter=chapter,
        form=form,
        decide=propose,
        back=back,
        context={"is_open": True},
    )


@require_http_methods(QUESTION)
def move(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One move: who, from where to where, who has consented, and the decision of this side."""
    chapter = scoped.chapter_of(request, code)
    transfer = get_object_or_404(transfers.concerning(chapter), pk=pk)
    sides = [
        side for side in transfers.sides_of(request.user, transfer) if side not in transfers.given(transfer)
    ]
    choices = [
        (side, _("Setujui sebagai %(side)s") % {"side": transfer.Side(side).label.lower()}) for side in sides
    ]
    form = DecisionForm(request.POST or None, choices=[*choices, ("tolak", _("Tidak disetujui"))])

    def decide(answers: dict[str, Any]) -> str:
        name = transfer.member.full_name
        if answers["decision"] == "tolak":
            transfers.refuse(transfer=transfer, reason=answers["reason"], by=request.user, at=timezone.now())
            return _("Mutasi %(name)s tidak disetujui. Alasan Anda dikirim lewat email.") % {"name": name}
        given = transfers.consent(
            transfer=transfer, side=answers["decision"], by=request.user, at=timezone.now()
        )
        words = {"name": name, "state": matters.state_of(given)}
        return _("Persetujuan Anda tercatat. Mutasi %(name)s: %(state)s.") % words

    back = reverse("chapters:transfers", args=[chapter.pk])
    may_speak = bool(transfers.sides_of(request.user, transfer))
    may_decide = may_speak and transfer.status == "OPEN" and transfer.member.user_id != request.user.pk
    context = {"transfer": transfer, "facts": matters.facts_of_move(transfer), "is_open": may_decide}
    return _decision(
        request,
        "chapters/transfer.html",
        chapter=chapter,
        form=form,
        decide=decide,
        back=back,
        context=context,
    )


def _decision(
    request: HttpRequest,
    template: str,
    *,
    chapter: Chapter,
    form: Any,
    decide: Callable[[dict[str, Any]], str],
    back: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a question with its form, or do what was answered, say so, and go back to the list."""
    if request.method == "POST" and form.is_valid():
        try:
            done = decide(form.cleaned_data)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, done)
            return redirect(back)
    crumbs = [scoped.crumb(chapter), Crumb(matters.WORDS[template], back), Crumb(_("Rincian"))]
    return render(
        request, template, {**context, "chapter": chapter, "form": form, "back": back, "breadcrumbs": crumbs}
    )


def _asking(chapter: Chapter, member: Member) -> dict[str, object]:
    here = reverse("chapters:member", args=[chapter.pk, member.pk])
    crumbs = [scoped.crumb(chapter), scoped.roster_crumb(chapter), Crumb(member.full_name, here)]
    return {"chapter": chapter, "member": member, "member_url": here, "breadcrumbs": crumbs}
