"""Pages on which members answer what is proposed about their own data."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members import acts, answering, proposed
from members.forms.proposals import NEITHER, YES, AnswerForm
from members.models import Member, Proposal
from members.registration import membership_of


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What is proposed to the member, what they answered, and where they change it alone."""
    member = _membership(request)
    crumbs = [Crumb(_("Keanggotaan Anda"), reverse("members:status")), Crumb(_("Usulan perubahan"))]
    context = {**proposed.page_of(member), "member": member, "breadcrumbs": crumbs}
    return render(request, "members/proposals.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one proposal: yes, one's own data is right, or both are wrong."""
    member = _membership(request)
    asked = get_object_or_404(Proposal.objects.select_related("member"), pk=pk, member=member)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return redirect("membership:proposals")
    try:
        return _answered(request, asked, form.cleaned_data["jawaban"], form.cleaned_data["kata"])
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("membership:proposals")


def _answered(request: HttpRequest, asked: Proposal, choice: str, words: str) -> HttpResponse:
    at, label = timezone.now(), asked.get_field_display()
    if choice == YES:
        done = answering.accept(proposal=asked, by=request.user, at=at)
        if done.correction is None:
            messages.success(request, _("%(field)s sudah diganti.") % {"field": label})
            return redirect("membership:proposals")
        messages.success(request, _("%(field)s: permintaan dikirim kepada pengurus.") % {"field": label})
        act = proposed.ACTS[Proposal.Field(asked.field)]
        return redirect("membership:proof", act) if act in acts.PROVEN else redirect("membership:proposals")
    neither = choice == NEITHER
    answering.refuse(proposal=asked, words=words, neither=neither, by=request.user, at=at)
    if neither:
        messages.success(request, _("Terima kasih. Isilah yang benar di sini."))
        return redirect(proposed.change_url(asked))
    messages.success(request, _("%(field)s tetap seperti semula. Pengurus diberi tahu.") % {"field": label})
    return redirect("membership:proposals")


def _membership(request: HttpRequest) -> Member:
    member = membership_of(request.user)
    if member is None or member.status not in Member.COUNTED:
        raise Http404
    return member
