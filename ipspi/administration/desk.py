"""
What every page of the DPP's desk is made of.

A desk shows one table. Whether it may be seen or changed is asked of `rights`. What no rule governs is changed by the
form; what a rule governs is read-only, and an act opens a page (`ask`) that calls the same verb as the registry's own
pages. Every change is recorded in our log of acts; Django's log, which would store people's names, stays empty.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.views import ChangeList

from ipspi.accounts.models import User
from ipspi.administration import rights
from ipspi.audit import recording as audit
from ipspi.audit.models import Act
from ipspi.errors import RuleError

Verb = Callable[[dict[str, Any]], object]
MOST_ACTS_SHOWN = 200


class Confirmation(forms.Form):
    """Nothing to fill in: the question is whether to do it."""


class Asking:
    """Permissions that `rights` answers."""

    model: type[Model]
    parent_model: type[Model]

    def may(self, request: HttpRequest, act: str) -> bool:
        return rights.allows(request, act, self.model)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "delete")


class Listing(ChangeList):
    """A list that is counted once; the number is written below it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count


class Desk(Asking, ModelAdmin):
    """The pages of one table. `icon` is a Material Symbol; `position` orders the desks of an app in the sidebar."""

    icon = "table_rows"
    position = 100
    list_per_page = 50
    show_full_result_count = False  # one count per page is enough
    list_select_related: ClassVar[bool | Sequence[str]] = ()
    warn_unsaved_form = True
    list_filter_sheet = True

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may(request, "change") and not (obj is not None and self.is_settled(obj))

    def is_settled(self, row: Model) -> bool:
        """Tell whether a row can no longer be changed by the form, whoever asks."""
        return False

    def chapter_of(self, row: Model) -> str:
        """Return the code under which acts on `row` are recorded, or nothing."""
        return ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the filters offer only: Django's own table of any field would spell out a masked number."""
        offered = [each if isinstance(each, str) else each[0] for each in self.get_list_filter(request)]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in offered)

    # ------------------------------------------------------------ acts
    def fits(self, act: str, row: Any) -> bool:
        """Tell whether to offer an act on the page of a row; the verb has the last word."""
        return True

    def get_actions_detail(self, request: HttpRequest, object_id: str) -> list[Any]:
        offered = super().get_actions_detail(request, object_id)
        row = self.get_object(request, unquote(str(object_id))) if offered else None
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [each for each in offered if row and self.fits(each.action_name.removeprefix(prefix), row)]

    def row_for(self, request: HttpRequest, object_id: str, act: str) -> Any:
        """Return the row of an act. Raises PermissionDenied, or Http404 where there is none."""
        if not self.may(request, act):
            raise PermissionDenied
        row = self.get_object(request, unquote(str(object_id)))
        if row is None:
            raise Http404
        return row

    def ask(
        self,
        request: HttpRequest,
        *,
        title: str,
        said: str = "",
        submit: str,
        done: str,
        verb: Verb,
        form_class: type[forms.BaseForm] = Confirmation,
        row: Model | None = None,
        danger: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """
        Show a form; when it is sent, call `verb` with what was filled in, then go back to the row or the list.

        `title` is the question, `said` explains it, `submit` is on the button and `done` tells that it is done. What
        `verb` refuses with a RuleError is shown on the form, with the input kept.
        """
        form = form_class(request.POST if request.method == "POST" else None, initial=initial or {})
        if form.is_valid():
            try:
                verb(form.cleaned_data)
            except RuleError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, done)
                return redirect(self.address(row))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "said": said,
            "button": submit,
            "danger": danger,
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
            "object": row,
            "back": self.address(row),
        }
        return TemplateResponse(request, "administration/ask.html", context)

    def address(self, row: Model | None = None) -> str:
        """Return the address of a row's page, or of the list."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"{name}_change", args=[row.pk]) if row else reverse(f"{name}_changelist")

    def each(self, request: HttpRequest, rows: Iterable[Model], verb: Callable[[Any], object]) -> None:
        """Call `verb` for each row that was ticked, each on its own, and say how many it refused, and why."""
        done, refused = 0, []
        for row in rows:
            try:
                verb(row)
            except RuleError as error:
                refused.append(error.message)
            else:
                done += 1
        if done:
            said = ngettext("%(count)d baris selesai.", "%(count)d baris selesai.", done)
            messages.success(request, said % {"count": done})
        for reason in sorted(set(refused)):
            messages.error(
                request,
                _("%(count)d baris tidak diubah: %(reason)s")
                % {"count": refused.count(reason), "reason": reason},
            )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Listing]:
        return Listing

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # rows go one by one, by who may, with a question before
        return actions

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return a row, or None; PostgreSQL would refuse an address with a NUL in it, instead of finding nothing."""
        return None if "\x00" in object_id else super().get_object(request, object_id, from_field)

    # ------------------------------------------------------------ the log of acts
    def construct_change_message(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: object,
        add: bool = False,  # noqa: FBT001, FBT002 - Django's
    ) -> list[str]:
        return sorted(form.changed_data)

    def log_addition(self, request: HttpRequest, obj: Model, message: list[str]) -> None:
        self._record(request, "admin.add", obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: list[str]) -> None:
        if message:
            self._record(request, "admin.change", obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        for row in queryset:
            self._record(request, "admin.delete", row, [])

    def _record(self, request: HttpRequest, did: str, row: Model, fields: list[str]) -> None:
        details = {"fields": fields} if fields else {}
        audit.record(by=request.user, did=did, to=row, chapter=self.chapter_of(row), **details)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was done to a row, from our own log."""
        row = self.row_for(request, object_id, "view")
        acts = list(
            Act.objects.filter(on_table=self.opts.db_table, on_id=str(row.pk)).order_by("-id")[
                :MOST_ACTS_SHOWN
            ]
        )
        people = User.objects.in_bulk({act.actor_id for act in acts if act.actor_id})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Riwayat: %(row)s") % {"row": row},
            "acts": [(act, people.get(act.actor_id)) for act in acts],
            "opts": self.opts,
            "object": row,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "administration/history.html", context)


class Rows(Asking, TabularInline):
    """Rows of another table, shown below the row that they belong to; changed at their own desk."""

    extra = 0
    can_delete = False
    show_change_link = True
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
