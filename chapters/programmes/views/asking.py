"""What the views of programmes have in common: whose page it is, and asking with a form before one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import scoped
from chapters.access import May
from chapters.models import Chapter, Programme
from chapters.programmes import presenting
from ipspi.errors import RuleError
from ipspi.navigation import Crumb

ASKS = ["GET", "HEAD", "POST"]


def programme_of(
    request: HttpRequest, code: str, pk: int, may: May = May.SEE_MEMBERS
) -> tuple[Chapter, Programme]:
    """Return a chapter and a programme of it, if the officer may do that there; anything else does not exist."""
    chapter = scoped.chapter_of(request, code, may)
    return chapter, get_object_or_404(presenting.whole(chapter), pk=pk)


def asked(
    request: HttpRequest,
    chapter: Chapter,
    programme: Programme,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], Any],
    **words: Any,
) -> HttpResponse:
    """
    Show a form about a programme, and do what it asks for once it is answered well.

    `words`: title, lead, submit, and multipart or danger where it is so.
    """
    here = reverse("programmes:programme", args=[chapter.pk, programme.pk])
    if form.is_valid():
        try:
            verb(form.cleaned_data)
        except RuleError as error:
            form.add_error(words.get("field"), error.message)
        else:
            return redirect(here)
    crumbs = presenting.crumbs(chapter, programme.term)
    context = {
        "form": form,
        "programme": programme,
        "cancel_url": here,
        "submit": _("Simpan"),
        "breadcrumbs": [*crumbs, Crumb(programme.name, here), Crumb(words["title"])],
        **words,
    }
    return render(request, "programmes/asked.html", context)


def sent(request: HttpRequest) -> Any:
    """Return what was posted, or None where the form is only to be shown."""
    return request.POST if request.method == "POST" else None
