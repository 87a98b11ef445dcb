"""Which list a page is asked about: `?daftar=` names one of another kind, else those of members."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from chapters.models import Chapter, MemberList


def list_asked(request: HttpRequest, chapter: Chapter) -> MemberList | None:
    """Return the list of another kind that the address, or what was sent, names; one that is not kept is not found."""
    text = request.GET.get("daftar", "") or request.POST.get("daftar", "")
    if not text:
        return None
    pk = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
    return kept_list(chapter, pk)


def kept_list(chapter: Chapter, pk: int) -> MemberList:
    """Return a list of another kind of the chapter that was not deleted."""
    rows = MemberList.objects.of_others().kept().select_related("chapter")
    return get_object_or_404(rows, pk=pk, chapter=chapter)
