"""The pages on which a person becomes a member, and sees how far that is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipspi.accounts import keeping
from ipspi.errors import RuleError
from members import (
    acts,
    additions,
    doubts,
    drafts,
    institutions,
    proposed,
    registration,
    summaries,
    telling,
    waiting,
)
from members.drafts import Answers, Step
from members.forms.registration import STEP_FORMS, SubmitForm
from members.models import ConsentText, Draft, Member


def start(request: HttpRequest) -> HttpResponse:
    """What registering takes, and where one left off; who has a membership sees its status."""
    additions.begin(request)
    if registration.membership_of(request.user):
        return redirect("members:status")
    draft = drafts.draft_of(request.user)
    source = drafts.source_of_suggestions(draft)
    context = {
        "begun": bool(draft and (drafts.steps_done(draft) or not source)),
        "source": source,
        "next_url": summaries.next_url(draft),
    }
    return render(request, "members/start.html", context)


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Begin a new registration with the answers of the one that was rejected or withdrawn."""
    drafts.begin_again(by=request.user, at=timezone.now())
    return redirect("members:check")


def name(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.NAME)


def identity(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.IDENTITY)


def contact(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.CONTACT)


def employment(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.EMPLOYMENT)


def work(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.WORK)


def category(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.CATEGORY)


def education(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.EDUCATION)


@require_safe
def suggest_institutions(request: HttpRequest) -> HttpResponse:
    """The institutions that what is being typed may mean, as options of a list box."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[: institutions.LONGEST]
    return render(
        request, "members/_institutions.html", {"institutions": institutions.find(text), "text": text}
    )


def check(request: HttpRequest) -> HttpResponse:
    """Check your answers, agree, and send."""
    draft = drafts.draft_of(request.user)
    if draft is None or drafts.first_open_step(draft):
        return redirect(
            "members:status" if registration.membership_of(request.user) else summaries.next_url(draft)
        )
    today = timezone.localdate()
    facts, text = drafts.facts_in(draft), registration.consent_in_force(on=today)
    warnings = registration.warnings_in(facts, today=today)
    form = SubmitForm(request.POST or None, has_warnings=bool(warnings), initial={"text": text.pk})
    if form.is_valid() and _submitted(request, form):
        return redirect("members:status")
    told = doubts.among(warnings, facts, today=today)
    context = {"form": form, "rows": summaries.answered(draft), "doubts": told, "text": text}
    return render(request, "members/check.html", {**context, "steps": summaries.steps(draft, at=None)})


def status(request: HttpRequest) -> HttpResponse:
    """How far the registration is: which step, who has it, since when, and what comes next."""
    member = registration.membership_of(request.user)
    if member is None:
        return redirect("members:start")
    context = summaries.status_of(member)
    if member.status in summaries.BEFORE_MEMBERSHIP:
        context |= waiting.of(member)
    else:
        context |= telling.page_of(member) | {"acts": acts.offered(member), "to_prove": acts.to_prove(member)}
        context |= {"offices": additions.offices_of(member)}
        context |= {"proposed": proposed.card_of(member)} if member.status in Member.COUNTED else {}
    return render(request, "members/status.html", context)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What the applicant sent, to be read while it waits."""
    member = registration.membership_of(request.user)
    if member is None or member.status not in summaries.BEFORE_MEMBERSHIP:
        return redirect("members:start")
    return render(request, "members/sent.html", {"member": member, "rows": summaries.sent(member)})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask whether to take the application back, and do it."""
    member = registration.membership_of(request.user)
    if member is None or member.status != Member.Status.APPLIED:
        return redirect("members:start")
    if request.method != "POST":
        return render(request, "members/withdraw.html", {"member": member})
    try:
        registration.withdraw(by=request.user, at=timezone.now())
    except RuleError as error:
        messages.info(request, error.message)
    return redirect("members:status")


def _step(request: HttpRequest, step: Step) -> HttpResponse:
    draft = drafts.draft_of(request.user)
    if draft is None and registration.membership_of(request.user):
        messages.info(request, _("Pendaftaran Anda sudah terkirim."))
        return redirect("members:status")
    if step not in drafts.steps_asked(draft):
        return redirect(summaries.next_url(draft))
    suggestion, given = drafts.suggested_for(step, draft), drafts.answers_in(draft)
    form = STEP_FORMS[step](request.POST or keeping.take(request), given={**suggestion.answers, **given})
    form.point_out(suggestion.answers, _("Dari daftar %(source)s, periksa.") % {"source": suggestion.source})
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.save(by=request.user, step=step, answers=form.answers(), at=timezone.now())
        except RuleError as error:
            messages.info(request, error.message)
            return redirect("members:status")
        if "later" in request.POST:
            return redirect("members:start")
        return redirect(request.path if _newly_doubtful(step, draft, given) else summaries.next_url(draft))
    context = {
        "form": form,
        "doubts": doubts.at_step(step, drafts.facts_in(draft), today=timezone.localdate()),
        "next_url": summaries.next_url(draft),
        "steps": summaries.steps(draft, at=step),
        "page": summaries.PAGES[step],
        "back_url": summaries.back_url(step, draft),
        "source": suggestion.source,
    }
    return render(request, "members/step.html", context)


def _newly_doubtful(step: Step, draft: Draft, before: Answers) -> bool:
    """Tell whether the answers just saved disagree. That is told once, on the page itself: sent again they stay."""
    facts = drafts.facts_in(draft)
    return drafts.answers_in(draft) != before and bool(
        doubts.at_step(step, facts, today=timezone.localdate())
    )


def _submitted(request: HttpRequest, form: SubmitForm) -> bool:
    data = form.cleaned_data
    text = ConsentText.objects.filter(pk=data["text"]).first()
    try:
        registration.submit(
            by=request.user, consent=text, confirmed=data.get("confirmed", False), at=timezone.now()
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    return True
