"""The page on which an applicant corrects what an officer asked for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts import keeping
from ipspi.errors import RuleError
from members import correcting
from members.forms.corrections import CorrectionForm


def correct(request: HttpRequest) -> HttpResponse:
    """Correct what was asked for, and send the application again; a document is kept even where an answer is wrong."""
    asked = correcting.open_request_of(request.user)
    if asked is None:
        return redirect("members:status")
    sent = request.method == "POST"
    form = CorrectionForm(asked, *((request.POST, request.FILES) if sent else (keeping.take(request),)))
    if sent:
        _keep(request, form)
    if sent and form.is_valid(today=timezone.localdate()) and _sent(request, form):
        messages.success(request, _("Perbaikan Anda terkirim. Pengurus memeriksanya."))
        return redirect("members:status")
    return render(request, "members/correct.html", {"form": form})


def _keep(request: HttpRequest, form: CorrectionForm) -> None:
    """Keep the documents that came; what cannot be taken is told at its field."""
    for sheet in form.sheets:
        if (content := sheet.content()) is None:
            continue
        try:
            kept = correcting.keep_document(
                by=request.user, kind=sheet.kind, content=content, at=timezone.now()
            )
        except RuleError as error:
            sheet.form.add_error("file", error.message)
        else:
            sheet.keep(kept)


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
    except correcting.DocumentMissing as error:
        form.miss(error.kind, error.message)
        return False
    except RuleError as error:
        form.send.add_error(None, error.message)
        return False
    return True
