"""The pages on which a person becomes a member, and sees how far that is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ipspi.errors import RuleError
from members import drafts, registration, summaries, waiting
from members.drafts import Step
from members.forms.registration import STEP_FORMS, SubmitForm
from members.models import ConsentText


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What registering takes, and where one left off; who has a membership sees its status."""
    if registration.membership_of(request.user):
        return redirect("members:status")
    draft = drafts.draft_of(request.user)
    return render(request, "members/start.html", {"draft": draft, "next_url": summaries.next_url(draft)})


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Begin a new registration with the answers of the rejected one."""
    drafts.begin_again(by=request.user, at=timezone.now())
    return redirect("members:check")


def identity(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.IDENTITY)


def contact(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.CONTACT)


def work(request: HttpRequest) -> HttpResponse:
    return _step(request, Step.WORK)


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Check your answers, agree, and send."""
    draft = drafts.draft_of(request.user)
    if draft is None or drafts.first_open_step(draft):
        return redirect(
            "members:status" if registration.membership_of(request.user) else summaries.next_url(draft)
        )
    today = timezone.localdate()
    answers, text = drafts.answers_in(draft), registration.consent_in_force(on=today)
    warnings = registration.warnings_in(answers, today=today)
    form = SubmitForm(request.POST or None, has_warnings=bool(warnings), initial={"text": text.pk})
    if form.is_valid() and _submitted(request, form):
        return redirect("members:status")
    context = {"form": form, "rows": summaries.answered(answers), "warnings": warnings, "text": text}
    return render(request, "members/check.html", {**context, "steps": summaries.steps(draft, at=None)})


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """How far the registration is: which step, who has it, since when, and what comes next."""
    member = registration.membership_of(request.user)
    if member is None:
        return redirect("members:start")
    return render(request, "members/status.html", {**summaries.status_of(member), **waiting.of(member)})


@never_cache
def _step(request: HttpRequest, step: Step) -> HttpResponse:
    draft = drafts.draft_of(request.user)
    form = STEP_FORMS[step](request.POST or None, initial=drafts.answers_in(draft))
    if form.is_valid():
        try:
            draft = drafts.save(by=request.user, step=step, answers=form.answers(), at=timezone.now())
        except RuleError as error:
            messages.info(request, error.message)
            return redirect("members:status")
        return redirect(summaries.next_url(draft))
    context = {
        "form": form,
        "steps": summaries.steps(draft, at=step),
        "page": summaries.PAGES[step],
        "back_url": summaries.back_url(step),
    }
    return render(request, "members/step.html", context)


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
