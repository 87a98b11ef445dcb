"""Where one proves anew who one is, with a way back."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView

from ipspi.accounts import step_up


class _WithWayBack:
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a view's
        return {**context, "cancel_url": step_up.page_before(context["redirect_field_value"] or "")}


class _ByPassword(_WithWayBack, ReauthenticateView):
    pass


class _ByCode(_WithWayBack, ReauthenticateByCodeView):
    pass


by_password = _ByPassword.as_view()
by_code = _ByCode.as_view()
