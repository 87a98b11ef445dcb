"""Signing up in one transaction, and the page where the code is typed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.email_verification import login_on_verification
from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import INTERNAL_RESET_SESSION_KEY, PasswordResetFromKeyView, SignupView
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ipspi.accounts import confirming, typos, waiting
from ipspi.accounts.adapter import CONFIRMING, SUGGESTED, TYPED_HERE
from ipspi.accounts.forms import CodeForm
from ipspi.accounts.models import Confirmation, User
from ipspi.errors import RuleError


class SigningUp(SignupView):
    """Signing up; the form begins with the address to which an invitation went, if one did."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.session.get(SUGGESTED, "")}


class WithPasskey(SigningUp):
    """Signing up without a password: the passkey is made as soon as the address is confirmed."""

    template_name = "accounts/signup_with_passkey.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by_passkey": True}


class Correcting(SignupView):
    """Signing up once more with the address as it should have been."""

    template_name = "accounts/correct_address.html"

    def get_initial(self) -> dict[str, Any]:
        typed = self.request.session.get(CONFIRMING, "")
        return {"email": typos.meant_by(typed) or typed}


_signup, _signup_with_passkey, _correct = SigningUp.as_view(), WithPasskey.as_view(), Correcting.as_view()


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
    waiting_login = unstash_login(request, peek=True)
    with transaction.atomic():
        response = _in_one_transaction(_correct, request)
        typed = request.POST.get("email", "").strip().lower()
        mistyped = waiting_login.user if waiting_login and response.status_code == HTTPStatus.FOUND else None
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
    email = confirmation.address.email if confirmation else request.session.get(CONFIRMING, "")
    if form.is_valid() and (address := _confirmed(form, confirmation, email)):
        return _welcome(request, address, by_link=confirmation_id is not None)
    typed = "" if confirmation_id else request.session.get(CONFIRMING, "")
    context = {
        "form": form,
        "email": typed,
        "meant": typos.meant_by(typed),
        "confirmation_id": confirmation_id,
        "next_code": _next_code(request, email),
    }
    return render(request, "accounts/confirm.html", context)


@login_not_required
@require_POST
def resend(request: HttpRequest, confirmation_id: UUID | None = None) -> HttpResponse:
    """Send another code. The answer is the same whether or not there is somebody to send it to."""
    confirmation = _confirmation(request, confirmation_id)
    email = confirmation.address.email if confirmation else request.session.get(CONFIRMING, "")
    # the key that allauth uses too: one limit for an address, on whatever way its code is asked for
    allowed = ratelimit.consume(request, action="confirm_email", key=email.lower())
    if not allowed:
        _say_when(request, email)
    else:
        confirming.begin_counting(email=email)
        if confirmation:
            confirmation = confirming.send_code(address=confirmation.address, at=timezone.now())
        messages.info(
            request,
            _(
                "Bila alamat itu menunggu konfirmasi, kode baru sudah dikirim; kode sebelumnya tidak berlaku lagi. "
                "Tunggu beberapa menit."
            ),
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
    awaited = Confirmation.objects.select_related("address").filter(address__verified=False)
    return awaited.filter(address__email__iexact=email).first() if email else None


def _next_code(request: HttpRequest, email: str) -> str:
    moment = waiting.code_may_be_asked_at(request, email=email) if email else None
    return waiting.spoken(moment) if moment else ""


def _say_when(request: HttpRequest, email: str) -> None:
    if moment := _next_code(request, email):
        said = _("Kode baru belum dikirim. Kode baru dapat diminta mulai %(moment)s.") % {"moment": moment}
    else:
        said = _("Kode baru belum dikirim. Coba lagi beberapa menit lagi.")
    messages.warning(request, said)


def _confirmed(form: CodeForm, confirmation: Confirmation | None, email: str) -> EmailAddress | None:
    try:
        return confirming.confirm(
            confirmation=confirmation, code=form.cleaned_data["code"], at=timezone.now(), email=email
        )
    except RuleError as error:
        form.add_error("code", error.message)
        return None


def _welcome(request: HttpRequest, address: EmailAddress, *, by_link: bool) -> HttpResponse:
    """
    Sign in who signed up for this very account in this browser.

    Anybody may have signed up with this address before its owner did, and with a password of their own: so a password
    counts only where it was typed in the browser that confirms. Who signed up here without one makes the passkey now.
    """
    request.session.pop(CONFIRMING, None)
    messages.success(request, _("Alamat email Anda sudah dikonfirmasi."))
    user, login = address.user, unstash_login(request, peek=True)
    typed_here = request.session.pop(TYPED_HERE, None) == str(user.pk)
    if not typed_here or (login and login.user is None):  # without a user: signed up here last, and in vain
        clear_login(request)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        return _to_a_password(request, user, by_link=by_link)
    response = login_on_verification(request, address)
    if user.has_usable_password():
        return response or redirect("account_login")
    return redirect("mfa_add_webauthn") if response else _to_a_password(request, user, by_link=by_link)


def _to_a_password(request: HttpRequest, user: User, *, by_link: bool) -> HttpResponse:
    """
    Lead to where a password is made: at once for who followed the link in the mail, else by another mail.

    The code alone may have been read over somebody's shoulder.
    """
    if not by_link:
        messages.info(request, _("Untuk masuk di perangkat ini, buat kata sandi lewat “Lupa kata sandi”."))
        return redirect("account_login")
    messages.info(request, _("Buat kata sandi untuk akun Anda; dengan itu Anda masuk."))
    request.session[INTERNAL_RESET_SESSION_KEY] = default_token_generator.make_token(user)
    page = PasswordResetFromKeyView.reset_url_key
    return redirect("account_reset_password_from_key", user_pk_to_url_str(user), page)
