"""Pages on which people send their documents, and the documents themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipspi.errors import RuleError
from members import documents, drafts, registration, summaries
from members.drafts import Step
from members.forms.documents import AllThereForm, DocumentForm
from members.models import Document, Proof

ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(ASKS)
def overview(request: HttpRequest) -> HttpResponse:
    """What is there and what is missing; going on needs the photo and the diploma."""
    draft = drafts.draft_of(request.user)
    if draft is None:
        return redirect("members:start")
    sent = request.POST if request.method == "POST" else None
    form = AllThereForm(sent, missing=drafts.documents_missing(draft))
    if form.is_valid():
        return redirect(summaries.next_url(draft))
    context = {
        "form": form,
        "steps": summaries.steps(draft, at=Step.DOCUMENTS),
        "page": summaries.PAGES[Step.DOCUMENTS],
        "documents": summaries.documents_of(draft),
        "student": drafts.is_student(drafts.answers_in(draft)),
        "back_url": summaries.back_url(Step.DOCUMENTS, draft),
    }
    return render(request, "members/documents.html", context)


@require_http_methods(ASKS)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose one document and send it; it is kept at once."""
    wanted = _kind(kind)
    if registration.membership_of(request.user) and drafts.draft_of(request.user) is None:
        return redirect("members:status")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*sent, kind=wanted)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            documents.keep(by=request.user, kind=wanted, content=content, at=timezone.now())
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            return redirect("members:documents")
    steps = summaries.steps(drafts.draft_of(request.user), at=Step.DOCUMENTS)
    return render(request, "members/upload.html", {"form": form, "kind": wanted, "steps": steps})


@require_POST
def remove(request: HttpRequest, kind: str) -> HttpResponse:
    """Delete one document of the draft."""
    wanted = _kind(kind)
    if drafts.draft_of(request.user):
        documents.remove(by=request.user, kind=wanted, at=timezone.now())
    return redirect("members:documents")


@require_safe
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """A document of the person's own."""
    return handed_out(_own(request, kind))


@require_safe
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """A small picture of a document of the person's own."""
    shown = _own(request, kind)
    if shown.preview is None:
        raise Http404
    return HttpResponse(shown.preview, content_type=Document.Medium.JPEG.value)  # servers want a plain str


def handed_out(row: Document | Proof) -> HttpResponse:
    """Answer with a document: pictures, which we made, are shown; a PDF is only saved, never opened on our pages."""
    name = f"{row.kind}.{'jpg' if row.is_picture else 'pdf'}"
    disposition = "inline" if row.is_picture else "attachment"
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(row.content, content_type=row.medium, headers=headers)


def _kind(kind: str) -> Document.Kind:
    if kind not in Document.Kind.values:
        raise Http404
    return Document.Kind(kind)


def _own(request: HttpRequest, kind: str) -> Document:
    """Return the person's own document; nobody else's can be named."""
    found = documents.own(user=request.user, kind=_kind(kind))
    if found is None:
        raise Http404
    return found
