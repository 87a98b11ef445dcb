"""The page on which an applicant corrects what an officer asked for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.errors import RuleError
from members import correcting
from members.forms.corrections import CorrectionForm


def correct(request: HttpRequest) -> HttpResponse:
    """Correct the fields that were asked for, and send the application again."""
    asked = correcting.open_request_of(request.user)
    if asked is None:
        return redirect("members:status")
    sent = request.method == "POST"
    form = CorrectionForm(asked, request.POST if sent else None)
    if sent and form.is_valid(today=timezone.localdate()) and _sent(request, form):
        messages.success(request, _("Perbaikan Anda terkirim. Pengurus memeriksanya."))
        return redirect("members:status")
    return render(request, "members/correct.html", {"form": form})


def _sent(request: HttpRequest, form: CorrectionForm) -> bool:
    sent = form.send.cleaned_data
    try:
        correcting.correct(
            by=request.user,
            answers=form.answers(),
            reply=sent["reply"],
            confirmed=sent["confirmed"],
            at=timezone.now(),
        )
    except correcting.NothingAsked:
        return True  # sent already, or taken back meanwhile: the status page says which
    except RuleError as error:
        form.send.add_error(None, error.message)
        return False
    return True
