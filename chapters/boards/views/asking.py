"""What pages with one question have in common: a form, one verb, and the way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import scoped
from chapters.models import Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb


def ask(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[], str],
    *,
    chapter: Chapter,
    title: str,
    lead: str,
    submit: str,
    back: str,
    crumbs: list[Crumb] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is good, do what `verb` does, say its words, and go `back`."""
    if request.method == "POST" and form.is_valid():
        try:
            said = verb()
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "title": title, "lead": lead, "submit": submit, "back": back, "chapter": chapter}
    way = [*(crumbs or crumbs_of(chapter)), Crumb(title)]
    return render(request, "boards/ask.html", {**context, "breadcrumbs": way, **more})


def done(request: HttpRequest, verb: Callable[[], object], said: str) -> bool:
    """Do what `verb` does and say so, or why not; return whether it was done."""
    try:
        verb()
    except RuleError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, said)
    return True


def crumbs_of(chapter: Chapter) -> list[Crumb]:
    return [scoped.crumb(chapter), Crumb(_("Kepengurusan"), board_url(chapter))]


def board_url(chapter: Chapter) -> str:
    return reverse("boards:board", args=[chapter.pk])


def draft_url(chapter: Chapter) -> str:
    return reverse("boards:draft", args=[chapter.pk])
