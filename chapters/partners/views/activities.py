"""What a chapter and a partner did together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chapters.access import May
from chapters.forms.work import RemovalForm
from chapters.models import Chapter, JointActivity, Partner
from chapters.partners import writing
from chapters.partners.forms import ActivityForm
from chapters.partners.views.asking import ASKS, asked, partner_of, sent
from ipspi.regions import times

FIELDS = ("what", "on", "reached", "programme")


@require_http_methods(ASKS)
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write down what was done together."""
    chapter, partner = partner_of(request, code, pk, May.KEEP_PARTNERS)
    now = timezone.now()
    form = ActivityForm(sent(request), chapter=chapter, today=times.local(now, zone=chapter.zone).date())
    return asked(
        request, partner, form,
        lambda answers: writing.do_together(partner=partner, by=request.user, at=now, **answers),
        title=_("Catat kegiatan bersama"),
    )  # fmt: skip


@require_http_methods(ASKS)
def change(request: HttpRequest, code: str, pk: int, activity: int) -> HttpResponse:
    """Change what was written of an activity."""
    chapter, partner, found = _activity(request, code, pk, activity)
    now = timezone.now()
    initial = {name: getattr(found, name) for name in FIELDS}
    today = times.local(now, zone=chapter.zone).date()
    form = ActivityForm(sent(request), chapter=chapter, today=today, initial=initial)
    return asked(
        request, partner, form,
        lambda answers: writing.change_activity(activity=found, by=request.user, at=now, **answers),
        title=_("Ubah kegiatan bersama"),
    )  # fmt: skip


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int, activity: int) -> HttpResponse:
    """Delete an activity, with a reason."""
    _chapter, partner, found = _activity(request, code, pk, activity)
    return asked(
        request, partner, RemovalForm(sent(request)),
        lambda answers: writing.remove_activity(activity=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus kegiatan bersama"), lead=writing.spoken(found), submit=_("Hapus kegiatan"),
    )  # fmt: skip


def _activity(
    request: HttpRequest, code: str, pk: int, activity: int
) -> tuple[Chapter, Partner, JointActivity]:
    chapter, partner = partner_of(request, code, pk, May.KEEP_PARTNERS)
    rows = JointActivity.objects.select_related("partner", "programme__term")
    return chapter, partner, get_object_or_404(rows, pk=activity, partner=partner)
