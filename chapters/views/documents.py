"""The documents of a chapter's members and applicants."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chapters import access, rosters, todo
from chapters.access import May
from chapters.models import Chapter
from ipspi.audit import recording as audit
from members.models import Document, Proof
from members.views.documents import handed_out


@require_safe
def document(request: HttpRequest, code: str, pk: UUID, kind: str) -> HttpResponse:
    """A document of somebody whose documents the officer may see; opening it is recorded."""
    row = _seen(request, code, pk, kind)
    audit.record(by=request.user, did="open_document", to=row, chapter=code, member=str(pk))
    return handed_out(row)


@require_safe
def preview(request: HttpRequest, code: str, pk: UUID, kind: str) -> HttpResponse:
    """A small picture of such a document; that it was shown is recorded as well."""
    row = _seen(request, code, pk, kind)
    if row.preview is None:
        raise Http404
    audit.record(by=request.user, did="see_preview", to=row, chapter=code, member=str(pk))
    return HttpResponse(row.preview, content_type=Document.Medium.JPEG.value)  # servers want a plain str


@require_safe
def proof(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The paper that a member shows with a correction, for who decides on it; opening it is recorded."""
    if code not in access.chapters_where(request.user, May.KEEP_STANDING):
        raise Http404
    asked = todo.corrections_in(get_object_or_404(Chapter, pk=code)).filter(pk=pk)
    mine = access.members_where(request.user, May.KEEP_STANDING).filter(pk__in=asked.values("member"))
    row = get_object_or_404(
        Proof.objects.select_related("correction"), correction__in=asked, correction__member__in=mine
    )
    audit.record(
        by=request.user,
        did="open_proof",
        to=row.correction,
        chapter=code,
        member=str(row.correction.member_id),
    )
    return handed_out(row)


def _seen(request: HttpRequest, code: str, pk: UUID, kind: str) -> Document:
    # asked here, not in the database: an address may hold what PostgreSQL refuses
    if code not in access.chapters_where(request.user, May.SEE_DOCUMENTS) or kind not in Document.Kind.values:
        raise Http404
    here = rosters.roster_of(get_object_or_404(Chapter, pk=code)).filter(pk=pk)
    seen = access.members_where(request.user, May.SEE_DOCUMENTS).filter(pk__in=here.values("pk"))
    return get_object_or_404(Document, member__in=seen, kind=kind)
