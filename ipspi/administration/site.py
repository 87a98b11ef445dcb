"""The DPP's desk: one admin site, entered through our own sign-in by who has a right there."""

from collections.abc import Callable, Iterable, Iterator
from functools import update_wrapper
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from ipspi import policies
from ipspi.administration import rights

KERNEL = "ipspi."
View = Callable[..., Any]


class Site(UnfoldAdminSite):
    """Shows only what is registered here: packages that register with Django's own site stay outside."""

    index_title = gettext_lazy("Meja DPP")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(rights.of(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's
        """Refuse, with 403, who has no right; answer with the admin's own Content-Security-Policy."""
        admin_view = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise PermissionDenied
            return policies.use(policies.ADMIN, admin_view(request, *args, **kwargs))

        return update_wrapper(guarded, view)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the tables for the first page, in the order of the sidebar."""
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: _place(apps.get_app_config(app["app_label"]).name))

    def desks(self) -> Iterable[Any]:
        """Return all desks, in the order of registration."""
        return self._registry.values()

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """There is one page to sign in, and it is not here."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        return LogoutView.as_view(next_page="start")(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return redirect("account_change_password")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the navigation of the desk: the tables that may be seen, by app; the kernel's last, together."""
    shown = [desk for desk in site.desks() if desk.has_view_permission(request)]
    shown.sort(key=lambda desk: (*_place(desk.opts.app_config.name), desk.position))
    return [
        {"title": title, "separator": number > 0, "items": list(_items(desks))}
        for number, (title, desks) in enumerate(
            groupby(shown, key=lambda desk: _section(desk.opts.app_config))
        )
    ]


def _place(app: str) -> tuple[bool, int]:
    order = [config.name for config in apps.get_app_configs()]
    return app.startswith(KERNEL), order.index(app)


def _section(config: Any) -> str:
    return _("Registri") if config.name.startswith(KERNEL) else str(config.verbose_name)


def _items(desks: Any) -> Iterator[dict[str, Any]]:
    for desk in desks:
        address = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist"
        title = capfirst(desk.opts.verbose_name_plural)
        yield {"title": title, "icon": desk.icon, "link": reverse(address)}


site = Site()
