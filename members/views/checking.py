"""Checking a member: the page that a card's code opens, and the other ways to ask."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipspi.spreadsheets import writing
from members import checking
from members.checking import Line, Outcome, Verdict
from members.forms.checking import ManyForm, NumberForm, PhotoForm
from members.models.plain_numbers import plain_number

LONGEST_TOKEN = 600


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The ways to check, and what a browser keeps to check without a network."""
    asked = request.GET.get("kartu", "")
    if token := checking.token_in(asked)[:LONGEST_TOKEN]:
        return redirect("checking:card", token)
    return _start(request, PhotoForm(), Verdict(Outcome.NO_CARD) if asked.strip() else None)


@login_not_required
@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """What a card's code comes to today."""
    verdict = checking.by_token(token, on=timezone.localdate())
    status = 404 if verdict.outcome == Outcome.NO_CARD else 200
    return render(request, "checking/card.html", {"verdict": verdict, "at": timezone.now()}, status=status)


@csrf_exempt  # it changes nothing, and a page kept for later without a network has no fresh token
@login_not_required
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """Read the code on a photo, and go on to what it says."""
    if not ratelimit.consume(request, action="check_photo"):
        return ratelimit.respond_429(request)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        return redirect("checking:card", form.cleaned_data["photo"][:LONGEST_TOKEN])
    return _start(request, form, None)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Check by number and name. The answer to an unknown number is that to another name."""
    form = NumberForm(request.POST or None)
    if not form.is_valid():
        return render(request, "checking/number.html", {"form": form})
    asked = form.cleaned_data
    if not ratelimit.consume(request, action="check_number", key=plain_number(asked["number"])):
        return ratelimit.respond_429(request)
    verdict = checking.by_number_and_name(**asked)
    return render(request, "checking/number.html", {"form": form, "verdict": verdict, "at": timezone.now()})


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Check up to 200 lines of number and name; as a page, or as a CSV."""
    form = ManyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "checking/many.html", {"form": form})
    if not ratelimit.consume(request, action="check_many", user=request.user):
        return ratelimit.respond_429(request)
    asked = form.cleaned_data["lines"]
    numbers = checking.numbers_in(asked)
    spent = {each for each in numbers if not ratelimit.consume(request, action="check_line", key=each)}
    lines = checking.many(asked, by=request.user, spent=spent)
    if "csv" in request.POST:
        headers = {"Content-Disposition": 'attachment; filename="periksa-anggota.csv"'}
        return HttpResponse(_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)
    found = sum(line.verdict.person is not None for line in lines)
    context = {"form": form, "lines": lines, "found": found, "at": timezone.now()}
    return render(request, "checking/many.html", {**context, "asked": "\n".join(asked)})


def _start(request: HttpRequest, form: PhotoForm, verdict: Verdict | None) -> HttpResponse:
    return render(
        request, "checking/start.html", {"form": form, "verdict": verdict, "outcomes": list(Outcome)}
    )


def _csv(lines: list[Line]) -> str:
    heading = [_("Nomor"), _("Nama"), _("Status"), _("Artinya"), _("Jenis keanggotaan"), _("Daerah")]
    rows = [
        [line.number, line.name, str(line.verdict.outcome.label), line.verdict.outcome.meaning, *_where(line)]
        for line in lines
    ]
    return writing.csv_text([heading, *rows])


def _where(line: Line) -> list[str]:
    person = line.verdict.person
    return [person.kind, person.chapter] if person else ["", ""]
