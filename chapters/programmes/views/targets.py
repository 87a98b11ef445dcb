"""A programme's targets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chapters import access
from chapters.access import May
from chapters.forms.work import RemovalForm
from chapters.models import Chapter, Programme, Target
from chapters.programmes import targets
from chapters.programmes.forms import TargetForm
from chapters.programmes.views.asking import ASKS, asked, programme_of, sent

FIELDS = ("what", "number", "measure", "since_start", "regency", "unit", "stated")


@require_http_methods(ASKS)
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a programme a target."""
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    form = TargetForm(sent(request), provinces=_provinces(chapter))
    return asked(
        request, chapter, programme, form,
        lambda answers: targets.add(programme=programme, by=request.user, at=timezone.now(), **answers),
        title=_("Tambah sasaran"),
    )  # fmt: skip


@require_http_methods(ASKS)
def change(request: HttpRequest, code: str, pk: int, target: int) -> HttpResponse:
    """Change a target, or say how far it is."""
    chapter, programme, found = _target(request, code, pk, target)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = TargetForm(sent(request), initial=initial, provinces=_provinces(chapter))
    return asked(
        request, chapter, programme, form,
        lambda answers: targets.change(target=found, by=request.user, at=timezone.now(), **answers),
        title=_("Ubah sasaran"),
    )  # fmt: skip


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int, target: int) -> HttpResponse:
    """Take a target out, with a reason."""
    chapter, programme, found = _target(request, code, pk, target)
    return asked(
        request, chapter, programme, RemovalForm(sent(request)),
        lambda answers: targets.remove(target=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus sasaran"), lead=targets.spoken(found), submit=_("Hapus sasaran"),
    )  # fmt: skip


def _target(request: HttpRequest, code: str, pk: int, target: int) -> tuple[Chapter, Programme, Target]:
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    rows = Target.objects.select_related("programme__term", "regency")
    return chapter, programme, get_object_or_404(rows, pk=target, programme=programme)


def _provinces(chapter: Chapter) -> frozenset[str]:
    return access.provinces_of(frozenset({chapter.pk}))
