"""The pages of an upload: the file, its columns, the preview, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipspi.errors import RuleError
from ipspi.spreadsheets import importers, importing, packing, presenting, rejected, writing
from ipspi.spreadsheets.forms import FileForm, PlacesForm, SheetForm
from ipspi.spreadsheets.importers import Destination
from ipspi.spreadsheets.models import Upload

ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(ASKS)
def start(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Choose a file for a destination, and send it."""
    importer = importers.find(kind)
    destination = importer.destination(user=request.user, key=key) if importer else None
    if importer is None or destination is None:
        raise Http404
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = importing.receive(
                kind=kind,
                key=key,
                file_name=file.name,
                content=file.read(),
                by=request.user,
                at=timezone.now(),
            )
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            return redirect("spreadsheets:columns", upload.pk)
    context = {
        "form": form,
        "importer": importer,
        "destination": destination,
        "steps": presenting.steps(None, at=0),
    }
    crumbs = presenting.crumbs(destination, _("Unggah berkas"))
    return render(request, "spreadsheets/start.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(ASKS)
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which column of the file is which; the guess is filled in."""
    upload, destination = _upload(request, pk)
    if not upload.is_open or upload.is_busy:
        return redirect("spreadsheets:upload", pk)
    table, known = packing.unpacked(upload.content), importers.of(upload).columns
    initial = {name: str(place) for name, place in upload.places.items()}
    sent = request.POST if request.method == "POST" else None
    form = PlacesForm(sent, columns=known, table=table, initial=initial)
    if form.is_valid():
        try:
            importing.assign(upload=upload, places=form.places(), by=request.user, at=timezone.now())
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect("spreadsheets:upload", pk)
    context = {
        "form": form,
        "upload": upload,
        "lead": presenting.guess_words(upload),
        "sheets": SheetForm(table=table) if len(table.sheets) > 1 else None,
        "found": presenting.found(table),
        "steps": presenting.steps(upload, at=1),
    }
    crumbs = presenting.crumbs(destination, _("Kolom berkas"))
    return render(request, "spreadsheets/columns.html", {**context, "breadcrumbs": crumbs})


@require_POST
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read another worksheet of the file, or all with the same headings."""
    upload, _destination = _upload(request, pk)
    chosen = request.POST.get("sheet", "")
    try:
        importing.choose_sheet(upload=upload, sheet=chosen, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("spreadsheets:upload", pk)
    return redirect("spreadsheets:columns", pk)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The upload as it stands: the preview while it is open, what it did once it is applied."""
    upload, destination = _upload(request, pk)
    if upload.is_busy:
        return redirect("jobs:progress", upload.job_id)
    if upload.status == Upload.Status.READ:
        return redirect("spreadsheets:columns", pk)
    context = {"upload": upload, "destination": destination}
    if upload.is_open:
        crumbs = presenting.crumbs(destination, _("Periksa berkas"))
        preview = presenting.preview_page(upload, request.GET)
        return render(request, "spreadsheets/preview.html", {**context, **preview, "breadcrumbs": crumbs})
    crumbs = presenting.crumbs(destination, _("Hasil unggahan"))
    return render(
        request,
        "spreadsheets/outcome.html",
        {**context, **presenting.outcome_page(upload), "breadcrumbs": crumbs},
    )


@require_POST
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Apply the upload, at once or by a job."""
    upload, _destination = _upload(request, pk)
    skip = request.POST.get("skip_rejected") == "1"
    try:
        importing.start_applying(upload=upload, skip_rejected=skip, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("spreadsheets:upload", pk)


@require_safe
def rejected_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines that cannot be taken, as a spreadsheet with the reasons."""
    upload, _destination = _upload(request, pk)
    try:
        content = rejected.workbook(upload=upload, by=request.user)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("spreadsheets:upload", pk)
    headers = {"Content-Disposition": 'attachment; filename="baris-ditolak.xlsx"'}
    return HttpResponse(content, content_type=writing.XLSX, headers=headers)


@require_http_methods(ASKS)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether to take everything back, and do it."""
    upload, destination = _upload(request, pk)
    if request.method != "POST":
        crumbs = presenting.crumbs(destination, _("Urungkan unggahan"))
        return render(request, "spreadsheets/undo.html", {"upload": upload, "breadcrumbs": crumbs})
    try:
        importing.undo(upload=upload, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Unggahan diurungkan. Semua kembali seperti sebelumnya."))
    return redirect("spreadsheets:upload", pk)


@require_http_methods(ASKS)
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether to give the upload up, and do it."""
    upload, destination = _upload(request, pk)
    if request.method != "POST":
        crumbs = presenting.crumbs(destination, _("Batalkan unggahan"))
        return render(request, "spreadsheets/cancel.html", {"upload": upload, "breadcrumbs": crumbs})
    try:
        importing.cancel(upload=upload, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("spreadsheets:upload", pk)
    messages.success(request, _("Unggahan dibatalkan. Tidak ada yang diubah."))
    return redirect(destination.url)


def _upload(request: HttpRequest, pk: UUID) -> tuple[Upload, Destination]:
    """Return an upload to whose destination the person may write; any other does not exist for them."""
    uploads = Upload.objects.select_related("job", "like").defer("workbook", "rejected", "like__content")
    upload = get_object_or_404(uploads.defer("like__workbook", "like__rejected"), pk=pk)
    destination = importers.of(upload).destination(user=request.user, key=upload.key)
    if destination is None:
        raise Http404
    return upload, destination
