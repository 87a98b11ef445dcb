"""What happened in a programme, and what shows it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import papers
from chapters.access import May
from chapters.forms.work import EvidenceForm, RemovalForm
from chapters.models import Evidence
from chapters.programmes import evidence, reading
from chapters.programmes.forms import NoteForm
from chapters.programmes.views.asking import ASKS, asked, programme_of, sent
from ipspi.audit import recording as audit
from members.models import Document
from members.views.documents import handed_out


@require_http_methods(ASKS)
def note(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write down what happened on a day."""
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    now = timezone.now()
    form = NoteForm(sent(request), today=reading.today_in(chapter, at=now))
    return asked(
        request, chapter, programme, form,
        lambda answers: evidence.note(programme=programme, by=request.user, at=now, **answers),
        title=_("Catat kemajuan"),
    )  # fmt: skip


@require_http_methods(ASKS)
def remove_note(request: HttpRequest, code: str, pk: int, note: int) -> HttpResponse:
    """Delete a note, with a reason."""
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    found = get_object_or_404(programme.notes.select_related("programme"), pk=note)
    lead = _("Catatan tanggal %(on)s dihapus untuk selamanya.") % {"on": date_format(found.on, "j F Y")}
    return asked(
        request, chapter, programme, RemovalForm(sent(request)),
        lambda answers: evidence.remove_note(note=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus catatan"), lead=lead, submit=_("Hapus catatan"),
    )  # fmt: skip


@require_http_methods(ASKS)
def keep(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send a photo or a PDF that shows what was done."""
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    files = (request.POST, request.FILES) if request.method == "POST" else (None, None)

    def verb(answers: dict[str, Any]) -> None:
        content = answers["file"].read()
        evidence.keep(
            programme=programme, name=answers["name"], content=content, by=request.user, at=timezone.now()
        )

    lead = _("Disimpan terenkripsi; semua pengurus daerah yang melihat anggota dapat membukanya.")
    return asked(
        request, chapter, programme, EvidenceForm(*files), verb,
        title=_("Tambah bukti"), lead=lead, submit=_("Unggah"), multipart=True, field="file",
    )  # fmt: skip


@require_safe
def paper(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """A file; opening it is recorded."""
    found = _paper(request, code, pk, paper)
    audit.record(by=request.user, did="open_evidence", to=found, chapter=code)
    return handed_out(found)


@require_safe
def preview(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """A small picture of a photo."""
    found = _paper(request, code, pk, paper)
    if found.preview is None:
        raise Http404
    return HttpResponse(found.preview, content_type=Document.Medium.JPEG.value)  # servers want a plain str


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int, paper: int) -> HttpResponse:
    """Delete a file, with a reason."""
    chapter, programme = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    found = get_object_or_404(papers.unread(programme.evidence.select_related("programme")), pk=paper)
    lead = _("“%(name)s” dihapus untuk selamanya.") % {"name": found.name}
    return asked(
        request, chapter, programme, RemovalForm(sent(request)),
        lambda answers: evidence.remove(evidence=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus bukti"), lead=lead, submit=_("Hapus bukti"),
    )  # fmt: skip


def _paper(request: HttpRequest, code: str, pk: int, paper: int) -> Evidence:
    _chapter, programme = programme_of(request, code, pk)
    return get_object_or_404(programme.evidence, pk=paper)
