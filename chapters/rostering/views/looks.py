"""Saved views and columns: an officer's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import scoped
from chapters.models import Chapter, SavedView
from chapters.rostering import looks
from chapters.rostering.forms import ColumnsForm, NameForm
from chapters.rostering.presenting import VIEW
from chapters.rostering.views.asking import crumbs, question_of
from ipspi.errors import RuleError
from ipspi.navigation import Crumb


@require_safe
def views(request: HttpRequest, code: str) -> HttpResponse:
    """The officer's views of a chapter, and those that can be taken back."""
    chapter = scoped.chapter_of(request, code)
    context = {
        "chapter": chapter,
        "views": looks.views_of(request.user, chapter=chapter),
        "deleted": looks.deleted_of(request.user, chapter=chapter, at=timezone.now()),
        "breadcrumbs": crumbs(chapter, Crumb(_("Tampilan tersimpan"))),
    }
    return render(request, "rostering/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the filters and columns of the address under a name."""
    question = question_of(request, code)
    form = NameForm(request.POST or None)
    if form.is_valid():
        shown = [column.key for column in question.columns]
        try:
            view = looks.save(
                chapter=question.chapter,
                filters=question.asked,
                shown=shown,
                by=request.user,
                **form.cleaned_data,
            )
        except RuleError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": view.name})
            return _opened(question.chapter, view)
    context = {
        "form": form,
        "answers": [each for each in question.form.answers() if each.field not in looks.NOT_KEPT],
        "columns": question.columns,
        "back_url": question.address(),
        "breadcrumbs": crumbs(question.chapter, Crumb(_("Simpan tampilan"))),
    }
    return render(request, "rostering/save_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a view another name."""
    chapter, view = _view(request, code, pk)
    form = NameForm(request.POST or None, initial={"name": view.name})
    here = reverse("rostering:views", args=[chapter.pk])
    if form.is_valid():
        try:
            looks.rename(view=view, **form.cleaned_data)
        except RuleError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, _("Nama tampilan diganti."))
            return redirect(here)
    path = crumbs(chapter, Crumb(_("Tampilan tersimpan"), here), Crumb(_("Ganti nama")))
    return render(
        request, "rostering/rename_view.html", {"form": form, "back_url": here, "breadcrumbs": path}
    )


@require_POST
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a view the filters of the address, or let it open first, or not."""
    chapter, view = _view(request, code, pk)
    if "pertama" in request.POST:
        looks.make_default(view=view, default=request.POST["pertama"] == "ya")
        return redirect("rostering:views", chapter.pk)
    looks.change(view=view, filters=question_of(request, code).asked)
    messages.success(request, _("Tampilan “%(name)s” diperbarui.") % {"name": view.name})
    return _opened(chapter, view)


@require_POST
def delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Delete a view; the page of views offers to take that back."""
    chapter, view = _view(request, code, pk)
    looks.delete(view=view, at=timezone.now())
    messages.success(request, _("Tampilan “%(name)s” dihapus.") % {"name": view.name})
    return redirect("rostering:views", chapter.pk)


@require_POST
def restore(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the deletion of a view back."""
    chapter = scoped.chapter_of(request, code)
    view = get_object_or_404(looks.deleted_of(request.user, chapter=chapter, at=timezone.now()), pk=pk)
    try:
        looks.restore(view=view)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("rostering:views", chapter.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the columns: of the view that is open, else of the officer's roster."""
    question = question_of(request, code)
    form = ColumnsForm(request.POST or None, shown=question.columns)
    if form.is_valid():
        shown = form.cleaned_data["columns"]
        looks.keep_columns(chapter=question.chapter, view=question.view, shown=shown, by=request.user)
        return redirect(question.address())
    context = {
        "form": form,
        "view": question.view,
        "back_url": question.address(),
        "breadcrumbs": crumbs(question.chapter, Crumb(_("Kolom"))),
    }
    return render(request, "rostering/columns.html", context)


def _view(request: HttpRequest, code: str, pk: int) -> tuple[Chapter, SavedView]:
    chapter = scoped.chapter_of(request, code)
    found = looks.views_of(request.user, chapter=chapter).select_related("user", "chapter")
    return chapter, get_object_or_404(found, pk=pk)


def _opened(chapter: Chapter, view: SavedView) -> HttpResponse:
    return redirect(reverse("chapters:roster", args=[chapter.pk]) + f"?{VIEW}={view.pk}")
