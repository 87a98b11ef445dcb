"""Changing the address of an account: asking for it, the code at the new address, the answer from the old one."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts import addresses
from ipspi.accounts.forms import AddressForm, CodeForm
from ipspi.accounts.models import AddressChange
from ipspi.errors import RuleError
from ipspi.navigation import Crumb


@reauthentication_required
def change_address(request: HttpRequest) -> HttpResponse:
    """Ask for a new address; the answer is the same whether or not somebody has it."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        # the key of every other code to that address: one limit, on whatever way its code is asked for
        if not ratelimit.consume(request, action="confirm_email", key=email.lower()):
            form.add_error("email", _("Alamat ini baru saja kami kirimi kode. Tunggu beberapa menit."))
        elif change := _asked(request, form, email):
            return redirect("prove_address", change.pk)
    crumbs = [Crumb(_("Keamanan akun"), reverse("mfa_index")), Crumb(_("Ganti alamat email"))]
    return render(request, "accounts/change_address.html", {"form": form, "breadcrumbs": crumbs})


@login_not_required
def prove_address(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """The page where the code of the new address is typed, on any device."""
    change = AddressChange.objects.filter(pk=change_id).first()
    form = CodeForm(request.POST or None)
    if form.is_valid() and (proved := _proved(form, change)):
        done = proved.new_proved_at and proved.old_agreed_at
        return render(request, "accounts/address_answer.html", {"done": done, "waiting": "old"})
    waiting = change is not None and change.new_proved_at is not None
    context = {"form": form, "waiting": waiting, "email": change.email if change else ""}
    return render(request, "accounts/prove_address.html", context)


@login_not_required
def agree_to_address(request: HttpRequest, change_id: UUID, key: str) -> HttpResponse:
    """What the old address is asked: agree or refuse. Opening the page does nothing: scanners of mail open links."""
    change = AddressChange.objects.select_related("user").filter(pk=change_id).first()
    if request.method != "POST":
        return render(request, "accounts/agree_to_address.html", {"agreed": change and change.old_agreed_at})
    try:
        if request.POST.get("answer") == "agree":
            proved = addresses.agree(change=change, key=key, at=timezone.now())
            context: dict[str, object] = {"done": proved.new_proved_at, "waiting": "new"}
        else:
            addresses.refuse(change=change, key=key, at=timezone.now())
            context = {"refused": True}
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("start")
    return render(request, "accounts/address_answer.html", context)


def _asked(request: HttpRequest, form: AddressForm, email: str) -> AddressChange | None:
    try:
        return addresses.ask(user=request.user, email=email, at=timezone.now())
    except RuleError as error:
        form.add_error("email", error.message)
        return None


def _proved(form: CodeForm, change: AddressChange | None) -> AddressChange | None:
    try:
        return addresses.prove_new(change=change, code=form.cleaned_data["code"], at=timezone.now())
    except RuleError as error:
        form.add_error("code", error.message)
        return None
