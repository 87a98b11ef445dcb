"""The pages on which members see to their own membership: profile, corrections, mutasi, leave, resignation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipspi.accounts import keeping
from ipspi.errors import RuleError
from ipspi.regions import lookup
from members import acts, profile, proposed, summaries, telling
from members.forms.documents import ProofForm
from members.forms.profile import ProfileForm
from members.models import Correction, Member, Proof
from members.registration import membership_of
from members.views.documents import handed_out


@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request: HttpRequest) -> HttpResponse:
    """What members change at once, and the way to what an officer must see first."""
    member = _membership(request)
    form = ProfileForm(request.POST or keeping.take(request), initial=summaries.free_facts(member))
    elsewhere = None
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        try:
            profile.change(member=member, facts=facts, by=request.user, at=timezone.now())
        except profile.OtherProvince as error:
            form.add_error("home_regency", error.message)
            elsewhere = facts["home_regency"] if acts.ACTS["mutasi"].fits(member) else None
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Profil Anda disimpan."))
            return redirect("membership:profile")
    context = {"form": form, "member": member, "elsewhere": elsewhere, "rows": summaries.held(member)}
    context |= {"corrections": acts.corrections(member), "proposed": proposed.card_of(member)}
    return render(request, "members/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, act: str) -> HttpResponse:
    """Ask what is to happen, then whether one is sure, and do it. `?ke=` is the regency of a move that is proposed."""
    member, chosen = _membership(request), acts.ACTS.get(act)
    if chosen is None:
        raise Http404
    if not chosen.fits(member):
        messages.info(
            request, _("Itu tidak dapat dilakukan sekarang. Di bawah ini keadaan keanggotaan Anda.")
        )
        return redirect("members:status")
    proposed = {"to_regency": lookup.regency_of_code(request.GET.get("ke", ""))}
    form = chosen.form(request.POST if request.method == "POST" else None, initial=proposed)
    if form.is_valid() and "yakin" not in request.POST:
        form.refuse(chosen.refusal(member, form.cleaned_data, by=request.user, at=timezone.now()))
    elif form.is_valid():
        try:
            chosen.verb(member, form.cleaned_data, request.user, timezone.now())
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, str(chosen.done))
            return redirect("membership:proof", act) if act in acts.PROVEN else redirect("members:status")
    sure = not form.fields or form.is_valid()
    template = "members/act_sure.html" if sure else "members/act.html"
    context = {"act": chosen, "form": form, "member": member, "under_way": telling.under_way(member)}
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, act: str) -> HttpResponse:
    """Show a paper with a correction that waits, such as a photo of the KTP; it may be left out."""
    member, asked = _to_prove(request, act)
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            profile.attach(
                member=member, field=asked.field, content=content, by=request.user, at=timezone.now()
            )
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("Bukti Anda tersimpan. Hanya pengurus yang memutuskan melihatnya."))
            return redirect("members:status")
    there = Proof.objects.filter(correction=asked).defer("content").first()
    return render(request, "members/proof.html", {"form": form, "asked": asked, "there": there, "act": act})


@require_safe
def proof_file(request: HttpRequest, act: str) -> HttpResponse:
    """The paper that the member has shown."""
    return handed_out(get_object_or_404(Proof, correction=_to_prove(request, act)[1]))


def _to_prove(request: HttpRequest, act: str) -> tuple[Member, Correction]:
    member = _membership(request)
    asked = Correction.objects.open().filter(member=member, field=acts.PROVEN.get(act, ""))
    return member, get_object_or_404(asked)


def _membership(request: HttpRequest) -> Member:
    member = membership_of(request.user)
    if member is None or member.status not in Member.COUNTED:
        raise Http404
    return member
