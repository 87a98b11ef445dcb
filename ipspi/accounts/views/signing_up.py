"""Signing up in one transaction, and the page where the code is typed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.email_verification import login_on_verification
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import EmailAddress
from allauth.account.views import SignupView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ipspi.accounts import confirming
from ipspi.accounts.adapter import CONFIRMING
from ipspi.accounts.forms import CodeForm
from ipspi.accounts.models import Confirmation
from ipspi.errors import RuleError


class WithPasskey(SignupView):
    """Signing up without a password: the passkey is made as soon as the address is confirmed."""

    template_name = "accounts/signup_with_passkey.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by_passkey": True}


class Correcting(SignupView):
    """Signing up once more with the address as it should have been."""

    template_name = "accounts/correct_address.html"

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.request.session.get(CONFIRMING, "")}


_signup, _signup_with_passkey, _correct = SignupView.as_view(), WithPasskey.as_view(), Correcting.as_view()


@login_not_required
def signup(request: HttpRequest) -> HttpResponse:
    """Account, address and mail in one transaction. Of two sign-ups at once, the second finds the first's address."""
    return _in_one_transaction(_signup, request)


@login_not_required
def signup_with_passkey(request: HttpRequest) -> HttpResponse:
    """The same without a password."""
    return _in_one_transaction(_signup_with_passkey, request)


@login_not_required
def correct(request: HttpRequest) -> HttpResponse:
    """
    Sign up with another address than the mistyped one, whose unconfirmed account goes.

    It is signing up, and so tells as little of who has an account: what was mistyped may be somebody's address.
    """
    waiting = unstash_login(request, peek=True)
    with transaction.atomic():
        response = _in_one_transaction(_correct, request)
        typed = request.POST.get("email", "").strip().lower()
        mistyped = waiting.user if waiting and response.status_code == HTTPStatus.FOUND else None
        if mistyped and mistyped.email != typed:
            confirming.forget(user=mistyped)
    return response


def _in_one_transaction(view: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    try:
        with transaction.atomic():
            return view(request)
    except IntegrityError:
        with transaction.atomic():
            return view(request)


@login_not_required
def confirm(request: HttpRequest, confirmation_id: UUID | None = None) -> HttpResponse:
    """The page where the code is typed: by the link in the mail on any device, or right after signing up."""
    confirmation = _confirmation(request, confirmation_id)
    if confirmation_id and confirmation is None:
        messages.info(request, _("Tautan ini sudah dipakai atau tidak berlaku lagi. Silakan masuk."))
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if form.is_valid() and (address := _confirmed(form, confirmation)):
        return _welcome(request, address)
    email = "" if confirmation_id else request.session.get(CONFIRMING, "")
    context = {"form": form, "email": email, "confirmation_id": confirmation_id}
    return render(request, "accounts/confirm.html", context)


@login_not_required
@require_POST
def resend(request: HttpRequest, confirmation_id: UUID | None = None) -> HttpResponse:
    """Send another code. The answer is the same whether or not there is somebody to send it to."""
    confirmation = _confirmation(request, confirmation_id)
    email = confirmation.address.email if confirmation else request.session.get(CONFIRMING, "")
    # the key that allauth uses too: one limit for an address, on whatever way its code is asked for
    allowed = ratelimit.consume(request, action="confirm_email", key=email.lower())
    if confirmation and allowed:
        confirmation = confirming.send_code(address=confirmation.address, at=timezone.now())
    messages.info(
        request, _("Bila alamat itu menunggu konfirmasi, kode baru sudah dikirim. Tunggu beberapa menit.")
    )
    return (
        redirect("confirm", confirmation_id)
        if confirmation_id
        else redirect("account_email_verification_sent")
    )


def _confirmation(request: HttpRequest, confirmation_id: UUID | None) -> Confirmation | None:
    if confirmation_id:
        return Confirmation.objects.select_related("address").filter(pk=confirmation_id).first()
    email = request.session.get(CONFIRMING, "")
    waiting = Confirmation.objects.select_related("address").filter(address__verified=False)
    return waiting.filter(address__email__iexact=email).first() if email else None


def _confirmed(form: CodeForm, confirmation: Confirmation | None) -> EmailAddress | None:
    try:
        return confirming.confirm(
            confirmation=confirmation, code=form.cleaned_data["code"], at=timezone.now()
        )
    except RuleError as error:
        form.add_error("code", error.message)
        return None


def _welcome(request: HttpRequest, address: EmailAddress) -> HttpResponse:
    """
    Sign in who signed up in this browser; on another device the password is asked for.

    Who has no password makes the passkey now. Whose sign-up here came after somebody else's with the same address has
    confirmed an account with a password that may be a stranger's: it counts no longer.
    """
    request.session.pop(CONFIRMING, None)
    waiting = unstash_login(request, peek=True)
    if waiting and waiting.user is None and (waiting.email or "").lower() == address.email.lower():
        address.user.set_unusable_password()
        address.user.save(update_fields=["password"])
    messages.success(request, _("Alamat email Anda sudah dikonfirmasi."))
    response = login_on_verification(request, address)
    if address.user.has_usable_password():
        return response or redirect("account_login")
    if response is None:
        messages.info(request, _("Untuk masuk di perangkat ini, buat kata sandi lewat “Lupa kata sandi”."))
        return redirect("account_login")
    return redirect("mfa_add_webauthn")
