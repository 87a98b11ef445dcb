"""Noting who comes, on an officer's phone."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chapters.access import May
from events.assembly import attendance, presenting
from events.assembly.attendance import Arrival
from events.assembly.forms import ArrivalForm
from events.assembly.views.finding import QUESTION, crumbs_of, done, found, url
from events.models import Assembly, Attendance
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from ipspi.regions import times
from members.forms.checking import PhotoForm

LONGEST_NUMBER = 40  # what is longer is a card's code


@require_http_methods(QUESTION)
def check_in(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note who comes by member number, or by a code that was read already."""
    one = found(request, code, pk, May.CHECK_IN)
    form = ArrivalForm(request.POST or None)
    if form.is_valid():
        text, at = form.cleaned_data["number"], timezone.now()
        if len(text) > LONGEST_NUMBER:
            return _noted(request, one, lambda: _by_code(request, one, text))
        return _noted(
            request, one, lambda: attendance.by_number(assembly=one, number=text, by=request.user, at=at)
        )
    return _page(request, one, form, PhotoForm())


@require_http_methods(QUESTION)
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Note who comes by a photo of the code on their card."""
    one = found(request, code, pk, May.CHECK_IN)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _noted(request, one, lambda: _by_code(request, one, form.cleaned_data["photo"]))
    return _page(request, one, ArrivalForm(), form)


@require_POST
def take_back(request: HttpRequest, code: str, pk: int, attendance: int) -> HttpResponse:
    """Take back an arrival noted by mistake."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    rows = Attendance.objects.select_related("voter__assembly")
    row = get_object_or_404(rows, pk=attendance, voter__assembly=one)
    done(request, lambda: _take_back(request, row), _("Kehadiran diurungkan."))
    return redirect(url(one, "check_in"))


def _take_back(request: HttpRequest, row: Attendance) -> None:
    attendance.take_back(attendance=row, by=request.user)


def _by_code(request: HttpRequest, one: Assembly, text: str) -> Arrival:
    at = timezone.now()
    on = times.local(at, zone=one.zone).date()
    return attendance.by_code(assembly=one, text=text, by=request.user, at=at, on=on)


def _noted(request: HttpRequest, one: Assembly, verb: Callable[[], Arrival]) -> HttpResponse:
    """Say who came, and be ready for the next one."""
    try:
        arrival = verb()
    except RuleError as error:
        messages.error(request, error.message)
    else:
        name = arrival.attendance.voter.member.full_name
        said = _("%(name)s hadir.") if arrival.is_new else _("%(name)s sudah dicatat hadir.")
        messages.success(request, said % {"name": name})
    return redirect(url(one, "check_in"))


def _page(request: HttpRequest, one: Assembly, form: ArrivalForm, photo: PhotoForm) -> HttpResponse:
    context = {**presenting.coming_page(one, user=request.user), "form": form, "photo": photo}
    crumbs = [*crumbs_of(one), Crumb(_("Kehadiran"))]
    return render(request, "assembly/check_in.html", {**context, "breadcrumbs": crumbs})
